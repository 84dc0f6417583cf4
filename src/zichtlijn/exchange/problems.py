"""What is wrong in a file, as data: where it stands and a code. The sentence is made for whoever reads it."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

#: More than this many are counted but not kept.
MOST_KEPT = 10_000

REASONS: dict[str, str | Promise] = {
    # cells
    "required": gettext_lazy("This is required."),
    "bad_number": gettext_lazy("This is not a number."),
    "ambiguous_number": gettext_lazy(
        "This can mean two numbers. Write it with its decimals and without groups of thousands."
    ),
    "number_too_large": gettext_lazy("This number is too large."),
    "not_a_percentage": gettext_lazy("A percentage lies between 0 and 100."),
    "not_whole": gettext_lazy("This must be a whole number."),
    "bad_date": gettext_lazy("This is not a date. Write 2026-06-30 or 30-06-2026."),
    "too_far_away": gettext_lazy("This day lies after the year 2200. Leave the cell empty when there is no end."),
    "no_such_day": gettext_lazy("This day does not exist."),
    "bad_email": gettext_lazy("This is not an e-mail address."),
    "formula_text": gettext_lazy(
        "A text that begins with =, +, - or @ can run as a formula. Put an apostrophe (') before it, or change it."
    ),
    "formula_cell": gettext_lazy("This cell holds a formula without a result; paste its value."),
    "excel_error": gettext_lazy("The spreadsheet itself shows an error here."),
    "control_characters": gettext_lazy("There are invisible characters in this text. Type it again."),
    "too_long": gettext_lazy("This text has %(length)s characters; at most %(limit)s fit."),
    "bad_code": gettext_lazy("A code has no | and fits on one line."),
    "unknown_choice": gettext_lazy("Use one of these words: %(choices)s."),
    "parent_twice": gettext_lazy("The same objective is listed twice."),
    "bad_interim": gettext_lazy("Write days with their value, divided by |: 2026-06-30=12,5|2026-09-30=14."),
    "interim_twice": gettext_lazy("The same day is listed twice."),
    # headers
    "header_missing": gettext_lazy("This column is required and was not found."),
    "header_twice": gettext_lazy("This column is in the file twice."),
    "forbidden_column": gettext_lazy(
        "This column does not belong here: Zichtlijn keeps no such data. Take it out of the file."
    ),
    # rows
    "duplicate_key": gettext_lazy("Row %(row)s already has this."),
    "same_but_for_capitals": gettext_lazy("Row %(row)s already has this: capitals make no difference in a code."),
    "unknown_unit": gettext_lazy("There is no unit with this code or name."),
    "unknown_position": gettext_lazy("There is no position with this code or name."),
    "unknown_person": gettext_lazy("There is no person with this number."),
    "unknown_project": gettext_lazy("There is no project with this code."),
    "unknown_period": gettext_lazy("There is no period with this name. Add the year under Periods first."),
    "unknown_direction": gettext_lazy("There is no direction with this name. Add it under Strategy first."),
    "several_directions": gettext_lazy(
        "More than one direction has this name. Leave the cell empty, and choose it on the page."
    ),
    "unknown_objective": gettext_lazy("There is no objective with this code."),
    "unknown_measure": gettext_lazy("There is no measure with this code."),
    "several_with_name": gettext_lazy("More than one has this name. Use the code."),
    "no_period": gettext_lazy(
        "There is no year in which this objective falls. Add the year under Periods, or name a period."
    ),
    "ends_before_start": gettext_lazy("The last day lies before the first."),
    "unit_ends": gettext_lazy("A unit that has units or people in it cannot end before they do."),
    "unit_ended": gettext_lazy("“%(name)s” ended on %(day)s. Choose another unit, or leave the cell empty."),
    "position_ends": gettext_lazy(
        "These people are placed in it after that day: %(names)s. End or move their placements first."
    ),
    "own_parent": gettext_lazy("A unit cannot be part of itself."),
    "unit_cycle": gettext_lazy("These units are part of each other in a circle: %(names)s."),
    "own_manager": gettext_lazy("Nobody can be their own line manager."),
    "manager_cycle": gettext_lazy("These people report to each other in a circle: %(names)s."),
    "head_left": gettext_lazy("The last day of %(name)s is %(day)s. Choose another head, or leave the cell empty."),
    "leader_left": gettext_lazy(
        "The last day of %(name)s is %(day)s. Choose another project leader, or leave the cell empty."
    ),
    "last_administrator": gettext_lazy(
        "%(name)s is the last administrator. Someone else must become an administrator first."
    ),
    "too_deep": gettext_lazy("This goes deeper than %(levels)s levels."),
    "position_needed": gettext_lazy("With a unit a position is needed, and the other way round."),
    "unit_needed": gettext_lazy("A line manager goes with a unit and a position."),
    "several_placements": gettext_lazy("This person works in more than one place. Use the sheet of placements."),
    "ended_then": gettext_lazy("“%(name)s” ends on %(day)s: the placement needs a last day."),
    "placed_and_absent": gettext_lazy(
        "This person is not among the people of this file, and so has %(day)s as last day."
        " Add the person there, or take this row out."
    ),
    "before_service": gettext_lazy("This lies before the first day in service."),
    "overlapping_placement": gettext_lazy("The same person, unit and position overlap with another placement."),
    "not_yours": gettext_lazy("You do not have the right to add or change this."),
    "owner_needed": gettext_lazy("A personal objective needs its owner."),
    "owner_fixed": gettext_lazy("A personal objective stays with its person."),
    "owner_stays": gettext_lazy("An agreed objective keeps an owner. Choose somebody else."),
    "never_alone": gettext_lazy("Only department, operational, role and project objectives can stand on their own."),
    "level_fixed": gettext_lazy("The level of an objective cannot change."),
    "wrong_level": gettext_lazy("A %(child)s does not follow from a %(parent)s."),
    "several_parents": gettext_lazy("An objective at this level follows from one objective only."),
    "other_period": gettext_lazy("“%(parent)s” runs in another period."),
    "own_objective": gettext_lazy("An objective cannot follow from itself."),
    "measure_moves": gettext_lazy("This code is in use by a measure of another objective."),
    "weights_together": gettext_lazy("The weights add up to %(sum)s, which is more than 100."),
    "responsible_may_not_see": gettext_lazy(
        "%(person)s may not see this personal objective. Choose its owner or somebody who leads them."
    ),
    "reading_twice": gettext_lazy("This measure has another value for this day in row %(row)s."),
    "day_to_come": gettext_lazy("A reading cannot be of a day in the future."),
    "reads_milestones": gettext_lazy("This measure is read from its milestones."),
    "not_yes_or_no": gettext_lazy("This measure is yes (1) or no (0)."),
    "measure_ended": gettext_lazy("This measure has ended."),
    "objective_closed": gettext_lazy("The objective of this measure is closed. Reopen it first."),
    "end_to_come": gettext_lazy(
        "A measure cannot have stopped on a day in the future. For a last day to come, use “until”."
    ),
    "not_by_milestones": gettext_lazy("This measure is not read from milestones: its kind is “%(kind)s”."),
    "not_by_milestones_unread": gettext_lazy("This measure is not read from milestones."),
    "one_day_unread": gettext_lazy(
        "This belongs to a personal objective that you may not read: fill in both its first and its last day, or"
        " neither."
    ),
    "milestone_twice": gettext_lazy("This milestone was already in row %(row)s, for the same day."),
    "milestone_weight": gettext_lazy("A weight lies between 0 and 1,000,000."),
    "milestone_outside_measure": gettext_lazy(
        "The measure runs from %(first)s to %(last)s, and this day is not in it."
    ),
    "done_to_come": gettext_lazy("A milestone cannot be done on a day in the future."),
    # competencies
    "several_frameworks": gettext_lazy("An organisation has one framework, and another row calls it “%(first)s”."),
    "bad_level_number": gettext_lazy("A level has a number from 1 to %(most)s."),
    "levels_incomplete": gettext_lazy("A scale has %(fewest)s to %(most)s levels, numbered from 1 without gaps."),
    "scale_in_use": gettext_lazy(
        "The scale is in use, so it keeps its %(number)s levels. You can give them other names."
    ),
    "no_scale": gettext_lazy("There are no levels yet. Add the sheet of levels, or set them on the page first."),
    "no_such_level": gettext_lazy("The scale has %(levels)s levels."),
    "unknown_level": gettext_lazy("There is no such level. There are: %(levels)s."),
    "unknown_competency": gettext_lazy(
        "There is no competency with this name. Check the name, or add it to the sheet of competencies."
    ),
    "requires_nothing_and_something": gettext_lazy(
        "A row without a competency says that nothing is required, and other rows of this position and day say what is."
        " Take one of both out."
    ),
    "later_profile": gettext_lazy(
        "This position has a profile from a later day (%(day)s). What was required before stays as it was:"
        " use that day or a later one."
    ),
    "salary_twice": gettext_lazy("This person has a salary for this day in row %(row)s already."),
    "own_salary": gettext_lazy(
        "This is your own salary, and nobody decides on their own reward. Take this row out: another of HR imports it."
    ),
    "unknown_scale": gettext_lazy("The reward system that holds on %(day)s has no such scale."),
    "no_such_scale": gettext_lazy(
        "No version of the reward system has this scale. Check the name, or add the scale to the reward system first."
    ),
    "not_a_salary": gettext_lazy("Enter a salary above 0."),
    "not_in_cents": gettext_lazy("Write the amount in whole cents."),
    "no_part_before": gettext_lazy(
        "This person has no salary from an earlier day whose part of full-time can be kept. Fill this in."
    ),
    "not_a_part": gettext_lazy("The part of full-time work lies above 0%% and at most at 150%%."),
    # what an aim can have wrong (the codes are those of the calculating core)
    "aim_target_below_baseline": gettext_lazy("Higher is better here, but the target lies below the baseline."),
    "aim_target_above_baseline": gettext_lazy("Lower is better here, but the target lies above the baseline."),
    "aim_edges_crossed": gettext_lazy("The band ends below where it begins."),
    "aim_limit_inside_band": gettext_lazy("A limit lies inside the band."),
    "aim_interim_outside_period": gettext_lazy("An interim target lies outside the days of the measure."),
    "aim_interim_same_day": gettext_lazy("The same day is listed twice."),
    "aim_interim_contradicts_target": gettext_lazy("The interim target of the last day differs from the target."),
    "aim_ends_before_start": gettext_lazy("The last day lies before the first."),
    "aim_milestones_without_weight": gettext_lazy("None of the milestones of this measure has weight."),
    "aim_milestone_outside_period": gettext_lazy("A milestone of this measure falls outside these days."),
    "aim_not_a_number": gettext_lazy("This is not a number."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which sheet, row and column, what stands there, and why it will not do."""

    code: str
    sheet: str
    row: int
    column: str = ""
    value: str = ""
    params: dict = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The sentence, in the language of the reader."""
        return str(REASONS[self.code]) % self.params

    def as_data(self) -> dict:
        return {
            "code": self.code, "sheet": self.sheet, "row": self.row, "column": self.column, "value": self.value,
            "params": self.params,
        }  # fmt: skip
