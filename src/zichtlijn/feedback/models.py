"""A 360 round of one person: what is asked of whom, and what was shown when it closed."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.feedback.states import Group, Question, RequestState, RoundState
from zichtlijn.organisation.models import Placement

# Nothing in this room keeps a history, and no answer has a moment: what was answered goes when the round closes.


def led_today(path: str, actor) -> Q:
    """Condition: the actor is the line manager, today, of the person at this path."""
    if actor.person_id is None or not actor.may(Permission.LEAD_PEOPLE):
        return Q(pk__in=[])
    led = Placement.objects.today().filter(line_manager=actor.person_id)
    return Q(**{f"{path}__in": led.values("person_id")})


class FeedbackRoundQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of oneself, of the people one leads today, and by right all of them: their course, not their result."""
        if actor.may(Permission.RUN_FEEDBACK):
            return self
        return self.filter(Q(person=actor.person_id or 0) | led_today("person", actor))

    def with_result_for(self, actor):
        """Closed rounds of oneself; and of people whom one leads today, those that they shared with oneself."""
        if actor.person_id is None:
            return self.none()
        shared = Q(shared_with=actor.person_id) & led_today("person", actor)
        return self.filter(Q(person=actor.person_id) | shared, state=RoundState.CLOSED)

    def past_deadline(self, day):
        """Those that are still open after their last day."""
        return self.filter(state=RoundState.RUNNING, closes_on__lt=day)


class FeedbackRound(OrganisationOwned, Versioned):
    """What somebody asks the people around them. Its result is theirs, and for development only."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="feedback_rounds", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    closes_on = models.DateField(_("answers until and including"), null=True)
    opened_on = models.DateField(_("opened on"), null=True)
    opened_by_name = models.CharField(_("opened by"), max_length=200, blank=True)
    ended_on = models.DateField(_("closed on"), null=True)
    #: At the close: how many were asked without their name, and how many answered; None when these were too few.
    invited = models.PositiveSmallIntegerField(_("asked"), default=0)
    answered = models.PositiveSmallIntegerField(_("answered"), null=True)
    manager_name = models.CharField(_("answered as manager"), max_length=200, blank=True)
    shared_with = models.ForeignKey(
        "organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("shared with")
    )
    shared_on = models.DateField(_("shared on"), null=True)

    objects = owned_manager(FeedbackRoundQuerySet)

    class Meta:
        ordering = ["-begun_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=[RoundState.DRAFT, RoundState.PROPOSED, RoundState.RUNNING]),
                name="feedback_one_round_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["state", "closes_on"], name="feedback_deadline")]

    def __str__(self):
        return str(self.person)

    @property
    def is_prepared(self) -> bool:
        """True while what is asked can still change."""
        return self.state in {RoundState.DRAFT, RoundState.PROPOSED}


class AskedBehaviour(OrganisationOwned):
    """A behaviour on which everybody answers; what it says is fixed once the round is open."""

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="behaviours")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("behaviour"))

    class Meta:
        ordering = ["round", "competency__group", "competency__name", "competency_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "competency", "number"], name="feedback_one_behaviour_a_number")
        ]

    def __str__(self):
        return self.text


class FeedbackRequest(OrganisationOwned, Versioned):
    """Somebody who is asked, with what they answer; of nobody else, and gone when the round ends."""

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(
        "organisation.Person",
        on_delete=models.CASCADE,
        related_name="feedback_requests",
        verbose_name=_("who is asked"),
    )
    group = models.CharField(_("group"), max_length=10, choices=Group.choices)
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    #: Number of the behaviour → 1 to 5, or None: cannot judge. What is not answered yet is not in it.
    answers = models.JSONField(_("answers"), default=dict)
    keep = models.TextField(_("keep doing"), blank=True)
    change = models.TextField(_("do differently"), blank=True)

    class Meta:
        ordering = ["group", "person__sort_name", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="feedback_asked_once")]

    def __str__(self):
        return gettext("request for feedback")  # never who, nor what


class FeedbackMean(OrganisationOwned):
    """What was shown at the close: the mean of one group, or of groups together, on one competency."""

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="means")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    #: Codes of the groups, joined by a plus.
    groups = models.CharField(_("groups"), max_length=60)
    mean = models.DecimalField(
        _("mean"), max_digits=2, decimal_places=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    raters = models.PositiveSmallIntegerField(_("raters"))

    class Meta:
        ordering = ["round", "competency__group", "competency__name", "competency_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "competency", "groups"], name="feedback_one_mean_a_group")
        ]


class FeedbackWords(OrganisationOwned):
    """Words that were shown at the close, in random order; of the anonymous groups without any group."""

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="words")
    question = models.CharField(_("question"), max_length=6, choices=Question.choices)
    #: Only of who is shown by name: the person or the manager.
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, blank=True)
    text = models.TextField(_("words"))

    class Meta:
        ordering = ["id"]
