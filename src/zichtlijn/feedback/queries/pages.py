"""What pages show of rounds: those of a person, what is asked of oneself, and how far they are without who and what."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from zichtlijn.calculations.feedback import LEAST_RATERS
from zichtlijn.competencies.models import Competency
from zichtlijn.feedback.models import AskedBehaviour, FeedbackRequest, FeedbackRound
from zichtlijn.feedback.states import ANONYMOUS, RequestState, RoundState
from zichtlijn.organisation.models import Person, Placement


@dataclass(frozen=True)
class Course:
    """How far a round is: how many are asked without their name, and how many of them answered at least.

    `answered` goes up by three at a time, and is None below three: it tells of nobody that they answered just now.
    """

    asked: int
    answered: int | None

    @property
    def is_told(self) -> bool:
        """False when so few are asked that any number would tell that all of them answered."""
        return self.asked > LEAST_RATERS


def steps_of_three(answered: int, asked: int) -> int | None:
    """How many answered, as it is told: a multiple of three, and always fewer than were asked; None for none."""
    most = max(asked - 1, 0)
    return min(answered - answered % LEAST_RATERS, most - most % LEAST_RATERS) or None


def courses(rounds: list[FeedbackRound], actor) -> dict[int, Course]:
    """Round → how far it is; one question for all of them.

    Whoever looks is not counted: by taking back their own answer they could find how many others answered.
    """
    found = {one.pk: Course(one.invited, steps_of_three(one.answered or 0, one.invited)) for one in rounds}
    counted = FeedbackRequest.objects.filter(round__in=rounds, group__in=ANONYMOUS).order_by()
    counted = counted.exclude(person=actor.person_id or 0, round__state=RoundState.RUNNING)
    sent = Count("pk", filter=Q(state=RequestState.SENT))
    for pk, asked, answered in (
        counted.values("round").annotate(n=Count("pk"), sent=sent).values_list("round", "n", "sent")
    ):
        found[pk] = Course(asked, steps_of_three(answered, asked))
    return found


def rounds_of(person: Person) -> list[FeedbackRound]:
    """The rounds of a person, the newest first."""
    return list(FeedbackRound.objects.filter(person=person).select_related("person", "shared_with"))


def requests_to(actor, today: date) -> list[FeedbackRequest]:
    """What is asked of the actor in rounds that are open, the soonest first."""
    if actor.person_id is None:
        return []
    found = FeedbackRequest.objects.filter(
        person=actor.person_id, round__state=RoundState.RUNNING, round__closes_on__gte=today
    )
    return list(found.select_related("round__person").order_by("round__closes_on", "pk"))


def asked_behaviours(round_: FeedbackRound) -> list[tuple[Competency, list[AskedBehaviour]]]:
    """Each competency with the behaviours that are asked."""
    found: dict[int, tuple[Competency, list[AskedBehaviour]]] = {}
    for one in AskedBehaviour.objects.filter(round=round_).select_related("competency"):
        found.setdefault(one.competency_id, (one.competency, []))[1].append(one)
    return list(found.values())


def managers_of(person: Person) -> list[Person]:
    """The line managers of today: with one of them a result can be shared."""
    led = Placement.objects.today().filter(person=person, line_manager__isnull=False)
    return list(Person.objects.living().filter(pk__in=led.values("line_manager_id")).order_by("sort_name", "pk"))
