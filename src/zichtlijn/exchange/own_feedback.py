"""Of one's own data: rounds about oneself with what was shown, and what one answers in rounds that are open."""

from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.feedback.models import AskedBehaviour, FeedbackMean, FeedbackRequest, FeedbackRound, FeedbackWords
from zichtlijn.feedback.queries.results import Cell, group_names
from zichtlijn.feedback.states import RoundState

Rows = list[dict]


def feedback(by: Actor) -> Rows:
    """The rounds about oneself, with each mean and the words as they were shown: who said what is not known."""
    if not by.person_id:
        return []
    rounds = list(FeedbackRound.objects.filter(person=by.person_id).select_related("shared_with").order_by("pk"))
    said: dict[int, list[tuple[str, str, str]]] = {one.pk: [] for one in rounds}
    for mean in FeedbackMean.objects.filter(round__in=rounds).select_related("competency"):
        told = Cell(mean.groups, mean.mean, mean.raters).told
        said[mean.round_id].append((str(mean.competency), group_names(mean.groups), told))
    for words in FeedbackWords.objects.filter(round__in=rounds):
        group = group_names(words.group) if words.group else ""
        said[words.round_id].append((str(words.get_question_display()), group, words.text))
    shared = {one.pk: one.shared_with.name if one.shared_with else "" for one in rounds}
    return [
        {
            _("begun on"): one.begun_on, _("state"): one.get_state_display(), _("last day"): one.closes_on,
            _("closed on"): one.ended_on, _("shared with"): shared[one.pk], _("about"): about, _("group"): group,
            _("said"): words,
        }
        for one in rounds
        for about, group, words in said[one.pk] or [("", "", "")]
    ]  # fmt: skip


def feedback_answers(by: Actor) -> Rows:
    """What one answers as long as a round is open; about whom is not said, for that is the other's.

    In a round that is prepared nobody is asked yet: that somebody thinks of asking is theirs as well.
    """
    if not by.person_id:
        return []
    found = FeedbackRequest.objects.filter(person=by.person_id, round__state=RoundState.RUNNING)
    requests = list(found.select_related("round").order_by("pk"))
    asked = AskedBehaviour.objects.filter(round__in=[one.round_id for one in requests])
    texts = {one.pk: one.text for one in asked}
    return [
        {
            _("from which side"): one.get_group_display(), _("state"): one.get_state_display(),
            _("last day"): one.round.closes_on,
            _("answers"): "; ".join(
                f"{texts.get(int(pk), '')}: {_('cannot judge') if value is None else value}"
                for pk, value in one.answers.items()
            ),
            _("keep doing"): one.keep, _("do differently"): one.change,
        }
        for one in requests
    ]  # fmt: skip
