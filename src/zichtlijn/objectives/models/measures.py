"""Measures, their targets and milestones, and the readings taken of them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.calculations import objectives as core
from zichtlijn.objectives.models.objectives import Objective, StandingFields
from zichtlijn.objectives.states import Frequency, Kind, Shape, Tempo
from zichtlijn.ui.wording import MONEY, PERCENT


def amount(*args, **kwargs):
    """A measured amount: fifteen digits, four of them after the point, the most that both databases keep exactly."""
    return models.DecimalField(*args, max_digits=15, decimal_places=4, **kwargs)


class MeasureQuerySet(models.QuerySet):
    def living(self):
        """Measures that are still read."""
        return self.filter(ended_on=None)


class Measure(OrganisationOwned, Versioned, StandingFields):
    """How one sees whether an objective is reached (indicator)."""

    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="measures", verbose_name=_("objective")
    )
    key = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("measure"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.UP)
    unit = models.CharField(
        pgettext_lazy("of a measure", "unit"), max_length=50, blank=True, help_text=_("For example: %, days, €")
    )
    baseline = amount(_("baseline"), null=True, blank=True)
    target = amount(_("target"), null=True, blank=True)
    lower = amount(_("band from"), null=True, blank=True)
    upper = amount(_("band to"), null=True, blank=True)
    lower_limit = amount(_("lower limit"), null=True, blank=True, help_text=_("Where nothing of the band is left."))
    upper_limit = amount(_("upper limit"), null=True, blank=True, help_text=_("Where nothing of the band is left."))
    shape = models.CharField(_("expected course"), max_length=10, choices=Shape.choices, default=Shape.STRAIGHT)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    tempo = models.CharField(_("lead or lag"), max_length=4, choices=Tempo.choices, default=Tempo.LAG)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency.choices, default=Frequency.MONTHLY)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Where the value comes from."))
    responsible = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible"),
    )
    #: Percent among the measures of the objective; not filled in: an equal share of what is left.
    weight = models.FloatField(
        _("weight (%)"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    #: Limits of its own between one status and the next, as shares; empty: those of the organisation.
    on_course_from = models.FloatField(
        _("on course from"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    behind_from = models.FloatField(
        _("behind from"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True, editable=False)
    published = models.JSONField(default=dict, blank=True, editable=False)
    # stored with the latest reading
    current_value = amount(null=True, editable=False)
    current_on = models.DateField(null=True, editable=False)
    due_on = models.DateField(null=True, editable=False)
    #: From this day on readings are asked: nothing is late that was agreed only today. Empty: from the start.
    asked_from = models.DateField(null=True, default=timezone.localdate, editable=False)

    objects = owned_manager(MeasureQuerySet)
    history = HistoricalRecords(
        excluded_fields=[
            "progress",
            "expected",
            "coverage",
            "status",
            "current_value",
            "current_on",
            "due_on",
            "asked_from",
            "published",
        ]
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="objectives_measure_key"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="objectives_measure_dates"),
        ]
        indexes = [
            models.Index(fields=["objective", "position", "id"], name="objectives_measure_of"),
            models.Index(fields=["responsible", "ended_on", "due_on"], name="objectives_measure_due"),
            models.Index(
                fields=["organisation", "objective"],
                condition=Q(current_on=None, ended_on=None),
                name="objectives_measure_unread",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def says_unit_twice(self) -> bool:
        """True for signs that belong to each number: from 45% to 60%, but from 140 to 66 seconds."""
        return self.unit.strip().casefold() in {*MONEY, *PERCENT}

    def aim(self) -> core.Aim:
        """What is aimed for, as the calculating core takes it; prefetch interim targets and milestones for lists."""
        return core.Aim(
            kind=core.MeasureKind(self.kind),
            baseline=self.baseline,
            target=self.target,
            lower=self.lower,
            upper=self.upper,
            lower_limit=self.lower_limit,
            upper_limit=self.upper_limit,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            shape=core.Shape(self.shape),
            interim=tuple(core.Target(t.on, t.value) for t in self.interim_targets.all()) if self.pk else (),
            milestones=tuple(core.Milestone(m.weight, m.due_on, m.done_on) for m in self.milestones.all())
            if self.pk and self.kind == Kind.MILESTONES
            else (),
        )


class InterimTarget(OrganisationOwned):
    """A target on the way, with its day."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="interim_targets")
    on = models.DateField(_("on"))
    value = amount(_("value"))

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["measure", "on"], name="objectives_interim_unique")]


class Milestone(OrganisationOwned):
    """A step that is done or not yet."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    weight = models.FloatField(_("weight"), default=1.0, validators=[MinValueValidator(0)])

    class Meta:
        ordering = ["due_on", "id"]


class ReadingQuerySet(models.QuerySet):
    def current(self):
        """Readings that stand: not replaced by a correction and not withdrawn."""
        return self.filter(is_current=True)


class Reading(OrganisationOwned):
    """One measured value on one day. Never changed: a correction is a new reading that replaces it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="readings")
    measured_on = models.DateField(_("measured on"))
    value = amount(_("value"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_current = models.BooleanField(default=True, editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by", editable=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    recorded_by_name = models.CharField(max_length=200, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = owned_manager(ReadingQuerySet)

    class Meta:
        ordering = ["-measured_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "measured_on"], condition=Q(is_current=True), name="objectives_reading_one_a_day"
            )
        ]
        indexes = [models.Index(fields=["measure", "-measured_on", "-id"], name="objectives_reading_of")]

    def __str__(self):
        return f"{self.measured_on}: {self.value}"
