"""The log: lines that are only added, each bound to the one before, read by the administrator."""

import html
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone, translation

import zichtlijn
from tests.factories import CANARY, count_queries, sign_in
from zichtlijn.access.refusals import EditConflict
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit import actions as audit
from zichtlijn.audit.conflicts import describe_clash
from zichtlijn.audit.keys import open_key
from zichtlijn.audit.models import AuditEvent, AuditHead, Event
from zichtlijn.audit.queries import ROWS, read_log
from zichtlijn.audit.versions import save_version
from zichtlijn.audit.wording import DETAILS, IDS, write_detail
from zichtlijn.organisation.actions import change_unit
from zichtlijn.organisation.models import Unit


@pytest.fixture
def lines(scoped):
    by = scoped.administrator.actor
    for number in range(5):
        audit.record(Event.UNIT_CHANGED, on=scoped.team, by=by, detail={"number": number})
    return scoped


def broken(cast):
    return audit.broken_links(cast.organisation)


def test_a_whole_chain_has_no_broken_links(lines):
    assert broken(lines) == []
    assert AuditHead.objects.get().sequence == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event", "unit_ended"),
        ("by_name", "Iemand anders"),
        ("on_name", "x"),
        ("detail", {"number": 7}),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("about_person_id", 7),
        ("by_id", None),
        ("hash", "0" * 64),
        ("previous_hash", "1" * 64),
    ],
)
@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_R20_a_changed_line_shows(lines, field, value, sequence):
    AuditEvent.objects.filter(sequence=sequence).update(**{field: value})
    assert sequence in broken(lines) or sequence + 1 in broken(lines)


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_R20_a_removed_line_shows(lines, sequence):
    AuditEvent.objects.filter(sequence=sequence).delete()
    assert broken(lines)


def test_R20_an_added_line_shows(lines):
    last = AuditEvent.objects.get(sequence=5)
    last.pk, last.sequence = None, 6
    last.save()
    assert 6 in broken(lines)


def test_R20_a_chain_without_its_end_shows(lines):
    AuditHead.objects.all().delete()
    assert broken(lines)


def test_R20_a_chain_that_was_emptied_shows(lines):
    AuditEvent.objects.all().delete()
    assert broken(lines)


SEALING = import_module("zichtlijn.audit.migrations.0005_sealed_names")


def test_an_upgrade_seals_the_names_of_a_chain_that_holds(lines):
    SEALING.chain_names(apps, None)
    assert broken(lines)
    SEALING.seal_names(apps, None)
    assert broken(lines) == []


def test_R20_an_upgrade_does_not_hide_that_a_chain_was_bent(lines):
    SEALING.chain_names(apps, None)
    AuditEvent.objects.filter(sequence=3).update(by_name="Iemand anders")
    SEALING.seal_names(apps, None)
    assert broken(lines)


def test_each_organisation_has_a_chain_of_its_own(lines):
    with in_organisation(lines.twin.organisation):
        audit.record(Event.UNIT_CHANGED, on=lines.twin.team, by=lines.twin.administrator.actor)
        assert AuditHead.objects.get().sequence == 1
        assert broken(lines.twin) == []


def test_many_lines_cost_a_few_queries(scoped):
    by = scoped.administrator.actor
    with count_queries() as queries:
        audit.record_many([(Event.UNIT_CHANGED, scoped.team, None, {"n": n}) for n in range(300)], by=by)
    assert queries.count <= 10, "not one per line"
    assert broken(scoped) == []


def test_a_line_goes_back_with_what_it_tells_about(scoped):
    def breaks_down():
        with transaction.atomic():
            audit.record(Event.UNIT_CHANGED, on=scoped.team, by=scoped.hr.actor)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks_down()
    assert not AuditEvent.objects.exists()


# two people, one form


