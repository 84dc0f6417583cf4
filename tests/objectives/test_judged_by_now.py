"""What an act judges is what stands there once it holds the lock; and nobody is told more than they may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_action, make_objective, make_period, make_unit
from zichtlijn.access import rates
from zichtlijn.access.models import Organisation
from zichtlijn.access.refusals import NotNow
from zichtlijn.objectives import actions
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level, State
from zichtlijn.organisation import actions as organisation_actions
from zichtlijn.organisation.tasks import follow_placements


def drop_meanwhile(objective, state=State.DROPPED):
    """Another connection moved it; the object at hand does not know."""
    Objective.objects.filter(pk=objective.pk).update(state=state)


def test_a_new_objective_does_not_hang_under_a_parent_that_was_dropped_meanwhile(scoped, refused):
    parent = make_objective(scoped.organisation, "Boven", level=Level.OPERATIONAL, unit=scoped.team)
    drop_meanwhile(parent)
    with refused(NotNow, "was dropped"):
        actions.create_objective(
            by=scoped.director.actor, level=Level.ROLE, title="Nieuw", period=scoped.period, unit=scoped.team,
            parents=[parent],
        )  # fmt: skip


def test_a_link_to_a_parent_that_was_dropped_meanwhile_is_refused(scoped, refused):
    parent = make_objective(scoped.organisation, "Boven", level=Level.OPERATIONAL, unit=scoped.team)
    drop_meanwhile(parent)
    with refused(NotNow, "was dropped"):
        actions.link_objectives(scoped.role_objective, parent, by=scoped.director.actor)


def test_nothing_is_said_of_or_put_with_an_objective_that_was_closed_meanwhile(scoped, refused):
    action = make_action(scoped.personal, "Bellen", owner=scoped.employee.person)
    drop_meanwhile(scoped.personal, State.CLOSED)
    by = scoped.employee.actor
    with refused(NotNow, "closed"):
        actions.check_in(scoped.personal, confidence=7, by=by)
    with refused(NotNow, "closed"):
        actions.add_action(scoped.personal, title="Nog een", by=by)
    with refused(NotNow, "closed"):
        actions.change_action(action, {"done_on": timezone.localdate()}, version=action.version, by=by)


@pytest.mark.parametrize("act", ["period", "lines"])
def test_what_judges_the_whole_structure_locks_it_first(scoped, act):
    period = make_period(scoped.organisation, 2031)
    with CaptureQueriesContext(connection) as asked:
        if act == "period":
            organisation_actions.change_period(
                period, name="Jaar 31", starts_on=period.starts_on, ends_on=period.ends_on, version=period.version,
                by=scoped.administrator.actor,
            )  # fmt: skip
        else:
            make_unit(scoped.organisation, "Nieuw", key="NW")
            asked.initial_queries = len(connection.queries_log)
            follow_placements(scoped.organisation, timezone.localdate())
    said = [query["sql"] for query in asked]
    table = '"organisation_period"' if act == "period" else '"organisation_unit"."path"'
    lock = next(
        (n for n, sql in enumerate(said) if sql.startswith("SELECT") and 'FROM "access_organisation"' in sql), 99
    )
    assert lock < next(n for n, sql in enumerate(said) if table in sql)


# what a reader is told --------------------------------------------------------------------------------------------


def test_the_weight_of_a_plan_tells_nothing_of_a_draft_that_stays_hidden(scoped, signed_in):
    hidden = make_objective(
        scoped.organisation, "Nog geheim", level=Level.PERSONAL, owner=scoped.employee.person, state=State.DRAFT,
        weight=30, period=scoped.personal.period, made_by=scoped.employee.user,
    )  # fmt: skip
    assert not Objective.objects.visible_to(scoped.line_manager.actor).filter(pk=hidden.pk).exists()
    sent = {
        "title": "Pers goed leren", "period": scoped.personal.period.pk, "commitment": "committed", "own_share": 50,
        "version": scoped.personal.version, "unit": scoped.team.name, "weight": "100",
    }  # fmt: skip
    url = reverse("objectives:edit", args=[scoped.personal.pk])
    answer = signed_in(scoped.line_manager).post(url, sent, follow=True)
    assert answer.status_code == 200
    assert "130%" not in answer.content.decode()
    scoped.personal.refresh_from_db()
    answer = signed_in(scoped.employee).post(
        url, sent | {"version": scoped.personal.version, "title": "Pers leren"}, follow=True
    )
    assert "130%" in answer.content.decode()


def test_W35_objectives_are_suggested_no_faster_than_people_type(scoped, signed_in, monkeypatch):
    monkeypatch.setattr(rates, "_asked", rates.OrderedDict())
    browser, url = signed_in(scoped.employee), reverse("objectives:pick")
    statuses = {browser.get(url, {"levels": "strategic", "q": "s"}).status_code for _time in range(121)}
    assert statuses == {200, 429}


def test_who_sees_personal_objectives_is_said_as_it_is(scoped, signed_in):
    settings = signed_in(scoped.administrator).get(reverse("organisation:settings")).content.decode()
    assert "HR and the director see them too, whatever you choose." in settings
    assert "A draft is seen by its writer and the person it is for." in settings
    page = signed_in(scoped.colleague).get(reverse("objectives:alignment"), {"open": scoped.role_objective.pk})
    assert scoped.organisation.personal_objectives_seen_by == Organisation.SeenBy.LINE
    Objective.objects.filter(owner=scoped.colleague.person).update(state=State.DROPPED)
    page = signed_in(scoped.colleague).get(reverse("objectives:alignment"), {"open": scoped.role_objective.pk})
    assert "The person, the managers above them, HR and the director see them" in page.content.decode()
