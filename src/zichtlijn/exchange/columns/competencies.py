"""Sheets of a file of competencies: the levels, the competencies with what one sees, and what positions require."""

# Read across: one column of a file per line.
# ruff: noqa: E501
from datetime import date

from django.utils.translation import gettext_lazy as _

from zichtlijn.competencies.states import MOST_LEVELS
from zichtlijn.exchange.columns.column import Column, Sheet, Type, code_column
from zichtlijn.exchange.columns.objectives import YesNo

#: What a text of the framework may hold at most; that of its forms too.
TEXT = 4000
#: The column of what one sees at a level is called so, with the number of the level behind it.
BEHAVIOUR = "behaviour_"

LEVELS = Sheet(
    "levels",
    "levels",
    "niveaus",
    (
        code_column("level", "level", "niveau", limit=20, help=_("1 is the lowest; the next has the next number."), also=("level number", "nummer niveau", "niveaunummer")),
        Column("name", "level name", "naam niveau", required=True, limit=60, help=_("What the level is called."), also=("name of the level", "niveaunaam", "naam van het niveau")),
        Column("framework", "framework", "raamwerk", help=_("The name of the whole; the same on every row, or only on the first."), also=("framework name", "naam raamwerk", "competentieraamwerk")),
    ),
    _("The scale that all competencies have: three to seven levels. A scale that is in use can have other names, but no other number of levels."),
    ("level", "niveau", "scale", "schaal"),
    (
        ("1", "Begin", "Zo werken wij"),
        ("2", "Basis", None),
        ("3", "Zelfstandig", None),
        ("4", "Gids voor anderen", None),
    ),
)  # fmt: skip
COMPETENCIES = Sheet(
    "competencies",
    "competencies",
    "competenties",
    (
        Column("name", "competency", "competentie", required=True, limit=120, help=_("A competency is known by its name: another name is another competency."), also=("name", "naam", "competency name", "naam competentie")),
        Column("group", "group", "groep", required=True, limit=120, help=_("Competencies of one group stand together."), also=("cluster", "category", "categorie")),
        Column("description", "description", "omschrijving", limit=TEXT, also=("definition", "definitie", "beschrijving")),
        *(
            Column(f"{BEHAVIOUR}{number}", f"behaviour at level {number}", f"gedrag op niveau {number}", limit=TEXT, help=_("What one sees of somebody at this level."), also=(f"level {number}", f"niveau {number}", f"behaviour {number}", f"gedrag {number}", f"behavior at level {number}"))
            for number in range(1, MOST_LEVELS + 1)
        ),
        Column("ends_on", "ends on", "eindigt op", Type.DATE, help=_("The last day on which it is in use. Empty: it goes on."), also=("ended on", "in gebruik tot en met")),
    ),
    _("One row per competency, with what one sees at each level."),
    ("competency", "competentie", "framework", "raamwerk"),
    (
        ("Luisteren", "Samenwerken", "Horen wat een ander bedoelt, en dat laten merken.", "Laat een ander uitspreken", "Vraagt door", "Vat samen wat er speelt", "Haalt ook het stille geluid naar boven", None, None, None, None),
        ("Plannen", "Vakmanschap", None, "Weet wat vandaag moet", "Kijkt een week vooruit", "Houdt ruimte voor wat tegenzit", "Plant met het hele team", None, None, None, None),
    ),
)  # fmt: skip
PROFILES = Sheet(
    "profiles",
    "profiles",
    "functieprofielen",
    (
        code_column("position", "position", "functie", limit=200, help=_("Code (or name) of the position."), also=("position code", "functiecode")),
        Column("from_on", "from", "vanaf", Type.DATE, True, help=_("The day from which it holds. A later day than that of the last profile makes the next one."), also=("from on", "profile from", "profiel vanaf", "van")),
        Column("competency", "competency", "competentie", limit=120, help=_("Name of the competency. Empty, on the only row of this position and day: nothing is required from that day."), also=("competency name", "naam competentie")),
        Column("level", "required level", "gevraagd niveau", limit=60, help=_("Number or name of the level."), also=("level", "niveau")),
        Column("is_core", "core", "kern", Type.CHOICE, choices=YesNo, help=_("Yes: it counts double. Empty: no."), also=("core competency", "kerncompetentie")),
    ),
    _("What a position requires, one row per competency. The rows of a position and a day are together its whole profile: a competency that is left out is no longer required."),
    ("profile", "profiel", "profielen", "position profiles"),
    (
        ("PROC", date(2026, 1, 1), "Luisteren", "2", None),
        ("PROC", date(2026, 1, 1), "Plannen", "3", YesNo.YES),
    ),
    (Column("position_name", "position name", "naam functie", help=_("The position, by name.")),),
)  # fmt: skip
