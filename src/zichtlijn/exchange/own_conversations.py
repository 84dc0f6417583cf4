"""Of one's own data: the conversations, as far as one may read them, and what one noted.

Nothing that the other side keeps to themselves; of conversations that one leads only that they were, not with whom.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.conversations.models import (
    Addendum,
    Agreement,
    AgreementAnswer,
    Conversation,
    Moment,
    Preparation,
    Report,
    manages_on_its_day,
)
from zichtlijn.conversations.queries.pages import managers_of
from zichtlijn.conversations.states import SHARED
from zichtlijn.privacy.models import Statement
from zichtlijn.privacy.states import Subject

Rows = list[dict]
SENT = Q(sent_at__isnull=False, conversation__state__in=SHARED)


def conversations(by: Actor) -> Rows:
    """The conversations with their reports, in which one is the employee, with who is manager in them as on their page;
    and which one led: by the placements, or by the name that was kept with it."""
    if not by.person_id:
        return []
    mine = list(Conversation.objects.filter(employee=by.person_id).select_related("step__cycle"))
    managers = managers_of(mine)
    reports = {row.conversation_id: row for row in Report.objects.filter(SENT, conversation__employee=by.person_id)}
    said = Statement.objects.filter(person=by.person_id, subject=Subject.REPORT)
    texts: dict[int | None, list[str]] = {}
    for one in said:
        texts.setdefault(one.target_id, []).append(one.text or _("withdrawn"))
    rows = [
        _row(row, reports.get(row.pk), is_mine=True, other=managers[row.pk], said=texts.get(row.pk, [])) for row in mine
    ]
    led = Conversation.objects.filter(Q(manager=by.person_id) | Q(manages_on_its_day(by.person_id)))
    led = led.select_related("step__cycle")
    return rows + [_row(row, None, is_mine=False) for row in led]


def _row(row: Conversation, report: Report | None, *, is_mine: bool, other: str = "", said: Iterable[str] = ()) -> dict:
    return {
        _("cycle"): row.step.cycle.name, _("conversation"): row.step.title,
        _("side"): _("employee") if is_mine else _("manager"),
        _("with"): other,
        _("state"): row.get_state_display(), _("final on"): row.final_on,
        _("written by"): report.writer_name if report else "",
        _("sent at"): report.sent_at if report else None,
        _("what was discussed"): report.discussed if report else "",
        _("conclusion"): report.conclusion if report else "",
        _("answer"): report.get_answer_display() if report else "",
        _("remarks"): report.remarks if report else "",
        _("answered at"): report.answered_at if report else None,
        _("statements"): "\n\n".join(said),
    }  # fmt: skip


def preparations(by: Actor) -> Rows:
    """What one prepared, and what the other side shared of conversations in which one is the employee."""
    if not by.person_id:
        return []
    readable = Q(writer=by.person_id, conversation__employee=by.person_id) | Q(
        conversation__employee=by.person_id, shared_at__isnull=False
    )
    rows = Preparation.objects.filter(readable).select_related("conversation__step")
    return [
        {
            _("conversation"): row.conversation.step.title, _("written by me"): row.writer_id == by.person_id,
            _("looking back"): row.looking_back, _("looking ahead"): row.looking_ahead,
            _("what is needed"): row.needs, _("shared at"): row.shared_at,
        }
        for row in rows.order_by("id")
    ]  # fmt: skip


def agreements(by: Actor) -> Rows:
    """What was agreed with this person, and what came of it."""
    if not by.person_id:
        return []
    sent = {"report__conversation__employee": by.person_id, "report__conversation__state__in": SHARED}
    rows = Agreement.objects.filter(**sent, report__sent_at__isnull=False).select_related("objective")
    answered = AgreementAnswer.objects.filter(**sent, report__sent_at__isnull=False)
    said = {row.agreement_id: row for row in answered}
    return [
        {
            _("kind"): row.get_kind_display(), _("agreement"): row.text,
            _("objective"): row.objective.title if row.objective else "", _("weight (%)"): row.weight,
            _("ready on"): row.due_on, _("means and support"): row.means,
            _("what came of it"): said[row.pk].get_outcome_display() if row.pk in said else "",
            _("remark"): said[row.pk].remark if row.pk in said else "",
        }
        for row in rows.order_by("id")
    ]  # fmt: skip


def addenda(by: Actor) -> Rows:
    """What was added to conversations in which one is the employee, and what one added elsewhere."""
    if not by.person_id:
        return []
    mine = Q(conversation__employee=by.person_id) | Q(writer=by.person_id)
    rows = Addendum.objects.filter(mine).select_related("conversation__step")
    return [
        {
            _("conversation"): row.conversation.step.title, _("at"): row.at, _("written by"): row.writer_name,
            _("addition"): row.text,
        }
        for row in rows.order_by("id")
    ]  # fmt: skip


def moments(by: Actor) -> Rows:
    """Moments about oneself: one's own, and what was shared. A working note on somebody else goes to nobody."""
    if not by.person_id:
        return []
    mine = Q(about=by.person_id) & (Q(writer=by.person_id) | Q(shared_at__isnull=False))
    rows = Moment.objects.filter(mine | Q(writer=by.person_id, shared_at__isnull=False))
    return [
        {
            _("on"): row.happened_on, _("kind"): row.get_tone_display(), _("about me"): row.about_id == by.person_id,
            _("what happened"): row.text, _("written by me"): row.writer_id == by.person_id,
            _("shared at"): row.shared_at,
        }
        for row in rows.order_by("id")
    ]  # fmt: skip
