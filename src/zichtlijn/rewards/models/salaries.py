"""Salaries, the gender that is kept for the check of equal pay, and promotions to another scale."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.organisation.models import Placement
from zichtlijn.rewards.models.fields import money_field, user_field
from zichtlijn.rewards.models.systems import RewardSystem
from zichtlijn.rewards.states import (
    Gender,
    PromotionState,
)

# Nothing in this room keeps a history of its rows: a salary or a draft that is private must not be found in one.


class Salary(OrganisationOwned, Versioned):
    """What somebody earns from a day on, until the next row: the amount is for full-time work."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="salaries", verbose_name=_("person")
    )
    from_on = models.DateField(_("from"))
    scale = models.CharField(_("scale"), max_length=40)
    amount = money_field(_("salary for full-time work"))
    part_time = models.DecimalField(
        _("part of full-time work"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal("1.5"))],
    )

    class Meta:
        ordering = ["person", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["person", "from_on"], name="rewards_one_salary_a_day")]

    def __str__(self):
        return self.from_on.isoformat()  # never the amount, nor whose: names of things stand in lists that others read


class RecordedGender(OrganisationOwned):
    """The gender of a person, kept for the check of equal pay alone; only the person and who keeps it see it."""

    person = models.OneToOneField("organisation.Person", on_delete=models.CASCADE, related_name="+")
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices)

    def __str__(self):
        return "–"


class PromotionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """One's own once it is final; of whom one leads, or of whose manager one leads, with the right; all for HR."""
        if actor.may(Permission.KEEP_REWARDS):
            return self.exclude(~Q(state=PromotionState.FINAL), person=actor.person_id or 0)
        if not actor.person_id:
            return self.none()
        seen = Q(person=actor.person_id, state=PromotionState.FINAL)
        if actor.may(Permission.DECIDE_REWARDS):
            led = Placement.objects.today().filter(line_manager=actor.person_id).values("person")
            below_led = Placement.objects.today().filter(line_manager__in=led).values("person")
            seen |= (Q(person__in=led) | Q(person__in=below_led)) & ~Q(person=actor.person_id)
        return self.filter(seen)


class Promotion(OrganisationOwned, Versioned):
    """Somebody goes to another scale from a day on: what becomes of the salary, who proposed it and who decided."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="promotions", verbose_name=_("person")
    )
    from_on = models.DateField(_("holds from"))
    state = models.CharField(
        _("state"), max_length=10, choices=PromotionState.choices, default=PromotionState.PROPOSED, editable=False
    )
    system = models.ForeignKey(
        RewardSystem, on_delete=models.PROTECT, related_name="+", verbose_name=_("reward system")
    )
    position = models.ForeignKey(
        "organisation.Position",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("position"),
    )
    # What it was computed from, and what follows from the rules.
    old_scale = models.CharField(_("scale until then"), max_length=40)
    old = money_field(_("salary"))
    part_time = models.DecimalField(_("part of full-time work"), max_digits=5, decimal_places=4)
    scale = models.CharField(_("new scale"), max_length=40)
    computed = money_field(_("computed salary"))
    #: What people propose: the same, or another amount with a reason.
    new = money_field(_("new salary"))
    reason = models.TextField(_("reason"))
    proposed_by = user_field()
    proposed_by_name = models.CharField(_("proposed by"), max_length=200, editable=False)
    proposed_on = models.DateField(_("proposed on"))
    decided_by = user_field()
    decided_by_name = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True)
    answer = models.TextField(_("why it was not agreed"), blank=True)

    objects = owned_manager(PromotionQuerySet)

    class Meta:
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["organisation", "state"], name="rewards_promotion_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=PromotionState.PROPOSED), name="rewards_one_open_promotion"
            )
        ]

    def __str__(self):
        return str(self.person)  # never an amount
