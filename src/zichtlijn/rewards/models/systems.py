"""The reward system and its versions."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.conversations.states import Consent
from zichtlijn.rewards.models.fields import money_field, ratio_field, user_field
from zichtlijn.rewards.states import By, Of, Order, SystemState

# Nothing in this room keeps a history of its rows: a salary or a draft that is private must not be found in one.


class SystemQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What was adopted is for everybody, what is proposed also for the works council; drafts are for who keeps or
        adopts the system."""
        if actor.may(Permission.KEEP_REWARDS) or actor.may(Permission.ADOPT_REWARDS):
            return self
        proposed = [SystemState.PROPOSED] if actor.may(Permission.COUNT_REWARDS) else []
        return self.filter(state__in=[SystemState.ADOPTED, *proposed])


class RewardSystem(OrganisationOwned, Versioned):
    """One version of the reward system: what holds from a day on, until the next one. Fixed once it is adopted."""

    name = models.CharField(_("name"), max_length=200)
    from_on = models.DateField(_("holds from"))
    state = models.CharField(
        _("state"), max_length=10, choices=SystemState.choices, default=SystemState.DRAFT, editable=False
    )
    principles = models.TextField(_("principles and rules"), blank=True)
    one_offs = models.TextField(_("one-off rewards"), blank=True)
    other_rewards = models.TextField(_("rewards other than money"), blank=True)
    percentage_of = models.CharField(_("percentages are taken"), max_length=10, choices=Of.choices, default=Of.SALARY)
    position_by = models.CharField(
        _("the place in the scale is told"), max_length=10, choices=By.choices, default=By.MAXIMUM
    )
    collective_order = models.CharField(
        _("a collective raise goes"), max_length=10, choices=Order.choices, default=Order.BEFORE
    )
    collective_above = models.BooleanField(_("who is above the maximum gets the collective raise too"), default=False)
    periods = models.DecimalField(
        _("periods of pay in a year"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("12.96"),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(60))],
    )
    most_deviation = ratio_field(_("a manager may deviate by at most"), default=Decimal("0.02"))
    promotion = ratio_field(_("raise at a promotion"), default=Decimal(0), db_default=Decimal(0))
    objection_days = models.PositiveSmallIntegerField(
        _("days to object"), default=14, db_default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    proposed_by = user_field()
    proposed_by_name = models.CharField(_("proposed by"), max_length=200, blank=True, editable=False)
    adopted_by = user_field()
    adopted_by_name = models.CharField(_("adopted by"), max_length=200, blank=True, editable=False)
    adopted_on = models.DateField(_("adopted on"), null=True, editable=False)
    consent = models.CharField(_("works council"), max_length=10, choices=Consent.choices, blank=True)
    consent_on = models.DateField(_("date of the consent"), null=True, blank=True)
    consent_document = models.CharField(_("document"), max_length=300, blank=True)
    consent_scope = models.TextField(_("what the consent is about"), blank=True)

    objects = owned_manager(SystemQuerySet)

    class Meta:
        ordering = ["-from_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "from_on"], name="rewards_one_system_a_day")]

    def __str__(self):
        return self.name


class Scale(OrganisationOwned, Versioned):
    """A salary scale for full-time work, with steps or open between minimum and maximum."""

    system = models.ForeignKey(RewardSystem, on_delete=models.CASCADE, related_name="scales")
    name = models.CharField(_("scale"), max_length=40)
    minimum = money_field(_("minimum"))
    maximum = money_field(_("maximum"))
    #: Amounts from low to high, one a line; empty: an open range.
    steps = models.TextField(_("steps"), blank=True)

    class Meta:
        ordering = ["maximum", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["system", "name"], name="rewards_scale_name")]

    def __str__(self):
        return self.name

    @property
    def step_amounts(self) -> tuple[Decimal, ...]:
        """The steps as amounts; none in an open range."""
        return tuple(Decimal(line) for line in self.steps.splitlines())


class Level(OrganisationOwned):
    """A level of appraisal as the reward system knows it; 1 is the lowest. In a scale with steps it gives so many."""

    system = models.ForeignKey(RewardSystem, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name"), max_length=80)
    steps = models.PositiveSmallIntegerField(_("steps"), default=0, validators=[MaxValueValidator(20)])

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="rewards_level_number")]

    def __str__(self):
        return self.name


class PositionBand(OrganisationOwned):
    """A stretch of the place in the scale, from `low` on until the next one."""

    system = models.ForeignKey(RewardSystem, on_delete=models.CASCADE, related_name="bands")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    low = models.DecimalField(_("from"), max_digits=5, decimal_places=4)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="rewards_band_number")]

    def __str__(self):
        return self.name


class Cell(OrganisationOwned):
    """What a level gives in a band: a raise, and the most that may be given once."""

    of_level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="cells")
    band = models.ForeignKey(PositionBand, on_delete=models.CASCADE, related_name="cells")
    ratio = ratio_field(_("raise"))
    most_one_off = ratio_field(_("at most once"), default=Decimal(0))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of_level", "band"], name="rewards_one_cell")]
