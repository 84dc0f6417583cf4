"""People: adding, changing, ending; and writing down who looked at whose file."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission, require
from zichtlijn.access.queries import administrators_on
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import path_step
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.audit.versions import save_version
from zichtlijn.organisation import search
from zichtlijn.organisation.actions.leaving import end_leadership
from zichtlijn.organisation.actions.paths import refresh_reporting_path
from zichtlijn.organisation.actions.rights import lock_structure, refuse_second, require_people
from zichtlijn.organisation.models import Person, Placement, SearchWord, sort_name
from zichtlijn.organisation.permissions import can_see_details, role_seeing
from zichtlijn.organisation.queries.placements import main_manager, reasons_against_placement

#: By which right somebody outside the line looks at what, and what for.
SEEN_BY = {
    "file": Permission.SEE_PEOPLE_DETAILS,
    "line": Permission.SEE_PERSONAL_OBJECTIVES,
    "competencies": Permission.SEE_COMPETENCIES,
    "appraisal": Permission.RUN_CONVERSATIONS,
    "development_plan": Permission.LEAD_PEOPLE,
    "feedback": Permission.LEAD_PEOPLE,
    "rewards": Permission.KEEP_REWARDS,
    "study_agreement": Permission.ARRANGE_DEVELOPMENT,
}
PURPOSE = {
    "file": "administration",
    "line": "objectives",
    "competencies": "development",
    "appraisal": "appraising",
    "development_plan": "development",
    "feedback": "development",
    "rewards": "rewarding",
    "study_agreement": "development",
}
NAME_FIELDS = ("given_name", "family_prefix", "family_name")


@transaction.atomic
def add_person(
    *,
    key: str,
    given_name: str,
    family_prefix: str = "",
    family_name: str,
    email: str = "",
    starts_on: date | None = None,
    by: Actor,
) -> Person:
    """Add somebody who works here. A placement and an account come afterwards."""
    require_people(by)
    lock_structure(by)
    refuse_second(Person, name=family_name, key=key)
    person = Person.objects.create(
        organisation=by.organisation,
        key=key,
        given_name=given_name,
        family_prefix=family_prefix,
        family_name=family_name,
        email=email,
        starts_on=starts_on,
        sort_name=sort_name(given_name, family_prefix, family_name),
    )
    Person.objects.filter(pk=person.pk).update(reporting_path=path_step(person.pk))
    person.reporting_path = path_step(person.pk)
    _index(person)
    audit.record(Event.PERSON_ADDED, on=person, by=by, about=person.pk)
    return person


@transaction.atomic
def change_person(person: Person, *, version: int, by: Actor, **changes) -> list[str]:
    """Change number, name, e-mail or first day of a person."""
    require_people(by)
    changed = save_version(person, changes, version=version)
    if set(changed) & {*NAME_FIELDS, "key"}:
        person.sort_name = sort_name(person.given_name, person.family_prefix, person.family_name)
        Person.objects.filter(pk=person.pk).update(sort_name=person.sort_name)
        _index(person)
    if changed:
        audit.record(Event.PERSON_CHANGED, on=person, by=by, about=person.pk, detail={"fields": changed})
    return changed


@transaction.atomic
def end_person(person: Person, *, ends_on: date, successor: Person | None = None, by: Actor) -> None:
    """Let somebody be in service until and including a day; what they did stays.

    Their placements end that day. With a successor, those who report to them report to the successor from the day
    after, and a successor who is one of them reports to the manager of who left. Units they head and projects they
    lead are without them: at once when that day is today or has been, else the morning after it.
    """
    require_people(by)
    lock_structure(by)
    if person.starts_on and ends_on < person.starts_on:
        raise NotNow(_("The last day is before the first day."))
    if successor and successor.pk == person.pk:
        raise NotNow(_("%(person)s cannot be their own successor.") % {"person": person.name})
    if (person.ends_on is None or ends_on < person.ends_on) and _is_last_administrator(person, ends_on):
        said = _("%(person)s is the last administrator. Someone else must become an administrator first.")
        raise NotNow(said % {"person": person.name})
    if not save_version(person, {"ends_on": ends_on}, version=person.version):
        return
    after = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    for placement in person.placements.filter(after):
        if placement.starts_on > ends_on:
            detail = {"withdrawn": True, "starts_on": placement.starts_on.isoformat()}
            audit.record(Event.PLACEMENT_ENDED, on=placement, by=by, about=person.pk, detail=detail)
            placement.delete()
        else:
            save_version(placement, {"ends_on": ends_on}, version=placement.version)
    moved = _hand_over(person, successor, ends_on, after) if successor else []
    refresh_reporting_path(person)
    for report in moved:
        refresh_reporting_path(report)
    today = timezone.localdate()
    if ends_on <= today:
        end_leadership([person.pk], day=today, by=by)
    if ends_on < today:
        search.remove_words(SearchWord.Kind.PERSON, [person.pk])
    detail = {"ends_on": ends_on.isoformat(), "successor": successor.name if successor else "", "reports": len(moved)}
    audit.record(Event.PERSON_ENDED, on=person, by=by, about=person.pk, detail=detail)


def _is_last_administrator(person: Person, ends_on: date) -> bool:
    """True when this person manages members and roles, and nobody else who does can come in after that day."""
    today = timezone.localdate()
    if not administrators_on(today, person.organisation_id).filter(person=person).exists():
        return False
    after = administrators_on(max(today, ends_on + timedelta(days=1)), person.organisation_id)
    return not after.exclude(person=person).exists()


def _hand_over(person: Person, successor: Person, ends_on: date, after: Q) -> list[Person]:
    """Give everybody who reports to `person` after that day the successor as line manager; returns who they are."""
    next_day = ends_on + timedelta(days=1)
    above = main_manager(person, next_day, is_passed=True)
    if above == successor:
        above = None
    moved = {}
    for placement in Placement.objects.filter(after, line_manager=person).select_related("person", "unit", "position"):
        goes_on = Placement(
            organisation_id=placement.organisation_id,
            person=placement.person,
            unit=placement.unit,
            position=placement.position,
            line_manager=successor if placement.person_id != successor.pk else above,
            starts_on=max(placement.starts_on, next_day),
            ends_on=placement.ends_on,
        )
        if placement.starts_on > ends_on:
            save_version(placement, {"line_manager": goes_on.line_manager}, version=placement.version)
        else:
            save_version(placement, {"ends_on": ends_on}, version=placement.version)
            if reasons := reasons_against_placement(goes_on):
                raise NotNow(*reasons)
            goes_on.save()
        moved[placement.person_id] = placement.person
    return list(moved.values())


@transaction.atomic
def resume_person(person: Person, *, by: Actor) -> None:
    """Take back that somebody left. Placements that ended stay ended: place them again."""
    require_people(by)
    if save_version(person, {"ends_on": None}, version=person.version):
        _index(person)
        refresh_reporting_path(person)
        audit.record(Event.PERSON_CHANGED, on=person, by=by, about=person.pk, detail={"fields": ["ends_on"]})


@transaction.atomic
def see_details(person: Person, *, by: Actor) -> None:
    """Open somebody's file; the look is written down."""
    require(can_see_details(by, person), _("Only the line above this person, HR and administrators may see this."))
    look_at(person, what="file", by=by)


