"""What stands in the files: sheets and columns as data.

The reader, the templates, the exports and the page of documentation are all made from this. Headers are read in both
languages, whatever the language of the reader; capitals, accents, underscores and a `*` behind them do not matter.
"""

# The tables below are read across: one column of a file per line.
# ruff: noqa: E501
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zichtlijn.objectives.states import (
    Commitment,
    Frequency,
    Horizon,
    Kind,
    Level,
    Perspective,
    Shape,
    State,
    Tempo,
)
from zichtlijn.organisation.models import fold


class Type(StrEnum):
    TEXT = "text"
    CODE = "code"
    EMAIL = "email"
    DATE = "date"
    AMOUNT = "amount"
    PERCENT = "percent"
    CHOICE = "choice"
    PARENTS = "parents"
    INTERIM = "interim"


TYPE_HELP: dict[Type, str | Promise] = {
    Type.TEXT: _("text"),
    Type.CODE: _("code, without |"),
    Type.EMAIL: _("e-mail address"),
    Type.DATE: _("date: 2026-06-30, 30-06-2026 or a date cell"),
    Type.AMOUNT: _("number: 1234.5, 1.234,5 or a number cell; kept to four decimals"),
    Type.PERCENT: _("percentage from 0 to 100"),
    Type.CHOICE: _("one of the words given"),
    Type.PARENTS: _("codes with their weight: KEY:60|KEY2:40"),
    Type.INTERIM: _("days with their value: 2026-06-30=12,5|2026-09-30=14"),
}


@dataclass(frozen=True)
class Column:
    """One column: its name in the code, its header in both languages, and what may stand in it."""

    name: str
    en: str
    nl: str
    holds: Type = Type.TEXT
    required: bool = False
    help: str | Promise = ""
    also: tuple[str, ...] = ()
    limit: int = 200
    choices: type[TextChoices] | None = None
    #: More words for a choice, in any language.
    words: dict[str, str] = field(default_factory=dict, hash=False)

    def header(self, language: str | None = None) -> str:
        """The header in this language (that of the reader when not said)."""
        return self.nl if (language or translation.get_language() or "nl").startswith("nl") else self.en

    @cached_property
    def headings(self) -> frozenset[str]:
        """Everything that is read as the header of this column."""
        return frozenset(normal(text) for text in (self.name, self.en, self.nl, *self.also))

    def choice_labels(self) -> list[str]:
        """The words that may stand here, in the language of the reader."""
        return [str(label) for _value, label in self.choices.choices] if self.choices else []


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one CSV file."""

    name: str
    en: str
    nl: str
    columns: tuple[Column, ...]
    help: str | Promise = ""
    also: tuple[str, ...] = ()
    examples: tuple[tuple, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        return {heading: column for column in self.columns for heading in column.headings}

    @property
    def required(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.required)

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that is read as the name of this sheet."""
        return frozenset(normal(text) for text in (self.name, self.en, self.nl, *self.also))

    def title(self, language: str | None = None) -> str:
        """The name in this language (that of the reader when not said)."""
        return self.nl if (language or translation.get_language() or "nl").startswith("nl") else self.en


_BEHIND = re.compile(r"\s*(\([^)]*\)|\*)\s*$")
_BETWEEN = re.compile(r"[\s_\-/.]+")


def normal(text: str) -> str:
    """A header as it is compared."""
    text = fold(str(text)).strip()
    while (shorter := _BEHIND.sub("", text)) != text:
        text = shorter
    return _BETWEEN.sub(" ", text).strip()


@lru_cache
def words_of_choice(column: Column) -> dict[str, str]:
    """Every word that means one of the choices, in any language of the interface → the choice."""
    found: dict[str, str] = {}
    assert column.choices is not None
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {normal(str(label)): value for value, label in column.choices.choices}
    found |= {normal(value): value for value in column.choices.values}
    return found | {normal(word): value for word, value in column.words.items()}


