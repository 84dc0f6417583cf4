"""What goes with somebody whose term is over. Each app says so of its own tables in its `forgetting.py`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

#: The numbers of people, a hundred at most → how many rows went or were emptied. Inside a transaction.
Remove = Callable[[Collection[int]], int]


@dataclass(frozen=True)
class Part:
    """Something of one class of data: of which people it is kept, never NULL, and what removes it."""

    data_class: str
    label: str
    kept_of: Callable[[], QuerySet]
    remove: Remove


@dataclass(frozen=True)
class Name:
    """A text that holds the name of who did something, beside a reference to an account or a person, or without."""

    model: type[Model]
    field: str
    user: str = ""
    person: str = ""


parts: list[Part] = []
names: list[Name] = []


def removes(data_class: str, label: str, kept_of: Callable[[], QuerySet]):
    """Mark a function as what removes a class of data of people; `kept_of` gives the numbers of who have any."""

    def mark(remove: Remove) -> Remove:
        parts.append(Part(data_class, label, kept_of, remove))
        return remove

    return mark


def goes_with(data_class: str, model: Any, *, of: str, where: Q | None = None) -> None:
    """Rows of `model` are deleted with the person at the end of the path `of`; with them what hangs on them."""
    label = model._meta.label

    def rows(people: Collection[int] | None = None) -> QuerySet:
        found = model.objects.filter(where or Q())
        return found if people is None else found.filter(**{f"{of}__in": people})

    def remove(people: Collection[int]) -> int:
        ids = list(rows(people).values_list("pk", flat=True))
        removed = rows(people).filter(pk__in=ids).delete()[0]
        forget_history(model, ids)
        return removed

    def kept_of() -> QuerySet:
        return rows().exclude(**{of: None}).order_by().values(of)  # one NULL among them, and of nobody it is known

    parts.append(Part(data_class, label, kept_of, remove))


def names_stand_in(model: Any, field: str, *, user: str = "", person: str = "") -> None:
    """`field` holds the name of the account or person that another field points at, or of somebody without one."""
    names.append(Name(model, field, user, person))


def forget_history(model: Any, ids: Collection[int]) -> None:
    """Remove the kept versions of these rows; deleting a row writes one more, so this comes after it."""
    if hasattr(model, "history"):
        model.history.filter(id__in=ids).delete()


def parts_of(data_class: str) -> list[Part]:
    """What goes with a class of data, of the highest room first: what hangs on other things before those things."""
    return [part for part in reversed(parts) if part.data_class == data_class]
