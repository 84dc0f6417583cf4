"""Twenty people in one workshop: real threads, real connections; no score lost, none double."""

import pytest
from django.urls import reverse

from tests.factories import Client, make_analysis, make_cast, make_factor, make_member, make_person, sign_in
from tests.objectives.test_together import at_once
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.analysis import actions
from zichtlijn.analysis.models import Contribution, Factor, Rater, Score
from zichtlijn.analysis.queries.matrix import matrix_page
from zichtlijn.analysis.states import Mode
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent, Event

pytestmark = pytest.mark.django_db(transaction=True)
RATERS = 20


@pytest.fixture
def workshop():
    """An analysis with two factors in each list, and twenty members with a browser each."""
    cast = make_cast()
    analysis = make_analysis(cast.organisation)
    factors = {
        f"{kind[0].upper()}{place}": make_factor(analysis, f"{kind} {place}", kind=kind, place=place)
        for kind in ("strength", "weakness", "opportunity", "threat")
        for place in (1, 2)
    }
    browsers = []
    for number in range(RATERS):
        person = make_person(cast.organisation, f"Rater {number}", "Proef")
        member = make_member(cast.organisation, Role.EMPLOYEE, person=person)
        browsers.append(sign_in(Client(raise_request_exception=False), member))
    return cast, analysis, factors, browsers


@pytest.mark.parametrize("mode", [Mode.POINTS, Mode.LIKERT])
def test_R07_R14_twenty_raters_at_once_and_each_presses_twice(workshop, mode):
    cast, analysis, factors, browsers = workshop
    with in_organisation(cast.organisation):
        actions.open_scoring(analysis, mode, by=cast.director.actor)
    page = reverse("analysis:score", args=[analysis.pk])
    rows = [factors[code].pk for code in ("S1", "S2", "W1", "W2")]
    columns = [factors[code].pk for code in ("O1", "O2", "T1", "T2")]
    sent = {"version": actions.version_of_scores({})}
    for number, column in enumerate(columns):
        if mode == Mode.POINTS:
            sent |= {f"points-{column}-{points}": rows[(number + points) % 4] for points in (3, 2, 1)}
        else:
            sent |= {f"cell-{row}-{column}": (number + place) % 5 - 2 for place, row in enumerate(rows)}
    presses = [lambda browser=browser: browser.post(page, sent) for browser in browsers for _press in range(2)]
    assert at_once(*presses) == [302] * (2 * RATERS)
    with in_organisation(cast.organisation):
        each = 12 if mode == Mode.POINTS else 16
        assert Rater.objects.count() == RATERS
        assert Score.objects.count() == RATERS * each
        assert AuditEvent.objects.filter(event=Event.MATRIX_SCORED).count() == RATERS, (
            "the second press changes nothing"
        )
        found = matrix_page(type(analysis).objects.get(pk=analysis.pk))
        assert {rater.done for rater in found.raters} == {4 if mode == Mode.POINTS else 16}
        if mode == Mode.POINTS:
            assert [total.given for total in found.column_totals] == [6 * RATERS] * 4
        assert {drawn.cell.raters for row in found.rows for drawn in row.cells} == {RATERS}
        assert broken_links(cast.organisation) == []


def test_R14_W77_twenty_people_contribute_at_once_and_each_presses_twice(workshop):
    cast, analysis, _factors, browsers = workshop
    page = reverse("analysis:contribute", args=[analysis.pk])
    presses = [
        lambda browser=browser, number=number: browser.post(page, {"kind": "threat", "text": f"Krapte {number}"})
        for number, browser in enumerate(browsers)
        for _press in range(2)
    ]
    assert at_once(*presses) == [302] * (2 * RATERS)
    with in_organisation(cast.organisation):
        assert Contribution.objects.count() == RATERS
        assert type(analysis).objects.get(pk=analysis.pk).moves == RATERS
        assert broken_links(cast.organisation) == []


def test_R14_there_are_five_factors_when_eight_are_made_at_once(workshop):
    cast, analysis, _factors, _browsers = workshop
    page = reverse("analysis:rank", args=[analysis.pk, "strength"])
    leading = [sign_in(Client(raise_request_exception=False), cast.director) for _press in range(8)]
    presses = [
        lambda browser=browser, number=number: browser.post(page, {"text": f"Nog {number}"})
        for number, browser in enumerate(leading)
    ]
    assert at_once(*presses) == [302] * 3 + [422] * 5
    with in_organisation(cast.organisation):
        assert [factor.place for factor in Factor.objects.filter(kind="strength")] == [1, 2, 3, 4, 5]


def test_W80_closing_while_people_score_takes_a_form_wholly_or_not_at_all(workshop):
    cast, analysis, factors, browsers = workshop
    with in_organisation(cast.organisation):
        actions.open_scoring(analysis, Mode.LIKERT, by=cast.director.actor)
    page = reverse("analysis:score", args=[analysis.pk])
    sent = {"version": actions.version_of_scores({})}
    for row in ("S1", "S2", "W1", "W2"):
        for column in ("O1", "O2", "T1", "T2"):
            sent[f"cell-{factors[row].pk}-{factors[column].pk}"] = 1
    close = sign_in(Client(raise_request_exception=False), cast.director)
    scoring = reverse("analysis:scoring", args=[analysis.pk])
    presses = [lambda browser=browser: browser.post(page, sent) for browser in browsers]
    statuses = at_once(*presses, lambda: close.post(scoring, {"act": "close"}))
    assert set(statuses) <= {302, 422}
    with in_organisation(cast.organisation):
        assert Score.objects.count() == 16 * (statuses.count(302) - 1)
