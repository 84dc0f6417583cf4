"""Goals and objectives of a plan: recognised, added, changed, moved."""

from zichtlijn.audit.actions import Event
from zichtlijn.exchange.stratml import mapping
from zichtlijn.exchange.stratml.elements import from_json
from zichtlijn.exchange.stratml.importing.direction import bring_stakeholders, period_of
from zichtlijn.exchange.stratml.importing.run import Run, change, create, done, free_keys, match_rows
from zichtlijn.exchange.stratml.mapping import MappedObjective, given
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.states import Level, State


def bring_objectives(run: Run) -> list[tuple[MappedObjective, Objective]]:
    """The objectives of the plan, each with the row that it has become."""
    there = list(Objective.objects.filter(direction=run.direction, level=Level.STRATEGIC).order_by("pk"))
    goals = match_rows(run.plan.objectives, there)
    links: dict[int, list[Objective]] = {}
    parents: dict[int, ObjectiveLink] = {}
    for link in (
        ObjectiveLink.objects.filter(parent__in=[goal.pk for goal in there], child__level=Level.DEPARTMENT)
        .select_related("child")
        .order_by("position", "child_id")
    ):
        links.setdefault(link.parent_id, []).append(link.child)
        parents[link.child_id] = link
    everywhere = [child for children in links.values() for child in children]
    taken = {objective.pk for objective in goals.values()}
    pairs: list[tuple[MappedObjective, Objective | None, MappedObjective | None]] = []
    for goal in run.plan.objectives:
        row = goals.get(id(goal))
        pairs.append((goal, row, None))
        near = links.get(row.pk, []) if row else []
        found = match_rows(goal.children, near, also=everywhere, taken=taken)
        taken |= {child.pk for child in found.values()}
        pairs += [(child, found.get(id(child)), goal) for child in goal.children]
    for objective in (*there, *everywhere):
        if objective.pk not in taken and objective.published.get("stratml"):
            run.outcome.note("objective", "left", objective.title)
    return _write(run, pairs, parents)


def _write(run: Run, pairs, parents) -> list[tuple[MappedObjective, Objective]]:
    new = [(mapped, goal) for mapped, row, goal in pairs if row is None]
    keys = free_keys(Objective, [f"P{run.direction.pk}.{mapped.number}" for mapped, _goal in new])
    period = period_of(run) if new else None
    made: dict[int, Objective] = {}
    positions = {id(mapped): place for place, mapped in enumerate(run.plan.objectives)}
    places = {id(child): place for goal in run.plan.objectives for place, child in enumerate(goal.children)}
    for (mapped, goal), key in zip(new, keys, strict=True):
        fields, published = _fields(run, mapped, goal, positions)
        made[id(mapped)] = Objective(
            organisation=run.organisation,
            key=key,
            level=Level.DEPARTMENT if goal else Level.STRATEGIC,
            state=State.AGREED,
            agreed_on=min(run.plan.published_on or run.today, run.today),
            period=period,
            direction=None if goal else run.direction,
            made_by=run.by.user,
            published={**published, "given": given(fields)},
            **fields,
        )
    create(run, Objective, list(made.values()))
    written: list[tuple[MappedObjective, Objective]] = []
    now: dict[int, Objective] = {}
    was_under: dict[int, str | None] = {}
    for mapped, row, goal in pairs:
        objective = row or made[id(mapped)]
        now[id(mapped)] = objective
        old_stakeholders, changed = None, set()
        if row is None:
            done(run, "objective", "added", objective, Event.OBJECTIVE_ADDED)
        else:
            if kept := row.published.get("stratml"):
                name = "Objective" if goal else "Goal"
                old_stakeholders = mapping.map_stakeholders(from_json(name, kept).all("Stakeholder"))
            was_under[row.pk] = row.published.get("under")
            fields, published = _fields(run, mapped, goal, positions)
            if mapped.says_nothing and "title" in row.published.get("given", {}):
                fields["title"] = row.published["given"]["title"]  # a made-up title is no news, wherever it stands now
            changed = change(run, "objective", row, fields, published, Event.OBJECTIVE_CHANGED)
        bring_stakeholders(run, mapped.stakeholders, objective, old_stakeholders, is_new=row is None)
        if (row is None or "title" in changed) and objective.state != State.DROPPED:
            run.renamed.append((objective.pk, objective.title))
        written.append((mapped, objective))
    fresh = [
        ObjectiveLink(
            organisation=run.organisation,
            child=made[id(mapped)],
            parent=now[id(goal)],
            position=places[id(mapped)],
        )
        for mapped, goal in new
        if goal
    ]
    ObjectiveLink.objects.bulk_create(fresh, batch_size=500)
    for mapped, row, goal in pairs:
        if row is not None and goal is not None:
            _move(run, row, now[id(goal)], goal, parents.get(row.pk), was_under[row.pk], places[id(mapped)])
    return written


def _fields(run: Run, mapped: MappedObjective, goal: MappedObjective | None, positions) -> tuple[dict, dict]:
    fields = {**mapped.fields, "starts_on": run.starts_on, "ends_on": run.ends_on}
    published = dict(mapped.published)
    if goal is None:
        published["position"] = positions[id(mapped)]
    else:
        published["under"] = goal.identifier or goal.fields["title"]
    return fields, published


def _move(
    run: Run,
    row: Objective,
    parent: Objective,
    goal: MappedObjective,
    link: ObjectiveLink | None,
    was_under: str | None,
    place: int,
) -> None:
    """Follow the file to another goal, when the file itself moved the objective."""
    moved = was_under is not None and was_under != (goal.identifier or goal.fields["title"])
    if link is None or (moved and link.parent_id != parent.pk):
        if link is not None:
            run.touched_objectives.append(link.parent_id)
            link.delete()
        ObjectiveLink.objects.create(organisation=run.organisation, child=row, parent=parent, position=place)
        run.lines.append((Event.OBJECTIVE_LINKED, row, None, {"parent": parent.pk}))
        run.touched_objectives += [row.pk, parent.pk]
    elif link.parent_id == parent.pk and link.position != place:
        link.position = place
        link.save(update_fields=["position"])
