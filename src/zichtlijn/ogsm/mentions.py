"""The page of an objective leads to its OGSM."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.objectives.mentions import Mention, mentions_objectives
from zichtlijn.ogsm.queries import OF_LEVELS


@mentions_objectives
def ogsm_of_objective(actor, objective):
    """The plan on one page of this objective; no question to the database."""
    if objective.level not in OF_LEVELS:
        return []
    words = _("Plan on one page") if objective.supporter_count else _("Begin a plan on one page")
    return [Mention(_("OGSM"), words, reverse("ogsm:sheet", args=[objective.pk]))]
