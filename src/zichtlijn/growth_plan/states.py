"""Words with a fixed meaning in a growth plan."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.states import Level


class PlanState(models.TextChoices):
    """A plan is written, proposed, and adopted one level higher; then reviewed each quarter, and adopted anew."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")


class Layer(StrEnum):
    """The three layers of the plan, from the choices of the organisation to the work of this quarter."""

    STRATEGIC = "strategic"
    TACTICAL = "tactical"
    OPERATIONAL = "operational"


#: Objectives of which levels stand in which layer.
LEVELS: dict[Layer, tuple[str, ...]] = {
    Layer.STRATEGIC: (Level.STRATEGIC,),
    Layer.TACTICAL: (Level.DEPARTMENT,),
    Layer.OPERATIONAL: (Level.OPERATIONAL, Level.ROLE, Level.PROJECT),
}
LAYER_OF: dict[str, Layer] = {level: layer for layer, levels in LEVELS.items() for level in levels}
#: The texts of a plan, in the order of the page.
TEXTS = ("analysis", "choices", "budget", "agreements")
