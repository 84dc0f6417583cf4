"""The analysis of a unit in a period: what people bring in, and the factors that it comes down to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.analysis.states import MOST_FACTORS, Kind
from zichtlijn.audit.versions import Versioned


class Analysis(OrganisationOwned, Versioned):
    """Where a unit, or without one the whole organisation, stands in a year: SWOT and what follows from it."""

    unit = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="analyses",
        verbose_name=_("unit"),
    )
    period = models.ForeignKey(
        "organisation.Period", on_delete=models.PROTECT, related_name="analyses", verbose_name=_("period")
    )
    #: True while everybody may bring something in.
    is_gathering = models.BooleanField(_("open for contributions"), default=True)
    #: Goes up with everything that moves on the board: open pages ask whether it did.
    moves = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period", "unit"], condition=Q(unit__isnull=False), name="analysis_of_unit"
            ),
            models.UniqueConstraint(
                fields=["organisation", "period"], condition=Q(unit__isnull=True), name="analysis_of_organisation"
            ),
        ]

    def __str__(self):
        return f"{self.unit or self.organisation} {self.period}"


class Factor(OrganisationOwned, Versioned):
    """A strength, weakness, opportunity or threat that counts: one of at most five in its list."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(_("list"), max_length=11, choices=Kind.choices)
    #: From 1, the most important; empty only while a list is put in another order.
    place = models.PositiveSmallIntegerField(null=True, editable=False)
    text = models.CharField(_("factor"), max_length=150)
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "analysis", "kind", "place"], name="analysis_factor_place"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gte=1, place__lte=MOST_FACTORS), name="analysis_most_factors"
            ),
        ]

    def __str__(self):
        return self.text


class Contribution(OrganisationOwned, Versioned):
    """What one person brings in for one of the lists. Merged into a factor it stays, with who said it."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="contributions")
    kind = models.CharField(_("list"), max_length=11, choices=Kind.choices)
    text = models.CharField(_("contribution"), max_length=200)
    evidence = models.TextField(_("evidence"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    factor = models.ForeignKey(
        Factor, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions", editable=False
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["analysis", "kind", "id"], name="analysis_said_in_list")]

    def __str__(self):
        return self.text
