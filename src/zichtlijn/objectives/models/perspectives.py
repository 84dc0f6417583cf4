"""The perspectives of an organisation: the four of the method, under names of its own when it has them, and its own.

An objective carries the key of its perspective. The four standard keys always exist, at their end of an axis; a row is
kept only for what an organisation words otherwise, or adds.
"""

from dataclasses import dataclass
from functools import partial

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import OrganisationOwned, organisation_in_scope
from zichtlijn.audit.figures import all_but, kept
from zichtlijn.audit.models import Event
from zichtlijn.objectives.states import StandardPerspective

#: As long as the field on the objective.
LONGEST_KEY = 12


class Perspective(OrganisationOwned):
    """What an organisation calls a perspective and asks under it, and where it stands among the others."""

    key = models.CharField(_("code"), max_length=LONGEST_KEY)
    name_nl = models.CharField(_("name in Dutch"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    question_nl = models.CharField(_("question in Dutch"), max_length=200, blank=True)
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="objectives_perspective_key")]

    def __str__(self):
        return self.name_nl or self.name_en or self.key


@dataclass(frozen=True, slots=True)
class NamedPerspective:
    """A perspective as an organisation has it; its words are in the language of the reader as far as there are any."""

    key: str
    names: tuple[str, str] = ("", "")  # Dutch, English
    questions: tuple[str, str] = ("", "")
    #: Which of its own it is, from 1 on; 0 for the four of the method.
    own: int = 0

    @property
    def is_standard(self) -> bool:
        return not self.own

    @property
    def label(self) -> str:
        """Its name; one that was given in one language only is used in both, unless the method has a word."""
        if name := self.names[_place()]:
            return name
        return str(StandardPerspective(self.key).label) if self.is_standard else self.names[1 - _place()] or self.key

    @property
    def question(self) -> str:
        """The question of its own; empty when the method has to ask."""
        asked = self.questions[_place()]
        return asked or ("" if self.is_standard else self.questions[1 - _place()])

    @property
    def style(self) -> str:
        """The class of its colour, for those that are its own; the method has its own four colours."""
        return "" if self.is_standard else f"own-{(self.own - 1) % 3 + 1}"


def _place() -> int:
    return 0 if (get_language() or "nl").startswith("nl") else 1


def perspectives_of(organisation: Organisation | None) -> list[NamedPerspective]:
    """All perspectives in the order of this organisation. Asked once for each request or job; without one: the four."""
    if organisation is None:
        return [NamedPerspective(key) for key in StandardPerspective.values]
    known = organisation.__dict__.get("_perspectives")
    if known is None:
        known = organisation.__dict__["_perspectives"] = _known(organisation)
    return known


def forget_perspectives(organisation: Organisation) -> None:
    """Ask anew the next time: they were changed."""
    organisation.__dict__.pop("_perspectives", None)


def _known(organisation: Organisation) -> list[NamedPerspective]:
    """They hardly ever change: within the organisation they are read again only when the log says so."""
    if organisation_in_scope() != organisation:
        return _read(organisation)
    read = partial(_read, organisation)
    return kept(("perspectives",), read, unmoved_by=all_but(Event.PERSPECTIVES_CHANGED))


def _read(organisation: Organisation) -> list[NamedPerspective]:
    standard = {key: (place, -1) for place, key in enumerate(StandardPerspective.values)}
    placed = {key: (order, NamedPerspective(key)) for key, order in standard.items()}
    own = 0
    for row in Perspective.objects.filter(organisation=organisation):
        own += row.key not in standard
        named = NamedPerspective(
            row.key,
            (row.name_nl, row.name_en),
            (row.question_nl, row.question_en),
            0 if row.key in standard else own,
        )
        placed[row.key] = ((row.position, row.pk), named)
    return [named for _order, named in sorted(placed.values(), key=lambda each: each[0])]


class _Perspectives:
    """The perspectives of the organisation in whose scope one works, asked like a list of fixed choices."""

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(each.key, each.label) for each in perspectives_of(organisation_in_scope())]

    @property
    def values(self) -> list[str]:
        return [each.key for each in perspectives_of(organisation_in_scope())]


PERSPECTIVES = _Perspectives()


def perspective_choices() -> list[tuple[str, str]]:
    """What may stand in the field of an objective."""
    return PERSPECTIVES.choices


def perspective_or_none() -> list[tuple[str, str]]:
    """What one may choose in a form."""
    return [("", "–"), *PERSPECTIVES.choices]
