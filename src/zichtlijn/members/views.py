"""Members and roles."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access import actions as access
from zichtlijn.access.acting import acted
from zichtlijn.access.permissions import require
from zichtlijn.access.roles import ROLES
from zichtlijn.access.sign_in import asks_password_again, typed_before
from zichtlijn.access.views import outside_organisation
from zichtlijn.members import actions, own_account, queries
from zichtlijn.members.forms import (
    AddMemberForm,
    AddressForm,
    InviteForm,
    MemberForm,
    MembersFilter,
    OwnAddressForm,
    SecondStepForm,
)
from zichtlijn.members.permissions import can_manage_members, get_member
from zichtlijn.notices.permissions import can_mend_mail, get_failed_mail
from zichtlijn.notices.queries import failed_mail, mail_trouble, silent_since
from zichtlijn.organisation.queries.people import placed_today
from zichtlijn.organisation.views.acting import PAGE, page_of, sorting
from zichtlijn.ui.wording import write_number

YES_OR_NO = {"yes": True, "no": False}


@require_safe
def members(request):
    require(can_manage_members(request.actor), _("Only the administrator manages members and roles."))
    filters = MembersFilter(request.GET)
    if not filters.is_valid():
        raise BadRequest("unknown filter")
    asked = filters.cleaned_data
    sort = sorting(request, {"name", "email"})
    found = queries.members_of(
        request.actor,
        text=asked["q"],
        role=asked["role"],
        in_use=YES_OR_NO.get(asked["use"]),
        second_step=YES_OR_NO.get(asked["second_step"]),
        sort=sort,
    )
    context = {
        "filters": filters,
        "is_narrowed": any(asked.values()),
        "page": page_of(request, found),
        "sort": sort,
        "to_invite": queries.number_to_invite(request.actor),
        **mail_trouble(request.actor),
    }
    return render(request, "members/members.html", context)


@require_safe
def roles(request):
    """Every role with what it is for and what it allows: for everybody, so that nobody has to guess."""
    described = [{"role": role, "described": ROLES[role], "mine": role in request.actor.roles} for role in ROLES]
    return render(request, "members/roles.html", {"roles": described})


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request):
    require(can_manage_members(request.actor), _("Only the administrator manages members and roles."))
    form = AddMemberForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.add_member(**form.cleaned_data, by=request.actor)):
        said = _("%(email)s is now a member. An invitation is on its way.")
        messages.success(request, said % {"email": form.cleaned_data["email"]})
        return redirect("members:members")
    context = {"form": form, "roles": ROLES.values()}
    return render(request, "members/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request, membership_id):
    membership = get_member(request.actor, membership_id)
    require(can_manage_members(request.actor), _("Only the administrator manages members and roles."))
    initial = {
        "name": membership.name,
        "person": membership.person,
        "roles": [role.role for role in membership.roles.all()],
        "is_active": membership.is_active,
        "version": membership.version,
    }
    form = MemberForm(request.POST or None, initial=initial, actor=request.actor)
    if acted(form, lambda: actions.change_member(membership, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Saved"))
        return redirect("members:members")
    context = {
        "form": form,
        "membership": membership,
        "asked_address": queries.asked_here(membership),
        "roles": ROLES.values(),
    }
    return render(request, "members/member.html", context, status=422 if form.errors else 200)


@require_POST
def invite_again(request, membership_id):
    membership = get_member(request.actor, membership_id)
    actions.invite_again(membership, by=request.actor)
    messages.success(request, _("The invitation is on its way again."))
    return redirect("members:member", membership.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def address(request, membership_id):
    """Ask another address for a member; or invite elsewhere one who never came in."""
    membership = get_member(request.actor, membership_id)
    require(can_manage_members(request.actor), _("Only the administrator manages members and roles."))
    person = membership.person
    known = person.email if person and person.email.lower() != membership.user.email else ""
    form = AddressForm(request.POST or None, membership=membership, initial={"email": known})
    act = actions.ask_address if queries.has_signed_in(membership) else actions.invite_elsewhere
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and not _may_mail(request, form.cleaned_data["email"]):
        form.add_error(None, _("Too many requests for this address. Wait an hour and try again."))
        status = 429
    elif acted(form, lambda: act(membership, **form.cleaned_data, by=request.actor)):
        said = (
            _("A link is on its way to %(email)s. Nothing changes until it is confirmed.")
            if act is actions.ask_address
            else _("The invitation is on its way to %(email)s.")
        )
        messages.success(request, said % form.cleaned_data)
        return redirect("members:member", membership.pk)
    reasons = [] if form.is_bound else queries.reasons_to_keep_address(membership, request.actor)
    context = {"form": form, "membership": membership, "reasons": reasons}
    return render(request, "members/address.html", context, status=status)


@require_POST
def forget_address(request, membership_id):
    membership = get_member(request.actor, membership_id)
    actions.forget_address(membership, by=request.actor)
    messages.success(request, _("The address stays as it is."))
    return redirect("members:member", membership.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@outside_organisation
@asks_password_again
def own_address(request):
    """Ask another address for one's own account."""
    form = OwnAddressForm(request.POST or None, user=request.user, initial=typed_before(request))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        if _may_mail(request, email) and _may_mail(request, f"user {request.user.pk}"):
            own_account.ask_own_address(request.user, email)
            messages.success(
                request,
                _("A link is on its way to %(email)s. Nothing changes until it is confirmed.") % {"email": email},
            )
            return redirect("access:account")
        form.add_error(None, _("You have asked this often. Wait an hour and try again."))
        status = 429
    return render(request, "members/own_address.html", {"form": form}, status=status)


