"""Taking a published plan out again."""

from pathlib import Path

import pytest

from tests.factories import make_objective, make_organisation, make_period
from zichtlijn.access.actor import system_actor
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import in_organisation
from zichtlijn.exchange.models import Import
from zichtlijn.exchange.stratml.actions import import_plan
from zichtlijn.exchange.undo.actions import undo_import
from zichtlijn.exchange.undo.outlook import look_at
from zichtlijn.objectives.actions.standing import differences
from zichtlijn.objectives.models import (
    InterimTarget,
    Measure,
    Milestone,
    Objective,
    ObjectiveLink,
    Reading,
    Stakeholder,
)
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import SearchWord
from zichtlijn.strategy.actions import TEXTS, change_direction, values_of
from zichtlijn.strategy.models import CoreValue, Direction

PLAN = (Path(__file__).parent / "samples" / "performance_plan.xml").read_bytes()
OF_A_PLAN = (
    Direction, CoreValue, Stakeholder, Objective, ObjectiveLink, Measure, InterimTarget, Milestone, Reading, SearchWord,
    Direction.history.model, Objective.history.model, Measure.history.model,
)  # fmt: skip


@pytest.fixture
def organisation(db):
    organisation = make_organisation("Plan", slug="plan")
    make_period(organisation)
    with in_organisation(organisation):
        yield organisation


def bring(organisation, content=PLAN):
    outcome = import_plan(content, by=system_actor(organisation), name="plan.xml")
    return Import.objects.get(pk=outcome.import_id) if outcome.import_id else None


def reasons(imported):
    return {r.code: r.count for r in look_at(imported, by=system_actor(imported.organisation)).reasons}


def test_a_new_plan_goes_wholly(organisation):
    imported = bring(organisation)
    assert (imported.kind, imported.file_name, imported.changed) == ("stratml", "plan.xml", {})
    assert all(model.objects.exists() for model in (Direction, Stakeholder, Objective, ObjectiveLink, Measure, Reading))
    assert reasons(imported) == {}
    undo_import(imported.pk, by=system_actor(organisation))
    assert {model._meta.label: model.objects.count() for model in OF_A_PLAN if model.objects.count()} == {}
    assert differences(organisation) == []
    assert bring(organisation).changed == {}, "and can come in again"


def test_a_dry_run_and_the_same_plan_again_leave_nothing_to_take_out(organisation):
    import_plan(PLAN, by=system_actor(organisation), dry_run=True)
    assert not Import.objects.exists()
    bring(organisation)
    assert bring(organisation) is None


def test_a_newer_version_of_a_plan_cannot_be_taken_out_and_names_what_it_changed(organisation):
    bring(organisation)
    name = Direction.objects.get().name
    goal = Objective.objects.filter(level=Level.STRATEGIC).first()
    newer = PLAN.replace(goal.title.encode(), b"Een heel ander doel")
    assert newer != PLAN
    imported = bring(organisation, newer)
    found = reasons(imported)
    assert found["changed_directions"] == 1
    assert found["changed_objectives"] >= 1
    outlook = look_at(imported, by=system_actor(organisation))
    assert name in [one.name for reason in outlook.reasons for one in reason.named]
    with pytest.raises(NotNow):
        undo_import(imported.pk, by=system_actor(organisation))


def test_what_was_done_with_a_plan_stands_in_the_way(organisation):
    imported = bring(organisation)
    direction = Direction.objects.get()
    make_objective(organisation, "Eigen doel", direction=direction)
    texts = {name: getattr(direction, name) for name in TEXTS} | {"mission": "Anders"}
    change_direction(direction, values=values_of(direction), version=1, by=system_actor(organisation), **texts)
    assert reasons(imported) == {"edited_directions": 1, "later_objectives": 1}