def _code(name="code", en="code", nl="code", *, required=True, help="", also=(), limit=50):  # noqa: A002 - as the field
    return Column(name, en, nl, Type.CODE, required, help, also, limit)


_ENDS_ON = Column("ends_on", "ends on", "eindigt op", Type.DATE, help=_("The last day. Empty: it goes on."))

UNITS = Sheet(
    "units",
    "units",
    "afdelingen",
    (
        _code(also=("unit code", "unit", "afdelingscode", "eenheid", "code eenheid", "code afdeling", "key")),
        Column("name", "name", "naam", required=True, also=("unit name", "naam afdeling", "afdelingsnaam")),
        _code("part_of", "part of", "onderdeel van", required=False, help=_("Code of the unit that it is part of. Empty: the top."),
              also=("parent", "parent code", "bovenliggend", "bovenliggende afdeling", "hoort bij")),
        _code("head", "head", "leidinggevende", required=False, help=_("Personnel number of who heads it."),
              also=("head number", "hoofd", "personeelsnummer hoofd", "afdelingshoofd")),
        _ENDS_ON,
    ),
    _("The tree of units."),
    ("afdeling", "eenheden", "organisatieonderdelen", "organisation units"),
    (("W", "Waterschap", None, "1001", None), ("Z", "Zuivering", "W", "1002", None), ("Z1", "Team Slib", "Z", None, None)),
)  # fmt: skip
POSITIONS = Sheet(
    "positions",
    "positions",
    "functies",
    (
        _code(also=("position code", "functiecode", "code functie", "key")),
        Column("name", "name", "naam", required=True, also=("position name", "position", "functie", "functienaam", "naam functie")),
        Column("description", "description", "omschrijving", limit=4000),
        _ENDS_ON,
    ),
    _("The positions in which people are placed."),
    ("functie", "function", "functions", "job titles"),
    (("PROC", "Procesoperator", "Houdt de zuivering aan de gang", None), ("MAN", "Teammanager", None, None)),
)  # fmt: skip
PEOPLE = Sheet(
    "people",
    "people",
    "medewerkers",
    (
        _code("number", "personnel number", "personeelsnummer",
              also=("number", "employee number", "employee id", "medewerkernummer", "nummer", "personeelsnr", "key")),
        Column("given_name", "given name", "voornaam", required=True, limit=100, also=("first name", "roepnaam", "voornamen")),
        Column("family_prefix", "prefix", "tussenvoegsel", limit=30, also=("voorvoegsel", "tussenvoegsels", "family prefix")),
        Column("family_name", "family name", "achternaam", required=True, limit=100, also=("last name", "surname", "familienaam")),
        Column("email", "e-mail", "e-mailadres", Type.EMAIL, limit=254, also=("email", "mail", "e mail address", "email address", "emailadres")),
        Column("starts_on", "in service from", "in dienst vanaf", Type.DATE, also=("start date", "in dienst", "datum in dienst", "hire date", "starts on")),
        Column("ends_on", "in service until", "in dienst tot en met", Type.DATE, help=_("The last working day. The placements end with it."),
               also=("end date", "uit dienst", "datum uit dienst", "ends on")),
        _code("unit", "unit", "afdeling", required=False, help=_("Code (or name) of the unit. With unit and position the person is placed."),
              also=("unit code", "afdelingscode", "eenheid", "department"), limit=200),
        _code("position", "position", "functie", required=False, help=_("Code (or name) of the position."),
              also=("position code", "functiecode", "job title", "role"), limit=200),
        _code("manager", "line manager", "leidinggevende", required=False, help=_("Personnel number of the line manager."),
              also=("manager", "manager number", "personeelsnummer leidinggevende", "lijnmanager", "chef")),
        Column("placed_from", "placed from", "geplaatst vanaf", Type.DATE, help=_("First day in this unit and position. Empty: from service, or today."),
               also=("placement from", "plaatsing vanaf", "in functie vanaf")),
    ),
    _("One row per person, with the place where the person works now."),
    ("persons", "employees", "personen", "mensen", "personeel", "medewerker"),
    (
        ("1001", "Dirk", None, "Dijkgraaf", "d.dijkgraaf@example.org", date(2015, 3, 1), None, "W", "MAN", None, date(2019, 1, 1)),
        ("1002", "Lotte", "van de", "Lijn", "l.lijn@example.org", date(2018, 9, 1), None, "Z", "MAN", "1001", date(2021, 1, 1)),
        ("1003", "Emma", None, "Eik", "e.eik@example.org", date(2022, 5, 1), None, "Z1", "PROC", "1002", date(2022, 5, 1)),
    ),
)  # fmt: skip
PLACEMENTS = Sheet(
    "placements",
    "placements",
    "plaatsingen",
    (
        _code("person", "personnel number", "personeelsnummer", also=("person", "medewerker", "number", "employee number", "nummer")),
        _code("unit", "unit", "afdeling", help=_("Code (or name) of the unit."), also=("unit code", "afdelingscode", "eenheid"), limit=200),
        _code("position", "position", "functie", help=_("Code (or name) of the position."), also=("position code", "functiecode"), limit=200),
        _code("manager", "line manager", "leidinggevende", required=False, help=_("Personnel number of the line manager."),
              also=("manager", "lijnmanager", "chef")),
        Column("starts_on", "placed from", "geplaatst vanaf", Type.DATE, required=True, also=("from", "vanaf", "van", "starts on")),
        Column("ends_on", "placed until", "geplaatst tot en met", Type.DATE, help=_("The last day. Empty: it goes on."),
               also=("until", "tot", "tot en met", "ends on")),
    ),
    _("For people who work in more than one place, and for places of the past. One row per placement."),
    ("placement", "plaatsing"),
    (("1003", "Z1", "PROC", "1002", date(2022, 5, 1), None),),
)  # fmt: skip
PROJECTS = Sheet(
    "projects",
    "projects",
    "projecten",
    (
        _code(also=("project code", "projectcode", "key")),
        Column("name", "name", "naam", required=True, also=("project", "project name", "projectnaam")),
        Column("description", "description", "omschrijving", limit=4000),
        _code("leader", "project leader", "projectleider", required=False, help=_("Personnel number of the project leader."), also=("leader",)),
        _code("unit", "unit", "afdeling", required=False, help=_("Code (or name) of the unit."), also=("unit code", "afdelingscode"), limit=200),
        Column("starts_on", "from", "vanaf", Type.DATE, also=("starts on", "begint op", "start date", "startdatum")),
        Column("ends_on", "until", "tot en met", Type.DATE, also=("ends on", "eindigt op", "end date", "einddatum")),
    ),
    _("Work with a beginning and an end, across units."),
    ("project",),
    (("GIS", "Nieuwe gisting", None, "1002", "Z", date(2026, 1, 1), date(2027, 12, 31)),),
)  # fmt: skip
OBJECTIVES = Sheet(
    "objectives",
    "objectives",
    "doelstellingen",
    (
        _code(limit=60, also=("key", "objective code", "doelcode", "sleutel")),
        Column("level", "level", "niveau", Type.CHOICE, True, choices=Level, words={
            "strategic": Level.STRATEGIC, "strategisch": Level.STRATEGIC, "department": Level.DEPARTMENT, "afdeling": Level.DEPARTMENT,
            "operational": Level.OPERATIONAL, "operationeel": Level.OPERATIONAL, "position": Level.ROLE, "functie": Level.ROLE,
            "function": Level.ROLE, "project": Level.PROJECT, "personal": Level.PERSONAL, "persoonlijk": Level.PERSONAL}),
        Column("title", "objective", "doelstelling", required=True, limit=300, also=("title", "titel", "doel")),
        Column("description", "explanation", "toelichting", limit=8000, also=("description", "omschrijving")),
        _code("owner", "owner", "eigenaar", required=False, help=_("Personnel number. Needed for a personal objective."), also=("owner number",)),
        _code("unit", "unit", "afdeling", required=False, help=_("Code (or name) of the unit."), also=("unit code", "afdelingscode"), limit=200),
        _code("position", "position", "functie", required=False, help=_("Code (or name) of the position."), also=("position code", "functiecode"), limit=200),
        _code("project", "project", "project", required=False, help=_("Code of the project."), also=("project code", "projectcode")),
        Column("period", "period", "periode", limit=50, help=_("Name of the period. Empty: the year of the first day, or this year."), also=("year", "jaar")),
        Column("starts_on", "from", "vanaf", Type.DATE, help=_("Empty: the first day of the period."), also=("starts on", "start", "begint op")),
        Column("ends_on", "until", "tot en met", Type.DATE, help=_("Empty: the last day of the period."), also=("ends on", "end", "eindigt op")),
        Column("perspective", "perspective", "perspectief", Type.CHOICE, choices=Perspective, words={
            "financieel": Perspective.FINANCIAL, "klanten": Perspective.CUSTOMERS, "klant": Perspective.CUSTOMERS, "customer": Perspective.CUSTOMERS,
            "processen": Perspective.PROCESSES, "proces": Perspective.PROCESSES, "process": Perspective.PROCESSES, "internal process": Perspective.PROCESSES,
            "leren": Perspective.LEARNING, "leren en groei": Perspective.LEARNING, "leren en veranderen": Perspective.LEARNING,
            "learning and growth": Perspective.LEARNING}),
        Column("horizon", "horizon", "horizon", Type.CHOICE, choices=Horizon, words={
            "kort": Horizon.SHORT, "korte termijn": Horizon.SHORT, "lang": Horizon.LONG, "lange termijn": Horizon.LONG}),
        Column("commitment", "commitment", "toezegging", Type.CHOICE, choices=Commitment, also=("ambition", "ambitie"), words={
            "toegezegd": Commitment.COMMITTED, "ambitieus": Commitment.ASPIRATIONAL, "streven": Commitment.ASPIRATIONAL}),
        Column("weight", "weight", "gewicht", Type.PERCENT, help=_("Share of the personal plan; only for personal objectives."), also=("weight (%)",)),
        Column("parents", "follows from", "volgt uit", Type.PARENTS, limit=2000,
               help=_("Codes of the objectives that it supports, each with its weight among its siblings if there is one."),
               also=("parents", "parent", "bovenliggend", "bovenliggende doelstelling", "ouders")),
        Column("state", "state", "status", Type.CHOICE, choices=State, help=_("Empty: agreed."), also=("staat", "toestand"), words={
            "concept": State.DRAFT, "voorgesteld": State.PROPOSED, "afgesproken": State.AGREED, "vastgesteld": State.AGREED,
            "afgesloten": State.CLOSED, "gesloten": State.CLOSED, "vervallen": State.DROPPED}),
    ),
    _("One row per objective. The levels follow each other from strategic to personal."),
    ("objective", "goals", "doelen", "doelstelling"),
    (
        ("S1", "strategic", "Schoner water in alle sloten", None, "1001", "W", None, None, "2026", None, None, "processes", "long", "committed", None, None, None),
        ("A1", "department", "De zuivering loost de helft minder", None, "1002", "Z", None, None, "2026", None, None, "processes", "short", "committed", None, "S1:60", None),
        ("O1", "operational", "Het slib is droger", None, "1002", "Z1", None, None, "2026", None, None, None, None, None, None, "A1", None),
        ("F1", "role", "De pers staat nooit stil", None, None, "Z1", "PROC", None, "2026", None, None, None, None, None, None, "O1:100", None),
        ("P1", "personal", "Ik kan de pers alleen bedienen", None, "1003", "Z1", None, None, "2026", None, None, None, None, None, 100, "F1", None),
    ),
)  # fmt: skip
MEASURES = Sheet(
    "measures",
    "measures",
    "metingen",
    (
        _code(limit=60, also=("key", "measure code", "metingcode", "sleutel")),
        _code("objective", "objective", "doelstelling", limit=60, help=_("Code of the objective."), also=("objective code", "objective key", "doelcode")),
        Column("name", "measure", "meting", required=True, limit=300, also=("name", "naam", "indicator", "prestatie-indicator")),
        Column("kind", "kind", "soort", Type.CHOICE, choices=Kind, help=_("Empty: higher is better."), also=("direction", "richting"), words={
            "hoger": Kind.UP, "hoger is beter": Kind.UP, "lager is beter": Kind.DOWN, "omhoog": Kind.UP, "stijgend": Kind.UP, "lager": Kind.DOWN, "omlaag": Kind.DOWN, "dalend": Kind.DOWN,
            "band": Kind.BAND, "binnen een band": Kind.BAND, "bandbreedte": Kind.BAND, "mijlpalen": Kind.MILESTONES,
            "ja/nee": Kind.YES_NO, "yes/no": Kind.YES_NO, "ja of nee": Kind.YES_NO}),
        Column("unit", "unit of measure", "eenheid", limit=50, also=("unit", "meeteenheid")),
        Column("baseline", "baseline", "nulmeting", Type.AMOUNT, also=("beginwaarde", "start value")),
        Column("target", "target", "streefwaarde", Type.AMOUNT, also=("doelwaarde", "norm")),
        Column("lower", "band from", "band vanaf", Type.AMOUNT, also=("lower", "ondergrens")),
        Column("upper", "band to", "band tot", Type.AMOUNT, also=("upper", "bovengrens")),
        Column("lower_limit", "lower limit", "uiterste ondergrens", Type.AMOUNT),
        Column("upper_limit", "upper limit", "uiterste bovengrens", Type.AMOUNT),
        Column("starts_on", "from", "vanaf", Type.DATE, help=_("Empty: the first day of the objective."), also=("starts on",)),
        Column("ends_on", "until", "tot en met", Type.DATE, help=_("Empty: the last day of the objective."), also=("ends on",)),
        Column("frequency", "frequency", "frequentie", Type.CHOICE, choices=Frequency, help=_("Empty: every month."), words={
            "weekly": Frequency.WEEKLY, "week": Frequency.WEEKLY, "wekelijks": Frequency.WEEKLY, "monthly": Frequency.MONTHLY, "maand": Frequency.MONTHLY,
            "maandelijks": Frequency.MONTHLY, "quarterly": Frequency.QUARTERLY, "kwartaal": Frequency.QUARTERLY, "elk kwartaal": Frequency.QUARTERLY,
            "tertaal": Frequency.TERTIALLY, "tertial": Frequency.TERTIALLY, "yearly": Frequency.YEARLY, "jaar": Frequency.YEARLY, "jaarlijks": Frequency.YEARLY,
            "eenmalig": Frequency.ONCE}),
        Column("tempo", "lead or lag", "vooruit of achteraf", Type.CHOICE, choices=Tempo, help=_("Empty: lag."), also=("tempo", "lead/lag"), words={
            "leidend": Tempo.LEAD, "vooruit": Tempo.LEAD, "volgend": Tempo.LAG, "achteraf": Tempo.LAG}),
        Column("source", "source", "bron"),
        _code("responsible", "responsible", "verantwoordelijke", required=False, help=_("Personnel number of who records it."), also=("responsible number",)),
        Column("weight", "weight", "gewicht", Type.PERCENT, help=_("Share among the measures of the objective. Empty: an equal share.")),
        Column("shape", "expected course", "verwacht verloop", Type.CHOICE, choices=Shape, help=_("Empty: a straight line."), also=("shape", "vorm", "verloop"), words={
            "recht": Shape.STRAIGHT, "rechte lijn": Shape.STRAIGHT, "straight": Shape.STRAIGHT, "stepped": Shape.STEPPED, "stapsgewijs": Shape.STEPPED,
            "in stappen": Shape.STEPPED, "own": Shape.OWN, "eigen": Shape.OWN, "eigen vorm": Shape.OWN}),
        Column("interim", "interim targets", "tussentijdse streefwaarden", Type.INTERIM, limit=4000, also=("tussendoelen", "interim")),
    ),
    _("How one sees whether an objective is reached. One row per measure."),
    ("measure", "indicators", "indicatoren", "meting", "prestatie-indicatoren"),
    (
        ("M1", "S1", "Sloten met helder water", "up", "%", Decimal(40), Decimal(80), None, None, None, None, None, None, "quarterly", "lag", "Meetnet",
         "1001", None, "straight", ((date(2026, 6, 30), Decimal("55.5")),)),
        ("M2", "A1", "Geloosde stikstof", "down", "kg", Decimal(1200), Decimal(600), None, None, None, None, None, None, "monthly", "lead", "SCADA",
         "1002", None, "straight", None),
        ("M3", "P1", "Zelfstandig gedraaide diensten", "up", "diensten", Decimal(0), Decimal(10), None, None, None, None, None, None, "monthly", "lead", None,
         "1003", None, "straight", None),
    ),
)  # fmt: skip
READINGS = Sheet(
    "readings",
    "readings",
    "meetwaarden",
    (
        _code("code", "measure code", "code meting", limit=60, also=("measure", "measure key", "meting", "metingcode", "indicator")),
        Column("measured_on", "date", "datum", Type.DATE, True, also=("measured on", "gemeten op", "day", "dag")),
        Column("value", "value", "waarde", Type.AMOUNT, True, help=_("For a measure that is read as yes or no: 1 or 0."), also=("meetwaarde", "reading")),
        Column("note", "note", "opmerking", limit=500, also=("toelichting", "notitie", "remark")),
    ),
    _("What was measured. One row per measure and day; another value for the same day corrects the first."),
    ("reading", "meetwaarde", "values", "waarden"),
    (("M1", date(2026, 3, 31), Decimal("44.5"), None), ("M2", date(2026, 1, 31), Decimal("1175.25"), "Na de storm")),
)  # fmt: skip

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet for sheet in (UNITS, POSITIONS, PEOPLE, PLACEMENTS, PROJECTS, OBJECTIVES, MEASURES, READINGS)
}


