"""What the tests of the room may ask for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import (
    make_competency,
    make_feedback_request,
    make_feedback_round,
    make_framework,
    make_member,
    make_person,
    make_placement,
)
from zichtlijn.access.actor import system_actor
from zichtlijn.access.roles import Role
from zichtlijn.feedback.actions import running
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound

#: What somebody answered in words.
WORDS = "geheimtaal"


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def asking(scoped):
    """The cast with a framework, five more colleagues of the employee, and a round that can be proposed."""
    make_framework(scoped.organisation)
    scoped.listening = make_competency(scoped.organisation, "Luisteren", seen="Laat een ander uitspreken")
    scoped.planning = make_competency(scoped.organisation, "Plannen")
    scoped.crowd = [a_colleague(scoped, number) for number in range(5)]
    scoped.round = make_feedback_round(scoped.employee.person, [scoped.listening, scoped.planning])
    make_feedback_request(scoped.round, scoped.line_manager.person, "manager")
    for member in scoped.crowd:
        make_feedback_request(scoped.round, member.person)
    return scoped


def a_colleague(cast, number):
    """One more member of the team, with an account."""
    person = make_person(cast.organisation, "Per", f"Soon{number}", manager=cast.line_manager.person)
    make_placement(person, cast.team, cast.position, line_manager=cast.line_manager.person)
    return make_member(cast.organisation, Role.EMPLOYEE, person=person, email=f"soon{number}@proef.example")


@pytest.fixture
def open_round(asking):
    """The round, open: everybody is asked, the employee as well."""
    FeedbackRound.objects.filter(pk=asking.round.pk).update(state="running", opened_on=timezone.localdate())
    asking.round.refresh_from_db()
    make_feedback_request(asking.round, asking.employee.person, "self")
    return asking


def request_of(cast, member) -> FeedbackRequest:
    return FeedbackRequest.objects.select_related("round__person", "person").get(round=cast.round, person=member.person)


def answer(cast, member, number=4, **fields) -> None:
    """This member answered everything alike, and sent it."""
    asked = request_of(cast, member)
    answers = {str(one.pk): number for one in cast.round.behaviours.all()}
    FeedbackRequest.objects.filter(pk=asked.pk).update(answers=answers, state="sent", **fields)


def close(cast) -> FeedbackRound:
    """The last day is over, and the clock closes the round."""
    yesterday = timezone.localdate() - timedelta(days=1)
    FeedbackRound.objects.filter(pk=cast.round.pk).update(closes_on=yesterday)
    running.close_round(cast.round, timezone.localdate(), by=system_actor(cast.organisation))
    cast.round.refresh_from_db()
    return cast.round


@pytest.fixture
def closed(open_round):
    """The round, closed: five colleagues saw 2, the manager 3 and the employee 4; each wrote something."""
    for member in open_round.crowd:
        answer(open_round, member, 2, keep=f"Blijf {WORDS}", change=f"Anders {WORDS}")
    answer(open_round, open_round.line_manager, 3, keep="Van de baas")
    answer(open_round, open_round.employee, 4)
    close(open_round)
    return open_round


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def told(cast, member=None, number=4, **fields):
    """What the form of an answer sends."""
    asked = request_of(cast, member or cast.crowd[0])
    return {
        "version": asked.version, "keep": "", "change": "",
        **{f"answer-{one.pk}": number for one in cast.round.behaviours.all()}, **fields,
    }  # fmt: skip


def kept(cast, member):
    asked = request_of(cast, member)
    return asked.state, set(asked.answers.values())
