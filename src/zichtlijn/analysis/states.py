"""Words with a fixed meaning in an analysis; their codes are those of the calculations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations import confrontation, industry
from zichtlijn.calculations.confrontation import MOST_FACTORS, FactorKind, ScoringMode
from zichtlijn.calculations.industry import FEWEST_DRIVERS, MOST_DRIVERS
from zichtlijn.objectives.states import Level

__all__ = ["FEWEST_DRIVERS", "MOST_DRIVERS", "MOST_FACTORS"]

#: How many attention points a strategy can answer.
FEWEST_POINTS, MOST_POINTS = 3, 5
#: How many characters say what shows something.
MOST_EVIDENCE = 1000


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


class Becomes(models.TextChoices):
    """What an attention point is turned into."""

    OBJECTIVE = "objective", _("strategic objective")
    STRATEGY = "strategy", _("strategy in an OGSM")


#: What an attention point becomes under an objective of each level.
CHILD_OF = {Level.STRATEGIC: Level.DEPARTMENT, Level.DEPARTMENT: Level.OPERATIONAL}


def level_alone(unit) -> Level:
    """What an attention point becomes under no other objective: strategic at the top, else of a department."""
    return Level.STRATEGIC if unit is None or unit.parent_id is None else Level.DEPARTMENT


class Force(models.TextChoices):
    """The five forces of an industry."""

    RIVALRY = industry.Force.RIVALRY.value, _("rivalry")
    ENTRANTS = industry.Force.ENTRANTS.value, _("new entrants")
    SUBSTITUTES = industry.Force.SUBSTITUTES.value, _("substitutes")
    BUYERS = industry.Force.BUYERS.value, _("power of customers")
    SUPPLIERS = industry.Force.SUPPLIERS.value, _("power of suppliers")


class Activity(models.TextChoices):
    """The activities of the value chain: five primary ones, then four that support them."""

    INBOUND = industry.Activity.INBOUND.value, _("inbound logistics")
    OPERATIONS = industry.Activity.OPERATIONS.value, _("operations")
    OUTBOUND = industry.Activity.OUTBOUND.value, _("outbound logistics")
    MARKETING = industry.Activity.MARKETING.value, _("marketing and sales")
    SERVICE = industry.Activity.SERVICE.value, _("service")
    INFRASTRUCTURE = industry.Activity.INFRASTRUCTURE.value, _("infrastructure")
    PEOPLE = industry.Activity.PEOPLE.value, _("people (HR)")
    TECHNOLOGY = industry.Activity.TECHNOLOGY.value, _("technology")
    PROCUREMENT = industry.Activity.PROCUREMENT.value, _("procurement")


class GenericStrategy(models.TextChoices):
    """The ways to be better than others."""

    COST_LEADERSHIP = industry.GenericStrategy.COST_LEADERSHIP.value, _("the lowest costs")
    DIFFERENTIATION = industry.GenericStrategy.DIFFERENTIATION.value, _("being different")
    COST_FOCUS = industry.GenericStrategy.COST_FOCUS.value, _("the lowest costs for one group")
    DIFFERENTIATION_FOCUS = industry.GenericStrategy.DIFFERENTIATION_FOCUS.value, _("being different for one group")
