"""Who prepares, opens and answers a 360 round, and who reads its result; the one door to each."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zichtlijn.access.permissions import Permission
from zichtlijn.competencies.permissions import side_of
from zichtlijn.competencies.states import Side
from zichtlijn.feedback.models import FeedbackRequest, FeedbackRound
from zichtlijn.feedback.states import ANONYMOUS, MOVES, Pen, RoundState
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.organisation.permissions import get_person

# doors ------------------------------------------------------------------------------------------------------------


def get_round(actor, round_id: int) -> FeedbackRound:
    """A round of which the actor may know the course, or 404. Its result: `get_result`."""
    found = FeedbackRound.objects.visible_to(actor).select_related("person", "shared_with")
    return get_object_or_404(found, pk=round_id, organisation=actor.organisation)


def get_result(actor, round_id: int) -> FeedbackRound:
    """A closed round of which the actor may read the result, or 404: HR and the administrator never."""
    found = FeedbackRound.objects.with_result_for(actor).select_related("person", "shared_with")
    return get_object_or_404(found, pk=round_id, organisation=actor.organisation)


def get_request(actor, request_id: int) -> FeedbackRequest:
    """A request to the actor in a round that is open, or 404."""
    found = FeedbackRequest.objects.filter(person=actor.person_id or 0, round__state=RoundState.RUNNING)
    found = found.select_related("round__person", "person")
    return get_object_or_404(found, pk=request_id, organisation=actor.organisation)


def get_asked_person(actor, person_id: int) -> Person:
    """A person of whom the actor may know the rounds, or 404."""
    person = get_person(actor, person_id)
    if not pens_of(actor, person):
        raise Http404
    return person


# sides ------------------------------------------------------------------------------------------------------------


def pens_of(actor, person: Person) -> frozenset[Pen]:
    """In which ways the actor takes part in rounds of this person; nobody stands on both sides of their own."""
    if person.organisation_id != actor.organisation.pk:
        return frozenset()
    side = side_of(actor, person)
    if side == Side.SELF:
        return frozenset({Pen.PERSON})
    found = {Pen.MANAGER} if side == Side.MANAGER else set()
    if actor.may(Permission.RUN_FEEDBACK):
        found.add(Pen.HR)
    return frozenset(found)


def leads(rater: Person, person: Person) -> bool:
    """True when the rater is a line manager of the person today: who appraises is never an anonymous rater."""
    return Placement.objects.today().filter(person=person, line_manager=rater).exists()


def can_run_feedback(actor) -> bool:
    """Follow how far all rounds are; never what is answered, nor what came out."""
    return actor.may(Permission.RUN_FEEDBACK)


def can_begin_round(actor, person: Person) -> bool:
    """Begin and prepare a round: the person, their line manager of today, and HR."""
    return bool(pens_of(actor, person))


def can_move_round(actor, round_: FeedbackRound, move: str) -> bool:
    """Bring a round on in this way, as far as it is for the actor to do so."""
    return bool(pens_of(actor, round_.person) & MOVES[move].pens)


def can_postpone_round(actor, round_: FeedbackRound) -> bool:
    """Let an open round be open for longer: who may open it."""
    return can_move_round(actor, round_, "open")


def can_share_result(actor, round_: FeedbackRound) -> bool:
    """Let the manager read the result, or no longer: only the person."""
    return Pen.PERSON in pens_of(actor, round_.person)


def can_read_result(actor, round_: FeedbackRound) -> bool:
    """The person; and the line manager of today with whom they shared it."""
    return FeedbackRound.objects.with_result_for(actor).filter(pk=round_.pk).exists()


def can_answer(actor, request: FeedbackRequest) -> bool:
    """Answer or decline: who is asked, until the last day; not without their name once they lead the person."""
    if actor.person_id is None or request.person_id != actor.person_id:
        return False
    round_ = request.round
    if round_.state != RoundState.RUNNING or not round_.closes_on or round_.closes_on < timezone.localdate():
        return False
    return request.group not in ANONYMOUS or not leads(request.person, round_.person)
