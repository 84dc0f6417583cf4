"""The rules of appraisal in a cycle, the appraisal of a person with its scores, and every step it went through."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.appraisals.states import SHARED, Move, Part, State
from zichtlijn.audit.versions import Versioned
from zichtlijn.conversations.models import Conversation
from zichtlijn.ui.versions import version_of

# Nothing in this room keeps a history of its texts: a draft that is private must not be found in one.

_PERCENT = [MaxValueValidator(100)]


class Scheme(OrganisationOwned, Versioned):
    """The rules of appraisal in one cycle: weights of the parts, and the term to object. Its levels are the scale."""

    cycle = models.OneToOneField("conversations.Cycle", on_delete=models.CASCADE, related_name="scheme")
    agreements_weight = models.PositiveSmallIntegerField(
        _("weight of the agreements (%)"), default=60, validators=_PERCENT
    )
    competencies_weight = models.PositiveSmallIntegerField(
        _("weight of the competencies (%)"), default=40, validators=_PERCENT
    )
    objection_days = models.PositiveSmallIntegerField(
        _("days to object"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )

    def __str__(self):
        return str(self.cycle)

    def weight_of(self, part: str) -> int:
        """What a part weighs, in percent."""
        return self.agreements_weight if part == Part.AGREEMENTS else self.competencies_weight


class Level(OrganisationOwned):
    """A level of the scale and the label of the same name: level 1 is the lowest, and counts as 1."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("what it means"), blank=True)
    is_negative = models.BooleanField(_("not good enough"), default=False)
    #: From this score on the label is proposed; of level 1 always 1.
    from_score = models.DecimalField(_("from score"), max_digits=5, decimal_places=2)
    #: A target distribution that is only shown: the least and the most of the people, in percent. Empty: none.
    least = models.PositiveSmallIntegerField(_("at least (%)"), null=True, blank=True, validators=_PERCENT)
    most = models.PositiveSmallIntegerField(_("at most (%)"), null=True, blank=True, validators=_PERCENT)

    class Meta:
        ordering = ["scheme", "number"]
        constraints = [models.UniqueConstraint(fields=["scheme", "number"], name="appraisals_one_level")]

    def __str__(self):
        return self.name

    @property
    def value(self) -> Decimal:
        """The number with which the level counts."""
        return Decimal(self.number)


class AppraisalQuerySet(models.QuerySet):
    def shared(self):
        """Those that left the desk of who writes them."""
        return self.filter(state__in=SHARED)

    def drafted_by(self, actor):
        """Drafts of the actor about people whom the actor leads now."""
        if not actor.person_id or not actor.may(Permission.LEAD_PEOPLE):
            return self.none()
        led = Conversation.objects.led_by(actor).filter(pk=OuterRef("report__conversation"))
        return self.filter(Exists(led), state=State.DRAFT, report__writer=actor.person_id)

    def visible_to(self, actor):
        """Everything of it: one's own drafts; and what was sent, for the employee and the manager of its day.

        Who approves or decides, and HR, come in by `permissions`.
        """
        if actor.person_id is None:
            return self.none()
        led = Conversation.objects.led_by(actor).filter(pk=OuterRef("report__conversation"))
        seen = Q(state__in=SHARED) & (Q(report__conversation__employee=actor.person_id) | Q(Exists(led)))
        mine = Q(Exists(led), state=State.DRAFT, report__writer=actor.person_id)
        return self.filter(seen | mine)


