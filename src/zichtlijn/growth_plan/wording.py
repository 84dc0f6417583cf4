"""What was kept of a plan, and how it differs from another moment, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zichtlijn.access.models import Membership
from zichtlijn.analysis.states import Force, GenericStrategy, Kind
from zichtlijn.analysis.wording import letter_of, name_of, quadrant_of
from zichtlijn.calculations.calendar import Frequency, chunk_of
from zichtlijn.calculations.confrontation import Quadrant
from zichtlijn.documents.written import write_markdown
from zichtlijn.growth_plan.models import GrowthPlan, Review
from zichtlijn.growth_plan.queries import PlanPage, added_up, number_of_quarter, quarter_of
from zichtlijn.growth_plan.snapshots import (
    Content,
    Course,
    Difference,
    FieldChange,
    Sort,
    blocks_of,
    courses,
    differences,
)
from zichtlijn.growth_plan.states import TEXTS, Layer
from zichtlijn.objectives.states import Currency
from zichtlijn.ui.wording import MISSING, write_full_date, write_measured, write_number

TEXT_LABELS = {
    "analysis": gettext_lazy("Analysis"),
    "choices": gettext_lazy("Choices"),
    "budget": gettext_lazy("Budget"),
    "agreements": gettext_lazy("Team agreements"),
}
LAYER_LABELS = {
    Layer.STRATEGIC: gettext_lazy("Strategic"),
    Layer.TACTICAL: gettext_lazy("Tactical"),
    Layer.OPERATIONAL: gettext_lazy("Operational"),
}
_FIELDS = {
    "title": gettext_lazy("words"),
    "name": gettext_lazy("words"),
    "owner": gettext_lazy("owner"),
    "unit": gettext_lazy("unit"),
    "ends_on": gettext_lazy("until"),
    "due_on": gettext_lazy("due on"),
    "weight": gettext_lazy("share in what it follows from"),
    "card_weight": gettext_lazy("weight on the scorecard"),
    "parents": gettext_lazy("what it follows from"),
    "baseline": gettext_lazy("baseline"),
    "target": gettext_lazy("target"),
    "lower": gettext_lazy("band from"),
    "upper": gettext_lazy("band to"),
    "currency": gettext_lazy("money"),
    **TEXT_LABELS,
}
_KINDS = {
    "objectives": gettext_lazy("objective"),
    "measures": gettext_lazy("measure"),
    "actions": gettext_lazy("action"),
    "texts": gettext_lazy("text"),
}
_SORTS = {
    Sort.ADDED: gettext_lazy("new"),
    Sort.REMOVED: gettext_lazy("gone"),
    Sort.CHANGED: gettext_lazy("changed"),
}


def label_of_quarter(review: Review) -> str:
    """The quarter that a review looks back on."""
    return say_quarter(review.plan, review.organisation, review.quarter_on)


def say_quarter(plan: GrowthPlan, organisation, quarter_on: date) -> str:
    """The quarter that begins on a day; one of another year than that of the plan is named after its own."""
    year = plan.period.name
    starts_on, ends_on = quarter_of(organisation, quarter_on)
    if ends_on < plan.period.starts_on or starts_on > plan.period.ends_on:
        first, last = chunk_of(Frequency.YEARLY, quarter_on, first_month=organisation.fiscal_first_month)
        year = str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    return _("quarter %(n)s of %(year)s") % {"n": number_of_quarter(organisation, quarter_on), "year": year}


def tell_costs(page: PlanPage) -> str:
    """What the actions may cost together, in each money apart; empty when none of them says."""
    return say_costs(page.action_budgets)


def say_costs(budgets: Iterable[tuple[str, Decimal]]) -> str:
    """The sum in each money, in a sentence; empty when there is none."""
    total = " + ".join(write_measured(total, currency) for currency, total in budgets)
    if not total:
        return ""
    return _("The budgets of the actions in this plan, done or not, add up to %(total)s.") % {"total": total}


def say_cut(page: PlanPage) -> list[str]:
    """What of the plan does not stand in it because there is too much, a sentence for each reason."""
    told = []
    if page.is_cut:
        told.append(
            _(
                "This unit has more objectives than fit in one plan; the first of each layer are here. "
                "Make a plan for the units below it too."
            )
        )
    if page.is_short:
        told.append(
            _(
                "The objectives of this unit have more measures or actions than fit in one plan; not all are here. "
                "Make a plan for the units below it instead."
            )
        )
    return told


@dataclass(frozen=True)
class ToldFactor:
    """A factor with the code by which it is known."""

    code: str
    kind: str
    text: str


@dataclass(frozen=True)
class ToldGround:
    """What the analysis found, in words."""

    lists: list[tuple[str, str, list[ToldFactor]]]
    issues: list[tuple[ToldFactor, ToldFactor, str]]
    points: list[Mapping[str, Any]]
    forces: list[tuple[str, float]]
    attractiveness: float | None
    strategies: list[str]

    @property
    def is_empty(self) -> bool:
        """True when the analysis was started, but found nothing yet."""
        return not (self.lists or self.issues or self.points or self.forces or self.strategies)


def told_ground(ground: Mapping[str, Any] | None) -> ToldGround | None:
    """What an analysis found, ready to be shown; None when there is none."""
    if ground is None:
        return None
    factors = [_told_factor(factor) for factor in ground["factors"]]
    lists = [(kind.value, name_of(kind), [each for each in factors if each.kind == kind]) for kind in Kind]
    issues = [
        (_told_factor(issue["row"]), _told_factor(issue["column"]), quadrant_of(Quadrant(issue["quadrant"])))
        for issue in ground["issues"]
    ]
    forces = [(str(Force(force).label), strength) for force, strength in ground["forces"]]
    strategies = [str(GenericStrategy(code).label) for code in ground["strategies"] if code in GenericStrategy.values]
    return ToldGround(
        [each for each in lists if each[2]], issues, ground["points"], forces, ground["attractiveness"], strategies
    )


def _told_factor(factor: Mapping[str, Any]) -> ToldFactor:
    return ToldFactor(f"{letter_of(factor['kind'])}{factor['place']}", factor["kind"], factor["text"])


def names_in_words(members: Iterable[Membership]) -> str:
    """Names one after the other: one, two or three."""
    names = [member.shown_name for member in members]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _name(pk: Any, names: Mapping[int, str]) -> str:
    return names.get(pk, str(_("former colleague"))) if pk else MISSING


@dataclass
class Kept:
    """A kept plan, ready to be shown."""

    content: Content
    names: Mapping[int, str]
    #: True for the highest unit, whose own the strategic objectives are.
    is_whole: bool

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Label and words of each text, and what the actions ask beside the budget."""
        return [
            (
                str(TEXT_LABELS[name]),
                write_markdown(self.content["texts"].get(name, "")),
                self.costs if name == "budget" else "",
            )
            for name in TEXTS
        ]

    @property
    def strategy(self) -> str:
        return write_markdown((self.content["direction"] or {}).get("strategy", ""))

    @property
    def costs(self) -> str:
        """What the unit's own actions might cost together; an edition of before that was kept says nothing."""
        return say_costs(added_up(amount for each in self._own_actions if (amount := _budget_of(each))))

    @property
    def _own_actions(self) -> list[Mapping[str, Any]]:
        """Actions of the unit itself: not those of strategic objectives that it only carries."""
        return [each for each in self.content["actions"] if each["objective"] in self._own_titles]

    @cached_property
    def _own_titles(self) -> dict[int, str]:
        own = [each for each in self.content["objectives"] if self.is_whole or each["layer"] != Layer.STRATEGIC]
        return {each["id"]: each["title"] for each in own}

    @property
    def ground(self) -> ToldGround | None:
        return told_ground(self.content.get("ground"))

    @cached_property
    def layers(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Layer, and its objectives with the name of the owner, their measures and actions."""
        return [(str(label), self.rows_of(layer)) for layer, label in LAYER_LABELS.items()]

    def rows_of(self, layer: Layer) -> list[dict[str, Any]]:
        """The objectives of one layer."""
        return [self._row(thing) for thing in self.content["objectives"] if thing["layer"] == layer]

    @property
    def open_actions(self) -> list[dict[str, Any]]:
        """What the unit still had to do that day, the first due first."""
        found = [each for each in self._own_actions if not each["done_on"]]
        return [
            {
                "due": write_full_date(date.fromisoformat(each["due_on"])) if each["due_on"] else "",
                "is_late": False,
                "title": each["title"],
                "owner": _name(each["owner"], self.names) if each["owner"] else "",
                "objective": self._own_titles[each["objective"]],
                "budget": _say_budget(each),
            }
            for each in sorted(found, key=lambda each: (each["due_on"] or "9999", each["id"]))
        ]

    def _row(self, thing: Mapping[str, Any]) -> dict[str, Any]:
        mine = [m for m in self.content["measures"] if m["objective"] == thing["id"]]
        acts = [a for a in self._own_actions if a["objective"] == thing["id"]]
        return {
            **thing,
            "owner_name": _name(thing["owner"], self.names) if thing["owner"] else "",
            "kept_measures": mine,
            "measures": [say_measure(measure) for measure in mine],
            "actions": [self._action(action) for action in acts],
        }

    def _action(self, action: Mapping[str, Any]) -> str:
        when = write_full_date(date.fromisoformat(action["due_on"])) if action["due_on"] else ""
        who = _name(action["owner"], self.names) if action["owner"] else ""
        return " · ".join(part for part in (action["title"], who, when, _say_budget(action)) if part)


def _budget_of(action: Mapping[str, Any]) -> tuple[str, Decimal] | None:
    """The money and the amount of a kept action; None when there is none, or when it was not kept yet."""
    budget = action.get("budget")
    return None if budget is None else (_unit_of("actions", action), Decimal(budget))


def _say_budget(action: Mapping[str, Any]) -> str:
    amount = _budget_of(action)
    return write_measured(amount[1], amount[0]) if amount else ""


def say_measure(measure: Mapping[str, Any]) -> str:
    """A kept measure with what it aimed for."""
    aim = say_aim_of(measure)
    return f"{measure['name']}: {aim}" if aim else measure["name"]


def say_aim_of(measure: Mapping[str, Any]) -> str:
    """What a kept measure aimed for; empty when no figure says so."""
    unit = measure["unit"]
    if measure["lower"] is not None and measure["upper"] is not None:
        low = write_number(Decimal(measure["lower"]))
        return _("between %(low)s and %(high)s") % {"low": low, "high": write_measured(Decimal(measure["upper"]), unit)}
    if measure["target"] is None:
        return ""
    goal = write_measured(Decimal(measure["target"]), unit)
    if measure["baseline"] is None:
        return _("to %(goal)s") % {"goal": goal}
    return _("from %(start)s to %(goal)s") % {"start": write_number(Decimal(measure["baseline"])), "goal": goal}


@dataclass(frozen=True)
class ToldDifference:
    """One difference in words: what it is about, and label, then, now of each field."""

    sort: str
    sort_label: str
    kind: str
    title: str
    fields: list[tuple[str, str, str]]


@dataclass
class Compared:
    """Two moments of a plan side by side."""

    differences: list[ToldDifference]
    courses: list[Course]
    #: The blocks of the plan in which something changed: layers, texts, and what the analysis found.
    blocks: set[str]

    @property
    def besides(self) -> list[str]:
        """What changed that is no thing of the plan itself, in sentences."""
        said = {
            "direction": _("The direction changed: its mission, strategy or name."),
            "ground": _("What the analysis found changed."),
        }
        return [sentence for block, sentence in said.items() if block in self.blocks]


def compare(then: Content, now: Content, names: Mapping[int, str]) -> Compared:
    """What changed in the plan, and how each objective stood and stands."""
    titles = {thing["id"]: thing["title"] for content in (then, now) for thing in content["objectives"]}
    found = differences(then, now)
    told = [_tell(each, names, titles) for each in found]
    return Compared(told, courses(then, now), blocks_of(found, then, now))


def _tell(each: Difference, names: Mapping[int, str], titles: Mapping[int, str]) -> ToldDifference:
    if each.kind == "texts":
        title, fields = str(TEXT_LABELS[each.fields[0].name]), []
    else:
        title = each.thing.get("title") or each.thing.get("name", "")
        then, now = (_unit_of(each.kind, thing or each.thing) for thing in (each.then, each.now))
        # of a measure both are told in the unit that it has now; an amount of money in the money that it was in
        fields = [_field(change, names, titles, then if each.kind == "actions" else now, now) for change in each.fields]
    return ToldDifference(each.sort.value, str(_SORTS[each.sort]), str(_KINDS[each.kind]), title, fields)


def _unit_of(kind: str, thing: Mapping[str, Any]) -> str:
    """The unit of a measure, or the money of an action; what was kept before that was kept too is in euros."""
    return thing.get("currency", Currency.EUR) if kind == "actions" else thing.get("unit", "")


def _field(
    change: FieldChange, names: Mapping[int, str], titles: Mapping[int, str], then: str, now: str
) -> tuple[str, str, str]:
    return (
        str(_FIELDS[change.name]),
        _value(change.name, change.then, names, titles, then),
        _value(change.name, change.now, names, titles, now),
    )


def _value(name: str, value: Any, names: Mapping[int, str], titles: Mapping[int, str], unit: str) -> str:
    if value in (None, "", []):
        return MISSING
    match name:
        case "owner":
            return _name(value, names)
        case "ends_on" | "due_on":
            return write_full_date(date.fromisoformat(value))
        case "weight" | "card_weight":
            return f"{write_number(value)}%"
        case "parents":
            return ", ".join(titles.get(pk, MISSING) for pk in value)
        case "budget":  # of an action; that of the plan is a text, of which only that it changed is told
            return write_measured(Decimal(value), unit)
        case "baseline" | "target" | "lower" | "upper":
            return write_measured(Decimal(value), unit)
    return str(value)
