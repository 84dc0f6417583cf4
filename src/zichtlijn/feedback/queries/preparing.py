"""What is chosen for a round, and what stands in the way of opening it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zichtlijn.access.models import Membership
from zichtlijn.calculations.feedback import LEAST_RATERS, groups_together
from zichtlijn.competencies.queries import behaviours_of
from zichtlijn.feedback.models import AskedBehaviour, FeedbackRequest, FeedbackRound
from zichtlijn.feedback.states import (
    ANONYMOUS,
    DAYS_BETWEEN,
    FEWEST_DAYS,
    FEWEST_RATERS,
    MOST_BEHAVIOURS,
    MOST_DAYS,
    MOST_RATERS,
    Group,
    RoundState,
)
from zichtlijn.organisation.models import Person, Placement
from zichtlijn.ui.wording import write_full_date


def chosen_behaviours(round_: FeedbackRound) -> dict[int, list[str]]:
    """Competency → the behaviours that are asked of it."""
    found: dict[int, list[str]] = defaultdict(list)
    for competency_id, text in AskedBehaviour.objects.filter(round=round_).values_list("competency_id", "text"):
        found[competency_id].append(text)
    return dict(found)


def chosen_ids(round_: FeedbackRound) -> dict[int, list[int]]:
    """Competency → the numbers of its behaviours."""
    found: dict[int, list[int]] = defaultdict(list)
    for competency_id, number in AskedBehaviour.objects.filter(round=round_).values_list("competency_id", "pk"):
        found[competency_id].append(number)
    return dict(found)


def offered_behaviours(competencies: list[int]) -> dict[int, list[str]]:
    """Competency → what the framework says one sees, as a beginning: one line for each, five at most."""
    return {
        pk: [" ".join(text.split()) for text in levels.values() if text.strip()][:MOST_BEHAVIOURS]
        for pk, levels in behaviours_of(competencies).items()
    }


def raters_of(round_: FeedbackRound) -> list[FeedbackRequest]:
    """Who is asked, by group; without the person."""
    found = FeedbackRequest.objects.filter(round=round_).exclude(person=round_.person_id)
    return sorted(found.select_related("person"), key=lambda one: (ORDER[one.group], one.person.sort_name, one.pk))


ORDER = {group: at for at, group in enumerate(("self", "manager", "colleagues", "employees", "others"))}


def asked_by_group(raters: list[FeedbackRequest]) -> dict[str, int]:
    """Anonymous group → how many are asked."""
    return {group.value: sum(one.group == group for one in raters) for group in ANONYMOUS}


def expected_groups(raters: list[FeedbackRequest]) -> tuple[tuple[str, ...], ...]:
    """Which groups are shown apart and which together when everybody answers."""
    return groups_together(asked_by_group(raters))


@dataclass(frozen=True)
class Around:
    """Who leads the person today, whom the person leads, and which of the raters can sign in."""

    managers: frozenset[int]
    employees: frozenset[int]
    members: frozenset[int]


def around(person: Person, raters: list[Person], today: date) -> Around:
    """How these raters stand to the person today: three questions, however many there are."""
    placed, members = Placement.objects.today(), Membership.objects.open_on(today)
    return Around(
        frozenset(placed.filter(person=person, line_manager__isnull=False).values_list("line_manager", flat=True)),
        frozenset(placed.filter(line_manager=person).values_list("person", flat=True)),
        frozenset(
            members.filter(organisation=person.organisation_id, person__in=raters).values_list("person", flat=True)
        ),
    )


def reason_against(rater: Person, group: str, found: Around) -> str:
    """Why somebody cannot be asked from this side today; empty when they can."""
    name, is_leading = {"name": rater.name}, rater.pk in found.managers
    if group == Group.MANAGER and not is_leading:
        return _("%(name)s is not the line manager today. Choose another side.") % name
    if group != Group.MANAGER and is_leading:
        return _("%(name)s is the line manager, who appraises: that is never without a name.") % name
    if group == Group.EMPLOYEES and rater.pk not in found.employees:
        return _("%(name)s does not report to this person today. Choose another side.") % name
    if rater.pk not in found.members:
        sentence = _(
            "%(name)s has no account here, and could not answer. Choose somebody else, or ask the administrator"
            " for an account."
        )
        return sentence % name
    return ""


def reasons_against(round_: FeedbackRound, today: date) -> list[str]:
    """All that stands in the way of opening a round as it is prepared; empty when nothing does."""
    raters, reasons = raters_of(round_), []
    if not chosen_behaviours(round_):
        reasons.append(_("Choose at least one competency."))
    if round_.closes_on is None or not today + timedelta(FEWEST_DAYS) <= round_.closes_on <= today + timedelta(
        MOST_DAYS
    ):
        words = {"from": FEWEST_DAYS, "to": MOST_DAYS}
        reasons.append(_("Choose a last day to answer that lies %(from)s to %(to)s days ahead.") % words)
    if not FEWEST_RATERS <= len(raters) + 1 <= MOST_RATERS:
        words = {"from": FEWEST_RATERS, "to": MOST_RATERS}
        reasons.append(_("Ask %(from)s to %(to)s people, the person counted in.") % words)
    if sum(asked_by_group(raters).values()) < LEAST_RATERS:
        reasons.append(_("Ask at least %(least)s people whose names are not shown.") % {"least": LEAST_RATERS})
    found = around(round_.person, [one.person for one in raters], today)
    reasons += filter(None, (reason_against(one.person, one.group, found) for one in raters))
    return reasons + _reasons_of_waves(round_, today)


def free_from(person: Person, today: date) -> date | None:
    """The day from which the next round may be, when the last one closed too short ago; None when it may be now."""
    earlier = FeedbackRound.objects.filter(person=person.pk, state=RoundState.CLOSED).order_by("-ended_on")
    last = earlier.values_list("ended_on", flat=True).first()
    day = last + timedelta(DAYS_BETWEEN) if last else None
    return day if day and day > today else None


def tell_wait(day: date) -> str:
    """That the next round waits, until which day and why."""
    return _(
        "The last round closed less than half a year ago. The next one can be from %(day)s: what is different before"
        " then could tell of one person."
    ) % {"day": write_full_date(day)}


def _reasons_of_waves(round_: FeedbackRound, today: date) -> list[str]:
    day = free_from(round_.person, today)
    return [tell_wait(day)] if day else []
