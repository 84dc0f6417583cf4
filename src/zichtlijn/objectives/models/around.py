"""What people say and do about objectives: check-ins, actions, templates to hand out, and who has a stake."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.audit.versions import Versioned
from zichtlijn.objectives.models.objectives import Objective
from zichtlijn.objectives.models.perspectives import perspective_choices
from zichtlijn.objectives.states import Commitment, Currency, Horizon


class CheckIn(OrganisationOwned):
    """What the owner says of an objective at a moment: confidence and a comment, kept apart from the number."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    confidence = models.PositiveSmallIntegerField(
        _("confidence"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["objective", "-at", "-id"], name="objectives_check_in")]


class Action(OrganisationOwned, Versioned):
    """Something somebody does for an objective, by a day; with a budget it is an initiative of the scorecard too."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(_("action"), max_length=300)
    owner = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("who"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    #: What is set aside for it; empty is not known, and not nothing.
    budget = models.DecimalField(
        _("budget"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.EUR)

    class Meta:
        ordering = ["done_on", "due_on", "id"]
        indexes = [models.Index(fields=["owner", "done_on", "due_on"], name="objectives_action_mine")]

    def __str__(self):
        return self.title


class ObjectiveTemplate(OrganisationOwned, Versioned):
    """An objective with its measures, ready to be handed to a whole group in one action."""

    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("objective"), max_length=300)
    description = models.TextField(_("explanation"), blank=True)
    perspective = models.CharField(_("perspective"), max_length=12, choices=perspective_choices, blank=True)
    horizon = models.CharField(_("horizon"), max_length=5, choices=Horizon.choices, blank=True)
    commitment = models.CharField(
        _("commitment"), max_length=12, choices=Commitment.choices, default=Commitment.COMMITTED
    )
    weight = models.FloatField(_("weight in the personal plan (%)"), null=True, blank=True)
    #: Measures as data: a list of {"name", "kind", "unit", "baseline", "target", "frequency", …}.
    measures = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


class Stakeholder(OrganisationOwned):
    """Who has a stake in the direction, or in one objective."""

    class Kind(models.TextChoices):
        PERSON = "Person", _("person")
        ORGANISATION = "Organization", _("organisation")
        GROUP = "Generic_Group", _("group")

    direction = models.ForeignKey("strategy.Direction", on_delete=models.CASCADE, related_name="stakeholders")
    #: The objective it has a stake in; none: in the whole direction.
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="stakeholders"
    )
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, blank=True)
    #: Roles as published: a list of {"name", "description", "types"}.
    roles = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.name
