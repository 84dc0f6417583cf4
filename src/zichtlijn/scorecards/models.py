"""How heavily an objective weighs on the scorecard, from which day on."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.objectives.models import Objective


class ScorecardWeight(OrganisationOwned):
    """The weight of an objective on its scorecard from a day on, until the next one; older periods keep theirs."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="scorecard_weights")
    from_on = models.DateField(_("from"))
    #: Percent of the scorecard; left blank: an equal share of what the others leave.
    weight = models.FloatField(
        _("weight (%)"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "objective", "from_on"], name="scorecards_weight_unique")
        ]

    def __str__(self):
        return f"{self.objective_id} {self.from_on} {self.weight}"
