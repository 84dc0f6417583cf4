"""The growth plan on paper: what its page says, in the order of the three layers, and what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.written import as_parts
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.queries import NAMED, PlanPage, Row
from zichtlijn.growth_plan.states import PlanState
from zichtlijn.growth_plan.wording import (
    Compared,
    ToldFactor,
    ToldGround,
    label_of_quarter,
    say_cut,
    tell_costs,
    told_ground,
)
from zichtlijn.objectives.models import NamedPerspective
from zichtlijn.ogsm.wording import say_aim, say_standing
from zichtlijn.ui.templatetags.ui import level_word, perspective_style, status_style, status_word
from zichtlijn.ui.wording import write_full_date, write_measured, write_number, write_percent


@dataclass(frozen=True)
class Taken:
    """A plan as it is at one moment, with its editions (the last one first), its reviews and what changed since."""

    page: PlanPage
    editions: list[Edition]
    reviews: list[Review]
    compared: Compared | None
    perspectives: list[NamedPerspective]
    organisation: str
    at: datetime

    @property
    def plan(self) -> GrowthPlan:
        return self.page.plan

    @property
    def title(self) -> str:
        return _("Growth plan %(unit)s %(year)s") % {"unit": self.plan.unit.name, "year": self.plan.period.name}

    @property
    def state(self) -> str:
        """Where it stands: a draft, or which edition was adopted by whom and when; and what was looked back on."""
        said = [self._adopted()]
        if self.plan.state == PlanState.PROPOSED and self.plan.proposed_at:
            words = {"name": self.plan.proposed_by_name, "day": day_of(self.plan.proposed_at)}
            said.append(_("Proposed by %(name)s on %(day)s; not decided yet.") % words)
        if self.editions and self.editions[0].content["texts_version"] != self.plan.version:
            said.append(_("The texts were changed since."))
        if self.reviews:
            words = {"quarter": label_of_quarter(self.reviews[0]), "day": day_of(self.reviews[0].reviewed_at)}
            said.append(_("Last reviewed: %(quarter)s, on %(day)s.") % words)
        return " ".join(said)

    def _adopted(self) -> str:
        if not self.editions:
            return _("This plan was not adopted yet.")
        last = self.editions[0]
        words = {"n": last.number, "name": last.by_name, "day": day_of(last.adopted_at)}
        return _("Adopted as edition %(n)s by %(name)s on %(day)s.") % words

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def perspective_of(self, row: Row) -> tuple[str, str]:
        """Style and name of the perspective of an objective; empty without one."""
        found = next((each for each in self.perspectives if each.key == row.objective.perspective), None)
        return (perspective_style(found.key) or found.style, found.label) if found else ("", "")


def day_of(moment: datetime) -> str:
    """The day of a moment, here."""
    return write_full_date(timezone.localtime(moment))


def plan_pdf(taken: Taken) -> bytes:
    """The whole plan on paper."""
    page, plan = taken.page, taken.plan
    subtitle = _("One plan in three layers: strategic, tactical and operational.")
    data = {
        "meta": heading(taken.title, subtitle, organisation=taken.organisation, at=taken.at),
        "words": words_on_paper(),
        "is_adopted": plan.state == PlanState.ADOPTED,
        "state_word": str(plan.get_state_display()),
        "state": taken.state,
        "cut": " ".join(say_cut(page)),
        "counts": count_objectives(
            len(page.strategic), len(page.tactical), len(page.operational), len(page.open_actions)
        ),
        "mission": page.direction.mission if page.direction else "",
        "has_direction": page.direction is not None,
        "strategy": as_parts(page.direction.strategy) if page.direction else [],
        **{name: as_parts(getattr(plan, name)) for name in ("analysis", "choices", "budget", "agreements")},
        "ground": tell_ground(told_ground(page.ground)),
        "strategic": [objective(row, taken) for row in page.strategic],
        "tactical": [objective(row, taken) | _on_one_page(row, page) for row in page.tactical],
        "financial": [row.objective.title for row in page.financial],
        "costs": tell_costs(page),
        "operational": [objective(row, taken) | {"follows": _follows(row, page)} for row in page.operational],
        "actions": actions_of(taken),
        "shows_loose": True,
        "orphans": [[row.objective.title, level_word(row.objective.level)] for row in page.orphans],
        "unsupported": unsupported_in(page),
        "loose_actions": tell_loose_actions(page),
        "since": tell_since(taken),
        "differences": [_difference(each) for each in taken.compared.differences] if taken.compared else [],
        "besides": taken.compared.besides if taken.compared else [],
        "reviews": [tell_review(each) for each in taken.reviews],
    }
    return make_pdf("growth_plan/paper/plan.typ", data, at=taken.at)


def count_objectives(strategic: int, tactical: int, operational: int, actions: int) -> list[list[str]]:
    """How much stands in each layer, as it stands on top."""
    counted = (
        (strategic, _("strategic")),
        (tactical, _("tactical")),
        (operational, _("operational")),
        (actions, _("open actions")),
    )
    return [[write_number(count), word] for count, word in counted]


def words_on_paper() -> dict[str, Any]:
    """The words of the page itself, in the language of the reader."""
    return {
        "strategic": _("Strategic"),
        "tactical": _("Tactical"),
        "operational": _("Operational"),
        "strategy": _("Strategy"),
        "no_direction": _("There is no direction yet."),
        "analysis": _("Analysis"),
        "points": _("Attention points"),
        "issues": _("Strongest issues"),
        "forces": _("Forces around the unit"),
        "scale": _("from 1 (weak) to 5 (strong)"),
        "generic": _("Generic strategy"),
        "lists": _("What counts in the SWOT"),
        "means": _("What it means"),
        "choices": _("Choices"),
        "budget": _("Budget"),
        "agreements": _("Team agreements"),
        "not_written": _("Not written yet."),
        "none": _("None yet."),
        "carried": _("Strategic objectives that this unit carries"),
        "scorecard": _("Department objectives on the scorecard"),
        "ogsm": _("Goals and strategies of each department objective"),
        "goals": _("Goals"),
        "strategies": _("Strategies"),
        "no_goals": _("No goals yet."),
        "no_strategies": _("No strategies yet"),
        "money": _("Objectives about money:"),
        "teams": _("Objectives of teams, roles and projects"),
        "actions": _("Open actions"),
        "late": _("late"),
        "loose": _("Loose ends between the layers"),
        "orphans": _("Follow from nothing in the layer above"),
        "unsupported": _("Strategic, and no unit supports it yet"),
        "held": _("None: everything follows from the layer above."),
        "reviews": _("Reviews"),
        "unchanged": _("Nothing changed since."),
        "new": _("new"),
        "head": [_("Objective or measure"), _("Owner or value"), _("Course"), _("Progress"), _("Status")],
        "ogsm_head": [_("Objective"), _("Goals"), _("Strategies")],
        "actions_head": [_("Deadline"), _("Action"), _("Owner"), _("Objective")],
        "change_head": [_("What"), _("Which"), _("Then"), _("Now")],
    }


def tell_ground(ground: ToldGround | None) -> dict[str, Any] | None:
    """What the analysis of the unit found, as the page tells it."""
    if ground is None:
        return None
    attractive = ""
    if ground.attractiveness is not None:
        attractive = _("Attractiveness %(value)s out of 5.") % {"value": write_number(ground.attractiveness, 1)}
    return {
        "points": [tell_point(point) for point in ground.points],
        "issues": [tell_issue(issue) for issue in ground.issues],
        "forces": [f"{force} {write_number(strength, 1)}" for force, strength in ground.forces],
        "attractive": attractive,
        "strategies": ground.strategies,
        "lists": [[name, [f"{each.code} {each.text}" for each in factors]] for _kind, name, factors in ground.lists],
    }


def tell_point(point: Mapping[str, Any]) -> str:
    """An attention point, and which objective it became."""
    if point["title"]:
        return f"{point['text']} ({_('became')} {point['title']})"
    return f"{point['text']} ({_('became an objective that is still a draft')})" if point["became"] else point["text"]


def tell_issue(issue: tuple[ToldFactor, ToldFactor, str]) -> str:
    """One strong cell of the confrontation: its two factors, and what it asks for."""
    row, column, asks = issue
    return f"{row.code} {row.text} × {column.code} {column.text} ({asks})"


def objective(row: Row, taken: Taken) -> dict[str, Any]:
    """An objective of the plan with where it stands, and its measures."""
    it, (style, perspective) = row.objective, taken.perspective_of(row)
    return _standing(it) | {
        "title": it.title,
        "owner": str(it.owner or it.project or it.unit or ""),
        "style": style,
        "perspective": perspective,
        "level": level_word(it.level),
        "measures": [_standing(one) | {"name": one.name, "now": say_standing(one)} for one in row.measures],
    }


def _standing(thing) -> dict[str, Any]:
    return {
        "progress": thing.progress,
        "expected": thing.expected,
        "percent": write_percent(thing.progress),
        "status": status_style(thing.status),
        "word": status_word(thing.status),
    }


def _on_one_page(row: Row, page: PlanPage) -> dict[str, Any]:
    """The goals of a department objective, and the strategies that follow from it."""
    goals = [" ".join(part for part in (one.name, say_aim(one), _until(one.ends_on)) if part) for one in row.measures]
    below = [(each.objective.title, str(each.objective.owner or "")) for each in page.below(row)]
    return {"goals": goals, "strategies": [f"{title} · {owner}" if owner else title for title, owner in below]}


def _until(day: date) -> str:
    return _("by %(day)s") % {"day": write_full_date(day)}


def _follows(row: Row, page: PlanPage) -> str:
    """What it follows from, as far as that is in the plan."""
    titles = {each.objective.pk: each.objective.title for each in page.all_rows}
    found = "; ".join(titles[pk] for pk in row.parents if pk in titles)
    return _("follows from %(title)s") % {"title": found} if found else ""


def actions_of(taken: Taken) -> list[dict[str, Any]]:
    """What is still to be done, the first due first."""
    return [
        {
            "due": write_full_date(action.due_on) if action.due_on else "",
            "is_late": bool(action.due_on and action.due_on < taken.today),
            "title": action.title,
            "owner": str(action.owner or ""),
            "objective": action.objective.title,
            "budget": "" if action.budget is None else write_measured(action.budget, action.currency),
        }
        for action in taken.page.open_actions
    ]


def unsupported_in(page: PlanPage) -> list[str]:
    """Strategic objectives that no unit supports, and that there are more when there are."""
    more = [_("There are more: these are the first %(n)s.") % {"n": NAMED}] if page.more_unsupported else []
    return [each.title for each in page.unsupported] + more


def tell_loose_actions(page: PlanPage) -> str:
    """How many actions do not reach a strategic objective; empty when all do."""
    n = len(page.loose_actions)
    if not n:
        return ""
    said = ngettext(
        "One action does not reach a strategic objective.", "%(n)s actions do not reach a strategic objective.", n
    )
    return said % {"n": write_number(n)}


def tell_since(taken: Taken) -> str:
    """The heading over what changed; empty for a plan that was not adopted."""
    return _("What changed since edition %(n)s") % {"n": taken.editions[0].number} if taken.editions else ""


def _difference(each) -> dict[str, Any]:
    return {
        "sort": each.sort_label,
        "kind": each.kind,
        "title": each.title,
        "fields": [[label, then, now] for label, then, now in each.fields],
    }


def tell_review(review: Review) -> dict[str, Any]:
    """What a quarter found, and who wrote it."""
    words = {"name": review.by_name, "day": day_of(review.reviewed_at)}
    label = label_of_quarter(review)
    return {
        "label": label[:1].upper() + label[1:],
        "by": _("%(name)s, on %(day)s") % words,
        "findings": as_parts(review.findings),
    }