@dataclass(frozen=True)
class FileKind:
    """What can be brought in as one file: a workbook with these sheets, or a CSV file of one of them."""

    name: str
    label: str | Promise
    help: str | Promise
    sheets: tuple[Sheet, ...]


FILE_KINDS: dict[str, FileKind] = {
    kind.name: kind
    for kind in (
        FileKind(
            "people",
            _("People and organisation"),
            _("Units, positions, people, where they are placed and under whom, and projects."),
            (UNITS, POSITIONS, PEOPLE, PLACEMENTS, PROJECTS),
        ),
        FileKind(
            "objectives",
            _("Objectives and measures"),
            _("Objectives with the objectives they support, their measures and targets, and readings."),
            (OBJECTIVES, MEASURES, READINGS),
        ),
        FileKind(
            "readings", _("Readings"), _("Only what was measured, of measures that are already there."), (READINGS,)
        ),
    )
}
#: Headers of what does not belong here: a file that has one is refused as a whole, unread.
FORBIDDEN_HEADINGS = frozenset(
    normal(text)
    for text in (
        "bsn", "burgerservicenummer", "sofinummer", "citizen service number", "social security number", "ssn",
        "religion", "godsdienst", "religie", "geloof", "health", "gezondheid", "ziekte", "medisch", "ethnicity", "etniciteit",
        "ras", "race", "sexual orientation", "seksuele geaardheid", "political opinion", "politieke voorkeur",
        "union membership", "vakbond", "vakbondslidmaatschap",
    )
)  # fmt: skip
