"""Words with a fixed meaning in an analysis; their codes are those of the calculations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.calculations.confrontation import MOST_FACTORS, FactorKind

__all__ = ["EXTERNAL", "INTERNAL", "MOST_FACTORS", "Kind"]


class Kind(models.TextChoices):
    """The four lists of a SWOT, in the order of the matrix."""

    STRENGTH = FactorKind.STRENGTH.value, _("strengths")
    WEAKNESS = FactorKind.WEAKNESS.value, _("weaknesses")
    OPPORTUNITY = FactorKind.OPPORTUNITY.value, _("opportunities")
    THREAT = FactorKind.THREAT.value, _("threats")


INTERNAL = (Kind.STRENGTH, Kind.WEAKNESS)
EXTERNAL = (Kind.OPPORTUNITY, Kind.THREAT)
