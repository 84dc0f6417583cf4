"""The kinds of background work. Each app names its own in its `tasks.py`, which is read when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from zichtlijn.access.actor import Actor
    from zichtlijn.jobs.models import Job
    from zichtlijn.jobs.running import Run


@dataclass(frozen=True)
class Kind:
    """One kind of work: what people call it, what does it, and the address that shows what came out."""

    name: str
    label: str | Promise
    work: Callable[["Run"], dict | None]
    #: Name of an address that takes the number of the job; none: the page of the job says it all.
    result: str = ""
    #: It writes in several transactions: what was done before it stopped stays done, and asking again does the rest.
    in_parts: bool = False
    #: Whether the actor may still take the file that it made; without it no file is given.
    may_take: Callable[["Actor", "Job"], bool] | None = None


_kinds: dict[str, Kind] = {}


def job_kind(
    name: str,
    label: str | Promise,
    *,
    result: str = "",
    in_parts: bool = False,
    may_take: Callable[["Actor", "Job"], bool] | None = None,
):
    """Mark a function `work(run) -> outcome` as the work of this kind.

    The function may run more than once for one job (after a crash), at several places at once in the worst case. It
    writes inside `with run.writing():`, one transaction in which the job becomes done too: so its effect comes once.
    Work `in_parts` writes in transactions of its own, each of which may be done twice without harm.
    Work that makes a file says with `may_take(actor, job)` whether the actor may still have it.
    """

    def mark(work: Callable[["Run"], dict | None]):
        if name in _kinds and _kinds[name].work is not work:
            raise ValueError(f"two kinds of job are called {name!r}")
        _kinds[name] = Kind(name, label, work, result, in_parts, may_take)
        return work

    return mark


def kind_of(name: str) -> Kind:
    """The kind with this name; KeyError when no app knows it."""
    return _kinds[name]


def known_kinds() -> dict[str, Kind]:
    return dict(_kinds)


def unknown_kind() -> str:
    """What is said of work whose kind this version does not know, as after an upgrade or beside an older worker."""
    return _(
        "This version of Zichtlijn does not know this work, perhaps because of an upgrade. Ask for it again on its own "
        "page; if it fails again, tell your administrator."
    )
