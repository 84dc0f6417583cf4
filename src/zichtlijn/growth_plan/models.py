"""The plan of a unit for a year: its texts, what was adopted, and what each quarter found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.growth_plan.states import PlanState


class GrowthPlanQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What was adopted once is for every member; the rest for those who write it, who are above them too."""
        if actor.may(Permission.MANAGE_OBJECTIVES):
            return self
        seen = Q(state=PlanState.ADOPTED) | Q(models.Exists(Edition.objects.filter(plan=models.OuterRef("pk"))))
        for low, high in actor.led_units:
            seen |= Q(unit__path__gte=low, unit__path__lt=high)
        return self.filter(seen)


class GrowthPlan(OrganisationOwned, Versioned):
    """What people wrote of the plan; objectives, measures and actions stand where they belong."""

    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="growth_plans", verbose_name=_("unit")
    )
    period = models.ForeignKey(
        "organisation.Period", on_delete=models.PROTECT, related_name="growth_plans", verbose_name=_("period")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT, editable=False
    )
    analysis = models.TextField(_("analysis"), blank=True)
    choices = models.TextField(_("choices"), blank=True)
    budget = models.TextField(_("budget"), blank=True)
    agreements = models.TextField(_("team agreements"), blank=True)
    #: Who asked for it to be adopted, the last time.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    proposed_by_name = models.CharField(max_length=200, blank=True, editable=False)
    proposed_at = models.DateTimeField(null=True, editable=False)
    #: Why it was sent back, and by whom; empty once it is proposed again.
    returned_because = models.TextField(_("reason"), blank=True, editable=False)
    returned_by_name = models.CharField(max_length=200, blank=True, editable=False)

    objects = owned_manager(GrowthPlanQuerySet)
    history = HistoricalRecords()

    class Meta:
        ordering = ["period", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "unit", "period"], name="growth_plan_one_a_year")
        ]

    def __str__(self):
        return f"{self.unit} {self.period}"


class Edition(OrganisationOwned):
    """What a plan contained when it was adopted. Never changed: adopting anew makes another edition."""

    plan = models.ForeignKey(GrowthPlan, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    adopted_at = models.DateTimeField(default=timezone.now)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    by_name = models.CharField(max_length=200)
    #: As `snapshots.py` writes it: people by their number, never by name.
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="growth_plan_edition_number")]

    def __str__(self):
        return f"{self.plan} · {self.number}"


class Review(OrganisationOwned):
    """What a quarter found: the plan as it stood then, beside the edition that was adopted, and what was said of it."""

    plan = models.ForeignKey(GrowthPlan, on_delete=models.CASCADE, related_name="reviews")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reviews")
    #: The first day of the quarter that is looked back on.
    quarter_on = models.DateField(_("quarter"))
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    by_name = models.CharField(max_length=200)
    findings = models.TextField(_("findings"))
    content = models.JSONField()

    class Meta:
        ordering = ["-quarter_on"]
        constraints = [models.UniqueConstraint(fields=["plan", "quarter_on"], name="growth_plan_one_review_a_quarter")]

    def __str__(self):
        return f"{self.plan} · {self.quarter_on}"
