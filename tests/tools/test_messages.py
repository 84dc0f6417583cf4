"""The tool that collects, checks and compiles the translations."""

import gettext
import importlib.util
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "messages.py"
spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext, npgettext

TITLE = _("Objective")
SECOND = _("Two parts, "
           "one text")
def say(count):
    # Translators: the number of people who ask
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
MONTH = pgettext("month", "May")
MAY = pgettext("permission", "May")
MANY = npgettext("school", "%d class", "%d classes", 2)
INSIDE = f"{_('Within a line')}: {MAY}"
NOT_MARKED = "Nobody translates this"
"""
TEMPLATE = """
<main>
        {% translate "From the mission down" %}
    {% blocktranslate count counter=people|length trimmed %}
      {{ counter }} person waits
    {% plural %}
      {{ counter }} people wait
    {% endblocktranslate %}
  {% blocktranslate context "greeting" with name=user.name %}Hello {{ name }}, 100% of you{% endblocktranslate %}
      {% include "x.html" with title=_("In an argument") only %}
 {{ _("In a variable") }} {% translate "May" context "month" %}
 {# Nobody's text: it's "unfinished #}
 don't {{ value|default:_('Unknown') }}
</main>
"""
EXPECTED = {
    (None, "Objective"),
    (None, "Two parts, one text"),
    (None, "Within a line"),
    (None, "%(count)d person"),
    ("month", "May"),
    ("permission", "May"),
    ("school", "%d class"),
    (None, "From the mission down"),
    (None, "%(counter)s person waits"),
    ("greeting", "Hello %(name)s, 100%% of you"),
    (None, "In an argument"),
    (None, "In a variable"),
    (None, "Unknown"),
}


@pytest.fixture
def source(tmp_path):
    app = tmp_path / "objectives"
    (app / "templates" / "objectives").mkdir(parents=True)
    (app / "views.py").write_text(PYTHON)
    (app / "templates" / "objectives" / "page.html").write_text(TEMPLATE)
    return tmp_path


def po(source, app="objectives"):
    return source / app / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def translate_all(source, **special):
    """Give every text a translation: the text itself behind “nl ”, or what `special` says."""
    catalogue = tool.read(po(source), "nl")
    for message in tool.messages(catalogue):
        if message.pluralizable:
            message.string = tuple(f"nl {text}" for text in message.id)
        else:
            message.string = special.get(message.id, f"nl {message.id}")
    tool.write(po(source), catalogue)


def test_update_finds_every_marked_text_in_python_and_in_templates(source):
    tool.update(source)
    assert {tool.key(message) for message in tool.messages(tool.read(po(source), "nl"))} == EXPECTED


def test_update_keeps_translations_and_drops_what_is_gone(source):
    tool.update(source)
    translate_all(source)
    (source / "objectives" / "views.py").write_text('from x import _\n_("Objective")\n_("Brand new")\n')
    tool.update(source)
    strings = {tool.key(message): message.string for message in tool.messages(tool.read(po(source), "nl"))}
    assert strings[None, "Objective"] == "nl Objective"
    assert strings[None, "Brand new"] == ""
    assert ("school", "%d class") not in strings
    assert "Two parts" not in po(source).read_text()


def test_update_twice_changes_nothing_and_writes_no_date(source):
    tool.update(source)
    translate_all(source)
    tool.update(source)
    once = po(source).read_text()
    tool.update(source)
    assert po(source).read_text() == once
    assert "Date" not in once
    assert "views.py" in once
    assert "views.py:" not in once


def test_update_takes_over_what_another_app_already_translates(source):
    tool.update(source)
    translate_all(source)
    (source / "strategy").mkdir()
    (source / "strategy" / "views.py").write_text('_("Objective")\n_("Only here")\n')
    tool.update(source)
    strings = {message.id: message.string for message in tool.messages(tool.read(po(source, "strategy"), "nl"))}
    assert strings == {"Objective": "nl Objective", "Only here": ""}


def test_check_is_content_with_complete_translations(source):
    tool.update(source)
    translate_all(source)
    assert tool.problems(source) == []


def test_check_names_every_missing_text(source):
    problems = tool.problems(source)
    assert len(problems) == len(EXPECTED)
    assert "objectives/locale/nl/LC_MESSAGES/django.po: no translation of “Objective”" in problems


def test_check_refuses_a_doubtful_translation(source):
    tool.update(source)
    translate_all(source)
    catalogue = tool.read(po(source), "nl")
    catalogue["Objective"].flags.add("fuzzy")
    tool.write(po(source), catalogue)
    assert [problem for problem in tool.problems(source) if "doubtful" in problem and "Objective" in problem]


def test_check_refuses_what_nobody_says_any_more(source):
    tool.update(source)
    translate_all(source)
    with po(source).open("a") as file:
        file.write('\nmsgid "Gone"\nmsgstr "Weg"\n\n#~ msgid "Longer gone"\n#~ msgstr "Langer weg"\n')
    problems = " ".join(tool.problems(source))
    assert "nobody says “Gone” any more" in problems
    assert "left-over “Longer gone”" in problems


@pytest.mark.parametrize(
    ("translation", "complaint"),
    [("Hallo, 100%% van jullie", "lost %(name)s"), ("Hallo %(naam)s", "no placeholder %(naam)s")],
)
def test_check_refuses_lost_and_made_up_placeholders(source, translation, complaint):
    tool.update(source)
    translate_all(source, **{"Hello %(name)s, 100%% of you": translation})
    assert complaint in " ".join(tool.problems(source))


def test_a_plural_form_may_leave_out_the_number(source):
    tool.update(source)
    translate_all(source)
    catalogue = tool.read(po(source), "nl")
    catalogue["%(count)d person"].string = ("één persoon", "%(count)d mensen")
    tool.write(po(source), catalogue)
    assert tool.problems(source) == []


def test_check_refuses_two_translations_of_one_text(source):
    tool.update(source)
    translate_all(source)
    (source / "strategy").mkdir()
    (source / "strategy" / "views.py").write_text('_("Objective")\n')
    tool.update(source)
    po(source, "strategy").write_text(po(source, "strategy").read_text().replace("nl Objective", "Doelstelling"))
    assert "“Objective” is translated otherwise in objectives" in " ".join(tool.problems(source))


def test_compile_makes_what_the_program_reads(source):
    tool.update(source)
    translate_all(source)
    tool.compile_catalogues(source)
    with po(source).with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Objective") == "nl Objective"
    assert dutch.pgettext("permission", "May") == "nl May"
    assert dutch.ngettext("%(count)d person", "%(count)d people", 1) == "nl %(count)d person"
    assert dutch.ngettext("%(count)d person", "%(count)d people", 3) == "nl %(count)d people"


def test_compile_leaves_out_doubtful_translations(source):
    tool.update(source)
    translate_all(source)
    catalogue = tool.read(po(source), "nl")
    catalogue["Objective"].flags.add("fuzzy")
    tool.write(po(source), catalogue)
    tool.compile_catalogues(source)
    with po(source).with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Objective") == "Objective"


def test_a_command_keeps_to_the_apps_that_are_named(source):
    (source / "strategy").mkdir()
    (source / "strategy" / "views.py").write_text('_("Mission")\n')
    tool.update(source, only=["strategy"])
    assert po(source, "strategy").exists()
    assert not po(source).exists()
    assert tool.problems(source, only=["strategy"]) == [
        "strategy/locale/nl/LC_MESSAGES/django.po: no translation of “Mission”"
    ]
    tool.compile_catalogues(source, only=["objectives"])
    assert not po(source, "strategy").with_suffix(".mo").exists()
