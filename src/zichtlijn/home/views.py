"""Pages that cross rooms: Mijn zichtlijn, the team, search."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.home.actions import MAKERS, require_leading, take_team_paper
from zichtlijn.home.queries.my_file import kinds_kept, newest_things, own_requests
from zichtlijn.home.queries.my_line import my_line, strategic_objectives
from zichtlijn.home.queries.search import search as find_all
from zichtlijn.home.queries.setting_up import steps
from zichtlijn.home.queries.team import team_of
from zichtlijn.home.queries.team_rooms import mentions_competencies, mentions_plan
from zichtlijn.objectives.actions import look_at_objectives
from zichtlijn.objectives.permissions import can_create_objective, can_see_coverage, leads_person
from zichtlijn.objectives.queries.alignment import direction_at
from zichtlijn.objectives.states import Level
from zichtlijn.organisation.actions import LINE, look_at, look_at_many
from zichtlijn.organisation.permissions import get_person
from zichtlijn.organisation.queries import chosen_period
from zichtlijn.organisation.queries.people import THINGS, looks_page
from zichtlijn.organisation.sections import draw_sections
from zichtlijn.ui.wording import write_number

#: So many strategic objectives, those that need attention first, stand above somebody's own line.
FIRST = 3


def greeting(hour: int) -> str:
    """Good morning, by the clock of the reader's day."""
    if 5 <= hour < 12:
        return _("Good morning")
    if 12 <= hour < 18:
        return _("Good afternoon")
    return _("Good evening") if hour >= 18 else _("Hello")


def in_words(number: int) -> str:
    """A small number as it begins a sentence: Three."""
    words = ("", "", _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"))
    return words[number] if 2 <= number < len(words) else write_number(number)


@require_GET
def show_my_line(request):
    """Mijn zichtlijn: own objectives up to the mission, what is asked now, what the work contributed to."""
    actor, period, today = request.actor, chosen_period(request), timezone.localdate()
    context = {
        "greeting": greeting(timezone.localtime().hour),
        "direction": direction_at(period.ends_on if period else today),
        "steps": steps(actor),
        "owner": actor.person,
        "is_mine": True,
        "sees_breaks": can_see_coverage(actor),
    }
    if actor.person is not None:
        everything = request.GET.get("asked") == "all"
        context["page"] = my_line(actor, actor.person, period, today=today, all_asked=everything)
        look_at_objectives([one.objective for one in context["page"].asked if one.objective], by=actor)
        context["sections"] = draw_sections("home", request, actor.person) if actor.headed_paths else []
        open_still = period is None or period.ends_on >= today
        context["may_propose"] = open_still and can_create_objective(actor, Level.PERSONAL, owner=actor.person)
        context["asked_words"] = in_words(context["page"].asked_count)
    if actor.person is None or not context["page"].objectives or actor.may("manage_direction"):
        context["strategic"] = strategic_objectives(actor, period)
        context["worst"], context["strategic_rest"] = context["strategic"][:FIRST], context["strategic"][FIRST:]
    return render(request, "home/my_line.html", context)


@require_GET
def show_line_of(request, person_id):
    """The line of somebody who reports to the actor; the look is written down."""
    actor, period, today = request.actor, chosen_period(request), timezone.localdate()
    person = get_person(actor, person_id)
    if person.pk == actor.person_id:
        return redirect("home:my_line")
    if not (leads_person(actor, person) or actor.may("see_personal_objectives")):
        raise Http404
    look_at(person, what="line", by=actor)
    may_lead = leads_person(actor, person)
    request.room = "home:team" if may_lead else "organisation:people"
    context = {
        "direction": direction_at(period.ends_on if period else today),
        "owner": person,
        "is_mine": False,
        "may_lead": may_lead,
        "page": my_line(actor, person, period, today=today),
    }
    return render(request, "home/my_line.html", context)


@require_GET
def show_my_file(request):
    """Mijn dossier: what is kept about me, why and how long, where it stands, and who looked at it."""
    actor = request.actor
    kinds = kinds_kept(actor)
    context = {
        "kinds": [kind for kind in kinds if kind.count != 0],
        "empty_kinds": [kind for kind in kinds if kind.count == 0],
        "person": actor.person,
    }
    if actor.person is not None:
        asked = request.GET.get("looked", "")
        kind = asked if asked in THINGS else ""
        after = request.GET.get("after", "")
        requests, earlier = own_requests(actor)
        context |= {
            "things": newest_things(actor),
            "requests": requests,
            "earlier_requests": earlier,
            "sections": draw_sections("file", request, actor.person),
            "page": looks_page(actor.person, not_by=actor.user.pk, kind=kind, after=after),
            "looked": kind,
            "kinds_of_looks": THINGS.items(),
        }
    return render(request, "home/my_file.html", context)


@require_GET
def show_team(request):
    """The people under the actor: where each stands, and what waits for the actor's word."""
    actor, today, asked = request.actor, timezone.localdate(), request.GET
    require_leading(actor)
    if actor.person is None:
        return render(request, "home/team.html", {"team": None})
    leader = actor.person
    under = asked.get("under", "")
    if under.isdecimal() and len(under) < 19 and int(under) != leader.pk:
        leader = get_person(actor, int(under))
        if not leads_person(actor, leader):
            raise Http404
    whole_line = asked.get("scope") == "line"
    team = team_of(actor, leader, chosen_period(request), asked, whole_line=whole_line, today=today)
    judged = [m.person for m in team.members if mentions_competencies(m.rooms)]
    look_at_many(judged, what="competencies", by=actor, otherwise=LINE)
    look_at_many([m.person for m in team.members if mentions_plan(m.rooms)], what="development_plan", by=actor)
    is_mine = leader.pk == actor.person_id
    if is_mine:
        look_at_objectives(team.waiting_shown, by=actor)
    context = {"team": team, "leader": leader, "is_mine": is_mine, "whole_line": whole_line}
    return render(request, "home/team.html", context | {"sort": team.sort, "today": today})


@require_POST
def take_team(request):
    """The direct reports on paper for a meeting, without what is between each of them and the manager."""
    require_leading(request.actor)
    form = TakeForm(request.POST, makers=MAKERS)
    if not form.is_valid():
        raise BadRequest("form")
    return as_download(*take_team_paper(period=chosen_period(request), by=request.actor))


@require_GET
def search(request):
    """Objectives, people and units that the actor may know of, by the beginnings of words."""
    found = find_all(request.actor, request.GET.get("q", "")[:200])
    look_at_objectives(found.objectives, by=request.actor)
    return render(request, "home/search.html#results" if request.htmx else "home/search.html", {"found": found})
