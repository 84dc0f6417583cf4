"""The analysis of a unit in a period: what people bring in, and the factors that it comes down to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.analysis.states import MOST_FACTORS, MOST_POINTS, Activity, Criterion, Force, Kind, Mode, Scoring
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
    mode = models.CharField(_("way of scoring"), max_length=6, choices=Mode.choices, default=Mode.POINTS)
    scoring = models.CharField(max_length=7, choices=Scoring.choices, default=Scoring.NOT_YET, editable=False)
    #: The generic strategies that are chosen as the main one; more than one is a risk.
    generic_strategies = models.JSONField(_("generic strategy"), default=list, blank=True)
    generic_why = models.TextField(_("why this strategy"), blank=True)
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
    #: How heavily its column weighs in the matrix; rows all weigh the same.
    weight = models.FloatField(_("weight in the matrix"), default=1)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="analysis_factor_weighs"),
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
    # where it was taken over from, when it was
    driver = models.ForeignKey(
        "ForceDriver", on_delete=models.SET_NULL, null=True, related_name="contributions", editable=False
    )
    activity = models.ForeignKey(
        "ChainActivity", on_delete=models.SET_NULL, null=True, related_name="contributions", editable=False
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["analysis", "kind", "id"], name="analysis_said_in_list")]

    def __str__(self):
        return self.text


class Rater(OrganisationOwned):
    """Somebody who scores: the matrix, and the attention points."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="raters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    #: When the matrix was last scored; empty when nothing was given there.
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "analysis", "user"], name="analysis_rater_once")]

    def __str__(self):
        return self.name


class Score(OrganisationOwned):
    """What one rater gives one cell of the matrix: points, or a score."""

    rater = models.ForeignKey(Rater, on_delete=models.CASCADE, related_name="scores")
    row = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="+")
    column = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="+")
    score = models.SmallIntegerField(_("score"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "rater", "row", "column"], name="analysis_score_once"),
            models.CheckConstraint(condition=Q(score__gte=-2, score__lte=3), name="analysis_score_on_scale"),
        ]

    def __str__(self):
        return f"{self.row_id} × {self.column_id}: {self.score}"


class AttentionPoint(OrganisationOwned, Versioned):
    """A question that the strategy must answer (hoofdaandachtspunt), and the objective that it became."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="points")
    #: From 1; empty only while the list closes up.
    place = models.PositiveSmallIntegerField(null=True, editable=False)
    text = models.CharField(_("attention point"), max_length=500)
    row = models.ForeignKey(Factor, on_delete=models.SET_NULL, null=True, related_name="+")
    column = models.ForeignKey(Factor, on_delete=models.SET_NULL, null=True, related_name="+")
    objective = models.ForeignKey(
        "objectives.Objective", on_delete=models.SET_NULL, null=True, related_name="attention_points", editable=False
    )

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "analysis", "place"], name="analysis_point_place"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gte=1, place__lte=MOST_POINTS), name="analysis_most_points"
            ),
        ]

    def __str__(self):
        return self.text


class PointScore(OrganisationOwned):
    """What one rater gives an attention point on one criterion, from 1 to 5."""

    rater = models.ForeignKey(Rater, on_delete=models.CASCADE, related_name="point_scores")
    point = models.ForeignKey(AttentionPoint, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(_("criterion"), max_length=13, choices=Criterion.choices)
    score = models.PositiveSmallIntegerField(_("score"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "rater", "point", "criterion"], name="analysis_mark_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="analysis_mark_on_scale"),
        ]

    def __str__(self):
        return f"{self.point_id} {self.criterion}: {self.score}"


class ForceDriver(OrganisationOwned):
    """What makes one of the five forces weak (1) or strong (5)."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="drivers")
    force = models.CharField(_("force"), max_length=11, choices=Force.choices)
    text = models.CharField(_("driver"), max_length=150)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    weight = models.FloatField(_("weight"), default=1)
    evidence = models.TextField(_("evidence"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["force", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="analysis_driver_weighs"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5), name="analysis_driver_on_scale"
            ),
        ]

    def __str__(self):
        return self.text


class ChainActivity(OrganisationOwned):
    """How well an activity of the value chain is done, from 1 to 5, and what is seen of it."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="activities")
    activity = models.CharField(_("activity"), max_length=14, choices=Activity.choices)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    text = models.CharField(_("what we see"), max_length=150, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "analysis", "activity"], name="analysis_activity_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5), name="analysis_activity_on_scale"
            ),
        ]

    def __str__(self):
        return self.text or str(self.get_activity_display())
