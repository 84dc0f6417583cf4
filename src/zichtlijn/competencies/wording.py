"""Levels, gaps and judgements in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.calculations.competencies import CompetencyLine
from zichtlijn.competencies.queries import PersonGaps


def tell_gap(gap: int | None) -> tuple[str, str]:
    """A gap as the class of its colour and a word: {1: one level short}."""
    if gap is None:
        return "unknown", _("not assessed")
    if gap == 0:
        return "met", _("as asked")
    if gap < 0:
        return "above", ngettext("%(n)s level above", "%(n)s levels above", -gap) % {"n": -gap}
    css = "short" if gap == 1 else "far"
    return css, ngettext("%(n)s level short", "%(n)s levels short", gap) % {"n": gap}


def tell_short(gaps: PersonGaps) -> str:
    """How many competencies of somebody are below what is asked, and how many nobody judged."""
    lines = [row.line for row in gaps.rows]
    short = sum(line.gap is not None and line.gap > 0 for line in lines)
    unknown = sum(line.gap is None for line in lines)
    said = []
    if short:
        said.append(ngettext("%(n)s below what is asked", "%(n)s below what is asked", short) % {"n": short})
    if unknown:
        said.append(ngettext("%(n)s not assessed", "%(n)s not assessed", unknown) % {"n": unknown})
    return ", ".join(said) or (_("all as asked or above") if lines else _("not required"))


def tell_difference(line: CompetencyLine, *, is_me: bool) -> str:
    """Where both sides differ, in words to the person or about them; empty when they do not, or when one is missing."""
    if not line.difference:
        return ""
    steps = abs(line.difference)
    if is_me and line.difference > 0:
        said = ngettext(
            "You judge yourself %(n)s level higher than your manager does.",
            "You judge yourself %(n)s levels higher than your manager does.",
            steps,
        )
    elif is_me:
        said = ngettext(
            "Your manager judges you %(n)s level higher than you do yourself.",
            "Your manager judges you %(n)s levels higher than you do yourself.",
            steps,
        )
    elif line.difference > 0:
        said = ngettext(
            "The person's own judgement is %(n)s level higher than that of the manager.",
            "The person's own judgement is %(n)s levels higher than that of the manager.",
            steps,
        )
    else:
        said = ngettext(
            "The manager's judgement is %(n)s level higher than the person's own.",
            "The manager's judgement is %(n)s levels higher than the person's own.",
            steps,
        )
    return said % {"n": steps}


def tell_requirement(told: tuple[int, bool] | None) -> str:
    """What a profile asks, in a clash of two edits."""
    if told is None:
        return _("not required")
    level, is_core = told
    return _("level %(level)s, core") % {"level": level} if is_core else _("level %(level)s") % {"level": level}


def tell_judgement(told: tuple[int | None, str] | None) -> str:
    """A judgement, in a clash of two edits."""
    if told is None:
        return ""
    level, example = told
    return f"{_('level %(level)s') % {'level': level} if level else _('no level')}: {example}"
