"""The conversation cycle: steps, conversations, what each side prepared, the report, and what was agreed."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.conversations.states import (
    AgreementKind,
    Answer,
    Consent,
    CycleState,
    Kind,
    Outcome,
    Side,
    State,
    Tone,
)
from zichtlijn.organisation.models import Placement

# Nothing in this room keeps a history of its texts: a draft that is private must not be found in one.


class Cycle(OrganisationOwned, Versioned):
    """Which conversations everybody of a unit, or of the whole organisation, has in a period."""

    name = models.CharField(_("name"), max_length=200)
    period = models.ForeignKey(
        "organisation.Period", on_delete=models.PROTECT, related_name="cycles", verbose_name=_("period")
    )
    #: For everybody in this unit and below it; none: the whole organisation.
    unit = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cycles",
        verbose_name=_("for whom"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CycleState.choices, default=CycleState.DRAFT, editable=False
    )
    consent = models.CharField(_("works council"), max_length=10, choices=Consent.choices, blank=True)
    consent_on = models.DateField(_("date of the consent"), null=True, blank=True)
    consent_document = models.CharField(_("document"), max_length=300, blank=True)
    consent_scope = models.TextField(_("what the consent is about"), blank=True)
    started_on = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    #: The last day on which people were reminded: once a day is enough.
    reminded_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-period__starts_on", "name", "id"]

    def __str__(self):
        return self.name


class Step(OrganisationOwned, Versioned):
    """One conversation of the cycle: of which kind, and when."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    response_days = models.PositiveSmallIntegerField(
        _("days to answer the report"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )

    class Meta:
        ordering = ["opens_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="conversations_step_dates")
        ]

    def __str__(self):
        return self.title


def manages_on_its_day(person_id):
    """Condition: this person is the line manager of the employee on the day of the conversation.

    The day is that on which it became final, and today as long as it is not. On a day without a placement (somebody
    left, or comes back later) the last one before it counts: else nobody could end what is open. Somebody with two
    positions has one conversation, with the manager it was made with, as long as that is one of theirs; afterwards
    with the new one. `queries.pages.manager_people` tells the same of many.
    """
    today = Value(timezone.localdate(), output_field=models.DateField())
    day = Coalesce(OuterRef("final_on"), today)
    later = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")), person=OuterRef("person"))
    later = later.filter(starts_on__lte=Coalesce(OuterRef(OuterRef("final_on")), today))
    on_day = Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day) | ~Exists(later))
    on_day = on_day.filter(person=OuterRef("employee"), starts_on__lte=day)
    mine = Exists(on_day.filter(line_manager=person_id))
    return mine & (Q(manager=person_id) | ~Exists(on_day.filter(line_manager=OuterRef("manager"))))


class ConversationQuerySet(models.QuerySet):
    def of(self, actor):
        """In which the actor is the employee."""
        return self.filter(employee=actor.person_id) if actor.person_id else self.none()

    def led_by(self, actor):
        """In which the actor is the manager, by the placements on the day of each."""
        if not actor.person_id or not actor.may(Permission.LEAD_PEOPLE):
            return self.none()
        return self.filter(manages_on_its_day(actor.person_id))

    def with_meeting(self):
        """`held_at`: the moment of the appointment, or None."""
        met = Meeting.objects.filter(conversation=OuterRef("pk"), is_off=False)
        return self.annotate(held_at=Subquery(met.values("starts_at")))

    def visible_to(self, actor):
        """That it is there, and how far: both sides, and who runs the cycles. What stands in it is another question."""
        if actor.may(Permission.RUN_CONVERSATIONS):
            return self
        seen = Q(employee=actor.person_id) if actor.person_id else Q(pk__in=[])
        if actor.person_id and actor.may(Permission.LEAD_PEOPLE):
            seen |= Q(manages_on_its_day(actor.person_id))
        return self.filter(seen)


