"""Naming, adding, ordering and removing the perspectives of an organisation."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.objectives.models import Objective, ObjectiveTemplate, Perspective
from zichtlijn.objectives.models.perspectives import LONGEST_KEY, forget_perspectives, perspectives_of
from zichtlijn.objectives.permissions import can_arrange_perspectives
from zichtlijn.objectives.states import StandardPerspective
from zichtlijn.ui.versions import version_of

#: More perspectives than this are no scorecard that people can steer by.
MOST_PERSPECTIVES = 8


@dataclass(frozen=True)
class Wording:
    """One perspective as it should be; without a key it is a new one. Empty words: those of the method."""

    key: str = ""
    name_nl: str = ""
    name_en: str = ""
    question_nl: str = ""
    question_en: str = ""

    @property
    def name(self) -> str:
        return self.name_nl or self.name_en


def wordings_of(organisation: Organisation) -> list[Wording]:
    """The perspectives as they are now, in their order."""
    return [Wording(each.key, *each.names, *each.questions) for each in perspectives_of(organisation)]


def version_of_perspectives(wordings: Sequence[Wording]) -> int:
    """A number that is another one as soon as a word or the order is."""
    return version_of([astuple(each) for each in wordings])


@transaction.atomic
def arrange_perspectives(wordings: Sequence[Wording], *, version: int, by) -> None:
    """Store the perspectives of the organisation in this order; those of its own that are left out are removed."""
    require(can_arrange_perspectives(by), _("You may not change the perspectives."))
    organisation = by.organisation
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=organisation.pk)  # one after the other
    forget_perspectives(organisation)
    now = wordings_of(organisation)
    if list(wordings) == now:
        return
    if version != version_of_perspectives(now):
        raise EditConflict(organisation, _differences(now, wordings), version_of_perspectives(now))
    names = {each.key: each.label for each in perspectives_of(organisation)}
    _refuse_what_cannot_be(now, wordings, names)
    rows = _rows(organisation, wordings)
    Perspective.objects.filter(organisation=organisation).delete()
    Perspective.objects.bulk_create(rows)
    forget_perspectives(organisation)
    audit.record(
        Event.PERSPECTIVES_CHANGED,
        on=organisation,
        by=by,
        detail={"perspectives": [each.label for each in perspectives_of(organisation)]},
    )


def _refuse_what_cannot_be(now: Sequence[Wording], wordings: Sequence[Wording], names: dict[str, str]) -> None:
    kept = {each.key for each in wordings}
    gone = [each.key for each in now if each.key not in kept]
    reasons = [
        _("%(name)s is one of the four of the method: give it another name instead of removing it.")
        % {"name": names[key]}
        for key in gone
        if key in StandardPerspective.values
    ]
    reasons += [sentence for key in gone if (sentence := _why_in_use(key, names[key]))]
    if len(wordings) > MOST_PERSPECTIVES:
        reasons.append(_("A scorecard has at most %(count)s perspectives.") % {"count": MOST_PERSPECTIVES})
    if kept - {each.key for each in now} - {""}:
        reasons.append(_("The perspectives changed in the meantime. Open the page again."))
    if reasons:
        raise NotNow(*reasons)


def _why_in_use(key: str, name: str) -> str:
    """Why a perspective cannot go yet; empty when nothing stands under it."""
    objectives = Objective.objects.filter(perspective=key).count()
    templates = ObjectiveTemplate.objects.filter(perspective=key).count()
    used = []
    if objectives:
        used.append(ngettext("%(n)d objective", "%(n)d objectives", objectives) % {"n": objectives})
    if templates:
        used.append(ngettext("%(n)d template", "%(n)d templates", templates) % {"n": templates})
    if not used:
        return ""
    return _("%(name)s still has %(what)s, also of earlier periods. Give those another perspective first.") % {
        "name": name,
        "what": _(" and ").join(used),
    }


def _rows(organisation: Organisation, wordings: Sequence[Wording]) -> list[Perspective]:
    """A row for each that is not simply as the method has it."""
    standard = {key: place for place, key in enumerate(StandardPerspective.values)}
    taken = {each.key for each in wordings if each.key}
    rows = []
    for place, each in enumerate(wordings):
        key = each.key or _new_key(each.name, taken)
        taken.add(key)
        if Wording(key) == each and standard.get(key) == place:
            continue
        _key, *words = astuple(each)
        named = dict(zip(("name_nl", "name_en", "question_nl", "question_en"), words, strict=True))
        rows.append(Perspective(organisation=organisation, key=key, position=place, **named))
    return rows


def _new_key(name: str, taken: set[str]) -> str:
    """A code made of the name, that nothing has yet: neither a perspective nor an objective that was left with one."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_") or "own"
    key, number = base, 1
    while key in taken or Objective.objects.filter(perspective=key).exists():
        number += 1
        key = f"{base[: LONGEST_KEY - len(str(number))]}{number}"
    return key


def _differences(now: Sequence[Wording], wordings: Sequence[Wording]) -> list[tuple[str, str, str]]:
    """Each place in the order, as it is and as it was typed."""
    longest = max(len(now), len(wordings))
    old = [*map(_written, now), *[""] * (longest - len(now))]
    new = [*map(_written, wordings), *[""] * (longest - len(wordings))]
    return [
        (_("perspective %(number)s") % {"number": number}, before, after)
        for number, (before, after) in enumerate(zip(old, new, strict=True), 1)
        if before != after
    ]


def _written(wording: Wording) -> str:
    words = [word for word in astuple(wording)[1:] if word]
    return " · ".join(words) or str(dict(StandardPerspective.choices).get(wording.key, wording.key))
