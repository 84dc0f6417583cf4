"""Rounds with their proposals, who decided what on them, and objections."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.conversations.models import manages_on_its_day
from zichtlijn.organisation.models import Placement
from zichtlijn.rewards.models.fields import money_field, ratio_field, user_field
from zichtlijn.rewards.models.systems import RewardSystem
from zichtlijn.rewards.states import (
    Act,
    Missing,
    ObjectionState,
    RoundState,
    State,
)

# Nothing in this room keeps a history of its rows: a salary or a draft that is private must not be found in one.


class Round(OrganisationOwned, Versioned):
    """For whom salaries are reviewed from a day on, within which budget, and which appraisals it follows."""

    name = models.CharField(_("name"), max_length=200)
    period = models.ForeignKey(
        "organisation.Period", on_delete=models.PROTECT, related_name="+", verbose_name=_("period")
    )
    #: For everybody in this unit and below it; none: the whole organisation.
    unit = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for whom"),
    )
    cycle = models.ForeignKey(
        "conversations.Cycle", on_delete=models.PROTECT, related_name="+", verbose_name=_("appraisals of")
    )
    system = models.ForeignKey(
        RewardSystem, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("reward system")
    )
    effective_on = models.DateField(_("new salaries from"))
    budget = models.DecimalField(
        _("budget for a year"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    collective = ratio_field(_("collective raise"), default=Decimal(0))
    scales_rise = models.BooleanField(_("the scales rise along"), default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT, editable=False
    )
    started_on = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    #: Totals and the check of equal pay as they were when it was closed: the same for everybody who may see them.
    figures = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["-effective_on", "-id"]

    def __str__(self):
        return self.name


def above_its_manager():
    """Placements of the line manager on the day of `manages_on_its_day`; of who left the last one before it."""
    today = Value(timezone.localdate(), output_field=models.DateField())
    day = Coalesce(OuterRef("final_on"), today)
    later = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")), person=OuterRef("person"))
    later = later.filter(starts_on__lte=Coalesce(OuterRef(OuterRef("final_on")), today))
    on_day = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day) | ~Exists(later))
    return on_day.filter(person=OuterRef("manager"), starts_on__lte=day)


def stands_above_on_its_day(person_id):
    """Condition: this person is the line manager of the line manager, on the day of `manages_on_its_day`."""
    return Exists(above_its_manager().filter(line_manager=person_id))


class ProposalQuerySet(models.QuerySet):
    def led_by(self, actor):
        """Of people whom the actor leads, by the placements on the day of each; only with the right to decide."""
        if not actor.person_id or not actor.may(Permission.DECIDE_REWARDS):
            return self.none()
        return self.filter(manages_on_its_day(actor.person_id)).exclude(employee=actor.person_id)

    def seconded_by(self, actor):
        """Of people whose manager the actor leads; only with the right to decide, and once it was proposed."""
        if not actor.person_id or not actor.may(Permission.DECIDE_REWARDS):
            return self.none()
        found = self.filter(stands_above_on_its_day(actor.person_id)).exclude(employee=actor.person_id)
        return found.exclude(state=State.COMPUTED)

    def to_finish(self, actor):
        """What HR can make final: approved, or proposed by who has nobody above; never their own step over again."""
        above = Exists(above_its_manager().exclude(line_manager=None))
        found = self.filter(Q(state=State.AGREED) | Q(~above, state=State.PROPOSED))
        mine = Q(employee=actor.person_id) if actor.person_id else Q(pk__in=[])
        done = Q(proposed_by=actor.user.pk) | Q(agreed_by=actor.user.pk) if actor.user else Q(pk__in=[])
        return found.exclude(mine | done)

    def own_drafts_of(self, actor):
        """About the actor, and not final yet: what stands in it the actor never reads, whatever their rights."""
        if not actor.person_id:
            return self.none()
        return self.filter(employee=actor.person_id).exclude(state=State.FINAL)

    def but_own_drafts_of(self, actor):
        """All others, for who reads them or their totals: nobody finds their own draft by subtraction."""
        if actor is None or not actor.person_id:
            return self
        return self.exclude(Q(employee=actor.person_id) & ~Q(state=State.FINAL))

    def visible_to(self, actor):
        """That it is there: the person, both managers, HR, and who is to decide on an objection.

        What stands in it: ask `can_read_proposal`.
        """
        if actor.may(Permission.KEEP_REWARDS):
            return self
        seen = Q(employee=actor.person_id) if actor.person_id else Q(pk__in=[])
        if actor.person_id and actor.may(Permission.DECIDE_REWARDS):
            above = Q(stands_above_on_its_day(actor.person_id)) & ~Q(state=State.COMPUTED)
            seen |= Q(manages_on_its_day(actor.person_id)) | above
        if actor.person_id:
            named = Q(objection__decider=actor.person_id, objection__state=ObjectionState.MADE)
            seen |= named & ~Q(employee=actor.person_id)
        return self.filter(seen, round__state__in=(RoundState.RUNNING, RoundState.CLOSED))


class Proposal(OrganisationOwned, Versioned):
    """What one person is to earn after a round. Of who decides alone until it is final; then of the person too."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    employee = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="+", verbose_name=_("employee")
    )
    #: With whom it was made; who may come in follows from the placements.
    manager = models.ForeignKey(
        "organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("manager")
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.COMPUTED)
    # What it was computed from: the salary that held before the round, and the level of the final appraisal.
    scale = models.CharField(_("scale"), max_length=40, blank=True)
    old = money_field(_("salary"), null=True)
    part_time = models.DecimalField(_("part of full-time work"), max_digits=5, decimal_places=4, null=True)
    level = models.PositiveSmallIntegerField(_("level of appraisal"), null=True)
    appraised_on = models.DateField(_("appraisal of"), null=True)
    missing = models.CharField(_("not computed"), max_length=10, choices=Missing.choices, blank=True)
    #: What follows from the system; none when something is missing.
    computed = money_field(_("computed salary"), null=True)
    #: What people propose: the same, or another amount with a reason.
    new = money_field(_("new salary"), null=True)
    one_off_ratio = ratio_field(_("one-off reward"), default=Decimal(0))
    other_reward = models.TextField(_("reward other than money"), blank=True, default="", db_default="")
    reason = models.TextField(_("reason"), blank=True)
    # What it costs in a year, as far as there is an amount.
    structural = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    one_off = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    proposed_by = user_field()
    agreed_by = user_field()
    final_on = models.DateField(_("final on"), null=True)
    #: The last day on which the person may object; kept when it becomes final, for the rules may change.
    object_until = models.DateField(_("object until"), null=True)

    objects = owned_manager(ProposalQuerySet)

    class Meta:
        ordering = ["unit__path", "employee__sort_name", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "employee"], name="rewards_one_proposal")]
        indexes = [
            models.Index(fields=["employee", "state"], name="rewards_proposal_of"),
            models.Index(fields=["manager", "state"], name="rewards_proposal_led"),
        ]

    def __str__(self):
        return f"{self.round} · {self.employee}"  # never an amount


