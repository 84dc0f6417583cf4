"""The head of a plan: the direction, its years, its values and stakeholders."""

from datetime import date, timedelta

from zichtlijn.audit.actions import Event
from zichtlijn.calculations.calendar import Frequency, chunk_of
from zichtlijn.exchange.stratml import mapping
from zichtlijn.exchange.stratml.elements import from_json
from zichtlijn.exchange.stratml.importing.run import Run, change, done, update_list
from zichtlijn.exchange.stratml.mapping import given
from zichtlijn.objectives.models import Objective, Stakeholder
from zichtlijn.organisation.models import Period
from zichtlijn.strategy.models import CoreValue, Direction


def bring_direction(run: Run) -> None:
    """Find the direction that came from this plan before, or state a new one."""
    plan, found = run.plan, _matching_direction(run)
    starts_on, ends_on = _span(run, found)
    fields = {**plan.fields, "starts_on": starts_on, "ends_on": ends_on}
    run.starts_on, run.ends_on = starts_on, ends_on
    published = dict(plan.published)
    if found is None:
        run.direction = Direction(
            organisation=run.organisation, **fields, published={**published, "given": given(fields)}
        )
        run.direction.save()
        done(run, "direction", "added", run.direction, Event.DIRECTION_STATED)
        return
    run.direction = found
    if kept := found.published.get("stratml"):
        run.old_core = kept.get("StrategicPlanCore", {})
    change(run, "direction", found, fields, published, Event.DIRECTION_CHANGED)


def _matching_direction(run: Run) -> Direction | None:
    """The direction that came from this plan before: by identifier, else by name."""
    directions = list(Direction.objects.filter(organisation=run.organisation).order_by("-starts_on", "-id"))
    if run.plan.identifier:
        for direction in directions:
            kept = direction.published.get("stratml", {}).get("AdministrativeInformation", {})
            if kept.get("Identifier") == run.plan.identifier:
                return direction
    name = run.plan.fields["name"]
    for direction in directions:
        kept = direction.published.get("stratml", {}).get("AdministrativeInformation", {})
        other = kept.get("Identifier", "")
        if run.plan.identifier and other and not mapping.is_placeholder(other):
            continue  # another plan of the same name
        if name in {direction.published.get("given", {}).get("name"), direction.name}:
            return direction
    return None


def _span(run: Run, found: Direction | None) -> tuple[date, date]:
    """From when until when the plan runs: as it says, else as it was taken to run before, else by the fiscal year.

    A plan without an end is taken to run until the end of this fiscal year, so that it is in force today.
    """
    starts_on, ends_on = run.plan.starts_on, run.plan.ends_on
    if found is not None:
        before = found.published.get("given", {})
        starts_on = starts_on or date.fromisoformat(before.get("starts_on") or found.starts_on.isoformat())
        ends_on = ends_on or date.fromisoformat(before.get("ends_on") or found.ends_on.isoformat())
    elif starts_on is None:
        begin = min(day for day in (ends_on, run.plan.published_on, run.today) if day)
        starts_on = _year(run, begin)[0]
    if ends_on is None or ends_on <= starts_on:
        ends_on = max(_year(run, starts_on)[1], _year(run, run.today)[1])
    if ends_on <= starts_on:
        ends_on = starts_on + timedelta(days=1)
    return starts_on, ends_on


def _year(run: Run, day: date) -> tuple[date, date]:
    return chunk_of(Frequency.YEARLY, day, first_month=run.organisation.fiscal_first_month)


def period_of(run: Run) -> Period:
    """The year in which the objectives are shown: this year when the plan runs now, else the year it begins in."""
    runs_now = run.starts_on <= run.today <= run.ends_on
    day = run.today if runs_now else run.starts_on
    found = Period.objects.years().at(day).order_by("-starts_on").first()
    if found:
        return found
    starts_on, ends_on = _year(run, day)
    name = str(starts_on.year) if starts_on.year == ends_on.year else f"{starts_on.year}–{ends_on.year}"
    period = Period.objects.create(
        organisation=run.organisation, kind=Period.Kind.YEAR, name=name, starts_on=starts_on, ends_on=ends_on
    )
    run.lines.append((Event.PERIOD_ADDED, period, None, {}))
    return period


def bring_values(run: Run) -> None:
    """The core values of the plan."""
    old = mapping.map_values(from_json("StrategicPlanCore", run.old_core)) if run.old_core is not None else None
    rows = CoreValue.objects.filter(direction=run.direction)
    was = None if old == run.plan.values else list(rows.values_list("name", "description"))
    added = update_list(
        run, "value", run.plan.values, old, rows, lambda fields: CoreValue(direction=run.direction, **fields)
    )
    CoreValue.objects.bulk_create(added)
    if was is not None and was != (now := list(rows.values_list("name", "description"))):
        _note_values(run, [name for name, _description in was], [name for name, _description in now])


def _note_values(run: Run, was: list[str], now: list[str]) -> None:
    """The core values count as one of the fields of a direction: in its version, and in the line about it."""
    direction = run.direction
    line = next((detail for _event, thing, _about, detail in run.lines if thing is direction), None)
    if line is None:
        direction.version += 1
        direction.save(update_fields=["version"])
        line = {"version": direction.version, "fields": []}
        run.lines.append((Event.DIRECTION_CHANGED, direction, None, line))
    line["values"] = [was, now]


def bring_plan_stakeholders(run: Run) -> None:
    """Those of the organisations that the plan is of."""
    old = None
    if run.old_core is not None:
        organisations = from_json("StrategicPlanCore", run.old_core).all("Organization")
        old = mapping.map_stakeholders([s for o in organisations for s in o.all("Stakeholder")])
    bring_stakeholders(run, run.plan.stakeholders, None, old, is_new=False)


def bring_stakeholders(
    run: Run, wanted: list[dict], objective: Objective | None, old: list[dict] | None, *, is_new: bool
) -> None:
    """Those of one objective, or with None those of the whole plan; `old` is what the file said last time."""
    rows = () if is_new else Stakeholder.objects.filter(direction=run.direction, objective=objective)
    run.stakeholders += update_list(
        run,
        "stakeholder",
        wanted,
        old,
        rows,
        lambda fields: Stakeholder(direction=run.direction, objective=objective, **fields),
    )