class Conversation(OrganisationOwned):
    """One conversation between an employee and the manager."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="conversations")
    employee = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="conversations", verbose_name=_("employee")
    )
    #: With whom it was made, or who took it over; who may come in follows from the placements.
    manager = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        related_name="conversations_led",
        verbose_name=_("manager"),
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    final_on = models.DateField(_("final on"), null=True)
    final_by_name = models.CharField(max_length=200, blank=True)

    objects = owned_manager(ConversationQuerySet)

    class Meta:
        ordering = ["step__opens_on", "employee__sort_name", "id"]
        constraints = [models.UniqueConstraint(fields=["step", "employee"], name="conversations_one_a_step")]
        indexes = [
            models.Index(fields=["employee", "state"], name="conversations_of"),
            models.Index(fields=["manager", "state"], name="conversations_led"),
        ]

    def __str__(self):
        return f"{self.step.title} · {self.employee}"


class Meeting(OrganisationOwned, Versioned):
    """When and where both meet. One that was called off stays, so that calendars hear of the next one in order."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="meeting")
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(
        _("how long"), default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    place = models.CharField(_("where"), max_length=200, blank=True)
    is_off = models.BooleanField(default=False)
    #: In whose calendar it was put beside that of the employee; who is manager now follows from the placements.
    manager = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    #: How often it was moved or called off: a calendar takes the highest (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self):
        return str(self.conversation)

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)


class Preparation(OrganisationOwned, Versioned):
    """What one side wrote beforehand; nobody else reads it before it is shared."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="preparations")
    writer = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    looking_back = models.TextField(_("looking back"), blank=True)
    looking_ahead = models.TextField(_("looking ahead"), blank=True)
    needs = models.TextField(_("what is needed"), blank=True)
    shared_at = models.DateTimeField(_("shared at"), null=True)

    class Meta:
        ordering = ["side", "id"]
        constraints = [models.UniqueConstraint(fields=["conversation", "writer"], name="conversations_one_preparation")]

    def __str__(self):
        return f"{self.conversation_id} {self.side}"


class Report(OrganisationOwned, Versioned):
    """What was said and concluded; of its writer alone until it is sent, of both sides from then on."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reports")
    writer = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    writer_name = models.CharField(_("written by"), max_length=200)
    discussed = models.TextField(_("what was discussed"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    respond_by = models.DateField(_("answer by"), null=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by_name = models.CharField(_("answered by"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "writer"], name="conversations_one_report")]

    def __str__(self):
        return f"{self.conversation_id} {self.writer_name}"


class Agreement(OrganisationOwned, Versioned):
    """Something that was agreed. It may point at an objective; target and readings stand there, and nowhere else."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind.choices, default=AgreementKind.RESULT)
    text = models.TextField(_("agreement"))
    objective = models.ForeignKey(
        "objectives.Objective",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("objective"),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight (%)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    due_on = models.DateField(_("ready on"), null=True, blank=True)
    means = models.TextField(_("means and support"), blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.get_kind_display()  # never its text: names of things stand in lists that others read


class AgreementAnswer(OrganisationOwned):
    """What came of an agreement, as a later report says."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="answers")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="agreement_answers")
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome.choices)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "report"], name="conversations_one_answer_a_report")
        ]

    def __str__(self):
        return f"{self.agreement_id} {self.outcome}"


class Addendum(OrganisationOwned):
    """Something added to a final report by one of both; never changed."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="addenda")
    writer = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    writer_name = models.CharField(_("written by"), max_length=200)
    text = models.TextField(_("addition"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.conversation_id} {self.writer_name}"


class Moment(OrganisationOwned):
    """Something of a day in the year that is worth coming back to; of its writer alone until it is shared."""

    about = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="moments")
    writer = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="+")
    tone = models.CharField(_("kind"), max_length=10, choices=Tone.choices, default=Tone.POSITIVE)
    happened_on = models.DateField(_("on"))
    text = models.TextField(_("what happened"))
    shared_at = models.DateTimeField(_("shared at"), null=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["about", "-happened_on"], name="conversations_moments")]

    def __str__(self):
        return self.happened_on.isoformat()  # never its text: names of things stand in lists that others read
