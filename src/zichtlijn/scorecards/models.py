"""How heavily an objective weighs on the scorecard from a day on, and which objective leads to which on the map."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.audit.versions import Versioned
from zichtlijn.objectives.models import Measure, Objective


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


class Arrow(OrganisationOwned, Versioned):
    """On the strategy map: what is reached in `cause` is expected to help reach `effect`."""

    cause = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="arrows_out", verbose_name=_("cause"))
    effect = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="arrows_in", verbose_name=_("effect"))
    note = models.CharField(_("why"), max_length=300, blank=True)
    #: Money that feeds what comes before it may run against the grain.
    is_budget = models.BooleanField(_("budget link"), default=False)
    cause_measure = models.ForeignKey(
        Measure,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("measure of the cause"),
    )
    effect_measure = models.ForeignKey(
        Measure,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("measure of the effect"),
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "cause", "effect"], name="scorecards_arrow_unique"),
            models.CheckConstraint(condition=~Q(cause=F("effect")), name="scorecards_arrow_not_itself"),
        ]

    def __str__(self):
        return f"{self.cause_id} → {self.effect_id}"
