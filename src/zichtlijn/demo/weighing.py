"""The scorecard of the demo organisation: its weights, too much on the finances; budgets; its strategy map.

One arrow of the map runs against the grain, and one feeds money back. One measure has limits of its own.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from zichtlijn.demo.wording import Text
from zichtlijn.objectives.models import Action, Measure, Objective
from zichtlijn.scorecards.models import Arrow, ScorecardWeight

#: Per code the weight at the start of the year, and from the last four months on.
WEIGHTS = {
    "S01": (20, 15),
    "S02": (12, 10),
    "S03": (6, 5),
    "S04": (12, 10),
    "S05": (10, 12),
    "S06": (6, 8),
    "S07": (8, 10),
    "S08": (10, 12),
    "S09": (6, 8),
    "S10": (10, 10),
}
#: Per code what is set aside for each of its actions, in their order.
BUDGETS = {
    "S01": (25_000, 8_000),
    "S02": (450_000,),
    "S03": (120_000,),
    "S05": (15_000, 5_000),
    "S06": (30_000,),
    "S07": (85_000,),
    "S08": (160_000,),
}
#: Where people can drown, nearly good is not good: the measure, on course from, behind from.
STRICT = ("S08-M1", 0.98, 0.95)
#: Cause, effect, and why.
ARROWS = (
    ("S10", "S05", "Wie zijn vak kent, helpt in één keer", "Who knows the craft, helps the first time"),
    ("S10", "S07", "Beter meten en ingrijpen vraagt kennis", "Measuring and acting better takes knowledge"),
    ("S10", "S08", "Inspecteren is een vak", "Inspecting is a craft"),
    ("S10", "S09", "De operator stelt de gisting bij", "The operator adjusts the digestion"),
    ("S05", "S06", "Snel antwoord wordt gewaardeerd", "A quick answer is valued"),
    ("S07", "S06", "Schoon water is wat bewoners zien", "Clean water is what residents see"),
    ("S07", "S03", "Wie de norm haalt, krijgt Europees geld", "Who meets the standard receives European money"),
    ("S08", "S02", "Een goede kering vraagt geen noodwerk", "A sound defence needs no emergency work"),
    ("S09", "S01", "Eigen energie drukt de lasten", "One’s own energy keeps the burden down"),
    (
        "S04",
        "S07",
        "Samen inkopen maakt schoner materieel betaalbaar",
        "Buying together makes cleaner plant affordable",
    ),
    ("S03", "S08", "Subsidie betaalt de versterking", "Grants pay for the reinforcement"),
)
#: Money that feeds what comes before; the other arrow that runs down has no such reason.
BUDGET_LINKS = {("S03", "S08")}


def fill_scorecard(organisation, today: date, say) -> None:
    """Write the weights of this year, the budgets, the limits of one measure and the map; `say` gives the language."""
    _weigh(organisation, today)
    _set_budgets()
    measure, on_course, behind = STRICT
    Measure.objects.filter(key=measure).update(on_course_from=on_course, behind_from=behind)
    _draw(organisation, say)


def _weigh(organisation, today: date) -> None:
    days = (date(today.year, 1, 1), date(today.year, 9, 1))
    objectives = {o.key: o for o in Objective.objects.filter(key__in=WEIGHTS)}
    ScorecardWeight.objects.bulk_create(
        ScorecardWeight(organisation=organisation, objective=objectives[key], from_on=day, weight=weight)
        for key, weights in WEIGHTS.items()
        for day, weight in zip(days, weights, strict=True)
    )


def _set_budgets() -> None:
    actions = defaultdict(list)
    for action in Action.objects.filter(objective__key__in=BUDGETS).select_related("objective").order_by("pk"):
        actions[action.objective.key].append(action)
    changed = []
    for key, amounts in BUDGETS.items():
        for action, amount in zip(actions[key], amounts, strict=False):
            action.budget = Decimal(amount)
            changed.append(action)
    Action.objects.bulk_update(changed, ["budget"])


def _draw(organisation, say) -> None:
    objectives = {o.key: o for o in Objective.objects.filter(key__in=WEIGHTS)}
    Arrow.objects.bulk_create(
        Arrow(
            organisation=organisation,
            cause=objectives[cause],
            effect=objectives[effect],
            note=say(Text(dutch, english)),
            is_budget=(cause, effect) in BUDGET_LINKS,
        )
        for cause, effect, dutch, english in ARROWS
    )
