"""What was brought in: kept so that one import can be taken out again in one act."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from zichtlijn.access.scoping import OrganisationOwned, owned_manager

#: An import can be taken out again for so many days; docs/data-retention.yaml says the same.
KEPT_DAYS = 30


class ImportQuerySet(models.QuerySet):
    def older_than_kept(self, day: date):
        """Imports that on this day can no longer be taken out."""
        first = datetime.combine(day - timedelta(days=KEPT_DAYS), time.min)
        return self.filter(at__lt=timezone.make_aware(first))


class Import(OrganisationOwned):
    """One file that was brought in, and by their numbers alone the rows that it made and changed."""

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    #: How far the log had come when it was written: what people do with the rows afterwards stands behind it.
    mark = models.BigIntegerField()
    #: Kind of things → ranges of their numbers, [[first, last], …]: 100,000 people are one or two.
    made = models.JSONField(default=dict)
    #: The same of what was there already and was changed.
    changed = models.JSONField(default=dict)
    #: The same of what was made and stayed when the rest was taken out.
    left = models.JSONField(default=dict)
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by_name = models.CharField(max_length=200, blank=True)

    objects = owned_manager(ImportQuerySet)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="exchange_import_newest")]

    def __str__(self):
        return self.file_name

    @property
    def until(self) -> date:
        """The last day on which it can be taken out."""
        return timezone.localdate(self.at) + timedelta(days=KEPT_DAYS)