def test_R13_the_second_to_save_sees_both_texts(scoped):
    mine, theirs = Unit.objects.get(pk=scoped.team.pk), Unit.objects.get(pk=scoped.team.pk)
    assert save_version(theirs, {"name": "Slib en gist"}, version=1) == ["name"]
    with pytest.raises(EditConflict) as clash:
        save_version(mine, {"name": "Slibteam", "key": mine.key}, version=1)
    assert [(now, yours) for _label, now, yours in clash.value.fields] == [("Slib en gist", "Slibteam")]
    assert Unit.objects.get(pk=scoped.team.pk).name == "Slib en gist"


def test_R13_saving_what_stands_there_already_is_no_clash(scoped):
    save_version(Unit.objects.get(pk=scoped.team.pk), {"name": "Slibteam"}, version=1)
    mine = Unit.objects.get(pk=scoped.team.pk)
    assert save_version(mine, {"name": "Slibteam"}, version=1) == []
    assert Unit.objects.get(pk=scoped.team.pk).version == 2


# the page


def test_the_administrator_reads_newest_first_and_goes_on_by_page(lines, client):
    by = lines.administrator.actor
    audit.record_many([(Event.UNIT_ENDED, lines.team, None, {}) for _ in range(60)], by=by)
    sign_in(client, lines.administrator)
    first = client.get("/log/")
    assert [line.event.sequence for line in first.context["page"].lines] == list(range(65, 15, -1))
    (following,) = re.findall(r'href="(\?after=\w+)" rel="next"', first.content.decode())
    rest = client.get(f"/log/{following}").context["page"]
    assert [line.event.sequence for line in rest.lines] == list(range(15, 0, -1))
    assert rest.next_key is None


def test_W04_no_number_on_the_page_or_in_an_address_tells_that_a_line_was_left_out(lines, client):
    """The administrator is an employee too: between two lines stands that their promotion is prepared."""
    hr, person = lines.hr.actor, lines.administrator.person
    around = (Event.UNIT_ENDED, lines.team, None, {})
    prepared = (Event.PROMOTION_PROPOSED, person, person.pk, {})
    audit.record_many([around, prepared, *[around] * 60], by=hr)
    page = sign_in(client, lines.administrator).get("/log/")
    assert len(page.context["page"].lines) == ROWS
    text = page.content.decode()
    table = re.sub(r"<time.*?</time>", "", text.split("<tbody>")[1].split("</tbody>")[0])
    numbers = {line.event.sequence for line in page.context["page"].lines}
    assert not numbers & {int(number) for number in re.findall(r"\d+", re.sub(r"<[^>]*>", " ", table))}
    (key,) = re.findall(r"\?after=(\w+)", text)
    assert open_key(key) == min(numbers)
    for changed in (key[:-1] + ("0" if key[-1] != "0" else "1"), key[1:] + key[0], str(min(numbers)), key.upper()):
        assert changed == key or client.get(f"/log/?after={changed}").status_code == 400


def test_lines_are_found_by_what_who_and_when(lines):
    by = lines.administrator.actor
    audit.record(Event.PERSON_ENDED, on=lines.employee.person, by=lines.hr.actor, about=lines.employee.person.pk)
    today = timezone.localdate()

    def found(**asked):
        return [line.event.event for line in read_log(by, **asked).lines]

    assert found(event="person_ended") == ["person_ended"]
    assert found(who="hanna") == ["person_ended"]
    assert len(found(since=today, until=today)) == 6
    assert found(until=today - timedelta(days=1)) == []


@pytest.mark.parametrize(
    "query",
    ["event=x", "since=gisteren", "until=9999-12-31", "after=x", "after=-1", "after=16", "after=99999999999999999999"],
)
def test_W52_an_unknown_filter_of_the_log_is_refused(lines, client, query):
    sign_in(client, lines.administrator)
    assert client.get(f"/log/?{query}").status_code == 400


def test_W08_the_log_does_not_tell_what_somebodys_personal_objective_is(lines, client):
    """The administrator has no right to personal objectives: the log says that something happened, not to what."""
    audit.record(
        Event.OBJECTIVE_CHANGED, on=lines.personal, by=lines.employee.actor, about=lines.employee.person.pk,
        detail={"fields": ["title"], "title": "Pers leren"},
    )  # fmt: skip
    assert Role.ADMINISTRATOR in lines.administrator.actor.roles
    sign_in(client, lines.administrator)
    page = client.get("/log/").content.decode()
    assert "a personal objective" in page
    assert "Pers leren" not in page


