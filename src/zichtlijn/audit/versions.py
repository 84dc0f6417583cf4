"""Two people, one form: the second to save sees both versions, and nothing is lost."""

from typing import Any

from django.db import models

from zichtlijn.access.refusals import EditConflict
from zichtlijn.audit.wording import field_label, field_value


class Versioned(models.Model):
    """Base of everything that people edit: the version goes up with each save through `save_version`."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def save_version(thing: Versioned, changes: dict, *, version: int) -> list[str]:
    """Write `changes` on `thing` if it still is at `version`; returns the fields that changed.

    Inside a transaction. Raises EditConflict with both texts when somebody saved in between. Fields in which the
    other person changed nothing are no conflict by themselves: the whole form is compared, so that nothing goes unseen.
    """
    model: Any = type(thing)
    now = model.objects.select_for_update().get(pk=thing.pk)
    if now.version != version:
        fields = [
            (field_label(model, name), field_value(model, name, getattr(now, name)), field_value(model, name, value))
            for name, value in changes.items()
            if getattr(now, name) != value
        ]
        if fields:
            raise EditConflict(now, fields, now.version)
    changed = [name for name, value in changes.items() if getattr(now, name) != value]
    for name in changed:
        setattr(now, name, changes[name])
        setattr(thing, name, changes[name])
    if changed:
        now.version += 1
        now.save(update_fields=[*changed, "version"])
    thing.version = now.version
    return changed
