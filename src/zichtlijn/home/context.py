"""The menu: which rooms this person can enter, and in which one they are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.permissions import Permission as P


@dataclass(frozen=True)
class Room:
    label: str | Promise
    url_name: str
    needs: frozenset[P] = frozenset()  # any of these; empty: everyone
    also: tuple[str, ...] = ()  # prefixes of addresses that belong to this room


SECTIONS: tuple[tuple[str | Promise, tuple[Room, ...]], ...] = (
    ("", (Room(_("My line of sight"), "home:my_line"),)),
    (
        _("Direction"),
        (
            Room(_("Strategy"), "strategy:direction", also=("/strategy/",)),
            Room(_("Analysis"), "analysis:list", also=("/analysis/",)),
            Room(_("Alignment"), "objectives:alignment", also=("/objectives/", "/measures/")),
            Room("OKR", "okr:cycle", also=("/okr/",)),
            Room(_("Scorecard"), "scorecards:scorecard", also=("/scorecard/",)),
            Room("OGSM", "ogsm:list", also=("/ogsm/",)),
            Room(_("Growth plan"), "growth_plan:list", also=("/growth-plan/",)),
            Room(_("Where the line breaks"), "objectives:breaks", frozenset({P.SEE_BREAKS, P.SEE_COVERAGE})),
        ),
    ),
    (
        _("My work"),
        (
            Room(_("Check-in"), "objectives:check_in"),
            Room(_("Conversations"), "conversations:list", also=("/conversations/", "/moments/")),
            Room(_("My competencies"), "competencies:mine"),
            Room(_("360 feedback"), "feedback:mine", also=("/feedback/",)),
            Room(_("My development"), "development:mine", also=("/development/",)),
            Room(_("My reward"), "rewards:mine", also=("/reward-proposals/",)),
            Room(_("My file"), "home:my_file", also=("/my-file/",)),
        ),
    ),
    (
        _("People"),
        (
            Room(_("Team"), "home:team", frozenset({P.LEAD_PEOPLE})),
            Room(_("Team competencies"), "competencies:team", frozenset({P.LEAD_PEOPLE, P.SEE_COMPETENCIES})),
            Room(
                _("Appraisals"),
                "appraisals:list",
                frozenset({P.LEAD_PEOPLE, P.RUN_CONVERSATIONS, P.COUNT_CONVERSATIONS}),
                also=("/appraisals/",),
            ),
            Room(_("Rewards of my people"), "rewards:team", frozenset({P.DECIDE_REWARDS})),
            Room(_("People"), "organisation:people", also=("/people/",)),
        ),
    ),
    (
        _("Personnel policy"),
        (
            Room(
                _("Conversation cycles"),
                "conversations:cycles",
                frozenset({P.RUN_CONVERSATIONS, P.COUNT_CONVERSATIONS}),
                also=("/conversation-cycles/",),
            ),
            Room(_("Competencies"), "competencies:framework", also=("/competencies/",)),
            Room(_("360 rounds"), "feedback:rounds", frozenset({P.RUN_FEEDBACK})),
            Room(_("Development needs"), "development:needs", frozenset({P.ARRANGE_DEVELOPMENT})),
            Room(_("Study costs"), "development:studies", also=("/study-costs/",)),
            Room(_("Reward system"), "rewards:current", also=("/rewards/",)),
            Room(_("Salaries"), "rewards:salaries", frozenset({P.KEEP_REWARDS}), also=("/salaries/",)),
            Room(
                _("Reward rounds"),
                "rewards:rounds",
                frozenset({P.KEEP_REWARDS, P.COUNT_REWARDS}),
                also=("/reward-rounds/",),
            ),
            Room(
                _("Retention"), "privacy:retention", frozenset({P.MANAGE_PEOPLE}), also=("/retention/", "/corrections/")
            ),
        ),
    ),
    (
        _("Organisation"),
        (
            Room(_("Units"), "organisation:units", also=("/units/",)),
            Room(_("Positions"), "organisation:positions", also=("/positions/",)),
            Room(_("Projects"), "organisation:projects", also=("/projects/",)),
            Room(_("Periods"), "organisation:periods", frozenset({P.MANAGE_ORGANISATION}), also=("/periods/",)),
            Room(_("Members and roles"), "members:members", frozenset({P.MANAGE_ROLES}), also=("/members/",)),
            Room(_("Log"), "audit:log", frozenset({P.SEE_AUDIT})),
            Room(_("Settings"), "organisation:settings", frozenset({P.MANAGE_ORGANISATION})),
        ),
    ),
    (
        _("Data"),
        (
            Room(_("Import"), "exchange:imports", frozenset({P.IMPORT}), also=("/import/",)),
            Room(_("Export"), "exchange:exports"),
        ),
    ),
)


def navigation(request):
    """Sections of the menu for this actor, with the current room marked."""
    return {"navigation": SimpleLazyObject(lambda: _sections(request))}


def _sections(request):
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    sections, best, chosen = [], (0, None), getattr(request, "room", "")  # a view may say in which room its page stands
    for title, rooms in SECTIONS:
        items = []
        for room in rooms:
            if room.needs and not any(actor.may(permission) for permission in room.needs):
                continue
            url = reverse(room.url_name)
            item = {"label": room.label, "url": url, "current": False}
            if room.url_name == chosen:
                best = (len(request.path) + 1, item)
            for prefix in (url, *room.also):
                if (request.path == url or (prefix != "/" and request.path.startswith(prefix))) and len(prefix) > best[
                    0
                ]:
                    best = (len(prefix), item)
            items.append(item)
        if items:
            sections.append({"title": title, "items": items})
    if best[1]:
        best[1]["current"] = True
    return sections
