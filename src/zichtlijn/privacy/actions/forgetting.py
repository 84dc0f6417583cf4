"""Forgetting people: nothing by which one could know who they were is left, and what others made stays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Replace, Trim
from django.utils import translation
from django.utils.translation import gettext as _

from zichtlijn.access.models import Membership, User
from zichtlijn.access.scoping import path_step
from zichtlijn.audit.forgetting import Forgotten, forget_people
from zichtlijn.jobs.actions import remove_jobs_of
from zichtlijn.notices.actions import remove_mail_to
from zichtlijn.organisation.models import Person, Placement, Project, SearchWord, Unit, full_name
from zichtlijn.organisation.search import remove_words
from zichtlijn.privacy.models import Correction, Hold, Statement
from zichtlijn.privacy.registry import forget_history, names

#: What a name is made of.
NAME = ("given_name", "family_prefix", "family_name")


def forget(people: Sequence[Person], *, on: date, by) -> int:
    """Leave of these people only a number without a name; returns how many rows went or changed. In a transaction."""
    ids = [person.pk for person in people]
    memberships = list(Membership.objects.filter(person__in=ids, organisation=by.organisation).select_related("user"))
    users = [membership.user_id for membership in memberships]
    former = _former(by)
    words = _words(people, memberships)
    changed = _replace_names(by.organisation, ids, users, words, former)
    changed += _remove_rows(ids)
    changed += _remove_accounts(memberships, words, by.organisation)
    for person in people:
        _empty(person, former, on)
    forget_people(Forgotten(ids, users, words), former=former, by=by)
    return changed + len(ids)


def forget_accounts(memberships: Sequence[Membership], *, by) -> int:
    """The same of members who are no person here: the account goes where it belongs nowhere else. In a transaction."""
    former, users = _former(by), [membership.user_id for membership in memberships]
    words = _words([], memberships)
    changed = _replace_names(by.organisation, [], users, words, former)
    changed += _remove_accounts(memberships, words, by.organisation)
    forget_people(Forgotten([], users, words), former=former, by=by)
    return changed


def _former(by) -> str:
    """What stands in the place of a name, in the language of the organisation."""
    with translation.override(by.organisation.language):
        return _("former colleague")


def _words(people: Sequence[Person], memberships: Sequence[Membership]) -> set[str]:
    """The words by which others know them, or knew them once, as far as nobody who stays bears the same."""
    ids = [person.pk for person in people]
    words = {person.name for person in people} | {person.email for person in people}
    before = Person.history.filter(id__in=ids).order_by().values_list(*NAME, "email").distinct()
    for *name, email in before:
        words |= {full_name(*name), email}
    for membership in memberships:
        words |= {membership.name, membership.user.email, membership.user.name}
    words -= {""}
    return words - _namesakes(words, ids, memberships)


def _namesakes(words: set[str], ids: list[int], memberships: Sequence[Membership]) -> set[str]:
    """Those of these words that are also the name of a person or a member who stays."""
    first, prefix, last = NAME
    called = Trim(Replace(Concat(first, Value(" "), prefix, Value(" "), last), Value("  "), Value(" ")))
    staying = Person.objects.exclude(pk__in=ids).annotate(called=called).filter(called__in=words)
    found = set(staying.values_list("called", flat=True))
    for membership in memberships[:1]:
        others = Membership.objects.filter(organisation=membership.organisation_id, name__in=words)
        others = others.exclude(pk__in=[one.pk for one in memberships])
        found |= set(others.values_list("name", flat=True))
    return found


def _replace_names(organisation, ids: list[int], users: list[int], words: set[str], former: str) -> int:
    """Put `former` where others' rows tell who did something, and in their kept versions."""
    changed = 0
    for name in names:
        who = Q(**{f"{name.user}__in": users}) if name.user else Q()
        if name.person:  # whoever was no person here when they did it stands there by name alone
            who = Q(**{f"{name.person}__in": ids}) | Q(**{name.person: None, f"{name.field}__in": words})
        if not name.user and not name.person:
            who = Q(**{f"{name.field}__in": words})
        rows = name.model.objects.filter(who).exclude(**{name.field: ""})  # type: ignore[attr-defined]
        changed += rows.update(**{name.field: former})
        history: Any = getattr(name.model, "history", None)
        if history and name.field in {field.name for field in history.model._meta.fields}:
            kept = history.filter(who, organisation=organisation).exclude(**{name.field: ""})
            kept.update(**{name.field: former})
    return changed


def _remove_rows(ids: list[int]) -> int:
    """What belongs to the people themselves, and the ways to find them."""
    remove_words(SearchWord.Kind.PERSON, ids)
    Unit.objects.filter(head__in=ids).update(head=None)
    Project.objects.filter(leader__in=ids).update(leader=None)
    placements = list(Placement.objects.filter(person__in=ids).values_list("pk", flat=True))
    removed = Placement.objects.filter(pk__in=placements).delete()[0]
    forget_history(Placement, placements)
    for model in (Statement, Correction, Hold):
        removed += model.objects.filter(person__in=ids).delete()[0]
    return removed


def _remove_accounts(memberships: Sequence[Membership], words: set[str], organisation) -> int:
    """Memberships here, and accounts that belong nowhere else."""
    users = [membership.user_id for membership in memberships]
    removed = Membership.objects.filter(pk__in=[membership.pk for membership in memberships]).delete()[0]
    User.objects.filter(pk__in=users, last_organisation=organisation).update(last_organisation=None)
    elsewhere = Membership.objects.filter(user=OuterRef("pk"))
    alone = User.objects.filter(~Exists(elsewhere), pk__in=users)
    addresses = {word for word in words if "@" in word}
    removed += remove_jobs_of(users) + remove_mail_to(addresses, organisation, alone.values_list("pk", flat=True))
    return removed + alone.delete()[0]


def _empty(person: Person, former: str, on: date) -> None:
    """Nothing but the number is left; the last day only tells the year, so that it stays in the past."""
    assert person.ends_on is not None
    Person.objects.filter(pk=person.pk).update(
        key=f"-{person.pk}",
        given_name="",
        family_prefix="",
        family_name=former,
        email="",
        starts_on=None,
        ends_on=min(person.ends_on, date(person.ends_on.year, 1, 1)),
        sort_name=former,
        reporting_path=path_step(person.pk),
        forgotten_on=on,
        version=F("version") + 1,
    )
    forget_history(Person, [person.pk])
