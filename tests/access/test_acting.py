"""Which version a button was pressed on, whatever a form sends."""

import pytest
from django.test import RequestFactory

from zichtlijn.access.acting import posted_version


@pytest.mark.parametrize(
    ("given", "version"),
    [("7", 7), ("999999999", 999_999_999), ("", 0), ("-1", 0), ("1.5", 0), ("x", 0), ("9" * 5000, 0)],
    ids=["one", "the most", "nothing", "negative", "broken", "a letter", "endless"],
)
def test_nonsense_is_a_version_that_nothing_has(given, version):
    assert posted_version(RequestFactory().post("/", {"version": given})) == version
    assert posted_version(RequestFactory().post("/")) == 0
