"""W50: what people are called and write stays text in mail: no template, format or attribute in it is carried out."""

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.factories import make_cast, make_conversation, make_cycle, make_step, sign_in
from zichtlijn.access import mail
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.conversations.actions import cycles
from zichtlijn.notices.telling import tell
from zichtlijn.organisation.models import Person
from zichtlijn.scorecards import documents

SOURCE = Path(mail.__file__).parents[1]
#: One of each way to fill in a text, with what it would give away or compute; no more letters than a name may have.
PLACES = "{x} {{x}} {user.password} {0.__class__} {{ user.password }} {{7*7}} {% now 'Y' %} %(email)s %s ${x} #{x}"


@pytest.fixture
def worded(db):
    """A cast in which organisation, people and units are called by placeholders."""
    cast = make_cast(word="W")
    Organisation.objects.filter(pk=cast.organisation.pk).update(name=PLACES, acronym="{{7*7}}")
    with in_organisation(cast.organisation):
        Person.objects.filter(pk=cast.employee.person.pk).update(
            given_name="{{ user.password }}", family_name=PLACES[:90]
        )
        cast.organisation.refresh_from_db()
        for member in (cast.employee, cast.line_manager, cast.hr):
            member.membership.refresh_from_db()
        yield cast


def every_letter():
    """The template of every mail in the program."""
    return sorted(SOURCE.glob("*/templates/*/mail/*.txt"))


def test_W50_placeholders_in_names_and_words_stay_text_in_every_mail(worded, mailoutbox):
    """Each template is written with placeholders for every word that a person gives."""
    employee = worded.employee.membership
    employee.user.name = PLACES
    words = dict.fromkeys(
        ("name", "by", "cycle", "about", "title", "unit", "analysis", "plan", "sentence", "reason", "new", "old"),
        PLACES,
    )
    meeting = SimpleNamespace(is_off=False, sequence=0, starts_at=datetime(2026, 3, 2, 10, tzinfo=UTC), place=PLACES)
    words["meeting"] = meeting
    found = every_letter()
    assert len(found) > 15
    for path in found:
        template = str(path).partition("/templates/")[2]
        written = mail.write(template, employee.user, kind="", organisation=worded.organisation, link="/", **words)
        text = f"{written.subject}\n{written.body}"
        assert text.count("{{ user.password }}") == text.count("{user.password}") == text.count("%(email)s"), template
        assert "&#x27;" not in text, f"{template} escapes what is no page"
        assert "49" not in text, template
        assert employee.user.password not in text, template
    assert PLACES in mail.write("access/mail/invitation.txt", employee.user, kind="", organisation=worded.organisation,
                                link="/", **words).body  # fmt: skip


def test_W50_a_reminder_and_a_told_page_carry_the_words_as_they_are(worded, mailoutbox):
    cycle = make_cycle(worded.period, PLACES)
    step = make_step(cycle)
    make_conversation(step, worded.employee.person, worded.line_manager.person, worded.team)
    cycles.remind_people(cycle, by=worded.hr.actor)
    tell(
        [worded.line_manager.membership],
        "conversations/mail/waiting.txt",
        path="/check-in/",
        by=worded.hr.actor,
        cycle=PLACES,
    )
    assert mailoutbox
    assert all(PLACES in f"{sent.subject} {sent.body}" for sent in mailoutbox)


def test_W50_pages_and_papers_show_the_words_as_they_are(worded, client, set_on_paper):
    browser = sign_in(client, worded.employee)
    browser.organisation_slug = worded.organisation.slug
    shown = html.unescape(browser.get(f"/people/{worded.employee.person.pk}/").content.decode())
    assert PLACES[:90] in shown
    assert worded.employee.user.password not in shown
    given = set_on_paper(documents)
    answer = sign_in(client, worded.director).post("/scorecard/file/", {"form": "pdf"})
    assert answer.status_code == 200
    assert PLACES in str(given), "what the paper is made of: data for the typesetter, which carries out none of it"


def test_W50_no_text_of_a_person_is_ever_a_template():
    """Templates are files of the program: nothing in it compiles, or carries out, a text that came from elsewhere."""
    compiling = re.compile(r"(?<!RGBColor\.)\b(Template|from_string|eval|exec|Engine)\(")
    found = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if compiling.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"documents/charts/engine.py"}, "the drawing program, which is a file too and gets data as data"
