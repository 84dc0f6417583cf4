"""Sheets of a file of people: units, positions, people, placements, projects."""

# Read across: one column of a file per line.
# ruff: noqa: E501
from datetime import date

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.columns.column import Column, Sheet, Type, code_column

_ENDS_ON = Column("ends_on", "ends on", "eindigt op", Type.DATE, help=_("The last day. Empty: it goes on."))

UNITS = Sheet(
    "units",
    "units",
    "afdelingen",
    (
        code_column(also=("unit code", "unit", "afdelingscode", "eenheid", "code eenheid", "code afdeling", "key")),
        Column("name", "name", "naam", required=True, also=("unit name", "naam afdeling", "afdelingsnaam")),
        code_column("part_of", "part of", "onderdeel van", required=False, help=_("Code of the unit that it is part of. Empty: the top."),
              also=("parent", "parent code", "bovenliggend", "bovenliggende afdeling", "hoort bij")),
        code_column("head", "head", "hoofd", required=False, help=_("Personnel number of who heads it."),
              also=("head number", "leidinggevende", "personeelsnummer hoofd", "afdelingshoofd")),
        _ENDS_ON,
    ),
    _("The tree of units."),
    ("afdeling", "eenheden", "organisatieonderdelen", "organisation units"),
    (("W", "Waterschap", None, "1001", None), ("Z", "Zuivering", "W", "1002", None), ("Z1", "Team Slib", "Z", None, None)),
    (Column("head_name", "head name", "naam hoofd", help=_("Who heads it, by name.")),),
)  # fmt: skip
POSITIONS = Sheet(
    "positions",
    "positions",
    "functies",
    (
        code_column(also=("position code", "functiecode", "code functie", "key")),
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
        code_column("number", "personnel number", "personeelsnummer",
              also=("number", "employee number", "employee id", "medewerkernummer", "nummer", "personeelsnr", "key")),
        Column("given_name", "given name", "voornaam", required=True, limit=100, also=("first name", "roepnaam", "voornamen")),
        Column("family_prefix", "prefix", "tussenvoegsel", limit=30, also=("voorvoegsel", "tussenvoegsels", "family prefix")),
        Column("family_name", "family name", "achternaam", required=True, limit=100, also=("last name", "surname", "familienaam")),
        Column("email", "e-mail", "e-mail", Type.EMAIL, limit=254, also=("email", "mail", "e mail address", "email address", "e-mailadres", "emailadres")),
        Column("starts_on", "in service from", "in dienst vanaf", Type.DATE, also=("start date", "in dienst", "datum in dienst", "hire date", "starts on")),
        Column("ends_on", "in service until", "in dienst tot en met", Type.DATE, help=_("The last working day. The placements end with it."),
               also=("end date", "uit dienst", "datum uit dienst", "ends on")),
        code_column("unit", "unit", "afdeling", required=False, help=_("Code (or name) of the unit. With unit and position the person is placed."),
              also=("unit code", "afdelingscode", "eenheid", "department"), limit=200),
        code_column("position", "position", "functie", required=False, help=_("Code (or name) of the position."),
              also=("position code", "functiecode", "job title", "role"), limit=200),
        code_column("manager", "line manager", "leidinggevende", required=False, help=_("Personnel number of the line manager."),
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
        code_column("person", "personnel number", "personeelsnummer", also=("person", "medewerker", "number", "employee number", "nummer")),
        code_column("unit", "unit", "afdeling", help=_("Code (or name) of the unit."), also=("unit code", "afdelingscode", "eenheid"), limit=200),
        code_column("position", "position", "functie", help=_("Code (or name) of the position."), also=("position code", "functiecode"), limit=200),
        code_column("manager", "line manager", "leidinggevende", required=False, help=_("Personnel number of the line manager."),
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
        code_column(also=("project code", "projectcode", "key")),
        Column("name", "name", "naam", required=True, also=("project", "project name", "projectnaam")),
        Column("description", "description", "omschrijving", limit=4000),
        code_column("leader", "project leader", "projectleider", required=False, help=_("Personnel number of the project leader."), also=("leader",)),
        code_column("unit", "unit", "afdeling", required=False, help=_("Code (or name) of the unit."), also=("unit code", "afdelingscode"), limit=200),
        Column("starts_on", "from", "van", Type.DATE, also=("starts on", "vanaf", "begint op", "start date", "startdatum")),
        Column("ends_on", "until", "tot en met", Type.DATE, also=("ends on", "eindigt op", "end date", "einddatum")),
    ),
    _("Work with a beginning and an end, across units."),
    ("project",),
    (("GIS", "Nieuwe gisting", None, "1002", "Z", date(2026, 1, 1), date(2027, 12, 31)),),
    (Column("leader_name", "project leader name", "naam projectleider", help=_("Who leads it, by name.")),),
)  # fmt: skip
