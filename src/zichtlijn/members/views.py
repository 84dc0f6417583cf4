"""Members and roles."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.permissions import require
from zichtlijn.access.roles import ROLES
from zichtlijn.members import actions, queries
from zichtlijn.members.forms import AddMemberForm, MemberForm, MembersFilter
from zichtlijn.members.permissions import can_manage_members, get_member


@require_safe
def members(request):
    require(can_manage_members(request.actor), _("Members and roles are kept by the administrator."))
    filters = MembersFilter(request.GET)
    if not filters.is_valid():
        raise BadRequest("unknown filter")
    asked = filters.cleaned_data
    in_use = {"yes": True, "no": False}.get(asked["use"])
    found = queries.members_of(request.actor, text=asked["q"], role=asked["role"], in_use=in_use)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "to_invite": queries.people_to_invite(request.actor).count()}
    return render(request, "members/members.html", context)


@require_safe
def roles(request):
    """Every role with what it is for and what it allows: for everybody, so that nobody has to guess."""
    described = [{"role": role, "described": ROLES[role], "mine": role in request.actor.roles} for role in ROLES]
    return render(request, "members/roles.html", {"roles": described})


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request):
    require(can_manage_members(request.actor), _("Members and roles are kept by the administrator."))
    form = AddMemberForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        made = actions.add_member(**form.cleaned_data, by=request.actor)
        messages.success(request, _("%(email)s is a member; an invitation is on its way.") % {"email": made.user.email})
        return redirect("members:members")
    context = {"form": form, "roles": ROLES.values()}
    return render(request, "members/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request, membership_id):
    membership = get_member(request.actor, membership_id)
    require(can_manage_members(request.actor), _("Members and roles are kept by the administrator."))
    initial = {
        "name": membership.name,
        "person": membership.person,
        "roles": [role.role for role in membership.roles.all()],
        "is_active": membership.is_active,
        "version": membership.version,
    }
    form = MemberForm(request.POST or None, initial=initial, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        actions.change_member(membership, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved"))
        return redirect("members:members")
    context = {"form": form, "membership": membership, "roles": ROLES.values()}
    return render(request, "members/member.html", context, status=422 if form.errors else 200)


@require_POST
def invite_again(request, membership_id):
    membership = get_member(request.actor, membership_id)
    actions.invite_again(membership, by=request.actor)
    messages.success(request, _("The invitation goes out once more."))
    return redirect("members:member", membership.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_people(request):
    require(can_manage_members(request.actor), _("Members and roles are kept by the administrator."))
    if request.method == "POST":
        number = actions.invite_people(by=request.actor)
        said = ngettext("%(number)s person is invited.", "%(number)s people are invited.", number)
        messages.success(request, said % {"number": number})
        return redirect("members:members")
    waiting = queries.people_to_invite(request.actor)
    context = {"people": waiting[:20], "number": waiting.count(), "at_once": actions.AT_ONCE}
    return render(request, "members/invite.html", context)
