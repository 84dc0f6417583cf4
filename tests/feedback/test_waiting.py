"""What of 360 feedback waits for somebody on Mijn zichtlijn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.feedback.conftest import answer
from zichtlijn.development.queries.waiting import waiting_for
from zichtlijn.feedback.models import FeedbackRound


def waiting(member, days=7):
    today = timezone.localdate()
    return [(one.kind, str(one.person)) for one in waiting_for(member.actor, until=today + timedelta(days))]


def test_a_request_waits_in_the_last_week_until_it_is_sent(open_round):
    rater = open_round.crowd[0]
    assert waiting(rater) == []  # it closes in two weeks
    assert waiting(rater, 14) == [("feedback", "Emma Eik")]
    answer(open_round, rater)
    assert waiting(rater, 14) == []


def test_a_round_that_was_proposed_waits_for_the_line_manager(asking):
    FeedbackRound.objects.filter(pk=asking.round.pk).update(state="proposed")
    assert waiting(asking.line_manager) == [("feedback_round", "Emma Eik")]
    for part in ("employee", "other_manager", "hr", "director"):
        assert waiting(getattr(asking, part)) == []


def test_who_is_no_person_is_asked_nothing(asking):
    assert waiting(asking.consultant) == []


@pytest.mark.parametrize("kind", ["feedback", "feedback_round"])
def test_mijn_zichtlijn_leads_there(open_round, signed_in, kind):
    today = timezone.localdate()
    if kind == "feedback":
        FeedbackRound.objects.update(closes_on=today + timedelta(days=3))
        page = signed_in(open_round.crowd[0]).get("/").content.decode()
        assert "Give feedback: Emma Eik" in page
    else:
        FeedbackRound.objects.update(state="proposed")
        page = signed_in(open_round.line_manager).get("/").content.decode()
        assert "360 round of Emma Eik" in page
