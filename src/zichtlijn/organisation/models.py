"""Units, positions, people, placements, projects and periods of one organisation."""

import unicodedata

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from zichtlijn.access.scoping import ByteOrderField, OrganisationOwned, PathField, below, owned_manager
from zichtlijn.audit.versions import Versioned

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Text as it is compared: no capitals, no accents."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return plain.translate(_LETTERS)


class LivingQuerySet(models.QuerySet):
    def living(self, on=None):
        """Those that have not ended on this day (today when not said)."""
        return self.exclude(ends_on__lt=timezone.localdate() if on is None else on)


class UnitQuerySet(LivingQuerySet):
    def within(self, unit):
        """This unit and all units below it."""
        low, high = below(unit.path)
        return self.filter(path__gte=low, path__lt=high)


class Unit(OrganisationOwned, Versioned):
    """An organisational unit: the whole organisation, a department, a team."""

    key = models.CharField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = PathField()
    head = models.ForeignKey(
        "Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="heads", verbose_name=_("head")
    )
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = owned_manager(UnitQuerySet)
    history = HistoricalRecords(excluded_fields=["path"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="organisation_unit_key")]
        indexes = [models.Index(fields=["organisation", "path"], name="organisation_unit_path")]

    def __str__(self):
        return self.name

    @property
    def depth(self) -> int:
        """0 for the top."""
        return len(self.path) // 8 - 1


class Position(OrganisationOwned, Versioned):
    """A position (functie): what somebody is placed as."""

    key = models.CharField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = owned_manager(LivingQuerySet)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="organisation_position_key")]
        indexes = [models.Index(fields=["organisation", "name", "id"], name="organisation_position_name")]

    def __str__(self):
        return self.name


class PersonQuerySet(LivingQuerySet):
    def reporting_to(self, person):
        """Everybody in the line under this person, at any depth, as it is today."""
        low, high = below(person.reporting_path)
        return self.filter(reporting_path__gt=low, reporting_path__lt=high) if person.reporting_path else self.none()


class Person(OrganisationOwned, Versioned):
    """Somebody who works in the organisation. Not an account: a membership joins the two."""

    key = models.CharField(_("personnel number"), max_length=50)
    given_name = models.CharField(_("given name"), max_length=100)
    family_prefix = models.CharField(_("prefix"), max_length=30, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    starts_on = models.DateField(_("in service from"), null=True, blank=True)
    ends_on = models.DateField(_("in service until"), null=True, blank=True)
    #: "wit, noor de": the order of every list of people, the same on every database; kept by the actions, never shown.
    sort_name = ByteOrderField(max_length=240, editable=False)
    #: The line of managers above this person, as of today; kept by the actions.
    reporting_path = PathField()
    #: Since when only a number without a name is left of somebody who left; what others wrote still points to it.
    forgotten_on = models.DateField(null=True, editable=False)

    objects = owned_manager(PersonQuerySet)
    history = HistoricalRecords(excluded_fields=["reporting_path", "sort_name", "forgotten_on"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="organisation_person_key")]
        indexes = [
            models.Index(fields=["organisation", "sort_name", "id"], name="organisation_person_name"),
            models.Index(fields=["organisation", "reporting_path"], name="organisation_person_line"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Noor de Wit"""
        return full_name(self.given_name, self.family_prefix, self.family_name)


def full_name(given_name: str, family_prefix: str, family_name: str) -> str:
    """'Noor de Wit'"""
    return " ".join(part for part in (given_name, family_prefix, family_name) if part)


def sort_name(given_name: str, family_prefix: str, family_name: str) -> str:
    """'wit, noor de': the Dutch order, prefix last, without capitals and accents so that Öztürk stands under the O."""
    return fold(f"{family_name}, {given_name}" + (f" {family_prefix}" if family_prefix else ""))[:240]


class PlacementQuerySet(models.QuerySet):
    def on(self, day):
        """Placements that hold on this day."""
        # not "no end, or an end from then on": an OR leads SQLite away from the index of the unit
        return self.filter(starts_on__lte=day).exclude(ends_on__lt=day)

    def today(self):
        """Placements that hold today."""
        return self.on(timezone.localdate())


class Placement(OrganisationOwned, Versioned):
    """A person in a unit, in a position, under a line manager, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="placements", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements", verbose_name=_("unit"))
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="placements", verbose_name=_("position")
    )
    line_manager = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="manages", verbose_name=_("line manager")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = owned_manager(PlacementQuerySet)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "unit", "position", "starts_on"], name="organisation_placement_unique"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="organisation_placement_dates"
            ),
            models.CheckConstraint(
                condition=Q(line_manager=None) | ~Q(line_manager=F("person")),
                name="organisation_placement_not_own_manager",
            ),
        ]
        indexes = [
            models.Index(fields=["line_manager", "ends_on"], name="organisation_placement_line"),
            models.Index(fields=["organisation", "unit", "ends_on", "starts_on"], name="organisation_placement_unit"),
        ]

    def __str__(self):
        return f"{self.person} · {self.position}"


class Project(OrganisationOwned, Versioned):
    """Work with a beginning and an end, across units."""

    key = models.CharField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    leader = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("project leader")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("unit")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = owned_manager(LivingQuerySet)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="organisation_project_key")]

    def __str__(self):
        return self.name


class PeriodQuerySet(models.QuerySet):
    def years(self):
        return self.filter(kind=Period.Kind.YEAR)

    def at(self, day):
        """Periods in which this day falls."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Period(OrganisationOwned, Versioned):
    """A (fiscal) year, or a tertial or quarter of one."""

    class Kind(models.TextChoices):
        YEAR = "year", _("year")
        TERTIAL = "tertial", _("tertial")
        QUARTER = "quarter", _("quarter")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=50)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name=_("year")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = owned_manager(PeriodQuerySet)

    class Meta:
        ordering = ["starts_on", "-ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "starts_on"], name="organisation_period_unique"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="organisation_period_dates"),
        ]

    def __str__(self):
        return self.name


class SearchWord(OrganisationOwned):
    """One word of the name of something that can be found; a prefix is one range of the index at any size."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("objective")
        PERSONAL = "personal", _("personal objective")
        PERSON = "person", _("person")
        UNIT = "unit", _("unit")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    word = ByteOrderField(max_length=40)
    target_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "word", "target_id"], name="organisation_search_word"
            )
        ]
        indexes = [
            # the word as well: a few known names are looked through without reading all words that begin with a letter
            models.Index(fields=["organisation", "kind", "target_id", "word"], name="organisation_search_target")
        ]
