"""What an objective follows from, judged by the levels of the cascade."""

from zichtlijn.exchange.plans.objectives.comparison import HIDDEN, ObjectivesComparison
from zichtlijn.exchange.plans.plan import Entry, same_number
from zichtlijn.exchange.values import write_parents
from zichtlijn.objectives.models import Objective, ObjectiveLink
from zichtlijn.objectives.states import PARENT_LEVELS, SEVERAL_PARENTS, Level


def load_links(compared: ObjectivesComparison) -> None:
    """What follows from what now."""
    for link in ObjectiveLink.objects.all().iterator(chunk_size=5000):
        child, parent = compared.objective_by_id[link.child_id], compared.objective_by_id[link.parent_id]
        compared.links[id(child)][id(parent)] = link


def plan_parents(compared: ObjectivesComparison, entry: Entry, wanted: tuple) -> None:
    """What the objective follows from, judged by the levels of the cascade."""
    child = entry.thing
    first, last = compared.days_to_judge(child)
    found: list[tuple[Objective, float | None]] = []
    for key, weight in wanted:
        parent = compared.objectives.get(key)
        parent_entry = compared.objective_entries.get(id(parent))
        if parent is None:
            compared.plan.refuse(entry, "unknown_objective", "parents", key)
        elif parent is child:
            compared.plan.refuse(entry, "own_objective", "parents", key)
        elif parent_entry is not None and parent_entry.bad:
            continue  # its own row says what is wrong with it
        elif parent.level not in PARENT_LEVELS.get(child.level, ()):
            names = {"child": str(Level(child.level).label), "parent": str(Level(parent.level).label)}
            compared.plan.refuse(entry, "wrong_level", "parents", key, **names)
        elif parent.starts_on > last or parent.ends_on < first:
            compared.plan.refuse(entry, "other_period", "parents", key, parent=parent.title)
        else:
            found.append((parent, weight))
    if len(wanted) > 1 and child.level not in SEVERAL_PARENTS:
        compared.plan.refuse(entry, "several_parents", "parents", write_parents(wanted, "en"))
    if entry.bad:
        return
    there = compared.links.get(id(child), {})
    before = {pid: link.weight for pid, link in there.items()}
    after = {id(parent): weight for parent, weight in found}
    if before.keys() == after.keys() and all(same_number(before[pid], after[pid]) for pid in before):
        return
    parents = (compared.objective_by_id[link.parent_id] for link in there.values())
    by_id = {id(parent): parent for parent in parents}
    old = write_parents(sorted((by_id[pid].key, weight) for pid, weight in before.items()), "en")
    if child.pk in compared.hidden:
        old = HIDDEN
    new = write_parents(sorted((parent.key, weight) for parent, weight in found), "en")
    if not entry.new:
        entry.changes.append((entry.header("parents"), old, new))
    for pid, link in there.items():
        if pid not in after:
            compared.gone_links.append(link)
        elif not same_number(link.weight, after[pid]):
            link.weight = after[pid]
            compared.changed_links.append(link)
    for parent, weight in found:
        if id(parent) not in there:
            link = ObjectiveLink(organisation=compared.organisation, child=child, parent=parent, weight=weight)
            compared.new_links.append(link)
