"""Forgetting by every name: accounts of nobody who works here, and what somebody was called before."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_check_in, make_member, make_person, make_study_agreement
from tests.privacy.conftest import DAY_AFTER, SONG, places_with
from zichtlijn.access.models import Membership, User
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.calendar import years_after
from zichtlijn.development.models import StudyAgreement
from zichtlijn.members.actions import change_member
from zichtlijn.objectives.models import CheckIn
from zichtlijn.privacy.actions.removing import remove_past_term
from zichtlijn.privacy.models import Removal


def past_term_day(ended: date) -> date:
    """The first day on which the term of two years after this one is over."""
    return years_after(ended, 2) + timedelta(days=1)


@pytest.fixture
def consultant(scoped):
    """A consultant who did something, with a name that stands in the log and in what others keep."""
    member = make_member(scoped.organisation, "consultant", name=f"Adviseur {SONG}", email=f"{SONG}@bureau.example")
    make_check_in(scoped.operational, "Van buiten", by=member.user, by_name=member.user.name)
    audit.record(Event.UNIT_CHANGED, on=scoped.team, by=member.actor)
    audit.record(Event.MEMBER_CHANGED, on=member.membership, by=scoped.administrator.actor)
    return member


def test_W44_the_name_of_a_member_who_is_no_person_goes_from_what_tells_of_people(scoped, consultant):
    """They drew up study costs: there is no person to point at, so the name alone stands there."""
    by, name = scoped.line_manager.person, consultant.actor.name
    theirs = make_study_agreement(scoped.employee.person, by, drawn_up_by_name=name, offered_by_name=name)
    StudyAgreement.objects.filter(pk=theirs.pk).update(drawn_up_by=None)
    other = make_study_agreement(scoped.colleague.person, by)
    ended = out_of_use(scoped, consultant)
    remove_past_term(scoped.organisation, past_term_day(ended))
    theirs.refresh_from_db()
    other.refresh_from_db()
    assert places_with(SONG) == set()
    assert (theirs.drawn_up_by_name, theirs.offered_by_name) == ("oud-collega", "oud-collega")
    assert other.drawn_up_by_name == by.name


def out_of_use(cast, member, is_active=False):
    now = Membership.objects.get(pk=member.membership.pk)
    change_member(
        now, name=now.name, person=now.person, roles={"consultant"}, is_active=is_active, version=now.version,
        by=cast.administrator.actor,
    )  # fmt: skip
    now.refresh_from_db()
    return now.ended_on


def test_W44_the_account_of_a_consultant_goes_two_years_after_the_membership_ended(scoped, consultant):
    ended = out_of_use(scoped, consultant)
    assert ended == timezone.localdate()
    last = past_term_day(ended) - timedelta(days=1)
    remove_past_term(scoped.organisation, last)
    assert User.objects.filter(pk=consultant.user.pk).exists()
    assert remove_past_term(scoped.organisation, last + timedelta(days=1))["account"]
    assert places_with(SONG) == set()
    assert not User.objects.filter(pk=consultant.user.pk).exists()
    assert CheckIn.objects.get(comment="Van buiten").by_name == "oud-collega"
    assert audit.broken_links(scoped.organisation) == []
    assert Removal.objects.get(data_class="account").people == 1
    assert remove_past_term(scoped.organisation, last + timedelta(days=1)) == {}


def test_a_member_who_came_back_in_use_or_belongs_elsewhere_stays(scoped, consultant):
    out_of_use(scoped, consultant)
    assert out_of_use(scoped, consultant, is_active=True) is None
    far = past_term_day(timezone.localdate()) + timedelta(days=400)
    assert "account" not in remove_past_term(scoped.organisation, far)
    make_member(scoped.twin.organisation, "consultant", user=consultant.user)
    out_of_use(scoped, consultant)
    assert remove_past_term(scoped.organisation, far)["account"]
    assert User.objects.filter(pk=consultant.user.pk).exists()
    assert [row.organisation for row in consultant.user.memberships.all()] == [scoped.twin.organisation]


def test_the_term_of_a_membership_that_ended_nobody_knows_when_begins_with_the_first_night(scoped, consultant):
    Membership.objects.filter(pk=consultant.membership.pk).update(is_active=False)
    today = timezone.localdate()
    remove_past_term(scoped.organisation, today)
    assert Membership.objects.get(pk=consultant.membership.pk).ended_on == today


def test_the_account_of_a_leaver_that_was_taken_loose_goes_and_the_name_of_who_stays_does_not(scoped, consultant):
    person = scoped.colleague.person
    Membership.objects.filter(pk=consultant.membership.pk).update(name=person.name)
    out_of_use(scoped, consultant)
    audit.record(Event.UNIT_CHANGED, on=scoped.team, by=scoped.hr.actor, detail={"successor": person.name})
    remove_past_term(scoped.organisation, past_term_day(timezone.localdate()))
    assert not User.objects.filter(pk=consultant.user.pk).exists()
    assert AuditEvent.objects.filter(event=Event.UNIT_CHANGED).last().detail == {"successor": person.name}


def rename(person, given_name, family_name, email):
    """As somebody who marries is called from then on; the name of before stays in the versions."""
    person.given_name, person.family_name, person.email = given_name, family_name, email
    person.save()


def test_W44_a_name_of_before_is_forgotten_too(departed):
    """What was written under the name of then has no reference to the person: it is found by the word alone."""
    rename(departed.person, "Nieuwe", "Naam", "nieuw@proef.example")
    Membership.objects.filter(pk=departed.member.membership.pk).update(name="")
    User.objects.filter(pk=departed.member.user.pk).update(name="Nieuwe Naam")
    remove_past_term(departed.organisation, DAY_AFTER)
    assert places_with(SONG) == set()
    assert places_with("nieuwe naam") == set()
    assert audit.broken_links(departed.organisation) == []


def test_who_stays_keeps_the_name_that_somebody_else_had_before(departed):
    was = departed.person.name
    other = make_person(departed.organisation, departed.person.given_name, departed.person.family_name)
    rename(departed.person, "Nieuwe", "Naam", "nieuw@proef.example")
    audit.record(Event.UNIT_CHANGED, on=departed.cast.team, by=departed.cast.hr.actor, detail={"successor": other.name})
    remove_past_term(departed.organisation, DAY_AFTER)
    told = AuditEvent.objects.filter(event=Event.UNIT_CHANGED).order_by("sequence").last()
    assert told.detail == {"successor": was}