def test_W08_what_is_personal_and_no_objective_is_not_called_one(lines, client):
    audit.record(Event.MEASURE_CHANGED, on=lines.personal_measure, by=lines.hr.actor, about=lines.employee.person.pk)
    page = sign_in(client, lines.administrator).get("/log/").content.decode()
    assert "something personal" in page
    assert "a personal objective" not in page
    assert lines.personal_measure.name not in page


def test_the_log_of_another_organisation_is_not_here(lines, client):
    with in_organisation(lines.twin.organisation):
        audit.record(Event.UNIT_CHANGED, on=lines.twin.team, by=lines.twin.administrator.actor)
    sign_in(client, lines.administrator)
    assert CANARY not in client.get("/log/").content.decode()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", ["was: 8,1", "is nu: 8,25", "van 1 apr 2025"]),
        ("en", ["was: 8.1", "is now: 8.25", "of 1 Apr 2025"]),
    ],
)
def test_numbers_and_days_of_the_log_are_those_of_the_reader_and_row_numbers_are_left_out(language, expected):
    detail = {"reading": 46612, "replaces": 46611, "from": "8.1000", "to": "8.25", "on": "2025-04-01"}
    with translation.override(language):
        assert write_detail("measure", detail) == expected
        assert write_detail("measure", dict(reversed(detail.items()))) == expected, "in whatever order they are kept"


@pytest.mark.parametrize(
    ("on_type", "detail", "expected"),
    [
        ("objective", {"fields": ["title", "ends_on"]}, ["gewijzigd: doelstelling, tot en met"]),
        ("objective", {"from": "proposed", "comment": False}, ["was: Voorgesteld"]),
        ("objective", {"from": "proposed", "comment": True}, ["was: Voorgesteld", "met een opmerking"]),
        ("unit", {"fields": ["parent"], "from": "Zuivering", "to": ""}, ["gewijzigd: onderdeel van", "was: Zuivering"]),
        ("membership", {"given": ["hr"], "taken": []}, ["gegeven: HR"]),
        ("objective", {"parent": 5, "weight": 0.5}, ["gewicht 0,5"]),
        ("organisation", {"file": "m.xlsx", "kind": "people", "complete": False, "added": 3, "ended": 0},
         ["bestand: m.xlsx", "soort: mensen", "toegevoegd: 3"]),
        ("direction", {"values": [["Moed"], ["Moed", "Zorg"]]}, ["kernwaarden: Moed → Moed, Zorg"]),
        ("unit", {"something_new": "x"}, ["something new: x"]),
    ],
)  # fmt: skip
def test_what_stands_in_the_log_is_in_words(on_type, detail, expected):
    with translation.override("nl"):
        told = write_detail(on_type, detail)
    assert [text.lower() for text in told] == [text.lower() for text in expected]


def test_every_detail_that_the_program_writes_down_has_words():
    """Looks for `detail={"…": …}` in the source: a new key needs its words."""
    sources = [path.read_text(encoding="utf-8") for path in Path(zichtlijn.__file__).parent.rglob("*.py")]
    keys = {key for text in sources for given in re.findall(r"detail(?:: dict)? ?= ?{([^}]*)}", text)
            for key in re.findall(r'"(\w+)":', given)}  # fmt: skip
    assert {"fields", "reading", "comment", "roles"} <= keys
    assert keys <= {*DETAILS, *IDS, "fields", "values", "parent"}


def clash_of(part, base=1):
    with pytest.raises(EditConflict) as refused:
        save_version(Unit.objects.get(pk=part.team.pk), {"name": "Mijn naam", "key": part.team.key}, version=base)
    return refused.value


