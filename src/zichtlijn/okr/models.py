"""What OKR adds to the objectives: the grade and the reflection at the end of a cycle, and what was carried over.

A grade is for learning. It has no name on the other side of any reference (`related_name="+"`), so that it is reached
from here or not at all: no appraisal and no pay can come by it.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.audit.versions import Versioned
from zichtlijn.objectives.models import Objective
from zichtlijn.organisation.models import Period


class Grade(OrganisationOwned, Versioned):
    """How an objective ended in its cycle, from 0.0 to 1.0, and what its people learned of it."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="+", verbose_name=_("objective"))
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", verbose_name=_("cycle"))
    #: Empty when none of its key results has a grade: missing is not zero.
    grade = models.FloatField(
        _("score"), null=True, editable=False, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    #: How much of the weight of the key results has a grade.
    coverage = models.FloatField(default=0.0, editable=False)
    #: The key results as they were graded: a list of {"measure", "name", "weight", "grade", "raw", "by_hand"}.
    key_results = models.JSONField(_("key results"), default=list, editable=False)
    went_well = models.TextField(_("what went well"), blank=True)
    learned = models.TextField(_("what we learned"), blank=True)
    graded_on = models.DateField(_("scored on"), default=timezone.localdate, editable=False)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    graded_by_name = models.CharField(max_length=200, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["key_results", "graded_by_name"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "objective", "period"], name="okr_grade_unique"),
            models.CheckConstraint(
                condition=models.Q(grade=None) | models.Q(grade__gte=0, grade__lte=1), name="okr_grade_range"
            ),
        ]
        indexes = [models.Index(fields=["period", "objective"], name="okr_grade_of_cycle")]

    def __str__(self):
        return str(self.objective)


class CarryOver(OrganisationOwned):
    """An objective that goes on in a later cycle as a new one, with the key results that were still open."""

    source = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="+")
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "target"], name="okr_carried_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="okr_carried_on"),
        ]
        indexes = [models.Index(fields=["source"], name="okr_carried_from")]
