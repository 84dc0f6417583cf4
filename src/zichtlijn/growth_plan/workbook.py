"""The numbers of a growth plan, to reckon on with: its objectives, their measures and their actions."""

from django.utils.translation import gettext as _

from zichtlijn.documents.sheets import Sheet, make_workbook
from zichtlijn.growth_plan.documents import Taken
from zichtlijn.growth_plan.wording import LAYER_LABELS
from zichtlijn.ogsm.wording import head_of_measures, numbers_of
from zichtlijn.ui.templatetags.ui import level_word, status_word


def plan_workbook(taken: Taken) -> bytes:
    """A sheet for each kind of thing, in the order of the layers."""
    rows = taken.page.all_rows
    head = [
        _("Layer"), _("Level"), _("Objective"), _("Code"), _("Owner"), _("Unit"), _("Perspective"), _("From"),
        _("Until"), _("Progress"), _("Expected"), _("Status"), _("Follows from the layer above"),
    ]  # fmt: skip
    objectives = [
        [
            str(LAYER_LABELS[row.layer]), level_word(it.level), it.title, it.key, str(it.owner or ""),
            str(it.unit or ""), taken.perspective_of(row)[1], it.starts_on, it.ends_on, it.progress, it.expected,
            status_word(it.status), _("yes") if row in taken.page.strategic or row.is_held else _("no"),
        ]
        for row in rows
        for it in [row.objective]
    ]  # fmt: skip
    actions = [
        [
            row.objective.title, action.title, str(action.owner or ""), action.due_on, action.done_on, action.budget,
            action.currency,
        ]
        for row in taken.page.own_rows
        for action in row.actions
    ]  # fmt: skip
    sheets = [
        Sheet(_("Objectives"), head, objectives, percent={9, 10}),
        Sheet(
            _("Measures"),
            head_of_measures(),
            [numbers_of(row.objective.title, measure) for row in rows for measure in row.measures],
            percent={8, 9},
        ),
        Sheet(
            _("Actions"),
            [_("Objective"), _("Action"), _("Owner"), _("Deadline"), _("Done"), _("Budget"), _("Money")],
            actions,
        ),
    ]
    return make_workbook(sheets, title=taken.title)
