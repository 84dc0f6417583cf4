"""What people leave behind who leave with this file: units without a head, projects without a leader, reports, work."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.queries import administrators_on
from zichtlijn.exchange.bulk import in_batches
from zichtlijn.exchange.plans.people.comparison import PeopleComparison
from zichtlijn.exchange.plans.people.words import END_OF_TIME, number_of
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.objectives.states import OPEN
from zichtlijn.organisation.models import Person, Project, Unit
from zichtlijn.organisation.queries.leaving import names_together
from zichtlijn.ui.wording import write_full_date


def plan_leaving(compared: PeopleComparison) -> None:
    """Take the lead from those who are gone, and warn of all that waits for somebody else."""
    leaving = {
        id(entry.thing): entry.thing
        for entry in compared.entries[Person].values()
        if entry.thing.ends_on and not entry.bad and (entry.new or "ends_on" in entry.fields)
    }
    _without_administrator(compared, leaving)
    _without_head(compared, leaving)
    _without_leader(compared, leaving)
    compared.plan.extra["gone"] = [
        person.pk for person in leaving.values() if person.pk and person.ends_on <= compared.today
    ]
    if leaving:
        _warn_of_reports(compared, leaving)
        _warn_of_work(compared, leaving)


def _without_administrator(compared: PeopleComparison, leaving: dict[int, Person]) -> None:
    """Refuse a last day after which nobody could come in who manages members and roles."""
    if not leaving:
        return
    held = administrators_on(compared.today, compared.organisation.pk).values_list("person", flat=True)
    people = [compared.person_by_id.get(pk) for pk in held]
    last = max(((person and person.ends_on) or END_OF_TIME for person in people), default=END_OF_TIME)
    for person in people:
        if person is None or id(person) not in leaving or person.ends_on != last:
            continue
        if last < compared.left_before.get(id(person), END_OF_TIME):
            entry, table = compared.entry(person), compared.tables["people"]
            row, column = (entry.row, "ends_on") if entry.table else (table.header_row, "number")
            entry.bad = True
            compared.plan.complain(table.problem("last_administrator", row, column, person.key, name=person.name))


def _without_head(compared: PeopleComparison, leaving: dict[int, Person]) -> None:
    stated = {id(entry.thing): entry for entry, row in compared.unit_relations if row.get("head") is not None}
    for unit in compared.units.by_key.values():
        head = _person(compared, unit, "head")
        if head is None or not head.ends_on or (unit.ends_on and unit.ends_on <= compared.today):
            continue
        entry = stated.get(id(unit))
        gone = head.ends_on <= compared.today
        if entry and gone and (id(head) in leaving or entry.new or "head" in entry.fields):
            compared.plan.refuse(entry, "head_left", "head", head.key, name=head.name, day=_day(head))
        elif id(head) in leaving:
            _tell(compared, unit, _("head"), head)
            without = _("%(person)s heads %(thing)s and has %(day)s as last day: choose another head.")
            compared.plan.warnings.append(_sentence(without, head, unit))


def _without_leader(compared: PeopleComparison, leaving: dict[int, Person]) -> None:
    stated = {id(entry.thing): entry for entry, row in compared.project_relations if row.get("leader") is not None}
    for project in compared.projects.values():
        leader = _person(compared, project, "leader")
        if leader is None or not leader.ends_on or (project.ends_on or END_OF_TIME) <= leader.ends_on:
            continue
        entry = stated.get(id(project))
        gone = leader.ends_on <= compared.today
        if entry and gone and (id(leader) in leaving or entry.new or "leader" in entry.fields):
            compared.plan.refuse(entry, "leader_left", "leader", leader.key, name=leader.name, day=_day(leader))
        elif id(leader) in leaving:
            _tell(compared, project, _("project leader"), leader)
            without = _("%(person)s leads %(thing)s and has %(day)s as last day: choose another project leader.")
            compared.plan.warnings.append(_sentence(without, leader, project))


def _person(compared: PeopleComparison, thing: Unit | Project, field: str) -> Person | None:
    """Who heads or leads as planned: the one just set, or the one by the id (never a query)."""
    cached = thing._state.fields_cache.get(field)
    return cached if cached is not None else compared.person_by_id.get(getattr(thing, f"{field}_id"))


def _tell(compared: PeopleComparison, thing: Unit | Project, label: str, person: Person) -> None:
    """Show the change; it is written with everybody else who leaves, after the rows of the file."""
    if person.ends_on and person.ends_on <= compared.today:
        entry = compared.entry(thing)
        entry.changes = [change for change in entry.changes if change[0] != label]
        entry.changes.append((label, number_of(person), ""))


def _sentence(text: str, person: Person, thing: Unit | Project) -> str:
    return text % {"person": person.name, "thing": thing.name, "day": write_full_date(person.ends_on)}


def _day(person: Person) -> str:
    assert person.ends_on is not None
    return person.ends_on.isoformat()


def _warn_of_reports(compared: PeopleComparison, leaving: dict[int, Person]) -> None:
    """Those who stay and then have a line manager who left."""
    reports: dict[int, dict[str, None]] = {}
    for placements in compared.placements.values():
        for placement in placements:
            manager = placement.line_manager
            if manager is None or id(manager) not in leaving:
                continue
            if (placement.ends_on or END_OF_TIME) > (manager.ends_on or date.min):
                reports.setdefault(id(manager), {})[placement.person.name] = None
    for who, names in reports.items():
        text = ngettext(
            "%(count)s person reports to %(person)s, who leaves on %(day)s: choose another line manager for %(names)s.",
            "%(count)s people report to %(person)s, who leaves on %(day)s: choose another line manager for %(names)s.",
            len(names),
        )
        manager = leaving[who]
        shown = {"count": len(names), "person": manager.name, "day": write_full_date(manager.ends_on)}
        compared.plan.warnings.append(text % {**shown, "names": names_together(sorted(names))})


def _warn_of_work(compared: PeopleComparison, leaving: dict[int, Person]) -> None:
    """Objectives and measures that go on and are in the name of somebody who leaves."""
    by_id = {person.pk: person for person in leaving.values() if person.pk}
    found: Counter[int] = Counter()
    for some in in_batches(by_id, 1000):
        objectives = Objective.objects.open().filter(owner__in=some, ends_on__gt=compared.today)
        measures = Measure.objects.living().filter(
            responsible__in=some, ends_on__gt=compared.today, objective__state__in=OPEN
        )
        found.update(objectives.order_by().values_list("owner_id", flat=True))
        found.update(measures.order_by().values_list("responsible_id", flat=True))
    if found:
        names = sorted(f"{by_id[pk].name} ({count})" for pk, count in found.items())
        text = _(
            "Some open objectives and measures are in the name of people who leave: %(names)s. Give them to others."
        )
        compared.plan.warnings.append(text % {"names": names_together(names)})
