"""Every write on the objective graph."""

from zichtlijn.objectives.actions.agreement import refuse_unread
from zichtlijn.objectives.actions.cascade import (
    link_objectives,
    require_keeping,
    unlink_objectives,
    version_of_weights,
    weigh_children,
)
from zichtlijn.objectives.actions.measures import (
    add_measure,
    change_measure,
    end_measure,
    mark_milestone,
    require_measure_kept,
)
from zichtlijn.objectives.actions.objectives import (
    add_action,
    change_action,
    change_objective,
    check_in,
    create_objective,
    let_stand_alone,
    look_at_objective,
    look_at_objectives,
    move_objective,
    require_move,
)
from zichtlijn.objectives.actions.perspectives import (
    Wording,
    arrange_perspectives,
    version_of_perspectives,
    wordings_of,
)
from zichtlijn.objectives.actions.readings import (
    correct_reading,
    record_reading,
    require_recording,
    require_standing,
    withdraw_reading,
)
from zichtlijn.objectives.actions.templates import change_template, create_template, hand_out, require_place_for

__all__ = [
    "Wording",
    "add_action",
    "add_measure",
    "arrange_perspectives",
    "change_action",
    "change_measure",
    "change_objective",
    "change_template",
    "check_in",
    "correct_reading",
    "create_objective",
    "create_template",
    "end_measure",
    "hand_out",
    "let_stand_alone",
    "link_objectives",
    "look_at_objective",
    "look_at_objectives",
    "mark_milestone",
    "move_objective",
    "record_reading",
    "refuse_unread",
    "require_keeping",
    "require_measure_kept",
    "require_move",
    "require_place_for",
    "require_recording",
    "require_standing",
    "unlink_objectives",
    "version_of_perspectives",
    "version_of_weights",
    "weigh_children",
    "withdraw_reading",
    "wordings_of",
]
