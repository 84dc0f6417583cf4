"""Pages of both sides: the list, one conversation, preparing, the answer, additions."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import Permission
from zichtlijn.conversations import forms
from zichtlijn.conversations.actions import taking
from zichtlijn.conversations.actions import talking as actions
from zichtlijn.conversations.companions import reasons_against, returned_remarks
from zichtlijn.conversations.models import Meeting
from zichtlijn.conversations.permissions import (
    can_plan_meeting,
    can_prepare,
    can_write_report,
    get_conversation,
    get_own_conversation,
    is_running,
    side_of,
)
from zichtlijn.conversations.queries import pages
from zichtlijn.conversations.queries.way import way_of
from zichtlijn.conversations.states import MOVES, Kind, Side, State
from zichtlijn.conversations.views.acting import autosaved, form_page, prepared
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.organisation.actions import look_at
from zichtlijn.organisation.sections import draw_sections

ASKED = ["GET", "HEAD", "POST"]
PAGE = 50


@require_safe
def list_conversations(request):
    """One's own conversations, and those with the people one leads."""
    actor = request.actor
    everything = request.GET.get("show") == "all"
    own = pages.own_conversations(actor)
    team = Paginator(pages.team_conversations(actor, everything=everything), PAGE).get_page(request.GET.get("page"))
    names = pages.managers_of(own)
    context = {
        "own": [(row, names[row.pk]) for row in own],
        "team": list(team.object_list),
        "team_page": team,
        "leads": actor.person is not None and actor.may(Permission.LEAD_PEOPLE),
        "everything": everything,
        "today": timezone.localdate(),
        "sections": draw_sections("conversation_list", request, None),
    }
    return render(request, "conversations/list.html", context)


@require_safe
def show_conversation(request, pk):
    """One conversation; for HR only how far it is, and the way to a look that is written down."""
    actor, conversation = request.actor, get_conversation(request.actor, pk)
    side, today = side_of(actor, conversation), timezone.localdate()
    if side is None:
        context = {
            "conversation": conversation,
            "manager_name": pages.managers_of([conversation])[pk],
            "form": forms.LookForm(),
            "process": draw_sections("conversation_process", request, conversation),
        }
        return render(request, "conversations/process.html", context)
    page = pages.conversation_page(actor, conversation, side, today=today)
    has_opened = conversation.step.opens_on <= today
    running = is_running(conversation)
    meeting = Meeting.objects.filter(conversation=conversation, is_off=False).first()
    is_open = conversation.step.kind == Kind.FREE
    other_writes = pages.written_by_other(conversation, actor.person_id) if is_open else ""
    may_write = running and has_opened and not other_writes and can_write_report(actor, conversation)
    may_finish, comes_first = _finishing(conversation, page)
    context = {
        "conversation": conversation,
        "page": page,
        "is_running": running,
        "has_opened": has_opened,
        "may_prepare": running and has_opened and can_prepare(actor, conversation),
        "may_write": may_write,
        "may_leave": may_write and is_open and page.draft is not None,
        "other_writes": other_writes,
        "meeting": meeting,
        "may_meet": running and can_plan_meeting(actor, conversation),
        "way": way_of(page, meeting),
        "may_finish": may_finish,
        "comes_first": comes_first,
        "returned": returned_remarks(conversation)
        if side == Side.EMPLOYEE and conversation.state == State.WRITING
        else None,
        "drafted": pages.agreements_of(page.draft) if page.draft and not running else [],
        "mine": prepared(conversation, page.mine) if page.mine else None,
        "others": [(row, prepared(conversation, row)) for row in page.others],
        "take_url": reverse("conversations:take", args=[pk]),
        "sections": draw_sections("conversation", request, conversation),
    }
    return render(request, "conversations/conversation.html", context)


def _finishing(conversation, page) -> tuple[bool, list[str]]:
    """Whether this side can make it final now, and what rooms above know to come first, for both sides."""
    move = {State.ANSWERED: "finish", State.SENT: "lapse"}.get(conversation.state)
    if move is None or page.report is None or (move == "lapse" and not page.term_is_over):
        return False, []
    first = reasons_against(move, conversation, page.report)
    return move in page.moves and not first, first


@require_POST
def look_at_conversation(request, pk):
    """What both sides shared, for HR: the look and what it is for are written down each time."""
    actor, conversation = request.actor, get_conversation(request.actor, pk)
    form = forms.LookForm(request.POST)
    names = pages.managers_of([conversation])
    context = {"conversation": conversation, "manager_name": names[pk], "form": form}
    if side_of(actor, conversation) is not None:
        return redirect("conversations:conversation", pk)
    if not form.is_valid():
        return render(request, "conversations/process.html", context, status=422)
    actions.look_at_conversation(conversation, purpose=form.cleaned_data["purpose"], by=actor)
    report = pages.sent_report(conversation)
    context |= {
        "looked": True,
        "others": [(row, prepared(conversation, row)) for row in pages.shared_preparations(conversation)],
        "report": report,
        "agreements": pages.agreements_of(report) if report else [],
        "answered": pages.answers_in(report) if report else [],
        "addenda": list(conversation.addenda.all()),
        "sections": draw_sections("conversation_look", request, conversation),
        "process": draw_sections("conversation_process", request, conversation),
    }
    return render(request, "conversations/process.html", context)