def look_at(person: Person, *, what: str, by: Actor, otherwise: str = "") -> None:
    """Write down that somebody looked at something of another (a key of `SEEN_BY`): once a day is enough.

    `otherwise` is as what they look when no role of theirs opens it, such as who was named for this one thing.
    """
    look_at_many([person], what=what, by=by, otherwise=otherwise)


#: Who was named to decide on an objection, and looks for that alone.
DECIDER = "decider"
#: By a placement of today that is not the main one, who led somebody before, and who drew up an agreement for them.
LINE, FORMER_MANAGER, DREW_UP = "line", "former_manager", "drew_up"
#: Who approves an appraisal, and looks for that alone.
SECOND = "second_appraiser"


def look_at_many(people: Sequence[Person], *, what: str, by: Actor, otherwise: str = "") -> None:
    """The same for everybody of whom a list tells something: one line for each of them.

    Without anything to write there is no transaction: on SQLite that would wait for whoever writes, such as an import.
    """
    others = [person for person in people if person.pk != by.person_id]
    if not others:
        return
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seen: set[int | None] = set()
    if by.user:
        earlier = AuditEvent.objects.filter(about_person_id__in=[person.pk for person in others], at__gte=midnight)
        earlier = earlier.filter(event=Event.PERSON_SEEN, by_id=by.user.pk)
        seen = {line.about_person_id for line in earlier if line.detail.get("what") == what}
    lines = []
    for person in others:
        if person.pk in seen:
            continue
        detail = {"what": what} | seen_as(by, person, what=what, otherwise=otherwise)
        lines.append((Event.PERSON_SEEN, person, person.pk, detail))
    if lines:
        audit.record_many(lines, by=by)


def seen_as(by: Actor, person: Person, *, what: str, otherwise: str = "") -> dict[str, str]:
    """In which role the actor sees something of another (a key of `SEEN_BY`), and what for; of oneself nothing.

    `otherwise` as in `look_at`.
    """
    if person.pk == by.person_id:
        return {}
    role = role_seeing(by, person, SEEN_BY[what]) or ("colleague" if what == "line" and by.user else otherwise)
    return {"role": role, "purpose": "leading" if role in (LINE, FORMER_MANAGER) else PURPOSE[what]}


def _index(person: Person) -> None:
    # Not the personnel number: whoever may not know it could find it out by searching.
    search.index_words(SearchWord.Kind.PERSON, [(person.pk, person.name)])
