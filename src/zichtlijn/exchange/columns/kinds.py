"""What can be brought in as one file, and what is never brought in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.columns.column import Sheet, normal
from zichtlijn.exchange.columns.competencies import COMPETENCIES, LEVELS, PROFILES
from zichtlijn.exchange.columns.objectives import MEASURES, MILESTONES, OBJECTIVES, READINGS
from zichtlijn.exchange.columns.organisation import PEOPLE, PLACEMENTS, POSITIONS, PROJECTS, UNITS
from zichtlijn.exchange.columns.salaries import SALARIES

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        UNITS, POSITIONS, PEOPLE, PLACEMENTS, PROJECTS, OBJECTIVES, MEASURES, MILESTONES, READINGS, LEVELS,
        COMPETENCIES, PROFILES, SALARIES,
    )
}  # fmt: skip


@dataclass(frozen=True)
class FileKind:
    """What can be brought in as one file: a workbook with these sheets, or a CSV file of one of them."""

    name: str
    label: str | Promise
    help: str | Promise
    sheets: tuple[Sheet, ...]


FILE_KINDS: dict[str, FileKind] = {
    kind.name: kind
    for kind in (
        FileKind(
            "people",
            _("People and organisation"),
            _("Units, positions, people, where they are placed and under whom, and projects."),
            (UNITS, POSITIONS, PEOPLE, PLACEMENTS, PROJECTS),
        ),
        FileKind(
            "objectives",
            _("Objectives and measures"),
            _("Objectives with the objectives they support, their measures, targets and milestones, and readings."),
            (OBJECTIVES, MEASURES, MILESTONES, READINGS),
        ),
        FileKind(
            "readings", _("Readings"), _("Only what was measured, of measures that are already there."), (READINGS,)
        ),
        FileKind(
            "competencies",
            _("Competencies"),
            _("The levels, the competencies with what one sees at each, and what positions require."),
            (LEVELS, COMPETENCIES, PROFILES),
        ),
        FileKind("salaries", _("Salaries"), _("What people earn, each from a day on."), (SALARIES,)),
    )
}
#: Headers of what does not belong here: a file that has one is refused as a whole, unread.
FORBIDDEN_HEADINGS = frozenset(
    normal(text)
    for text in (
        "bsn", "burgerservicenummer", "sofinummer", "citizen service number", "social security number", "ssn",
        "religion", "godsdienst", "religie", "geloof", "health", "gezondheid", "ziekte", "medisch",
        "ethnicity", "etniciteit", "ras", "race", "sexual orientation", "seksuele geaardheid", "political opinion",
        "politieke voorkeur", "union membership", "vakbond", "vakbondslidmaatschap",
    )
)  # fmt: skip