@require_POST
@outside_organisation
def forget_own_address(request):
    access.forget_address(request.user)
    messages.success(request, _("The address stays as it is."))
    return redirect("access:account")


@require_POST
@outside_organisation
def end_own_sessions(request):
    """Sign out on every other device; this browser goes on with a session of its own."""
    own_account.end_own_sessions(request.user)
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("access:account")


@require_http_methods(["GET", "HEAD", "POST"])
@outside_organisation
@login_not_required  # public: who follows the link shows with it that the new mailbox is theirs
def confirm_address(request, change_id, key):
    """Follow the link from a mail; only the button changes something, for programs follow links too."""
    change = queries.change_to_confirm(change_id, key)
    if request.method == "POST" and change and own_account.confirm_address(change):
        logout(request)
        messages.success(request, _("From now on you sign in with %(email)s.") % {"email": change.email})
        return redirect("account_login")
    sent = request.method == "POST"
    context = {"change": None if sent else change}
    return render(request, "members/confirm_address.html", context, status=409 if sent else 200)


def _may_mail(request, key: str) -> bool:
    """Whether one more link may go out; counted for the new address and for whoever asks."""
    return ratelimit.consume(request, action="change_email", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request, membership_id):
    """Turn off the second step of a member who lost their phone and their recovery codes."""
    membership = get_member(request.actor, membership_id)
    require(can_manage_members(request.actor), _("Only the administrator manages members and roles."))
    form = SecondStepForm(request.POST or None)
    if acted(form, lambda: actions.turn_off_second_step(membership, **form.cleaned_data, by=request.actor)):
        said = _("Two-step sign-in is off for %(name)s, who has been told by mail.")
        messages.success(request, said % {"name": membership.shown_name})
        return redirect("members:member", membership.pk)
    reasons = [] if form.is_bound else queries.reasons_to_keep_second_step(membership, request.actor)
    context = {"form": form, "membership": membership, "reasons": reasons}
    return render(request, "members/second_step.html", context, status=422 if form.is_bound else 200)


@require_safe
def mail_not_sent(request):
    """Mail of this organisation that was given up: to whom, why, and what can be done. Never what was in it."""
    require(can_mend_mail(request.actor), _("Only HR and the administrator see mail that could not be sent."))
    page = page_of(request, failed_mail(request.actor))
    context = {"page": page, "rows": queries.mail_with_members(page, request.actor), "mail_held_since": silent_since()}
    return render(request, "members/mail.html", context)


@require_POST
def send_again(request, mail_id):
    actions.send_again(get_failed_mail(request.actor, mail_id), by=request.actor)
    messages.success(request, _("The mail is on its way again."))
    return redirect("members:mail")


@require_POST
def send_all_again(request):
    number, left = actions.send_all_again(by=request.actor)
    said = ngettext("%(number)s mail is on its way again.", "%(number)s mails are on their way again.", number)
    if number or not left:
        messages.success(request, said % {"number": number})
    if left:
        stays = ngettext(
            "%(number)s mail stays in the list: the member can no longer sign in, or the request for another address "
            "has expired.",
            "%(number)s mails stay in the list: the member can no longer sign in, or the request for another address "
            "has expired.",
            left,
        )
        messages.warning(request, stays % {"number": left})
    return redirect("members:mail")


@require_POST
def give_up_mail(request, mail_id):
    actions.give_up_mail(get_failed_mail(request.actor, mail_id), by=request.actor)
    messages.success(request, _("Removed from the list."))
    return redirect("members:mail")


@require_http_methods(["GET", "HEAD", "POST"])
def invite_people(request):
    """Who could be invited, of one unit or of all: the ticked ones at once, everybody in the background if asked."""
    require(can_manage_members(request.actor), _("Only the administrator manages members and roles."))
    form = InviteForm(request.POST or request.GET or None, actor=request.actor)
    unit = form.cleaned_data["unit"] if form.is_valid() else None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("who") == "all":
            return redirect("jobs:job", actions.start_inviting(unit=unit, by=request.actor).pk)
        ticked = [int(pk) for pk in request.POST.getlist("person") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        if ticked:
            number, left = actions.invite_people(ticked[:PAGE], by=request.actor)
            said = ngettext("%(number)s person has been invited.", "%(number)s people have been invited.", number)
            messages.success(request, said % {"number": write_number(number)})
            if left:
                names = ", ".join(person.name for person in left)
                shared = _("Not invited, because another member has the same e-mail address: %(names)s.")
                messages.warning(request, shared % {"names": names})
            return redirect("members:members")
        messages.error(request, _("Tick who to invite, or invite everybody in the list."))
    wrong = form.is_bound and not form.is_valid()
    found = queries.people_to_invite(request.actor, unit).prefetch_related(placed_today())
    page = page_of(request, found.none() if wrong else found)
    if request.GET.get("who") == "all" and page.paginator.count:
        of_unit = "?" + urlencode({"unit": unit.name, "unit_id": unit.pk}) if unit else ""
        back = reverse("members:invite") + of_unit
        context = {"unit": unit, "number": page.paginator.count, "back": back}
        return render(request, "members/invite_all.html", context)
    has_people = bool(page.object_list) or queries.anybody_in_service()
    context = {"form": form, "unit": unit, "page": page, "has_people": has_people}
    return render(request, "members/invite.html", context, status=422 if request.method == "POST" else 200)
