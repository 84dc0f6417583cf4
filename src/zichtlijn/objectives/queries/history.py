"""The history of an objective: what its text said before, and what happened, as far as a reader may know of it."""

from bisect import bisect
from datetime import date
from itertools import pairwise
from typing import Any

from zichtlijn.audit.models import ONLY_LOOKED, AuditEvent
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.models.objectives import WITH_THE_WRITER
from zichtlijn.objectives.permissions import owns
from zichtlijn.objectives.states import Level, State
from zichtlijn.ui.wording import write_full_date

#: So many versions and so many lines of the log stand on the page.
VERSIONS, EVENTS = 50, 200


def knows_drafts(actor, objective: Objective) -> bool:
    """True for who may know what it was as a draft: of a personal one its writer, and the person it is for."""
    wrote_it = actor.user is not None and objective.made_by_id == actor.user.pk
    return objective.level != Level.PERSONAL or wrote_it or owns(actor, objective)


def versions_of(actor, objective: Objective) -> list:
    """The versions of the text that this actor may know of, newest first."""
    found = objective.history.select_related("history_user")
    return list((found if knows_drafts(actor, objective) else found.exclude(WITH_THE_WRITER))[:VERSIONS])


def events_of(actor, objective: Objective) -> list[AuditEvent]:
    """The lines of the log about it and its measures, newest first; what was measured in a draft stays with it."""
    measures = list(objective.measures.values_list("pk", flat=True))
    about = AuditEvent.objects.filter(on_type="objective", on_id=objective.pk)
    about |= AuditEvent.objects.filter(on_type="measure", on_id__in=measures)
    events = list(about.exclude(event__in=ONLY_LOOKED).order_by("-sequence")[:EVENTS])
    if knows_drafts(actor, objective):
        return events
    was = list(objective.history.order_by("history_date", "history_id").values_list("history_date", "state"))
    moments = [at for at, _state in was]

    def in_draft(event: AuditEvent) -> bool:
        place = bisect(moments, event.at)
        return place > 0 and was[place - 1][1] == State.DRAFT

    return [event for event in events if event.on_type != "measure" or not in_draft(event)]


def changes_between(texts) -> list[dict]:
    """What each version of an objective changed, newest first: who, when, and per field before and after, in words."""
    changes = [
        (newer, [c for c in newer.diff_against(older).changes if c.field not in NOT_TEXT])
        for newer, older in pairwise(texts)
    ]
    names = _names(change for _newer, fields in changes for change in fields)
    return [
        {
            "at": newer.history_date,
            "by": newer.history_user,
            "fields": [_in_words(change, names) for change in fields],
        }
        for newer, fields in changes
        if fields
    ]


#: What moves with the state of an objective, and is told by the log.
NOT_TEXT = {"version", "state", "proposed_by", "agreed_on", "confidence", "confidence_on"}


def _names(changes) -> dict[tuple[type, int], str]:
    """Names of what was referred to, before and after: one query for each kind of thing."""
    wanted: dict[Any, set[int]] = {}
    for change in changes:
        field: Any = Objective._meta.get_field(change.field)
        if field.is_relation:
            wanted.setdefault(field.related_model, set()).update({change.old, change.new} - {None})
    return {
        (model, thing.pk): str(thing) for model, ids in wanted.items() for thing in model.objects.filter(pk__in=ids)
    }


def _in_words(change, names) -> tuple[str, str, str]:
    field: Any = Objective._meta.get_field(change.field)

    def word(value):
        if value in {None, ""}:
            return "–"
        if field.is_relation:
            return names.get((field.related_model, value), "–")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return write_full_date(value) if isinstance(value, date) else str(value)

    return str(field.verbose_name), word(change.old), word(change.new)
