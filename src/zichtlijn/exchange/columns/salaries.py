"""The sheet of a file of salaries."""

# Read across: one column of a file per line.
# ruff: noqa: E501
from datetime import date

from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.columns.column import Column, Sheet, Type, code_column

SALARIES = Sheet(
    "salaries",
    "salaries",
    "salarissen",
    (
        code_column("person", "personnel number", "personeelsnummer",
              also=("person", "medewerker", "number", "employee number", "medewerkernummer", "nummer", "personeelsnr")),
        Column("from_on", "holds from", "geldt vanaf", Type.DATE, required=True, help=_("The day from which the salary holds, until the next row of this person."),
               also=("from", "vanaf", "ingangsdatum", "effective date", "effective from", "datum ingang")),
        Column("scale", "scale", "schaal", required=True, limit=40, help=_("A scale of the version of the reward system that holds on that day."),
               also=("salary scale", "salarisschaal", "loonschaal", "pay scale")),
        Column("amount", "full-time salary", "voltijdssalaris", Type.AMOUNT, required=True, help=_("For full-time work, for each period of pay, before tax; in whole cents."),
               also=("salary", "salaris", "amount", "bedrag", "salary for full-time work", "salaris voltijd", "brutosalaris", "gross salary", "salaris bij voltijd")),
        Column("part_time", "part of full-time", "deel van voltijd", Type.AMOUNT, help=_("80, 80% or 0.8 for four days of five; at most 150%. In an empty cell a new salary keeps the part of the salary before it. Without this column it is for full-time work."),
               also=("part time", "deeltijd", "deeltijdpercentage", "part of full-time work", "fte", "deel van een voltijdbaan", "part-time percentage", "parttime")),
    ),
    _("One row for each salary of a person, from a day on. A row for a day that is there already corrects it."),
    ("salary", "salaris", "salarisgegevens", "pay"),
    (("1001", date(2026, 1, 1), "14", 7250, 100), ("1003", date(2026, 1, 1), "8", 3412.5, 80)),
)  # fmt: skip
