"""Finding objectives by the words of their titles, among those that somebody may know of.

What is hidden, or of another period or level than is asked for, takes no place of what may be shown. Shared objectives
are looked up by their words; personal ones too by who may see them all, and by others among their own and those near
them. The work is bounded: of a word that stands in more names than `search.THROUGH` the newest of those are looked
through, and who asks is told that there may be more.
"""

from django.db.models import QuerySet

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import below
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import COUNTING, Level
from zichtlijn.organisation import search
from zichtlijn.organisation.models import Person, SearchWord

Kind = SearchWord.Kind

#: Personal objectives that are looked through for somebody who may see only some.
AMONG = 3000


def sees_all_personal(actor) -> bool:
    """True when no agreed personal objective is hidden from this reader."""
    opened = actor.organisation.personal_objectives_seen_by == Organisation.SeenBy.EVERYONE
    return opened or actor.may(Permission.SEE_PERSONAL_OBJECTIVES)


def personal_near(actor, among: QuerySet[Objective]) -> dict[int, str]:
    """Titles by id of the actor's own personal objectives, those of the line below, and those the own unit opened; of
    these objectives, and at most `AMONG`. Of who sees all personal ones only the own."""
    if actor.person_id is None:
        return {}
    personal = among.filter(level=Level.PERSONAL).values_list("pk", "title")
    near = dict(personal.filter(owner_id=actor.person_id)[:AMONG])
    if sees_all_personal(actor):
        return near
    if actor.may(Permission.LEAD_PEOPLE) and actor.reporting_path:
        low, high = below(actor.reporting_path)
        line = Person.objects.filter(reporting_path__gt=low, reporting_path__lt=high)
        near |= dict(personal.filter(owner__in=line.values("pk"))[:AMONG])
    if actor.organisation.personal_objectives_seen_by == Organisation.SeenBy.UNIT and actor.unit_ids:
        near |= dict(personal.filter(unit_id__in=actor.unit_ids, state__in=COUNTING)[:AMONG])
    return dict(list(near.items())[:AMONG])


def ids_by_words(actor, text: str, among: QuerySet[Objective], *, levels) -> tuple[list[int], bool]:
    """Ids of objectives in whose title every typed word begins a word, and whether these are all there are.

    `among` and `levels` say which are asked for; the ids are still to be held against them, and against what may be
    seen.
    """
    typed = search.typed_words(text)
    ids: list[int] = []
    whole = True
    if set(levels) - {Level.PERSONAL}:
        ids, whole = search.find_all(Kind.OBJECTIVE, text)
    if Level.PERSONAL in levels and typed:
        near = personal_near(actor, among)
        ids += [pk for pk, title in near.items() if search.fits(title, typed)]
        if sees_all_personal(actor) or len(near) == AMONG:
            found, complete = search.find_all(Kind.PERSONAL, text)
            ids, whole = ids + found, whole and complete
    return ids, whole
