"""Objectives, and the links along which they follow from each other."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.objectives.models.perspectives import perspective_choices
from zichtlijn.objectives.states import COUNTING, OPEN, Commitment, Horizon, Level, State, Status


class StandingFields(models.Model):
    """Where it stands, stored: written by the actions after each reading, never by a form."""

    progress = models.FloatField(null=True, editable=False)
    expected = models.FloatField(null=True, editable=False)
    coverage = models.FloatField(default=0.0, editable=False)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.TO_MEASURE, editable=False)

    class Meta:
        abstract = True


#: A draft, or a draft that was thrown away before anybody else saw it.
WITH_THE_WRITER = Q(state=State.DRAFT) | Q(state=State.DROPPED, proposed_by=None)
PERSONAL = Q(level=Level.PERSONAL)
#: What a card shows.
CARD = (
    "key", "title", "level", "state", "perspective", "commitment", "starts_on", "ends_on",
    "progress", "expected", "coverage", "status", "supporter_count", "in_line",
    "owner__given_name", "owner__family_prefix", "owner__family_name", "unit__name", "project__name",
)  # fmt: skip


class ObjectiveQuerySet(models.QuerySet):
    def visible_to(self, actor, *, levels=None):
        """What this actor may know of, see `seen_by`."""
        return self.filter(self.seen_by(actor, levels=levels))

    def seen_by(self, actor, *, levels=None) -> Q:
        """Condition on what this actor may know of.

        Everything that is not personal is seen by all members, except another's draft. A personal objective is seen by
        its person, the line above that person, whoever holds the permission, and as far as the organisation opened it.
        `levels` says at which levels the reader looks at all: a shorter question for the database.
        """
        looked_at = frozenset(levels) if levels is not None else frozenset(Level.values)
        wholly = looked_at if levels is not None else None
        seen = []
        if looked_at != {Level.PERSONAL}:
            seen.append(
                self._shared(actor) if wholly and Level.PERSONAL not in wholly else ~PERSONAL & self._shared(actor)
            )
        if Level.PERSONAL in looked_at:
            seen.append(PERSONAL & self._personal(actor))
        found = reduce(or_, seen)
        return found if wholly is None else found & Q(level__in=sorted(wholly))

    def of_line(self, actor):
        """Personal objectives on which the actor has a say: of the line under the actor, and no draft of another."""
        return self.filter(PERSONAL & self._in_my_line(actor))

    def for_cards(self):
        """Only what a card or a row of a list shows: title, standing and whose it is."""
        return self.select_related("owner", "unit", "project").only(*CARD)

    def _shared(self, actor):
        if actor.may(Permission.MANAGE_OBJECTIVES):
            return ~Q(pk__in=[])
        return (
            ~Q(state=State.DRAFT)
            | self._mine(actor)
            | self._made(actor)
            | self._in_my_units(actor)
            | self._in_my_projects(actor)
        )

    def _personal(self, actor):
        if actor.may(Permission.SEE_PERSONAL_OBJECTIVES):
            return ~WITH_THE_WRITER | self._made(actor) | self._mine(actor)
        return self._mine(actor) | self._made(actor) | self._in_my_line(actor) | self._opened(actor)

    @staticmethod
    def _mine(actor):
        return Q(owner_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])

    @staticmethod
    def _made(actor):
        return Q(made_by_id=actor.user.pk, state=State.DRAFT) if actor.user is not None else Q(pk__in=[])

    @staticmethod
    def _in_my_units(actor):
        """Of a unit that the actor heads, at any depth."""
        return reduce(or_, (Q(unit__path__gte=low, unit__path__lt=high) for low, high in actor.led_units), Q(pk__in=[]))

    @staticmethod
    def _in_my_projects(actor):
        """Of a project that the actor leads."""
        if actor.person_id is None or not actor.may(Permission.LEAD_PROJECT_OBJECTIVES):
            return Q(pk__in=[])
        return Q(level=Level.PROJECT, project__leader=actor.person_id)

    @staticmethod
    def _in_my_line(actor):
        """Of somebody in the line under the actor; a draft stays with the one who writes it."""
        if actor.led_people is None:
            return Q(pk__in=[])
        low, high = actor.led_people
        return Q(owner__reporting_path__gt=low, owner__reporting_path__lt=high) & ~WITH_THE_WRITER

    @staticmethod
    def _opened(actor):
        """As far as the organisation opened personal objectives to colleagues: only what was agreed."""
        seen_by = actor.organisation.personal_objectives_seen_by
        if seen_by == Organisation.SeenBy.EVERYONE:
            return Q(state__in=COUNTING)
        if seen_by == Organisation.SeenBy.UNIT and actor.person_id is not None:
            return Q(state__in=COUNTING, unit_id__among=actor.unit_ids)
        return Q(pk__in=[])

    def counting(self):
        """Agreed or closed: what counts in roll-ups and coverage."""
        return self.filter(state__in=COUNTING)

    def open(self):
        """Not closed and not dropped."""
        return self.filter(state__in=OPEN)


class Objective(OrganisationOwned, Versioned, StandingFields):
    """An objective (doelstelling) at one level of the cascade. The trunk: every other view is a view on this."""

    key = models.CharField(_("code"), max_length=60)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    title = models.CharField(_("objective"), max_length=300)
    description = models.TextField(_("explanation"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    period = models.ForeignKey(
        "organisation.Period", on_delete=models.PROTECT, related_name="objectives", verbose_name=_("period")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    owner = models.ForeignKey(
        "organisation.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("owner"),
    )
    unit = models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("unit"),
    )
    position = models.ForeignKey(
        "organisation.Position",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("position"),
    )
    project = models.ForeignKey(
        "organisation.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("project"),
    )
    direction = models.ForeignKey(
        "strategy.Direction",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("direction"),
    )
    template = models.ForeignKey(
        "ObjectiveTemplate", on_delete=models.SET_NULL, null=True, blank=True, related_name="objectives", editable=False
    )
    perspective = models.CharField(_("perspective"), max_length=12, choices=perspective_choices, blank=True)
    horizon = models.CharField(_("horizon"), max_length=5, choices=Horizon.choices, blank=True)
    commitment = models.CharField(
        _("commitment"), max_length=12, choices=Commitment.choices, default=Commitment.COMMITTED
    )
    #: Percent of the plan of the person; only for personal objectives, which add up to 100.
    weight = models.FloatField(
        _("weight in the personal plan (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    #: How much of the progress comes from its own measures, in percent; the rest from the objectives that support it.
    own_share = models.PositiveSmallIntegerField(
        _("share of its own measures (%)"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("The rest comes from the objectives that support it. Where one is absent, the other counts whole."),
    )
    #: Nobody needs to look for what it follows from. It gives nobody a line to the mission either.
    stands_alone = models.BooleanField(
        _("stands on its own on purpose"),
        default=False,
        help_text=_("It need not follow from another objective, as an OKR may: then it is no break in the line."),
    )
    confidence = models.PositiveSmallIntegerField(
        _("confidence"), null=True, blank=True, editable=False, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    confidence_on = models.DateField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    #: Who proposed it (a user), so that the other side agrees.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    agreed_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: What a published plan said that has no place of its own here.
    published = models.JSONField(default=dict, blank=True, editable=False)
    # stored standing of what supports it (the roll-up from below), beside its own progress
    support_progress = models.FloatField(null=True, editable=False)
    support_expected = models.FloatField(null=True, editable=False)
    support_coverage = models.FloatField(default=0.0, editable=False)
    #: Supporting objectives that count (agreed or closed).
    supporter_count = models.PositiveIntegerField(default=0, editable=False)
    measure_count = models.PositiveSmallIntegerField(default=0, editable=False)
    #: The sums behind the roll-up from below (`calculations.objectives.Sums` by name): a reading adds its difference.
    support_sums = models.JSONField(null=True, editable=False)
    #: True when its chain of counting parents reaches a strategic objective.
    in_line = models.BooleanField(default=False, editable=False)

    objects = owned_manager(ObjectiveQuerySet)
    history = HistoricalRecords(
        excluded_fields=[
            "progress",
            "expected",
            "coverage",
            "status",
            "support_progress",
            "support_expected",
            "support_coverage",
            "supporter_count",
            "measure_count",
            "support_sums",
            "in_line",
            "published",
            "created_at",
        ]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="objectives_objective_key"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="objectives_objective_dates"),
            models.CheckConstraint(
                condition=~Q(level=Level.PERSONAL) | Q(owner__isnull=False) | Q(state=State.DROPPED),
                name="objectives_personal_has_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "period", "level", "id"], name="objectives_by_level"),
            models.Index(fields=["owner", "period", "state"], name="objectives_by_owner"),
            models.Index(fields=["unit", "period", "level"], name="objectives_by_unit"),
            models.Index(fields=["organisation", "state", "id"], name="objectives_by_state"),
            models.Index(fields=["organisation", "level", "id"], name="objectives_of_level"),
            # few rows at any size: where the line breaks is counted on every visit of the alignment page
            models.Index(fields=["organisation", "state"], condition=Q(in_line=False), name="objectives_out_of_line"),
            models.Index(
                fields=["organisation", "level", "id"],
                condition=Q(state=State.AGREED, measure_count=0, supporter_count=0),
                name="objectives_unmeasured",
            ),
            # all that is asked of the plans of everybody: who has a line, and whose weights add up
            models.Index(
                fields=["organisation", "level", "owner", "state", "in_line", "ends_on", "starts_on", "weight"],
                name="objectives_plans",
            ),
        ]

    def __str__(self):
        return self.title


class ObjectiveLink(OrganisationOwned):
    """`child` follows from, and supports, `parent`."""

    child = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="child_links")
    #: Percent among the siblings under this parent; not filled in: an equal share of what is left.
    weight = models.FloatField(
        _("weight among siblings (%)"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "child", "parent"], name="objectives_link_unique"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="objectives_link_not_itself"),
        ]
        indexes = [
            models.Index(fields=["parent", "position", "id"], name="objectives_link_down"),
            models.Index(
                fields=["organisation", "parent"], condition=Q(weight__isnull=False), name="objectives_link_weighed"
            ),
        ]

    def __str__(self):
        return f"{self.child_id} → {self.parent_id}"