def test_a_clash_tells_who_and_when_and_what_was_not_touched(scoped):
    by = scoped.administrator.actor
    unit = Unit.objects.get(pk=scoped.team.pk)
    change_unit(unit, name="Hun naam", key="NIEUW", head=None, version=1, by=by)
    with translation.override("en"):
        mine = describe_clash(clash_of(scoped), 1, scoped.hr.actor)
    assert (mine.by_name, mine.by_yourself) == (by.name, False)
    assert {field.label: field.untouched for field in mine.differences} == {"name": False, "code": True}
    assert describe_clash(clash_of(scoped), 1, by).by_yourself


def test_a_clash_names_nobody_who_only_looked_or_did_something_beside_it(scoped):
    """A look, a list that was taken along, and a salary that stands on the person: none of it changed the person."""
    person, looker = scoped.employee.person, scoped.line_manager.actor
    conflict = EditConflict(person, [("family name", "Hun", "Mijn")], 2)
    beside = (Event.PERSON_SEEN, Event.LIST_EXPORTED, Event.PERSON_EXPORTED, Event.SALARY_RECORDED,
              Event.DEVELOPMENT_AGREED)  # fmt: skip
    audit.record_many([(event, person, person.pk, {}) for event in beside], by=looker)
    nobody = describe_clash(conflict, 1, scoped.hr.actor)
    assert (nobody.by_name, nobody.by_yourself, nobody.at) == ("", False, None)
    audit.record(Event.PERSON_CHANGED, on=person, by=scoped.administrator.actor, about=person.pk)
    audit.record_many([(event, person, person.pk, {}) for event in beside], by=looker)
    assert describe_clash(conflict, 1, scoped.hr.actor).by_name == scoped.administrator.person.name
    on_team = EditConflict(scoped.team, [("name", "Hun", "Mijn")], 2)
    audit.record(Event.LIST_EXPORTED, on=scoped.team, by=looker)
    assert describe_clash(on_team, 1, scoped.hr.actor).by_name == ""


def test_R13_only_what_one_changed_can_be_saved_and_what_the_other_wrote_elsewhere_stays(scoped, client):
    """Ana names the unit while Bo has the form open and changes its code: both changes stay."""
    change_unit(Unit.objects.get(pk=scoped.team.pk), name="Hun naam", key=scoped.team.key, head=None, version=1,
                by=scoped.administrator.actor)  # fmt: skip
    sign_in(client, scoped.administrator)
    change = f"/units/{scoped.team.pk}/edit/"
    page = client.post(change, {"name": scoped.team.name, "key": "MIJN", "version": 1})
    text = page.content.decode()
    assert (page.status_code, "Save only what I changed" in text) == (409, True)
    first = text.split("<main")[1].split("</form>")[0]
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', first))
    assert (again["name"], again["key"], again["version"]) == ("Hun naam", "MIJN", "2")
    again = {name: value for name, value in again.items() if name != "_organisation"}
    assert client.post(change, again).status_code == 302
    unit = Unit.objects.get(pk=scoped.team.pk)
    assert (unit.name, unit.key) == ("Hun naam", "MIJN")


def test_R13_the_page_of_a_clash_sends_the_same_form_again_and_that_saves(scoped, client):
    sign_in(client, scoped.administrator)
    change = f"/units/{scoped.team.pk}/edit/"
    form = {"name": "Hun naam", "key": scoped.team.key, "version": 1}
    assert client.post(change, form).status_code == 302
    page = client.post(change, {**form, "name": "Mijn naam <b>"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "You changed" in text
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text.split("<main")[1]))
    assert again["version"] == "2"
    assert again["name"] == "Mijn naam &lt;b&gt;"
    again = {name: html.unescape(value) for name, value in again.items() if name != "_organisation"}
    assert client.post(change, again).status_code == 302
    assert Unit.objects.get(pk=scoped.team.pk).name == "Mijn naam <b>"


def test_an_empty_log_and_an_empty_search_say_different_things(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    assert "Nothing logged yet" in browser.get("/log/").content.decode()
    assert "Try a different search" in browser.get("/log/?who=niemand").content.decode()
