"""How far one conversation is, in the five steps that people know: prepare, share, talk, report, signed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.conversations.models import Meeting
from zichtlijn.conversations.queries.pages import ConversationPage
from zichtlijn.conversations.states import BEFORE_SENDING, State
from zichtlijn.ui.wording import write_moment, write_short_date


@dataclass(frozen=True)
class WayStep:
    """One step with what is known of it; `state` is done, now, skipped or empty."""

    name: str
    note: str
    state: str


def way_of(page: ConversationPage, meeting: Meeting | None) -> list[WayStep]:
    """The five steps for one reader; what a side wrote without sharing it is no step that the other sees."""
    conversation = page.conversation
    wrote_mine, shared_mine = page.mine is not None, page.mine is not None and page.mine.shared_at is not None
    is_before = conversation.state in BEFORE_SENDING
    steps = [
        (_("Prepare"), _prepared_until(page) if is_before or wrote_mine else _("skipped"), wrote_mine),
        (_("Share it"), _shared(page, is_before), shared_mine and bool(page.others)),
        (
            _("Talk"),
            _met(meeting, is_before),
            meeting is not None and conversation.state not in (State.PLANNED, State.PREPARING),
        ),
        (_("Report"), _reported(page), not is_before),
        (_("Signed"), _signed(page), conversation.state == State.FINAL),
    ]
    now = next(
        (place for place, (_name, _note, done) in enumerate(steps) if not done and (is_before or place > 2)), None
    )
    return [
        WayStep(name, note, "done" if done else "now" if place == now else "" if is_before or place > 2 else "skipped")
        for place, (name, note, done) in enumerate(steps)
    ]


def _prepared_until(page: ConversationPage) -> str:
    return _("until %(day)s") % {"day": write_short_date(page.conversation.step.closes_on)}


def _shared(page: ConversationPage, is_before: bool) -> str:
    mine = page.mine is not None and page.mine.shared_at is not None
    if mine and page.others:
        return _("both shared")
    if mine:
        return _("you shared, the other did not yet") if is_before else _("only you shared")
    if page.others:
        return _("the other shared, you did not yet") if is_before else _("only the other shared")
    return _("nothing shared yet") if is_before else _("skipped: nothing was shared")


def _met(meeting: Meeting | None, is_before: bool) -> str:
    if meeting is None and not is_before:
        return _("skipped: no appointment was written down")
    return _("no appointment yet") if meeting is None else write_moment(meeting.starts_at)


def _reported(page: ConversationPage) -> str:
    report = page.report
    if report is None:
        days = page.conversation.step.response_days
        return ngettext("answered within %(n)s day", "answered within %(n)s days", days) % {"n": days}
    return _("sent %(day)s") % {"day": write_short_date(report.sent_at)}


def _signed(page: ConversationPage) -> str:
    report = page.report
    if report is not None and report.answered_at is not None:
        return str(report.get_answer_display())
    return _("not answered") if page.conversation.state == State.FINAL else _("as seen or as agreed")
