"""The development plan of a person, what of it was shared and agreed, and agreements on study costs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.competencies.states import MOST_LEVELS
from zichtlijn.development.states import ActivityState, GoalState, RequiredBy, StudyState, Way
from zichtlijn.organisation.models import Placement

# Nothing in this room keeps a history of its texts: what is private must not be found in one.

_LEVEL = [MinValueValidator(1), MaxValueValidator(MOST_LEVELS)]


def led_today(person: str, actor) -> Q:
    """Condition: the actor is the line manager, today, of the person at this path."""
    led = Placement.objects.today().filter(line_manager=actor.person_id or 0)
    return Q(**{f"{person}__in": led.values("person_id")})


class DevelopmentPlan(OrganisationOwned, Versioned):
    """What somebody wants to learn: their own, and private until they share a part of it."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="development_plans", verbose_name=_("person")
    )
    strengths = models.TextField(_("who am I, and what am I good at"), blank=True)
    work = models.TextField(_("my work now"), blank=True)
    wishes = models.TextField(_("what I wish for"), blank=True)
    texts_shared_at = models.DateTimeField(_("texts shared at"), null=True)

    class Meta:
        ordering = ["person__sort_name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="development_one_plan")]

    def __str__(self):
        return str(self.person)


class LearningGoalQuerySet(models.QuerySet):
    def shared(self):
        """Those that left the desk of the employee, and were not taken back."""
        return self.filter(shared_at__isnull=False)

    def visible_to(self, actor):
        """One's own; and what was shared by the people whose line manager one is today."""
        if actor.person_id is None:
            return self.none()
        seen = Q(plan__person=actor.person_id)
        if actor.may(Permission.LEAD_PEOPLE):
            seen |= led_today("plan__person", actor) & Q(shared_at__isnull=False)
        return self.filter(seen)


class LearningGoal(OrganisationOwned, Versioned):
    """Something to learn, for a competency, for a personal objective, or for a wish of one's own."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(_("what do you want to learn"), max_length=200)
    why = models.TextField(_("why"), blank=True)
    competency = models.ForeignKey(
        "competencies.Competency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("competency"),
    )
    from_level = models.PositiveSmallIntegerField(_("from level"), null=True, blank=True, validators=_LEVEL)
    to_level = models.PositiveSmallIntegerField(_("to level"), null=True, blank=True, validators=_LEVEL)
    objective = models.ForeignKey(
        "objectives.Objective",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("objective"),
    )
    state = models.CharField(_("state"), max_length=10, choices=GoalState.choices, default=GoalState.OPEN)
    shared_at = models.DateTimeField(_("shared at"), null=True)
    #: Goes up with each change of the goal or of one of its activities, but for how far it is: what was read is what
    #: is agreed.
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = owned_manager(LearningGoalQuerySet)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["plan", "shared_at"], name="development_shared")]

    def __str__(self):
        return gettext("development goal")  # never its text: names of things stand in lists that others read


class LearningActivity(OrganisationOwned, Versioned):
    """What one does for a goal: in which way, by when, and what it takes."""

    goal = models.ForeignKey(LearningGoal, on_delete=models.CASCADE, related_name="activities")
    way = models.CharField(_("way of learning"), max_length=10, choices=Way.choices, default=Way.WORKING)
    text = models.TextField(_("what"))
    due_on = models.DateField(_("ready on"), null=True, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=6, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget = models.DecimalField(
        _("budget (€)"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    support = models.TextField(_("support asked"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActivityState.choices, default=ActivityState.PLANNED)
    evidence = models.TextField(_("what shows it"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return str(self.get_way_display())  # never its text


class PlanReview(OrganisationOwned):
    """A day on which one looks at the plan again."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField(_("on"))
    held_on = models.DateField(_("held on"), null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "due_on"], name="development_one_review_a_day")]

    def __str__(self):
        return self.due_on.isoformat()


class GoalRemarkQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of one's own goals all of them; a manager reads their own, and the employee's of days on which they led."""
        if actor.person_id is None:
            return self.none()
        then = Placement.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=OuterRef("on")),
            person=OuterRef("goal__plan__person"),
            line_manager=actor.person_id,
            starts_on__lte=OuterRef("on"),
        )
        theirs = Q(writer=actor.person_id) | Q(Exists(then), writer=F("goal__plan__person"))
        return self.filter(Q(goal__plan__person=actor.person_id) | theirs)


class GoalRemark(OrganisationOwned):
    """What the employee or the manager says of a goal that is shared; never changed."""

    goal = models.ForeignKey(LearningGoal, on_delete=models.CASCADE, related_name="remarks")
    writer = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    writer_name = models.CharField(_("written by"), max_length=200)
    text = models.TextField(_("remark"))
    on = models.DateField(_("on"), default=timezone.localdate)

    objects = owned_manager(GoalRemarkQuerySet)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.goal_id} {self.writer_name}"


class AgreedGoalQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of one's own goals, of the people one leads today, and those one agreed to oneself."""
        if actor.person_id is None:
            return self.none()
        seen = Q(goal__plan__person=actor.person_id) | Q(agreed_by=actor.person_id)
        if actor.may(Permission.LEAD_PEOPLE):
            seen |= led_today("goal__plan__person", actor)
        return self.filter(seen)


class AgreedGoal(OrganisationOwned):
    """A goal as it was when the manager agreed to support it, with the hours and the money; never changed."""

    goal = models.ForeignKey(LearningGoal, on_delete=models.CASCADE, related_name="agreed")
    content = models.JSONField(_("the goal as it was agreed"))
    hours = models.DecimalField(_("hours agreed"), max_digits=6, decimal_places=1, null=True)
    budget = models.DecimalField(_("budget agreed (€)"), max_digits=10, decimal_places=2, null=True)
    support = models.TextField(_("support agreed"), blank=True)
    agreed_by = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    agreed_by_name = models.CharField(_("agreed by"), max_length=200)
    agreed_on = models.DateField(_("agreed on"))

    objects = owned_manager(AgreedGoalQuerySet)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return gettext("development goal")  # never its text


class StudyAgreementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What was offered to oneself, what one drew up, of the people one leads today, and by right all of them."""
        if actor.may(Permission.ARRANGE_DEVELOPMENT):
            return self.exclude(person=actor.person_id or 0, state=StudyState.DRAFT)
        if actor.person_id is None:
            return self.none()
        seen = Q(person=actor.person_id) & ~Q(state=StudyState.DRAFT)
        seen |= Q(drawn_up_by=actor.person_id) & ~Q(person=actor.person_id)
        if actor.may(Permission.LEAD_PEOPLE):
            seen |= led_today("person", actor)
        return self.filter(seen)


class StudyAgreement(OrganisationOwned, Versioned):
    """What the employer pays of a training, and what of it is paid back by who leaves; fixed once both signed."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="study_agreements", verbose_name=_("employee")
    )
    training = models.CharField(_("training"), max_length=200)
    required_by = models.CharField(_("who requires it"), max_length=10, choices=RequiredBy.choices)
    amount = models.DecimalField(_("costs (€)"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    #: So many months after the training the debt is gone, every month an equal part; 0: nothing is paid back.
    months = models.PositiveSmallIntegerField(_("months of repayment"), default=0, validators=[MaxValueValidator(60)])
    terms = models.TextField(_("further terms"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=StudyState.choices, default=StudyState.DRAFT)
    drawn_up_by = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    drawn_up_by_name = models.CharField(_("drawn up by"), max_length=200)
    offered_at = models.DateTimeField(_("signed by the employer at"), null=True)
    offered_by_name = models.CharField(_("signed for the employer by"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("signed by the employee at"), null=True)

    objects = owned_manager(StudyAgreementQuerySet)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="development_study_days"),
            models.CheckConstraint(
                condition=Q(required_by=RequiredBy.NONE) | Q(months=0), name="development_required_is_free"
            ),
        ]

    def __str__(self):
        return str(self.person)
