"""The growth plan as slides, to tell it by: the words of each layer, then its figures."""

from django.utils.translation import gettext as _

from zichtlijn.documents.slides import Deck
from zichtlijn.documents.written import as_lines
from zichtlijn.growth_plan.documents import (
    Taken,
    actions_of,
    objective,
    tell_issue,
    tell_loose_actions,
    tell_point,
    tell_since,
    unsupported_in,
)
from zichtlijn.growth_plan.queries import Row
from zichtlijn.growth_plan.wording import ToldDifference, tell_costs, told_ground
from zichtlijn.ui.templatetags.ui import level_word
from zichtlijn.ui.wording import write_number, write_percent

#: Of a long text so many lines stand on slides; the rest is on paper.
MOST_LINES = 12
#: So many bars in one chart, and rows in the tables of the operational layer.
MOST_BARS, MOST_ROWS = 12, 24


def plan_slides(taken: Taken) -> bytes:
    """The plan in short: what is chosen, where it stands, what hangs loose."""
    page, plan = taken.page, taken.plan
    deck = Deck(taken.title, taken.state, organisation=taken.organisation, at=taken.at)
    if page.direction:
        deck.points(_("Mission and strategy"), [page.direction.mission, *_short(page.direction.strategy)])
    _analysis(deck, taken)
    _rows(deck, _("Strategic objectives that this unit carries"), page.strategic, taken)
    _text(deck, _("Choices"), plan.choices)
    _rows(deck, _("Department objectives on the scorecard"), page.tactical, taken)
    _chart(deck, page.tactical)
    costs = tell_costs(page)
    if plan.budget.strip() or costs:
        deck.points(_("Budget"), [*_short(plan.budget), *([costs] if costs else [])])
    _rows(deck, _("Objectives of teams, roles and projects"), page.operational, taken)
    _actions(deck, taken)
    _text(deck, _("Team agreements"), plan.agreements)
    _loose(deck, taken)
    _since(deck, taken)
    return deck.save()


def _short(text: str) -> list[str]:
    """The first lines of a text, and where the rest is."""
    lines = as_lines(text)
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], _("The rest is in the plan on paper.")]


def _analysis(deck: Deck, taken: Taken) -> None:
    """What the analysis found, then the words; what it found is not said twice."""
    ground = told_ground(taken.page.ground)
    if ground and ground.points:
        deck.points(_("Attention points"), [tell_point(point) for point in ground.points])
    if ground and ground.issues:
        deck.points(_("Strongest issues"), [tell_issue(issue) for issue in ground.issues])
    if ground is None or taken.plan.analysis.strip():
        _text(deck, _("Analysis"), taken.plan.analysis)


def _text(deck: Deck, title: str, text: str) -> None:
    deck.points(title, _short(text) or [_("Not written yet.")])


def _rows(deck: Deck, title: str, rows: list[Row], taken: Taken) -> None:
    if not rows:
        deck.points(title, [_("None yet.")])
        return
    told = [objective(row, taken) for row in rows[:MOST_ROWS]]
    head = [_("Objective"), _("Perspective"), _("Owner"), _("Progress"), _("Expected"), _("Status")]
    cells = [
        [
            one["title"],
            one["perspective"] or "–",
            one["owner"],
            one["percent"],
            write_percent(one["expected"]),
            one["word"],
        ]
        for one in told
    ]
    deck.table(title, head, cells, widths=(4.4, 2, 2.1, 1.4, 1.4, 1.6), more=_more(len(rows)))


def _more(count: int) -> str:
    """What to say under a table that does not hold all."""
    if count <= MOST_ROWS:
        return ""
    words = {"shown": write_number(MOST_ROWS), "all": write_number(count)}
    return _("The first %(shown)s of %(all)s; all are in the plan on paper.") % words


def _chart(deck: Deck, rows: list[Row]) -> None:
    """How the department objectives stand beside how far they should be, as bars that stay editable."""
    measured = [row.objective for row in rows if row.objective.progress is not None][:MOST_BARS]
    if not measured:
        return
    deck.bar_chart(
        _("How the department objectives stand"),
        [each.title for each in measured],
        [
            (_("Progress"), [each.progress for each in measured]),
            (_("Expected"), [each.expected for each in measured]),
        ],
        percent=True,
        words="; ".join(f"{each.title}: {write_percent(each.progress)}" for each in measured),
    )


def _actions(deck: Deck, taken: Taken) -> None:
    actions = actions_of(taken)
    if not actions:
        return
    head = [_("Deadline"), _("Action"), _("Owner"), _("Objective")]
    cells = [
        [
            f"{one['due']}, {_('late')}" if one["is_late"] else one["due"],
            f"{one['title']} ({one['budget']})" if one["budget"] else one["title"],
            one["owner"],
            one["objective"],
        ]
        for one in actions[:MOST_ROWS]
    ]
    deck.table(_("Open actions"), head, cells, widths=(1.8, 4, 2, 4), more=_more(len(actions)))


def _loose(deck: Deck, taken: Taken) -> None:
    page = taken.page
    found = [f"{row.objective.title} ({level_word(row.objective.level).lower()})" for row in page.orphans]
    points = [_("Follows from nothing in the layer above: %(title)s") % {"title": title} for title in found]
    points += [
        _("Strategic, and no unit supports it yet: %(title)s") % {"title": title} for title in unsupported_in(page)
    ]
    said = tell_loose_actions(page)
    points += [said] if said else []
    deck.points(_("Loose ends between the layers"), points or [_("None: everything follows from the layer above.")])


def _since(deck: Deck, taken: Taken) -> None:
    if taken.compared is None:
        return
    rows = [cells for each in taken.compared.differences[:MOST_ROWS] for cells in _change(each)]
    besides = taken.compared.besides
    if besides or not rows:
        deck.points(tell_since(taken), besides or [_("Nothing changed since.")])
    if not rows:
        return
    head = [_("What"), _("Which"), _("Then"), _("Now")]
    more = _more(len(taken.compared.differences))
    deck.table(tell_since(taken), head, rows, widths=(1.6, 4.4, 2.6, 2.6), more=more)


def _change(each: ToldDifference) -> list[list[str]]:
    what = f"{each.kind}, {each.sort_label}"
    if not each.fields:
        return [[what, each.title, "", ""]]
    return [[what, f"{each.title}: {label}", then, now] for label, then, now in each.fields]
