"""What is said at once to who begins a round: that it waits and until when, a last day that cannot be, oneself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_feedback_round
from zichtlijn.access.refusals import NotNow
from zichtlijn.feedback.actions import preparing
from zichtlijn.feedback.models import FeedbackRound
from zichtlijn.ui.wording import write_full_date


def today():
    return timezone.localdate()


def test_A03_the_next_round_waits_before_anything_is_made_and_the_day_is_told(scoped, signed_in):
    person, day = scoped.employee.person, today() + timedelta(days=82)
    make_feedback_round(person, state="closed", ended_on=today() - timedelta(days=100))
    for member, url in ((scoped.employee, "feedback:mine"), (scoped.line_manager, "feedback:person")):
        page = signed_in(member).get(reverse(url, args=[person.pk] if url == "feedback:person" else []))
        assert f"The next one can be from {write_full_date(day)}" in page.content.decode()
        assert "Prepare a round" not in page.content.decode()
    with pytest.raises(NotNow, match="The next one can be from"):
        preparing.begin_round(person, by=scoped.employee.actor)
    FeedbackRound.objects.update(ended_on=today() - timedelta(days=182))
    assert "Prepare a round" in signed_in(scoped.employee).get(reverse("feedback:mine")).content.decode()
    preparing.begin_round(person, by=scoped.employee.actor)


@pytest.mark.parametrize(("days", "status"), [(0, 422), (2, 422), (3, 302), (90, 302), (91, 422)])
def test_a_last_day_that_cannot_be_is_refused_where_it_is_typed(asking, signed_in, days, status):
    url = reverse("feedback:set_up", args=[asking.round.pk])
    told = {"closes_on": (today() + timedelta(days=days)).isoformat(), "version": asking.round.version}
    answer = signed_in(asking.employee).post(url, told)
    assert answer.status_code == status
    assert ("3 to 90 days ahead" in answer.content.decode()) == (status == 422)


def test_whoever_asks_themselves_reads_that_they_answer_anyway(asking, signed_in):
    url = reverse("feedback:raters", args=[asking.round.pk])
    told = {"person": asking.employee.person.name, "group": "colleagues"}
    answer = signed_in(asking.employee).post(url, told)
    assert f"{asking.employee.person.name} answers about themselves anyway" in answer.content.decode()
