"""The reward system and its versions, salaries, rounds with their proposals, and who decided what."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
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
from zichtlijn.rewards.states import (
    Act,
    By,
    Consent,
    Gender,
    Missing,
    ObjectionState,
    Of,
    Order,
    PromotionState,
    RoundState,
    State,
    SystemState,
)

# Nothing in this room keeps a history of its rows: a salary or a draft that is private must not be found in one.

_RATIO = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]


def _ratio(label, **more):
    return models.DecimalField(label, max_digits=5, decimal_places=4, validators=_RATIO, **more)


def _money(label, **more):
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))], **more
    )


def _user(**more):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", **more
    )


class SystemQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What was adopted is for everybody; drafts are for who keeps or adopts the system."""
        if actor.may(Permission.KEEP_REWARDS) or actor.may(Permission.ADOPT_REWARDS):
            return self
        return self.filter(state=SystemState.ADOPTED)


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
    most_deviation = _ratio(_("a manager may deviate by at most"), default=Decimal("0.02"))
    promotion = _ratio(_("raise at a promotion"), default=Decimal(0))
    objection_days = models.PositiveSmallIntegerField(
        _("days to object"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    proposed_by = _user()
    proposed_by_name = models.CharField(_("proposed by"), max_length=200, blank=True, editable=False)
    adopted_by = _user()
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
    minimum = _money(_("minimum"))
    maximum = _money(_("maximum"))
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
    ratio = _ratio(_("raise"))
    most_one_off = _ratio(_("at most once"), default=Decimal(0))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of_level", "band"], name="rewards_one_cell")]


class Salary(OrganisationOwned, Versioned):
    """What somebody earns from a day on, until the next row: the amount is for full-time work."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="salaries", verbose_name=_("person")
    )
    from_on = models.DateField(_("from"))
    scale = models.CharField(_("scale"), max_length=40)
    amount = _money(_("salary for full-time work"))
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
    collective = _ratio(_("collective raise"), default=Decimal(0))
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


def stands_above_on_its_day(person_id):
    """Condition: this person is the line manager of the line manager, on the day of `manages_on_its_day`."""
    today = Value(timezone.localdate(), output_field=models.DateField())
    day = Coalesce(OuterRef("final_on"), today)
    above = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), person=OuterRef("manager"))
    return Exists(above.filter(starts_on__lte=day, line_manager=person_id))


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

    def visible_to(self, actor):
        """That it is there: the person, both managers, and HR. What stands in it: ask `can_read_proposal`."""
        if actor.may(Permission.KEEP_REWARDS):
            return self
        seen = Q(employee=actor.person_id) if actor.person_id else Q(pk__in=[])
        if actor.person_id and actor.may(Permission.DECIDE_REWARDS):
            above = Q(stands_above_on_its_day(actor.person_id)) & ~Q(state=State.COMPUTED)
            seen |= Q(manages_on_its_day(actor.person_id)) | above
        if actor.person_id:
            seen |= Q(objection__decider=actor.person_id) & ~Q(employee=actor.person_id)
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
    old = _money(_("salary"), null=True)
    part_time = models.DecimalField(_("part of full-time work"), max_digits=5, decimal_places=4, null=True)
    level = models.PositiveSmallIntegerField(_("level of appraisal"), null=True)
    appraised_on = models.DateField(_("appraisal of"), null=True)
    missing = models.CharField(_("not computed"), max_length=10, choices=Missing.choices, blank=True)
    #: What follows from the system; none when something is missing.
    computed = _money(_("computed salary"), null=True)
    #: What people propose: the same, or another amount with a reason.
    new = _money(_("new salary"), null=True)
    one_off_ratio = _ratio(_("one-off reward"), default=Decimal(0))
    other_reward = models.TextField(_("reward other than money"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # What it costs in a year, as far as there is an amount.
    structural = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    one_off = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    proposed_by = _user()
    agreed_by = _user()
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
    by = _user()
    by_name = models.CharField(_("by"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    new = _money(_("new salary"), null=True)
    one_off_ratio = _ratio(_("one-off reward"), default=Decimal(0))
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
    decided_by = _user()
    decided_by_name = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    decision = models.TextField(_("reasons of the decision"), blank=True)
    # The new salary and the one-off reward as they were when it was made: what the decision makes of them stands in the
    # proposal.
    before = _money(_("new salary before the objection"), null=True)
    before_one_off = _ratio(_("one-off reward before the objection"), default=Decimal(0))

    def __str__(self):
        return str(self.proposal_id)  # never what it says, nor an amount

    @property
    def is_open(self) -> bool:
        """True as long as nobody decided."""
        return self.state == ObjectionState.MADE


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
    old = _money(_("salary"))
    part_time = models.DecimalField(_("part of full-time work"), max_digits=5, decimal_places=4)
    scale = models.CharField(_("new scale"), max_length=40)
    computed = _money(_("computed salary"))
    #: What people propose: the same, or another amount with a reason.
    new = _money(_("new salary"))
    reason = models.TextField(_("reason"))
    proposed_by = _user()
    proposed_by_name = models.CharField(_("proposed by"), max_length=200, editable=False)
    proposed_on = models.DateField(_("proposed on"))
    decided_by = _user()
    decided_by_name = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True)
    answer = models.TextField(_("why it was not agreed"), blank=True)

    objects = owned_manager(PromotionQuerySet)

    class Meta:
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["organisation", "state"], name="rewards_promotion_state")]

    def __str__(self):
        return str(self.person)  # never an amount
