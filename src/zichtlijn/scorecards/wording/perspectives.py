"""What a perspective asks, where it stands, and what stands behind an objective under it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.objectives.models import NamedPerspective
from zichtlijn.objectives.states import StandardPerspective
from zichtlijn.scorecards.queries import Row
from zichtlijn.ui.wording import write_measured, write_percent


def question_of(perspective: NamedPerspective) -> str:
    """The question that a perspective asks: that of the organisation, or that of the method."""
    if perspective.question or not perspective.is_standard:
        return perspective.question
    return {
        StandardPerspective.FINANCIAL: _("What do those who pay for us expect of us?"),
        StandardPerspective.CUSTOMERS: _("What do our customers expect of us?"),
        StandardPerspective.PROCESSES: _("In which processes must we excel?"),
        StandardPerspective.LEARNING: _("How do we keep changing and improving?"),
    }[StandardPerspective(perspective.key)]


def axis_of(code: str) -> str:
    """The end of the axis at which a perspective stands; one that an organisation added stands on neither."""
    words: dict[str, str] = {
        StandardPerspective.FINANCIAL: _("short term"),
        StandardPerspective.CUSTOMERS: _("external perspective"),
        StandardPerspective.PROCESSES: _("internal perspective"),
        StandardPerspective.LEARNING: _("long term"),
    }
    return words.get(code, "")


def behind(row: Row, currency: str) -> str:
    """What stands behind an objective: how many measures and initiatives, and what is set aside for them."""
    said = []
    if row.weight is not None:
        said.append(_("weighs %(percent)s") % {"percent": write_percent(row.weight / 100)})
    if row.measures:
        said.append(ngettext("%(n)d measure", "%(n)d measures", row.measures) % {"n": row.measures})
    if number := len(row.initiatives):
        said.append(ngettext("%(n)d initiative", "%(n)d initiatives", number) % {"n": number})
    if row.budget is not None and currency:
        said.append(write_measured(row.budget, currency))
    return " · ".join(said)


def in_sentence(label: str) -> str:
    """A perspective in the middle of a sentence; what is written in capitals stays so."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def ends_of(labels: Sequence[str]) -> dict[str, str]:
    """Where the way over the map begins and ends: at the last perspective of the scorecard, and at the first one."""
    return {"start": in_sentence(labels[-1]), "end": in_sentence(labels[0])}


def in_sentences(codes: tuple[str, ...], names: dict[str, str]) -> str:
    """Perspectives of which one or the other is meant."""
    return _(" or ").join(in_sentence(names[code]) for code in codes)


def capital(text: str) -> str:
    """As it begins a sentence."""
    return text[:1].upper() + text[1:]