class Appraisal(OrganisationOwned, Versioned):
    """The judgement that goes with the report of an appraisal conversation; of its writer alone until that is sent.

    Who wrote it, when it was sent, the term and the answer stand in the report. Levels stand here by their number.
    """

    report = models.OneToOneField("conversations.Report", on_delete=models.CASCADE, related_name="appraisal")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    #: What the calculation proposed when it was sent; None when nothing was scored.
    proposed = models.PositiveSmallIntegerField(_("proposed label"), null=True)
    #: What the manager chose, with the reason when that is another label than the proposal.
    chosen = models.PositiveSmallIntegerField(_("label of the manager"), null=True, blank=True)
    reason = models.TextField(_("reason to deviate"), blank=True)
    #: As it stands: what the manager chose, or what calibration made of it.
    label = models.PositiveSmallIntegerField(_("label"), null=True)
    final_on = models.DateField(_("final on"), null=True)
    object_until = models.DateField(_("object until"), null=True)
    #: What the decision on an objection made of it; None: no decision, or the label stayed.
    decided = models.PositiveSmallIntegerField(_("label after the objection"), null=True)
    decided_on = models.DateField(_("decided on"), null=True)

    objects = owned_manager(AppraisalQuerySet)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="appraisals_state")]

    def __str__(self):
        return str(self.report.conversation)

    @property
    def deviation(self) -> str:
        """Why the label differs from the proposal; nothing when it does not, also when something was written once."""
        return self.reason if self.chosen != self.proposed else ""

    @property
    def level(self) -> int | None:
        """The label that counts: of the decision when that changed it."""
        return self.decided or self.label


class Score(OrganisationOwned):
    """One line: an agreement or a competency, its weight, and the level that was given; none: not scored.

    What it is called and what it weighs are kept as they were when the appraisal was sent.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="scores")
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)
    agreement = models.ForeignKey(
        "conversations.Agreement", on_delete=models.RESTRICT, null=True, related_name="+", verbose_name=_("agreement")
    )
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.RESTRICT, null=True, related_name="+", verbose_name=_("competency")
    )
    name = models.TextField(_("what is judged"))
    weight = models.DecimalField(_("weight"), max_digits=9, decimal_places=4)
    required = models.PositiveSmallIntegerField(_("required level"), null=True)
    level = models.PositiveSmallIntegerField(_("score"), null=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        ordering = ["appraisal", "part", "id"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "agreement"], name="appraisals_one_score_of_agreement"),
            models.UniqueConstraint(fields=["appraisal", "competency"], name="appraisals_one_score_of_competency"),
            models.CheckConstraint(
                condition=Q(agreement__isnull=True, competency__isnull=False)
                | Q(agreement__isnull=False, competency__isnull=True),
                name="appraisals_score_of_one_thing",
            ),
        ]

    def __str__(self):
        return self.get_part_display()  # never what it says: names of things stand in lists that others read


class Passage(OrganisationOwned):
    """One move that was made, by whom and with what words; the label before and after. Never changed."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="passages")
    move = models.CharField(_("what"), max_length=10, choices=Move.choices)
    by = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    #: The account it was done with: HR need not be a person of the organisation.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    by_name = models.CharField(_("by"), max_length=200)
    at = models.DateTimeField(_("at"))
    words = models.TextField(_("words"), blank=True)
    answer = models.CharField(_("answer"), max_length=10, blank=True)
    before = models.PositiveSmallIntegerField(_("label before"), null=True)
    after = models.PositiveSmallIntegerField(_("label after"), null=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return self.get_move_display()


class Mandate(OrganisationOwned):
    """Whom HR named as second appraiser, or to decide on an objection, in one conversation."""

    conversation = models.OneToOneField("conversations.Conversation", on_delete=models.CASCADE, related_name="mandate")
    second = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second appraiser"),
    )
    decider = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decides"),
    )

    def __str__(self):
        return str(self.conversation)

    @property
    def version(self) -> int:
        """A number that is another one once somebody else was named: what a form says that it saw."""
        return version_of((self.second_id, self.decider_id))


class KeptDistribution(OrganisationOwned):
    """How the labels of a closed cycle are distributed, as it may be shown to who counts: figures without people.

    Kept when the cycle is closed: a team that moves, or somebody who is forgotten, would change it and so tell of them.
    """

    cycle = models.OneToOneField("conversations.Cycle", on_delete=models.CASCADE, related_name="distribution")
    #: Rows of unit, cells and total; totals of the labels; people; whether a figure is hidden. None: hidden.
    content = models.JSONField()

    def __str__(self):
        return str(self.cycle_id)
