"""360 feedback of the demo: a round of Noor that is closed, and one of Bram that is open and asks her."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zichtlijn.calculations.feedback import release
from zichtlijn.competencies.models import Competency
from zichtlijn.demo.able import read_table
from zichtlijn.demo.wording import Text
from zichtlijn.feedback.actions.running import kept_mean
from zichtlijn.feedback.models import AskedBehaviour, FeedbackMean, FeedbackRequest, FeedbackRound, FeedbackWords
from zichtlijn.feedback.queries.preparing import offered_behaviours
from zichtlijn.feedback.states import Group, Question, RequestState, RoundState
from zichtlijn.organisation.models import Person, Placement

if TYPE_CHECKING:
    from zichtlijn.demo.westerwaard import Scene

#: Who has a result, and who is being answered about.
CLOSED, RUNNING = "Noor de Wit", "Bram Jansen"
#: Names of competencies of the framework; how high Noor, her manager, colleagues and others see them.
SEEN = (
    (Text("Samenwerken", "Working together"), 3, 4, (4, 4, 5, 4, 3), (4, 4, 4)),
    (Text("Denken vanuit de inwoner", "Thinking from the resident"), 4, 4, (4, 5, 4, 4, 4), (5, 5, 4)),
    (Text("Luisteren", "Listening"), 4, 3, (2, 3, 2, 3, 2), (3, 2, 3)),
)
WORDS = {
    Question.KEEP: (
        Text("Je houdt je hoofd koel als de telefoon blijft gaan. Blijf dat doen.",
             "You keep a cool head when the phone keeps ringing. Stay like that."),
        Text("Je weet van elke inwoner nog wat er de vorige keer was. Dat merken zij, en wij ook.",
             "You remember of each resident what it was the last time. They notice, and so do we."),
        Text("Fijn dat je uit jezelf deelt wat je bij de storing hebt ontdekt.",
             "Good that you share of your own accord what you found out about the failure."),
    ),
    Question.CHANGE: (
        Text("Laat me soms even uitpraten; je bent vaak al bij de oplossing.",
             "Let me finish now and then; you often are at the solution already."),
        Text("Vraag in het overleg wat vaker door voordat je iets vindt.",
             "In meetings, ask on a bit more before you form an opinion."),
    ),
}  # fmt: skip
MANAGER = Text(
    "Neem vaker de tijd om samen te vatten wat iemand zegt.",
    "Take the time more often to sum up what somebody says.",
)


def ask(scene: Scene) -> None:
    """Write both rounds."""
    _closed(scene)
    _running(scene)


def _placement(name: str) -> Placement:
    found = Placement.objects.filter(ends_on=None, line_manager__isnull=False).select_related("person", "line_manager")
    return next(row for row in found.order_by("pk") if row.person.name == name)


def _round(scene: Scene, placement: Placement, names: list[Text], *, begun: date, closes: date, **fields: Any):
    """A round that asks what the framework describes of these competencies."""
    assert placement.line_manager is not None
    made = FeedbackRound.objects.create(
        organisation=scene.organisation, person=placement.person, begun_on=begun - timedelta(days=5), opened_on=begun,
        closes_on=closes, opened_by_name=placement.line_manager.name, **fields,
    )  # fmt: skip
    by_name = {row.name: row for row in Competency.objects.all()}
    chosen = [by_name[scene.say(name)] for name in names]
    texts = offered_behaviours([one.pk for one in chosen])
    AskedBehaviour.objects.bulk_create(
        AskedBehaviour(organisation=scene.organisation, round=made, competency=one, number=number, text=text)
        for one in chosen
        for number, text in enumerate(texts[one.pk], start=1)
    )
    return made, chosen


def _closed(scene: Scene) -> None:
    placement, ended = _placement(CLOSED), scene.today - timedelta(days=35)
    manager = placement.line_manager
    assert manager is not None
    round_, chosen = _round(
        scene, placement, [one[0] for one in SEEN], begun=ended - timedelta(days=21), closes=ended, ended_on=ended,
        state=RoundState.CLOSED, invited=9, answered=8, manager_name=manager.name,
    )  # fmt: skip
    rows = list(zip(chosen, SEEN, strict=True))
    named = {
        Group.SELF.value: {one.pk: [seen[1]] for one, seen in rows},
        Group.MANAGER.value: {one.pk: [seen[2]] for one, seen in rows},
    }
    groups = {
        Group.COLLEAGUES.value: [{one.pk: [seen[3][at]] for one, seen in rows} for at in range(5)],
        Group.OTHERS.value: [{one.pk: [seen[4][at]] for one, seen in rows} for at in range(3)],
    }
    FeedbackMean.objects.bulk_create(
        FeedbackMean(
            organisation=scene.organisation, round=round_, competency_id=one.competency, groups="+".join(one.groups),
            mean=kept_mean(one), raters=one.raters,
        )
        for one in release(named, groups).means
    )  # fmt: skip
    said = [(question, "", text) for question, texts in WORDS.items() for text in texts]
    said.insert(4, (Question.CHANGE, Group.MANAGER.value, MANAGER))
    FeedbackWords.objects.bulk_create(
        FeedbackWords(
            organisation=scene.organisation, round=round_, question=question, group=group, text=scene.say(text)
        )
        for question, group, text in said
    )


def _running(scene: Scene) -> None:
    placement = _placement(RUNNING)
    names = [one.name for one in read_table()[1][:2]]
    round_, _chosen = _round(
        scene, placement, names, begun=scene.today - timedelta(days=6), closes=scene.today + timedelta(days=5),
        state=RoundState.RUNNING,
    )  # fmt: skip
    assert placement.line_manager is not None
    team = Person.objects.filter(placements__line_manager=placement.line_manager, placements__ends_on=None)
    colleagues = list(team.exclude(pk=placement.person_id).distinct().order_by("key")[:6])
    noor = _placement(CLOSED).person
    others = _others(placement, [*colleagues, noor])
    behaviours = [str(pk) for pk in round_.behaviours.values_list("pk", flat=True)]
    asked = [(placement.person, Group.SELF), (placement.line_manager, Group.MANAGER), (noor, Group.OTHERS)]
    asked += [(one, Group.COLLEAGUES) for one in colleagues if one.pk != noor.pk]
    asked += [(one, Group.OTHERS) for one in others]
    for at, (person, group) in enumerate(asked):
        rng = scene.source("feedback", person.key)
        is_sent = at > 2 and at % 2
        FeedbackRequest.objects.create(
            organisation=scene.organisation, round=round_, person=person, group=group,
            state=RequestState.SENT if is_sent else RequestState.ASKED,
            answers={pk: rng.choice((2, 3, 4, 4, 5)) for pk in behaviours} if is_sent else {},
        )  # fmt: skip


def _others(placement: Placement, without: list[Person]) -> list[Person]:
    """People of elsewhere, each with another manager than the person."""
    found = Placement.objects.filter(ends_on=None).exclude(line_manager=placement.line_manager)
    found = found.exclude(person__in=[one.pk for one in without]).exclude(person=placement.line_manager)
    return [row.person for row in found.select_related("person").order_by("person__key")[40:60:5]]
