"""Terms, holds, and what will go and went."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from tests.factories import count_queries, make_development_plan, make_hold, make_person, make_salary, sign_in
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.calendar import past_term_before, years_after
from zichtlijn.privacy.actions import keeping
from zichtlijn.privacy.models import Hold, Removal, Term
from zichtlijn.privacy.policy import rules
from zichtlijn.privacy.queries.outlook import leavers
from zichtlijn.privacy.queries.terms import years_kept


def today():
    return timezone.localdate()


def test_a_term_is_set_within_the_limits_of_the_policy(scoped):
    keeping.set_term("conversation", years=5, version=0, by=scoped.hr.actor)
    assert years_kept()["conversation"] == 5
    line = AuditEvent.objects.get(event=Event.TERM_CHANGED)
    assert line.detail == {"data_class": "conversation", "from": 2, "to": 5}
    for years in (0, 11):
        with pytest.raises(NotNow):
            keeping.set_term("conversation", years=years, version=1, by=scoped.hr.actor)


@pytest.mark.parametrize("name", ["pay", "trail", "conversation"])
def test_the_log_tells_of_a_term_in_the_words_of_the_policy(scoped, client, name):
    keeping.set_term(name, years=6, version=0, by=scoped.hr.actor)
    text = sign_in(client, scoped.administrator).get("/log/").content.decode()
    assert f"kind of data: {rules()[name].label} · was: " in text
    old = {"kind": name, "from": 2, "to": 6}
    audit.record(Event.TERM_CHANGED, on=scoped.organisation, by=scoped.hr.actor, detail=old)
    assert client.get("/log/").status_code == 200


@pytest.mark.parametrize("member", ["employee", "line_manager", "director", "consultant", "works_council"])
def test_only_hr_and_administrators_keep_terms(scoped, client, member):
    with pytest.raises(NotAllowed):
        keeping.set_term("conversation", years=5, version=0, by=getattr(scoped, member).actor)
    assert sign_in(client, getattr(scoped, member)).get("/retention/").status_code == 403


def test_R13_two_who_set_a_term_see_each_other(scoped):
    keeping.set_term("moment", years=3, version=0, by=scoped.hr.actor)
    with pytest.raises(EditConflict):
        keeping.set_term("moment", years=4, version=0, by=scoped.administrator.actor)
    keeping.set_term("moment", years=4, version=1, by=scoped.hr.actor)
    with pytest.raises(EditConflict):
        keeping.set_term("moment", years=5, version=1, by=scoped.administrator.actor)
    assert Term.objects.get().years == 4


def test_R13_two_who_set_a_term_for_the_first_time_at_once(scoped, monkeypatch):
    """The other was quicker, after it was seen that there is none yet."""
    real = Term.objects.create

    def quicker(**fields):
        real(**fields)
        return real(**fields)

    monkeypatch.setattr(Term.objects, "create", quicker)
    with pytest.raises(NotNow, match="at the same moment"):
        keeping.set_term("moment", years=3, version=0, by=scoped.hr.actor)


def test_nothing_is_removed_of_who_is_held_and_that_is_lifted_once(scoped):
    person = scoped.employee.person
    held = keeping.hold(person, reason="Geschil", until=today(), by=scoped.hr.actor)
    with pytest.raises(NotNow):
        keeping.hold(person, reason="Weer", until=today(), by=scoped.hr.actor)
    keeping.lift(held, by=scoped.administrator.actor)
    with pytest.raises(NotNow):
        keeping.lift(held, by=scoped.hr.actor)
    held.refresh_from_db()
    assert (held.set_by_name, held.lifted_by_name) == (scoped.hr.person.name, scoped.administrator.person.name)
    assert not Hold.objects.on(today()).exists()
    with pytest.raises(NotNow):
        keeping.hold(person, reason="Te laat", until=today() - timedelta(days=1), by=scoped.hr.actor)
    assert "Geschil" not in str(list(AuditEvent.objects.values()))


def test_the_end_of_a_hold_is_moved_and_never_is_anything_removed_in_between(scoped):
    person, day = scoped.employee.person, today() + timedelta(days=9)
    held = keeping.hold(person, reason="Geschil", until=day, by=scoped.hr.actor)
    later = day + timedelta(days=90)
    keeping.move_hold(held, until=later, was=day, by=scoped.administrator.actor)
    assert list(Hold.objects.on(today()).values_list("reason", "until")) == [("Geschil", later)]
    with pytest.raises(NotNow, match="Somebody else moved the end"):
        keeping.move_hold(held, until=day + timedelta(days=1), was=day, by=scoped.hr.actor)
    with pytest.raises(NotNow, match="not over yet"):
        keeping.move_hold(held, until=today() - timedelta(days=1), was=later, by=scoped.hr.actor)
    keeping.move_hold(held, until=later, was=later, by=scoped.hr.actor)
    (line,) = AuditEvent.objects.filter(event=Event.HOLD_MOVED)
    assert (line.detail, line.about_person_id) == ({"ends_on": later.isoformat()}, person.pk)
    with pytest.raises(NotAllowed):
        keeping.move_hold(held, until=day, was=later, by=scoped.line_manager.actor)
    keeping.lift(held, by=scoped.hr.actor)
    with pytest.raises(NotNow, match="lifted, or ended"):
        keeping.move_hold(held, until=day, was=later, by=scoped.hr.actor)


def test_of_whom_nothing_is_removed_is_listed_also_of_who_came_back(scoped, client):
    """After “back in service” there is no last day: the hold is still there, and can be seen, moved and lifted."""
    person, day = scoped.employee.person, today() + timedelta(days=9)
    assert person.ends_on is None
    hold = make_hold(person, until=day)
    browser = sign_in(client, scoped.hr)
    text = browser.get("/retention/").content.decode()
    assert "of whom nothing is removed" in text
    assert f'<a href="/people/{person.pk}/">' in text
    assert hold.reason not in text
    page = browser.get(f"/people/{person.pk}/").content.decode()
    assert hold.reason in page
    (look,) = AuditEvent.objects.filter(event=Event.PERSON_SEEN)
    assert (look.about_person_id, look.detail["what"]) == (person.pk, "file")
    url = f"/retention/people/{person.pk}/hold/"
    assert url in page
    assert f"/retention/holds/{hold.pk}/lift/" in page
    other = scoped.colleague.person.pk
    assert f"/people/{other}/hold/" not in browser.get(f"/people/{other}/").content.decode()
    assert hold.reason not in browser.get(url).content.decode()  # the reason is read on the page of the person
    later = day + timedelta(days=30)
    assert browser.post(url, {"until": later.isoformat(), "was": day.isoformat()}).status_code == 302
    assert Hold.objects.get().until == later
    assert browser.post(url, {"until": day.isoformat(), "was": day.isoformat()}).status_code == 422
    keeping.lift(hold, by=scoped.hr.actor)
    again = browser.post(url, {"until": day.isoformat(), "was": later.isoformat()}, follow=True).content.decode()
    assert "lifted, or ended" in again
    assert "of whom nothing is removed" in browser.get("/retention/").content.decode()
    assert f'<a href="/people/{person.pk}/">' not in browser.get("/retention/").content.decode()


def test_the_page_tells_who_is_next_and_what_is_stopped(scoped, client):
    soon = years_after(today() + timedelta(days=80), -2)
    person = make_person(scoped.organisation, "Vera", "Vertrokken", ends_on=soon)
    later = make_person(scoped.organisation, "Lies", "Later", ends_on=today() - timedelta(days=30))
    hold = make_hold(person, until=today() + timedelta(days=9))
    Removal.objects.create(organisation=scoped.organisation, on=today(), data_class="moment", people=3, rows=12)
    text = sign_in(client, scoped.hr).get("/retention/").content.decode()
    assert person.name in text
    assert later.name not in text
    assert "stopped until" in text
    assert ">12<" in text
    assert hold.reason not in text


def goes(day, person):
    """Day → what goes of somebody, as the page tells it on a day; None when they are not on it."""
    found = {one.person.pk: one.goes for one in leavers(day, None)[1]}
    return dict(found[person.pk]) if person.pk in found else None


def test_only_what_is_still_there_is_told_and_the_name_goes_last(scoped):
    """Who left in 2024 with a salary, an appraisal conversation that went long ago, and nothing else."""
    person = make_person(scoped.organisation, "Vera", "Vertrokken", ends_on=date(2024, 2, 29))
    make_salary(person, 3000)
    with translation.override("en"):
        assert goes(date(2026, 2, 1), person) is None  # a salary is kept for seven years, and with it the name
        assert goes(date(2029, 1, 1), person) is None
        told = goes(date(2031, 1, 1), person)
        assert list(told) == [date(2031, 3, 1)]
        assert {rules()[name].label.casefold() for name in ("person", "pay")} == set(
            told[date(2031, 3, 1)].casefold().split(", ")
        )
        make_development_plan(person)
        assert list(goes(date(2026, 2, 1), person)) == [date(2026, 3, 1)]
        make_hold(person, until=date(2032, 1, 1))
        assert list(goes(date(2031, 1, 1), person)) == [date(2026, 3, 1), date(2031, 3, 1)]


def test_who_left_with_nothing_goes_on_the_day_of_the_name(scoped):
    person = make_person(scoped.organisation, "Vera", "Vertrokken", ends_on=date(2024, 2, 29))
    with translation.override("en"):
        assert goes(date(2025, 11, 1), person) is None
        assert goes(date(2026, 2, 1), person) == {date(2026, 3, 1): rules()["person"].label.capitalize()}


def test_the_questions_of_the_page_stay_the_same(scoped, client):
    def leave(number):
        person = make_person(
            scoped.organisation, "Weg", f"Weg {number}", ends_on=past_term_before(today(), 2) - timedelta(days=number)
        )
        make_hold(person)
        Removal.objects.create(
            organisation=scoped.organisation, on=today() - timedelta(days=number), data_class="person"
        )

    client = sign_in(client, scoped.hr)
    for number in range(3):
        leave(number)
    client.get("/retention/")
    with count_queries() as few:
        client.get("/retention/")
    for number in range(3, 20):
        leave(number)
    with count_queries() as many:
        assert client.get("/retention/").status_code == 200
    assert many.count == few.count <= 25


def test_through_the_pages(scoped, client):
    client = sign_in(client, scoped.hr)
    assert client.post("/retention/terms/conversation/", {"years": 99, "version": 0}).status_code == 422
    assert client.post("/retention/terms/conversation/", {"years": 3, "version": 0}).status_code == 302
    assert client.post("/retention/terms/conversation/", {"years": 4, "version": 0}).status_code == 409
    assert client.get("/retention/terms/mail/").status_code == 404
    person = make_person(scoped.organisation, "Weg", "Weg", ends_on=today() - timedelta(days=9))
    assert "Do not remove anything" in client.get(f"/people/{person.pk}/").content.decode()
    until = (today() + timedelta(days=30)).isoformat()
    hold = {"reason": "Geschil", "until": until}
    assert client.post(f"/retention/people/{person.pk}/hold/", hold).status_code == 302
    assert "Geschil" in client.get(f"/people/{person.pk}/").content.decode()
    assert "Geschil" not in sign_in(client, scoped.colleague).get(f"/people/{person.pk}/").content.decode()
    assert sign_in(client, scoped.hr).post(f"/retention/holds/{Hold.objects.get().pk}/lift/").status_code == 302


def test_a_term_that_the_law_leaves_no_choice_in_has_no_form(scoped, client):
    browser = sign_in(client, scoped.hr)
    assert "/retention/terms/equal_pay/" not in browser.get("/retention/").content.decode()
    assert browser.get("/retention/terms/equal_pay/").status_code == 404
    assert browser.get("/retention/terms/pay/").status_code == 200
    assert years_kept()["equal_pay"] == 0
