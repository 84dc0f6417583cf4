"""Check-in: what was typed is stored, or comes back with the reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import make_measure, make_milestone, make_objective
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import CheckIn, Measure, Objective, Reading
from zichtlijn.objectives.states import Kind, Level, State

URL = "/check-in/"


@pytest.fixture
def employee(standing, signed_in):
    return signed_in(standing.employee)


def said(objective, comment="Twee weken stil gestaan", confidence="4"):
    return {f"comment-{objective.pk}": comment, f"confidence-{objective.pk}": confidence}


def value(measure, text="61"):
    return {f"value-{measure.pk}": text, f"on-{measure.pk}": timezone.localdate().isoformat()}


def told(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


# what was typed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.CLOSED, State.DROPPED])
@pytest.mark.parametrize("tab", ["", "?tab=all"])
def test_what_is_said_of_an_objective_that_was_closed_meanwhile_comes_back(standing, employee, state, tab):
    other = make_measure(
        make_objective(standing.organisation, "Ander doel", level=Level.PERSONAL, owner=standing.employee.person)
    )
    recompute_organisation(standing.organisation)
    Objective.objects.filter(pk=standing.personal.pk).update(state=state)
    answer = employee.post(URL + tab, {**said(standing.personal), **value(other, "37")})
    assert answer.status_code == 409
    assert "Twee weken stil gestaan" in told(answer)
    assert standing.personal.title in told(answer)
    assert not CheckIn.objects.filter(comment="Twee weken stil gestaan").exists()
    assert not Reading.objects.filter(measure=other).exists(), "all of it, or nothing"
    page = html.fromstring(answer.content)
    assert page.get_element_by_id(f"value-{other.pk}").get("value") == "37"


def test_what_is_said_of_an_objective_without_measures_that_was_edited_meanwhile_is_stored(standing, employee):
    plain = make_objective(standing.organisation, "Zonder meting", level=Level.PERSONAL, owner=standing.employee.person)
    Objective.objects.filter(pk=plain.pk).update(state=State.PROPOSED)
    assert employee.post(f"{URL}?tab=all", said(plain)).status_code == 302
    assert CheckIn.objects.get(objective=plain).comment == "Twee weken stil gestaan"


def test_a_value_that_is_not_ones_own_to_record_any_more_comes_back(standing, signed_in):
    measure = make_measure(standing.strategic, "Van een collega", responsible=standing.colleague.person)
    seen = make_measure(standing.strategic, "Ja of nee", kind=Kind.YES_NO, responsible=standing.colleague.person)
    Measure.objects.filter(pk__in=[measure.pk, seen.pk]).update(responsible=standing.director.person)
    answer = signed_in(standing.colleague).post(URL, {**value(measure, "12,34"), **value(seen, "1")})
    assert answer.status_code == 409
    assert "12,34" in told(answer)
    assert "Van een collega" in told(answer)
    assert not Reading.objects.filter(measure__in=[measure, seen]).exists()


def test_a_milestone_that_was_taken_away_meanwhile_is_told(standing, employee):
    measure = make_measure(standing.personal, "Stappen", kind=Kind.MILESTONES, responsible=standing.employee.person)
    kept, gone = (make_milestone(measure, name, due_on=measure.starts_on) for name in ("Blijft", "Weg"))
    number = gone.pk
    gone.delete()
    marks = {f"on-{measure.pk}": timezone.localdate().isoformat()}
    for pk in (kept.pk, number):
        marks |= {f"was-{pk}": "0", f"done-{pk}": "on"}
    assert employee.post(URL, marks).status_code == 409
    kept.refresh_from_db()
    assert kept.done_on is None


def test_nothing_typed_is_still_nothing_saved(standing, employee):
    empty = {**said(standing.personal, "", ""), **value(standing.personal_measure, "")}
    assert employee.post(URL, empty).status_code == 302


def test_the_button_of_one_row_keeps_what_is_said_below_it(standing, employee):
    """Without scripts the whole form comes along with the button of one row."""
    sent = {**value(standing.personal_measure), **said(standing.personal)}
    answer = employee.post(reverse("objectives:check_in_measure", args=[standing.personal_measure.pk]), sent)
    page = html.fromstring(answer.content)
    assert page.get_element_by_id(f"comment-{standing.personal.pk}").get("value") == "Twee weken stil gestaan"


# what one may undo ------------------------------------------------------------------------------------------------


def saved_row(browser, measure, text="40"):
    """Save this row for today; whether the answer offers to undo it, and the number of the reading in it."""
    answer = browser.post(reverse("objectives:check_in_measure", args=[measure.pk]), value(measure, text), htmx=True)
    assert answer.status_code == 200
    row = html.fragment_fromstring(answer.content.decode(), create_parent="div")
    assert row.xpath("//*[@data-state='saved']")
    return row.xpath(f"//input[@name='reading-{measure.pk}']/@value")


def test_the_same_value_as_a_colleague_is_saved_and_theirs_is_not_mine_to_undo(standing, employee, signed_in):
    measure = standing.personal_measure
    (theirs,) = saved_row(signed_in(standing.line_manager), measure)
    assert saved_row(employee, measure) == []
    assert saved_row(signed_in(standing.line_manager), measure) == [theirs], "W77: the same form sent twice"
    before = timezone.now() - timedelta(hours=1)
    Reading.objects.filter(pk=theirs).update(recorded_at=before)
    assert saved_row(signed_in(standing.line_manager), measure) == [], "not what was recorded long ago"


def test_another_day_moves_only_what_this_user_recorded(standing, employee, signed_in):
    measure = standing.personal_measure
    (theirs,) = saved_row(signed_in(standing.line_manager), measure)
    earlier = (timezone.localdate() - timedelta(days=1)).isoformat()
    sent = {**value(measure), f"on-{measure.pk}": earlier, f"reading-{measure.pk}": theirs}
    assert employee.post(reverse("objectives:check_in_measure", args=[measure.pk]), sent, htmx=True).status_code == 200
    assert Reading.objects.get(pk=theirs).is_current
