"""Where one goes to follow an advice: the page on which it is done, for who may do it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from zichtlijn.objectives.models import Action
from zichtlijn.objectives.permissions import can_create_at, can_edit_action, can_edit_objective
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.models import Unit
from zichtlijn.scorecards.permissions import can_draw_map, can_weigh_scorecard
from zichtlijn.scorecards.queries import Row, ScorecardPage
from zichtlijn.scorecards.views.asked import new_objective_url, url_of
from zichtlijn.scorecards.wording import Act, Advice


@dataclass(frozen=True)
class Linked:
    """An advice with the page on which it is followed; no address for who may not."""

    sentence: str
    url: str


def with_links(advice: Iterable[Advice], page: ScorecardPage, actor, unit: Unit | None) -> list[Linked]:
    """Each advice with where it is followed."""
    return [Linked(each.sentence, _url(each, page, actor, unit)) for each in advice]


def level_of(page: ScorecardPage, unit: Unit | None) -> str:
    """The level of an objective that would stand on this scorecard."""
    rows = [*page.outside, *(row for side in page.sides for row in side.rows)]
    return rows[0].objective.level if rows else Level.STRATEGIC if unit is None else Level.DEPARTMENT


def _url(advice: Advice, page: ScorecardPage, actor, unit: Unit | None) -> str:
    rows = [row for side in page.sides if side.code in (advice.perspectives or {side.code}) for row in side.rows]
    match advice.act:
        case Act.OBJECTIVE | Act.LONG_TERM:
            level = level_of(page, unit)
            if not (can_weigh_scorecard(actor, unit) and can_create_at(actor, level)):
                return ""
            if advice.act == Act.LONG_TERM:
                return new_objective_url(level, unit, horizon="long")
            return new_objective_url(level, unit, perspective=advice.perspectives[0])
        case Act.WEIGHTS:
            return url_of("weights", unit) if can_weigh_scorecard(actor, unit) else ""
        case Act.MAP:
            return f"{url_of('map', unit)}#draw" if can_draw_map(actor, unit) else ""
        case Act.LOOK:
            return f"{url_of('scorecard', unit)}#side-{advice.perspectives[0]}"
        case Act.BUDGET:
            found = _without_budget(rows, actor)
            return reverse("objectives:edit_action", args=[found[0].pk]) if found else ""
    return _measure_url(rows, actor, advice.act)


def initiatives_to_budget(page: ScorecardPage, actor) -> set[int]:
    """The initiatives without a budget that this actor may give one."""
    return {each.pk for side in page.sides for each in _without_budget(side.rows, actor)}


def _without_budget(rows: list[Row], actor) -> list[Action]:
    found = [(row, each) for row in rows for each in row.initiatives if each.budget is None]
    for row, each in found:
        each.objective = row.objective
    return [each for _row, each in found if can_edit_action(actor, each)]


def _measure_url(rows: list[Row], actor, act: Act) -> str:
    """A new measure of the first objective that lacks one of this kind."""
    lacking = [
        row for row in rows if not (row.lead if act == Act.LEAD else row.lag if act == Act.LAG else row.measured_by)
    ]
    for row in [*lacking, *rows]:
        if can_edit_objective(actor, row.objective):
            tempo = f"?tempo={act.value}" if act in {Act.LEAD, Act.LAG} else ""
            return reverse("objectives:new_measure", args=[row.objective.pk]) + tempo
    return ""
