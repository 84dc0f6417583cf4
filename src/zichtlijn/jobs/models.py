"""Background work that a person waits for: its state, its progress and its outcome."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned


class Job(OrganisationOwned):
    """One piece of background work, asked for by one person."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    given = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    file = models.FileField(upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "asked_by", "-id"], name="jobs_job_mine")]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Schedule(models.Model):
    """When a recurring job last ran; one row per kind. For the whole installation, no organisational data."""

    kind = models.CharField(max_length=40, unique=True)
    last_on = models.DateField(null=True)
    last_at = models.DateTimeField(null=True)
