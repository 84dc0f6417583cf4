"""What the strategies of the departments are for, and what is left out for them, in the demo organisation."""

from zichtlijn.demo.wording import Text, cells, lines
from zichtlijn.objectives.models import Measure, ObjectiveLink
from zichtlijn.ogsm.models import Choice, GoalServed


def choose(scene) -> None:
    """Write the choices of the table."""
    rows = {row[0]: row[1:] for row in map(cells, lines("choices.txt")) if not row[0].startswith("#")}
    links = ObjectiveLink.objects.filter(child__key__in=rows).select_related("child")
    made = {link.child.key: _choice(scene, link, rows[link.child.key]) for link in links}
    Choice.objects.bulk_create(made.values())
    goals: dict[int, list[Measure]] = {}
    for goal in Measure.objects.filter(objective__in={choice.objective_id for choice in made.values()}):
        goals.setdefault(goal.objective_id, []).append(goal)
    GoalServed.objects.bulk_create(
        GoalServed(organisation=scene.organisation, choice=choice, goal=goals[choice.objective_id][number - 1])
        for key, choice in made.items()
        for number in _numbers(rows[key][0])
    )


def _choice(scene, link: ObjectiveLink, row: list[str]) -> Choice:
    served, dutch, english = row
    return Choice(
        organisation=scene.organisation,
        objective_id=link.parent_id,
        strategy=link.child,
        is_enabling=served == "enabling",
        left_out=scene.say(Text(dutch, english)),
    )


def _numbers(served: str) -> list[int]:
    return [int(number) for number in served.split(",") if number.strip().isdigit()]
