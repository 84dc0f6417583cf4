"""What to tell somebody whose form was overtaken: by whom, when, what differs, and what they did not touch."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from zichtlijn.access.actor import Actor
from zichtlijn.access.refusals import EditConflict
from zichtlijn.audit.models import ONLY_LOOKED, AuditEvent, Event
from zichtlijn.audit.wording import field_label, field_value

#: Things of which the log also tells what others did beside them, such as a salary of a person → how the acts that
#: change the thing itself begin.
_OWN = {
    "person": ("person_",),
    "organisation": ("organisation_", "perspectives_", "scorecard_"),
    "membership": ("member_", "roles_"),
    "position": ("position_",),
    "objective": ("objective_",),
    "measure": ("measure_",),
}


@dataclass(frozen=True)
class Difference:
    """One field: what stands there now, what stands in the form, and whether its writer changed it at all.

    `name` is its name in a form when it holds words, else empty. `known` is false of what the history does not keep:
    whether its writer changed that cannot be told.
    """

    label: str
    now: str
    yours: str
    untouched: bool
    name: str = ""
    known: bool = True

    @property
    def rows(self) -> int:
        """How high the boxes must be to show both without scrolling, within reason."""
        longest = max((self.now, self.yours), key=len)
        return min(12, max(1, longest.count("\n") + 1 + len(longest) // 60))


@dataclass(frozen=True)
class Clash:
    """The page of an edit conflict."""

    thing: models.Model
    version: int
    differences: list[Difference]
    by_name: str = ""
    by_yourself: bool = False
    at: datetime | None = None

    @property
    def kept(self) -> dict[str, str]:
        """What others wrote in fields that the writer did not touch, by name: with it only what was changed is saved.

        Empty when nothing was changed, when one of those fields holds no words, or when of a field it is not known.
        """
        if not all(field.known for field in self.differences):
            return {}
        untouched = [field for field in self.differences if field.untouched]
        if len(untouched) == len(self.differences) or not all(field.name for field in untouched):
            return {}
        return {field.name: getattr(self.thing, field.name) for field in untouched}


def describe_clash(conflict: EditConflict, opened_at: int | None, reader: Actor) -> Clash:
    """The conflict of a form that was opened at version `opened_at`, for its writer."""
    before = _texts_at(conflict.thing, opened_at)
    names = _names_of_words(type(conflict.thing))
    differences = [
        Difference(label, now, yours, before.get(label) == yours, names.get(label, ""), known=label in before)
        for label, now, yours in conflict.fields
    ]
    last = _last_change(conflict.thing)
    if last is None:
        return Clash(conflict.thing, conflict.version, differences)
    mine = reader.user is not None and last.by_id == reader.user.pk
    return Clash(conflict.thing, conflict.version, differences, last.by_name, mine, last.at)


def _last_change(thing: models.Model) -> AuditEvent | None:
    """The last line in which this thing itself was changed; somebody who only looked at it changed nothing."""
    kind = str(thing._meta.model_name)
    lines = AuditEvent.objects.filter(on_type=kind, on_id=thing.pk).exclude(event__in=ONLY_LOOKED)
    if kind in _OWN:
        lines = lines.filter(event__in=[event for event in Event if event.value.startswith(_OWN[kind])])
    return lines.order_by("-sequence").first()


def _names_of_words(model: type[models.Model]) -> dict[str, str]:
    """Label → name of every field that holds words."""
    return {
        field_label(model, field.name): field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    }


def _texts_at(thing, version: int | None) -> dict[str, str]:
    """Label → text of every field as it stood in that version, where the history knows."""
    if version is None or not hasattr(type(thing), "history"):
        return {}
    row = thing.history.filter(version=version).order_by("-history_date", "-history_id").first()
    if row is None:
        return {}
    model, texts = type(thing), {}
    for field in model._meta.concrete_fields:
        try:
            texts[field_label(model, field.name)] = field_value(model, field.name, getattr(row, field.name))
        except (AttributeError, ObjectDoesNotExist):
            continue  # not kept in the history, or what it pointed to is gone
    return texts