class Decision(OrganisationOwned):
    """What a named person decided about a proposal, and on which amount; never changed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    act = models.CharField(_("what"), max_length=12, choices=Act.choices)
    by = user_field()
    by_name = models.CharField(_("by"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    new = money_field(_("new salary"), null=True)
    one_off_ratio = ratio_field(_("one-off reward"), default=Decimal(0))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.proposal_id} {self.act}"


class Objection(OrganisationOwned, Versioned):
    """What the employee has against a reward that is final, within the term, and what was decided on it and by whom."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="objection")
    state = models.CharField(
        _("state"), max_length=10, choices=ObjectionState.choices, default=ObjectionState.MADE, editable=False
    )
    made_on = models.DateField(_("made on"))
    reasons = models.TextField(_("reasons of the objection"))
    #: Whom HR named to decide; none: anybody of HR who did not decide on the reward.
    decider = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decides"),
    )
    decided_on = models.DateField(_("decided on"), null=True)
    decided_by = user_field()
    decided_by_name = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    decision = models.TextField(_("reasons of the decision"), blank=True)
    # The new salary and the one-off reward as they were when it was made: what the decision makes of them stands in the
    # proposal.
    before = money_field(_("new salary before the objection"), null=True)
    before_one_off = ratio_field(_("one-off reward before the objection"), default=Decimal(0))

    def __str__(self):
        return str(self.proposal_id)  # never what it says, nor an amount

    @property
    def is_open(self) -> bool:
        """True as long as nobody decided."""
        return self.state == ObjectionState.MADE
