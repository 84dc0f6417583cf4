"""The framework of competencies, the profile of a position, and what was judged of a person."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.competencies.states import MOST_LEVELS, Side
from zichtlijn.organisation.models import LivingQuerySet, Placement

# Assessments keep no history of their texts: a draft that is private must not be found in one.

_LEVEL = [MinValueValidator(1), MaxValueValidator(MOST_LEVELS)]


class Framework(OrganisationOwned, Versioned):
    """The competencies of an organisation have one scale: the names of its levels, the lowest first, one a line."""

    name = models.CharField(_("name"), max_length=200)
    levels = models.TextField(_("levels"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="competencies_one_framework")]

    def __str__(self):
        return self.name

    @property
    def level_names(self) -> list[str]:
        """The names of the levels; the first is level 1."""
        return self.levels.splitlines()


class Competency(OrganisationOwned, Versioned):
    """Something that people can do more or less well. Once in use it is ended, not removed."""

    name = models.CharField(_("name"), max_length=120)
    group = models.CharField(_("group"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = owned_manager(LivingQuerySet)

    class Meta:
        ordering = ["group", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="competencies_competency_name"),
        ]

    def __str__(self):
        return self.name


class Behaviour(OrganisationOwned):
    """What one sees of somebody who has a competency at this level."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="behaviours")
    level = models.PositiveSmallIntegerField(validators=_LEVEL)
    text = models.TextField(_("behaviour"))

    class Meta:
        ordering = ["competency", "level"]
        constraints = [models.UniqueConstraint(fields=["competency", "level"], name="competencies_one_behaviour")]


class Profile(OrganisationOwned, Versioned):
    """What a position requires from a day on, until the next profile."""

    position = models.ForeignKey("organisation.Position", on_delete=models.CASCADE, related_name="profiles")
    from_on = models.DateField(_("from"))

    class Meta:
        ordering = ["position", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["position", "from_on"], name="competencies_one_profile_a_day")]

    def __str__(self):
        return str(self.position)


class Requirement(OrganisationOwned):
    """The level of a competency that a profile asks."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirements")
    level = models.PositiveSmallIntegerField(_("required level"), validators=_LEVEL)
    is_core = models.BooleanField(_("core"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "competency"], name="competencies_one_requirement")]


class AssessmentQuerySet(models.QuerySet):
    def shared(self):
        """Those that left the desk of their writer."""
        return self.filter(shared_on__isnull=False)

    def visible_to(self, actor):
        """One's own drafts; and what was shared: of oneself, of whom one leads now, of whom one led on that day."""
        if actor.person_id is None:
            return self.shared() if actor.may(Permission.SEE_COMPETENCIES) else self.none()
        mine = Q(shared_on=None, assessor=actor.person_id, side=Side.SELF)
        shared = Q(person=actor.person_id)
        if actor.may(Permission.LEAD_PEOPLE):
            led = Placement.objects.filter(person=OuterRef("person"), line_manager=actor.person_id)
            now = Exists(led.today())
            until = Q(ends_on=None) | Q(ends_on__gte=OuterRef("shared_on"))
            then = Exists(led.filter(until, starts_on__lte=OuterRef("shared_on")))
            mine |= Q(now, shared_on=None, assessor=actor.person_id)
            shared |= Q(now) | Q(then)
        if actor.may(Permission.SEE_COMPETENCIES):
            shared = Q()
        return self.filter(mine | (Q(shared_on__isnull=False) & shared))


class Assessment(OrganisationOwned, Versioned):
    """What one side found of a person: a draft of its writer alone until it is shared, then fixed."""

    person = models.ForeignKey(
        "organisation.Person", on_delete=models.CASCADE, related_name="assessments", verbose_name=_("person")
    )
    side = models.CharField(_("by whom"), max_length=7, choices=Side.choices)
    assessor = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    assessor_name = models.CharField(_("assessed by"), max_length=200)
    shared_on = models.DateField(_("shared on"), null=True)

    objects = owned_manager(AssessmentQuerySet)

    class Meta:
        ordering = ["-shared_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "assessor", "side"], condition=Q(shared_on=None), name="competencies_one_draft"
            )
        ]
        indexes = [models.Index(fields=["person", "shared_on"], name="competencies_of_person")]

    def __str__(self):
        return str(self.person)


class Judgement(OrganisationOwned):
    """The level that somebody was seen to have, with an example; once shared also what was required that day."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="judgements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="judgements")
    level = models.PositiveSmallIntegerField(_("level"), null=True, validators=_LEVEL)
    example = models.TextField(_("example"), blank=True)
    required = models.PositiveSmallIntegerField(_("required level"), null=True, validators=_LEVEL)
    is_core = models.BooleanField(_("core"), default=False)

    class Meta:
        ordering = ["competency__group", "competency__name", "id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "competency"], name="competencies_one_judgement")]
