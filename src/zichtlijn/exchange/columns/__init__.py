"""What stands in the files: sheets and columns as data.

The reader, the templates, the exports and the page of documentation are all made from this.
"""

from zichtlijn.exchange.columns.column import TYPE_HELP, Column, Sheet, Type, normal, words_of_choice
from zichtlijn.exchange.columns.competencies import BEHAVIOUR, COMPETENCIES, LEVELS, PROFILES
from zichtlijn.exchange.columns.kinds import FILE_KINDS, FORBIDDEN_HEADINGS, SHEETS, FileKind
from zichtlijn.exchange.columns.objectives import MEASURES, MILESTONES, OBJECTIVES, READINGS, YesNo
from zichtlijn.exchange.columns.organisation import PEOPLE, PLACEMENTS, POSITIONS, PROJECTS, UNITS
from zichtlijn.exchange.columns.salaries import SALARIES

__all__ = [
    "BEHAVIOUR", "COMPETENCIES", "FILE_KINDS", "FORBIDDEN_HEADINGS", "LEVELS", "MEASURES", "MILESTONES", "OBJECTIVES",
    "PEOPLE", "PLACEMENTS", "POSITIONS", "PROFILES", "PROJECTS", "READINGS", "SALARIES", "SHEETS", "TYPE_HELP",
    "UNITS", "Column", "FileKind", "Sheet", "Type", "YesNo", "normal", "words_of_choice",
]  # fmt: skip
