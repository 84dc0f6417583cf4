"""The page about the columns is what the import reads by."""

from pathlib import Path

from zichtlijn.exchange.management.commands.describe_files import description

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "import-columns.md"


def test_the_page_of_columns_is_up_to_date():
    written = PAGE.read_text(encoding="utf-8")
    assert written == description(), "run: zichtlijn describe_files > docs/how-to/import-columns.md"
