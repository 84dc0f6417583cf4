"""The growth plans of the demo organisation: one adopted and reviewed, one still being written."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from zichtlijn.demo.wording import Text, lines
from zichtlijn.growth_plan.models import Edition, GrowthPlan, Review
from zichtlijn.growth_plan.queries import content_of, plan_page, quarter_of
from zichtlijn.growth_plan.states import TEXTS, Layer, PlanState
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.organisation.models import Unit

#: The bar of a table in a text; the others part the cells of the line.
_BAR = "\\|"


def plan_growth(scene) -> None:
    """Write the plans; standings must be there."""
    texts = {unit: {name: scene.say(text) for name, text in rows.items()} for unit, rows in _read().items()}
    adopted = _plan(scene, "KC", texts["KC"], PlanState.ADOPTED)
    _plan(scene, "VG", texts["VG"], PlanState.DRAFT)
    head, above = adopted.unit.head, adopted.unit.parent and adopted.unit.parent.head
    assert head is not None
    assert above is not None
    user = scene.users.get(head.name)
    year = scene.years[scene.today.year]
    rng = scene.source("growth plan")
    adopted_on = min(scene.today, year.starts_on + timedelta(days=26))
    edition = Edition.objects.create(
        organisation=scene.organisation,
        plan=adopted,
        number=1,
        adopted_at=scene.moment(adopted_on, rng),
        adopted_by=scene.users.get(above.name),
        by_name=above.name,
        content=_in_january(_as_on(scene, adopted, adopted_on)),
    )
    quarter_on, _ends_on = quarter_of(scene.organisation, scene.today)
    before, ends_on = quarter_of(scene.organisation, quarter_on - timedelta(days=1))
    reviewed_on = min(scene.today, ends_on + timedelta(days=6))
    Review.objects.create(
        organisation=scene.organisation,
        plan=adopted,
        edition=edition,
        quarter_on=max(before, year.starts_on),
        reviewed_at=scene.moment(reviewed_on, rng),
        reviewed_by=user,
        by_name=head.name,
        findings=texts["KC"]["findings"],
        content=_as_on(scene, adopted, reviewed_on),
    )


def _plan(scene, unit: str, texts: dict[str, str], state: PlanState) -> GrowthPlan:
    plan = GrowthPlan(
        organisation=scene.organisation,
        unit=Unit.objects.select_related("head", "parent__head").get(key=unit),  # with the path that it has by now
        period=scene.years[scene.today.year],
        state=state,
        **{name: texts.get(name, "") for name in TEXTS},
    )
    plan.save()
    return plan


def _as_on(scene, plan: GrowthPlan, day: date) -> dict:
    """What the plan contained on a day, with the figures of that day: standings are made for it and taken back."""
    with transaction.atomic():
        recompute_organisation(scene.organisation, today=day)
        content = content_of(plan_page(plan, on=day))
        transaction.set_rollback(True)
    scene.organisation.standing_on = scene.today
    for action in content["actions"]:
        if action["done_on"] and action["done_on"] > day.isoformat():
            action["done_on"] = None
    return content


def _in_january(then: dict) -> dict:
    """The plan at the start of the year otherwise than later: one target less high, two actions not there yet."""
    tactical = {objective["id"] for objective in then["objectives"] if objective["layer"] == Layer.TACTICAL}
    aimed = [m for m in then["measures"] if m["objective"] in tactical and m["target"] and m["baseline"]]
    if aimed:
        halfway = (Decimal(aimed[0]["target"]) * 3 + Decimal(aimed[0]["baseline"])) / 4
        aimed[0]["target"] = str(halfway.quantize(Decimal("0.1")).normalize())
    weighed = [objective for objective in then["objectives"] if objective["weight"]]
    if weighed:
        weighed[0]["weight"] += 10
    then["actions"] = then["actions"][:-2]
    return then


def _read() -> dict[str, dict[str, Text]]:
    """Unit → name of the text → its words."""
    found: dict[str, dict[str, Text]] = {}
    here: dict[str, Text] = {}
    for line in lines("growth.txt"):
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), {})
        elif not line.startswith("#"):
            name, dutch, english = (_whole(cell) for cell in line.replace(_BAR, "\0").split("|"))
            here[name] = Text(dutch, english)
    return found


def _whole(cell: str) -> str:
    return cell.strip().replace("//", "\n").replace("\0", "|")
