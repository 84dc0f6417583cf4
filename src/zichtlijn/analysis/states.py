"""Words with a fixed meaning in an analysis; their codes are those of the calculations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations import confrontation
from zichtlijn.calculations.confrontation import MOST_FACTORS, FactorKind, ScoringMode
from zichtlijn.objectives.states import Level

__all__ = ["EXTERNAL", "INTERNAL", "MOST_FACTORS", "Kind"]

#: How many attention points a strategy can answer.
FEWEST_POINTS, MOST_POINTS = 3, 5


class Kind(models.TextChoices):
    """The four lists of a SWOT, in the order of the matrix."""

    STRENGTH = FactorKind.STRENGTH.value, _("strengths")
    WEAKNESS = FactorKind.WEAKNESS.value, _("weaknesses")
    OPPORTUNITY = FactorKind.OPPORTUNITY.value, _("opportunities")
    THREAT = FactorKind.THREAT.value, _("threats")


INTERNAL = (Kind.STRENGTH, Kind.WEAKNESS)
EXTERNAL = (Kind.OPPORTUNITY, Kind.THREAT)


class Mode(models.TextChoices):
    """How raters fill in the matrix."""

    POINTS = ScoringMode.POINTS.value, _("points")
    LIKERT = ScoringMode.LIKERT.value, _("scores")


class Scoring(models.TextChoices):
    """Whether the matrix can be scored now."""

    NOT_YET = "not_yet", _("not scored yet")
    OPEN = "open", _("open for scores")
    CLOSED = "closed", _("scores closed")


#: How a score of a cell is written.
SIGNS = {-2: "−−", -1: "−", 0: "0", 1: "+", 2: "++"}
LIKERT_CHOICES = tuple(SIGNS.items())


class Criterion(models.TextChoices):
    """By what an attention point is weighed."""

    SUITABILITY = confrontation.Criterion.SUITABILITY.value, _("suitability")
    FEASIBILITY = confrontation.Criterion.FEASIBILITY.value, _("feasibility")
    ACCEPTABILITY = confrontation.Criterion.ACCEPTABILITY.value, _("acceptability")


#: What an attention point becomes under an objective of each level.
CHILD_OF = {Level.STRATEGIC: Level.DEPARTMENT, Level.DEPARTMENT: Level.OPERATIONAL}