@require_http_methods(ASKED)
def prepare(request, pk):
    """Write one's own preparation; it keeps itself while one writes."""
    actor = request.actor
    conversation, side = get_own_conversation(actor, pk)
    if request.method != "POST" and not (is_running(conversation) and can_prepare(actor, conversation)):
        return redirect("conversations:conversation", pk)
    mine = conversation.preparations.filter(writer=actor.person_id).first() or actions.blank_preparation(
        conversation, side, actor
    )
    initial = {name: getattr(mine, name) for name in (*actions.PREPARED, "version")}
    form = forms.PreparationForm(request.POST or None, kind=conversation.step.kind, side=side, initial=initial)

    def write():
        return actions.write_preparation(conversation, form.texts, version=form.based_on, by=actor)

    answer = autosaved(request, form, write, reverse("conversations:prepare", args=[pk]))
    if answer is not None:
        return answer
    context = {"conversation": conversation, "form": form, "mine": mine, "side": side}
    context["year"] = pages.year_beside(actor, conversation)
    look_at(conversation.employee, what="line", by=actor)  # of which this is a part
    return render(request, "conversations/prepare.html", context, status=422 if form.errors else 200)


@require_POST
def share_preparation(request, pk):
    """Let the other side read one's preparation."""
    conversation, _side = get_own_conversation(request.actor, pk)
    actions.share_preparation(conversation, by=request.actor)
    messages.success(request, _("Shared. The other can read your preparation now."))
    return redirect("conversations:conversation", pk)


@require_http_methods(ASKED)
def answer_report(request, pk):
    """Sign the report as seen or agreed, with remarks."""
    actor = request.actor
    conversation, side = get_own_conversation(actor, pk)
    page = pages.conversation_page(actor, conversation, side, today=timezone.localdate())
    version = page.report.version if page.report else 1
    kept = returned_remarks(conversation) if side == Side.EMPLOYEE and request.method != "POST" else None
    form = forms.AnswerForm(request.POST or None, initial={"version": version, "remarks": kept or ""})

    def act():
        actions.answer_report(conversation, **form.cleaned_data, by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Signed. Your answer stands under the report."))
        return redirect("conversations:conversation", pk)
    if form.is_bound and page.report:  # when it was changed in the meantime, the report of now stands under the form
        form.data = form.data.copy()
        form.data["version"] = str(page.report.version)
    if request.method != "POST" and "answer" not in page.moves:
        return redirect("conversations:conversation", pk)
    back = reverse("conversations:conversation", args=[pk])
    lead = _("Written by %(name)s. After you sign, the report is not changed any more.")
    if "reopen" in MOVES[conversation.step.kind]:
        lead = _(
            "Written by %(name)s. After you sign, HR can still change the label in the calibration session, with a "
            "reason that you read. Anything else is only changed when it is returned; then you sign again."
        )
    return form_page(
        request,
        form,
        title=_("Answer the report"),
        submit=_("Sign"),
        back=back,
        crumb=(back, str(conversation)),
        lead=lead % {"name": page.report.writer_name if page.report else ""},
        page=page,
        conversation=conversation,
    )


@require_http_methods(ASKED)
def finish_conversation(request, pk):
    """Ask (GET), and make it final (POST)."""
    actor = request.actor
    conversation, side = get_own_conversation(actor, pk)
    if request.method == "POST":
        actions.finish_conversation(conversation, by=actor)
        messages.success(request, _("Final. From now on you can both only add to it."))
        return redirect("conversations:conversation", pk)
    page = pages.conversation_page(actor, conversation, side, today=timezone.localdate())
    if not {"finish", "lapse"} & set(page.moves):
        return redirect("conversations:conversation", pk)
    sections = draw_sections("conversation_finish", request, conversation)
    return render(
        request, "conversations/finish.html", {"conversation": conversation, "page": page, "sections": sections}
    )


@require_http_methods(ASKED)
def add_addendum(request, pk):
    """Add something to a final conversation."""
    actor = request.actor
    conversation, _side = get_own_conversation(actor, pk)
    form = forms.AddendumForm(request.POST or None)

    def act():
        actions.add_addendum(conversation, form.cleaned_data["text"], by=actor)

    if request.method == "POST" and acted(form, act):
        messages.success(request, _("Added."))
        return redirect("conversations:conversation", pk)
    back = reverse("conversations:conversation", args=[pk])
    crumb = (back, str(conversation))
    return form_page(request, form, title=_("Add to the report"), submit=_("Add"), back=back, crumb=crumb)


@require_POST
def take_conversation(request, pk):
    """The agreement form on paper."""
    conversation, _side = get_own_conversation(request.actor, pk)
    if conversation.state not in (State.SENT, State.ANSWERED, State.FINAL):
        raise Http404
    form = TakeForm(request.POST, makers=taking.MAKERS)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*taking.take_conversation(conversation, by=request.actor))
