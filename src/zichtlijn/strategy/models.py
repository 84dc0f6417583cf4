"""Mission, vision, core values, strategy: the head of the cascade."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned


class DirectionQuerySet(models.QuerySet):
    def at(self, day):
        """The directions that hold on this day, the newest first."""
        return self.filter(starts_on__lte=day, ends_on__gte=day).order_by("-starts_on", "-id")


class Direction(OrganisationOwned, Versioned):
    """What the organisation is for and where it goes, for a number of years."""

    name = models.CharField(_("name"), max_length=200, help_text=_("For example: Course 2030"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    mission = models.TextField(_("mission"), help_text=_("Why the organisation exists, in one sentence."))
    vision = models.TextField(_("vision"), blank=True, help_text=_("What the world looks like when it succeeds."))
    strategy = models.TextField(
        _("strategy"), blank=True, help_text=_("The choices that lead there, and what is left out.")
    )
    #: What a published plan said that has no place of its own here; kept so that nothing is lost on the way out.
    published = models.JSONField(default=dict, blank=True, editable=False)

    objects = owned_manager(DirectionQuerySet)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="strategy_direction_dates")]

    def __str__(self):
        return self.name


class CoreValue(OrganisationOwned):
    """A value the organisation keeps to."""

    direction = models.ForeignKey(Direction, on_delete=models.CASCADE, related_name="values_kept")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name
