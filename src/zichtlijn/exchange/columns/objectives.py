"""Sheets of a file of objectives: objectives, measures, milestones, readings."""

# Read across: one column of a file per line.
# ruff: noqa: E501
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zichtlijn.exchange.columns.column import Column, Sheet, Type, code_column
from zichtlijn.objectives.models import PERSPECTIVES
from zichtlijn.objectives.states import (
    Commitment,
    Frequency,
    Horizon,
    Kind,
    Level,
    Shape,
    StandardPerspective,
    State,
    Tempo,
)


class YesNo(TextChoices):
    """Whether something is so."""

    YES = "yes", _("yes")
    NO = "no", _("no")


OBJECTIVES = Sheet(
    "objectives",
    "objectives",
    "doelstellingen",
    (
        code_column(limit=60, also=("key", "objective code", "doelcode", "sleutel")),
        Column("level", "level", "niveau", Type.CHOICE, True, choices=Level, words={
            "strategic": Level.STRATEGIC, "strategisch": Level.STRATEGIC, "department": Level.DEPARTMENT, "afdeling": Level.DEPARTMENT,
            "operational": Level.OPERATIONAL, "operationeel": Level.OPERATIONAL, "position": Level.ROLE, "functie": Level.ROLE,
            "function": Level.ROLE, "project": Level.PROJECT, "personal": Level.PERSONAL, "persoonlijk": Level.PERSONAL}),
        Column("title", "objective", "doelstelling", required=True, limit=300, also=("title", "titel", "doel")),
        Column("description", "explanation", "toelichting", limit=8000, also=("description", "omschrijving")),
        code_column("owner", "owner", "eigenaar", required=False, help=_("Personnel number. Needed for a personal objective."), also=("owner number",)),
        code_column("unit", "unit", "afdeling", required=False, help=_("Code (or name) of the unit."), also=("unit code", "afdelingscode"), limit=200),
        code_column("position", "position", "functie", required=False, help=_("Code (or name) of the position."), also=("position code", "functiecode"), limit=200),
        code_column("project", "project", "project", required=False, help=_("Code of the project."), also=("project code", "projectcode")),
        Column("period", "period", "periode", limit=50, help=_("Name of the period. Empty: the year of the first day, or this year."), also=("year", "jaar")),
        Column("starts_on", "from", "van", Type.DATE, help=_("Empty: the first day of the period."), also=("starts on", "start", "vanaf", "begint op")),
        Column("ends_on", "until", "tot en met", Type.DATE, help=_("Empty: the last day of the period."), also=("ends on", "end", "eindigt op")),
        Column("perspective", "perspective", "perspectief", Type.CHOICE, choices=PERSPECTIVES, words={
            "financieel": StandardPerspective.FINANCIAL, "klanten": StandardPerspective.CUSTOMERS, "klant": StandardPerspective.CUSTOMERS, "customer": StandardPerspective.CUSTOMERS,
            "processen": StandardPerspective.PROCESSES, "proces": StandardPerspective.PROCESSES, "process": StandardPerspective.PROCESSES, "internal process": StandardPerspective.PROCESSES,
            "leren": StandardPerspective.LEARNING, "leren en groei": StandardPerspective.LEARNING, "leren en veranderen": StandardPerspective.LEARNING,
            "learning and growth": StandardPerspective.LEARNING}),
        Column("horizon", "horizon", "termijn", Type.CHOICE, choices=Horizon, words={
            "kort": Horizon.SHORT, "korte termijn": Horizon.SHORT, "lang": Horizon.LONG, "lange termijn": Horizon.LONG}),
        Column("commitment", "commitment", "verbintenis", Type.CHOICE, choices=Commitment, also=("toezegging", "ambition", "ambitie"), words={
            "toegezegd": Commitment.COMMITTED, "ambitieus": Commitment.ASPIRATIONAL, "streven": Commitment.ASPIRATIONAL}),
        Column("weight", "weight", "weging", Type.PERCENT, help=_("Share of the personal plan; only for personal objectives."),
               also=("gewicht", "gewicht in het persoonlijke plan", "weight in the personal plan")),
        Column("own_share", "share of its own measures", "aandeel van de eigen indicatoren", Type.WHOLE_PERCENT,
               help=_("How much of its progress comes from its own measures; the rest comes from what supports it. Empty: 50."),
               also=("own share", "aandeel van de eigen metingen", "eigen aandeel")),
        Column("direction", "direction", "koers", help=_("Name of the direction that a strategic objective belongs to."), also=("course",)),
        Column("parents", "follows from", "volgt uit", Type.PARENTS, limit=2000,
               help=_("Codes of the objectives that it supports, each with its weight among its siblings if there is one."),
               also=("parents", "parent", "bovenliggend", "bovenliggende doelstelling", "ouders")),
        Column("stands_alone", "stands on its own on purpose", "staat bewust op zichzelf", Type.CHOICE, choices=YesNo,
               help=_("Yes: it need not follow from another objective. Empty: no."), also=("stands alone", "stands on its own", "staat op zichzelf"),
               words={"ja": YesNo.YES, "nee": YesNo.NO, "yes": YesNo.YES, "no": YesNo.NO}),
        Column("state", "state", "stand", Type.CHOICE, choices=State, help=_("Empty: agreed."), also=("status", "staat", "toestand"), words={
            "concept": State.DRAFT, "voorgesteld": State.PROPOSED, "afgesproken": State.AGREED, "vastgesteld": State.AGREED,
            "afgesloten": State.CLOSED, "gesloten": State.CLOSED, "vervallen": State.DROPPED}),
    ),
    _("One row per objective. The levels follow each other from strategic to personal."),
    ("objective", "goals", "doelen", "doelstelling"),
    (
        ("S1", "strategic", "Schoner water in alle sloten", None, "1001", "W", None, None, "2026", None, None, "processes", "long", "committed", None, 50, None, None, None, None),
        ("A1", "department", "De zuivering loost de helft minder", None, "1002", "Z", None, None, "2026", None, None, "processes", "short", "committed", None, None, None, "S1:60", None, None),
        ("O1", "operational", "Het slib is droger", None, "1002", "Z1", None, None, "2026", None, None, None, None, None, None, None, None, "A1", None, None),
        ("F1", "role", "De pers staat nooit stil", None, None, "Z1", "PROC", None, "2026", None, None, None, None, None, None, None, None, "O1:100", None, None),
        ("P1", "personal", "Ik kan de pers alleen bedienen", None, "1003", "Z1", None, None, "2026", None, None, None, None, None, 100, None, None, "F1", None, None),
    ),
    (
        Column("owner_name", "owner name", "naam eigenaar", help=_("Who the owner is, by name.")),
        Column("progress", "progress (%)", "voortgang (%)", Type.AMOUNT, help=_("How much of the way from baseline to target has been covered.")),
        Column("expected", "expected progress (%)", "verwachte voortgang (%)", Type.AMOUNT, help=_("How far it should be by now.")),
        Column("status", "progress status", "status van de voortgang", help=_("On course, behind, off course, to be measured, or not enough data.")),
        Column("coverage", "measured share (%)", "gemeten deel (%)", Type.AMOUNT, help=_("How much of its weight has readings.")),
    ),
)  # fmt: skip
MEASURES = Sheet(
    "measures",
    "measures",
    "indicatoren",
    (
        code_column(limit=60, also=("key", "measure code", "code indicator", "code meting", "metingcode", "sleutel")),
        code_column("objective", "objective", "doelstelling", limit=60, help=_("Code of the objective."), also=("objective code", "objective key", "doelcode")),
        Column("name", "measure", "indicator", required=True, limit=300, also=("name", "naam", "meting", "prestatie-indicator")),
        Column("kind", "kind", "soort", Type.CHOICE, choices=Kind, help=_("Empty: higher is better."), also=("direction", "richting"), words={
            "hoger": Kind.UP, "hoger is beter": Kind.UP, "lager is beter": Kind.DOWN, "omhoog": Kind.UP, "stijgend": Kind.UP, "lager": Kind.DOWN, "omlaag": Kind.DOWN, "dalend": Kind.DOWN,
            "band": Kind.BAND, "binnen een band": Kind.BAND, "bandbreedte": Kind.BAND, "mijlpalen": Kind.MILESTONES,
            "ja/nee": Kind.YES_NO, "yes/no": Kind.YES_NO, "ja of nee": Kind.YES_NO}),
        Column("unit", "unit of measure", "eenheid", limit=50, also=("unit", "meeteenheid")),
        Column("baseline", "baseline", "nulmeting", Type.AMOUNT, also=("beginwaarde", "start value")),
        Column("target", "target", "streefwaarde", Type.AMOUNT, also=("doelwaarde", "norm")),
        Column("lower", "band from", "band van", Type.AMOUNT, also=("band vanaf",)),
        Column("upper", "band to", "band tot", Type.AMOUNT, also=("band tot en met",)),
        Column("lower_limit", "lower limit", "ondergrens", Type.AMOUNT, help=_("Where nothing of the band is left."), also=("uiterste ondergrens",)),
        Column("upper_limit", "upper limit", "bovengrens", Type.AMOUNT, help=_("Where nothing of the band is left."), also=("uiterste bovengrens",)),
        Column("starts_on", "from", "van", Type.DATE, help=_("Empty: the first day of the objective."), also=("starts on", "vanaf")),
        Column("ends_on", "until", "tot en met", Type.DATE, help=_("Empty: the last day of the objective."), also=("ends on",)),
        Column("frequency", "frequency", "hoe vaak", Type.CHOICE, choices=Frequency, help=_("Empty: every month."), also=("frequentie",), words={
            "weekly": Frequency.WEEKLY, "week": Frequency.WEEKLY, "wekelijks": Frequency.WEEKLY, "monthly": Frequency.MONTHLY, "maand": Frequency.MONTHLY,
            "maandelijks": Frequency.MONTHLY, "quarterly": Frequency.QUARTERLY, "kwartaal": Frequency.QUARTERLY, "elk kwartaal": Frequency.QUARTERLY,
            "tertaal": Frequency.TERTIALLY, "tertial": Frequency.TERTIALLY, "yearly": Frequency.YEARLY, "jaar": Frequency.YEARLY, "jaarlijks": Frequency.YEARLY,
            "eenmalig": Frequency.ONCE}),
        Column("tempo", "lead or lag", "leidend of volgend", Type.CHOICE, choices=Tempo, help=_("Empty: lag."), also=("vooruit of achteraf", "tempo", "lead/lag"), words={
            "leidend": Tempo.LEAD, "vooruit": Tempo.LEAD, "volgend": Tempo.LAG, "achteraf": Tempo.LAG}),
        Column("source", "source", "bron"),
        code_column("responsible", "responsible", "verantwoordelijk", required=False, help=_("Personnel number of who records it."), also=("responsible number", "verantwoordelijke")),
        Column("weight", "weight", "weging", Type.PERCENT, help=_("Share among the measures of the objective. Empty: an equal share."), also=("gewicht",)),
        Column("shape", "expected course", "verwacht verloop", Type.CHOICE, choices=Shape, help=_("Empty: a straight line, or through the interim targets when there are any."), also=("shape", "vorm", "verloop"), words={
            "recht": Shape.STRAIGHT, "rechte lijn": Shape.STRAIGHT, "straight": Shape.STRAIGHT, "stepped": Shape.STEPPED, "stapsgewijs": Shape.STEPPED,
            "in stappen": Shape.STEPPED, "own": Shape.OWN, "eigen": Shape.OWN, "eigen vorm": Shape.OWN}),
        Column("interim", "interim targets", "tussendoelen", Type.INTERIM, limit=4000, also=("tussentijdse streefwaarden", "interim")),
        Column("ended_on", "no longer read since", "beëindigd op", Type.DATE, help=_("Day on which the measure stopped. Empty: it is still read."), also=("ended on", "stopped on")),
    ),
    _("How you can tell whether an objective is reached. One row per measure."),
    ("measure", "indicators", "indicator", "metingen", "meting", "prestatie-indicatoren"),
    (
        ("M1", "S1", "Sloten met helder water", "up", "%", Decimal(40), Decimal(80), None, None, None, None, None, None, "quarterly", "lag", "Meetnet",
         "1001", None, "own", ((date(2026, 6, 30), Decimal("55.5")),), None),
        ("M2", "A1", "Geloosde stikstof", "down", "kg", Decimal(1200), Decimal(600), None, None, None, None, None, None, "monthly", "lead", "SCADA",
         "1002", None, "straight", None, None),
        ("M3", "P1", "Zelfstandig gedraaide diensten", "up", "diensten", Decimal(0), Decimal(10), None, None, None, None, None, None, "monthly", "lead", None,
         "1003", None, "straight", None, None),
        ("M4", "F1", "Nieuwe pers in bedrijf", "milestones", None, None, None, None, None, None, None, None, None, "monthly", "lead", None,
         "1002", None, "straight", None, None),
    ),
    (Column("responsible_name", "responsible name", "naam verantwoordelijke", help=_("Who records it, by name.")),),
)  # fmt: skip
MILESTONES = Sheet(
    "milestones",
    "milestones",
    "mijlpalen",
    (
        code_column("code", "measure code", "code indicator", limit=60, help=_("Code of a measure of the kind milestones."),
              also=("measure", "measure key", "indicator", "indicatorcode", "code meting", "meting", "metingcode")),
        Column("name", "milestone", "mijlpaal", required=True, also=("name", "naam", "step", "stap")),
        Column("due_on", "due on", "uiterlijk op", Type.DATE, True, also=("due", "due date", "deadline", "uiterlijk", "einddatum")),
        Column("done_on", "done on", "klaar op", Type.DATE, help=_("The day on which it was reached. Empty: not yet."),
               also=("done", "date done", "klaar", "gereed op", "behaald op")),
        Column("weight", "weight", "weging", Type.AMOUNT, help=_("How heavily it counts beside the others of its measure. Empty: 1."), also=("gewicht",)),
    ),
    _("The steps of a measure that is read from milestones, one per row. The rows of a measure are all its milestones: one that is left out goes."),
    ("milestone", "mijlpaal"),
    (
        ("M4", "Pers besteld", date(2026, 2, 28), date(2026, 2, 20), 1),
        ("M4", "Pers geplaatst", date(2026, 6, 30), None, 2),
        ("M4", "Iedereen is ingewerkt", date(2026, 10, 31), None, 1),
    ),
)  # fmt: skip
READINGS = Sheet(
    "readings",
    "readings",
    "meetwaarden",
    (
        code_column("code", "measure code", "code indicator", limit=60, also=("measure", "measure key", "indicator", "indicatorcode", "code meting", "meting", "metingcode")),
        Column("measured_on", "measured on", "gemeten op", Type.DATE, True, also=("date", "datum", "day", "dag")),
        Column("value", "value", "waarde", Type.AMOUNT, True, help=_("For a measure that is read as yes or no: 1 or 0."), also=("meetwaarde", "reading")),
        Column("note", "note", "notitie", limit=500, also=("opmerking", "toelichting", "remark")),
    ),
    _("What was measured. One row per measure and day; another value for the same day corrects the first."),
    ("reading", "meetwaarde", "values", "waarden"),
    (("M1", date(2026, 3, 31), Decimal("44.5"), None), ("M2", date(2026, 1, 31), Decimal("1175.25"), "Na de storm")),
)  # fmt: skip
