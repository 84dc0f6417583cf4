"""A result as it is shown: what was kept at the close, and what follows from that alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zichtlijn.calculations.feedback import EDGE, HIGH, LOW, Comparison, Window, compare, others_mean
from zichtlijn.competencies.models import Competency
from zichtlijn.feedback.models import FeedbackMean, FeedbackRound, FeedbackWords
from zichtlijn.feedback.queries.preparing import ORDER, chosen_behaviours
from zichtlijn.feedback.states import NAMED, Group, Question
from zichtlijn.ui.wording import write_number

AT_LEAST, AT_MOST = Decimal(str(float(HIGH - EDGE))), Decimal(str(float(LOW + EDGE)))


class Bound(Enum):
    """In which direction a mean may lie further than is said."""

    HIGHER = "higher"
    LOWER = "lower"


def tell_mean(mean: Decimal | None, bounds: set[Bound]) -> str:
    """A mean in words, and what is known of it only so far."""
    number = write_number(mean, 1)
    if mean is None or not bounds:
        return number
    if len(bounds) > 1:
        return _("about %(n)s") % {"n": number}
    return (_("%(n)s or higher") if Bound.HIGHER in bounds else _("%(n)s or lower")) % {"n": number}


@dataclass(frozen=True)
class Cell:
    """The mean of a group on a competency; without one nothing is known, for whatever reason."""

    groups: str
    mean: Decimal | None = None
    raters: int | None = None

    @property
    def bounds(self) -> set[Bound]:
        """At which end of the scale a mean of anonymous raters lies, when all that is known is that it lies there."""
        if self.mean is None or self.groups in NAMED:
            return set()
        return {Bound.HIGHER} if self.mean >= AT_LEAST else {Bound.LOWER} if self.mean <= AT_MOST else set()

    @property
    def told(self) -> str:
        """The mean in words: at the ends only that it lies there."""
        return tell_mean(self.mean, self.bounds)


@dataclass(frozen=True)
class Row:
    """A competency with the mean of each group, and the own judgement beside that of the others."""

    competency: Competency
    behaviours: list[str]
    cells: list[Cell]
    own: Cell
    others: Decimal | None
    comparison: Comparison | None

    @property
    def named_cells(self) -> list[dict]:
        """Each cell with what its groups are called."""
        return [{"name": group_names(cell.groups), "cell": cell} for cell in self.cells]

    @property
    def others_told(self) -> str:
        """What the others say together, in words: no more certain than the means of which it is one."""
        return tell_mean(self.others, set().union(*(cell.bounds for cell in self.cells)))

    @property
    def window(self) -> str:
        return self.comparison.window if self.comparison else ""

    @property
    def told(self) -> str:
        """Where it stands, in words."""
        return tell_window(self.comparison)


@dataclass(frozen=True)
class Result:
    """All that is known of a closed round."""

    round: FeedbackRound
    #: Codes of what is shown besides the own judgement, in their order, and what they are called.
    groups: list[tuple[str, str]]
    rows: list[Row]
    #: What was said to each question: by whom, when that is shown, and the words.
    words: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def blind_spots(self) -> list[Row]:
        return [row for row in self.rows if row.window == Window.BLIND_SPOT]

    @property
    def hidden_strengths(self) -> list[Row]:
        return [row for row in self.rows if row.window == Window.HIDDEN_STRENGTH]

    @property
    def has_nameless(self) -> bool:
        """True when something is shown of those who answered without their name."""
        return any(code not in NAMED for code, _name in self.groups)

    @property
    def why_nothing(self) -> str:
        """Why nothing is shown of those who answered without their name; empty when something is."""
        if self.round.answered is None:
            sentence = _("Fewer than three people answered without their name, so nothing is shown of them.")
            return f"{sentence} {_('What they wrote is gone.')}"
        if not self.has_nameless:
            return _("Too few of those who answered without their name could judge, so there are no means of them.")
        return ""

    @property
    def has_words(self) -> bool:
        return any(said for _question, said in self.words)


def tell_window(comparison: Comparison | None) -> str:
    """Where a competency stands, in words; that the difference is clear as well."""
    if comparison is None:
        return _("nothing to compare")
    told = {
        Window.OPEN: _("open: both see it"),
        Window.BLIND_SPOT: _("blind spot: others see less of it"),
        Window.HIDDEN_STRENGTH: _("hidden strength: others see more of it"),
        Window.TO_LEARN: _("both see something to learn"),
    }[comparison.window]
    return _("%(told)s; a clear difference") % {"told": told} if comparison.is_clear else told


def group_names(groups: str) -> str:
    """A group, or groups together, in words."""
    names = [str(Group(code).label) for code in groups.split("+")]
    if len(names) == 1:
        return capfirst(names[0])
    return capfirst(_("%(groups)s and %(last)s together") % {"groups": ", ".join(names[:-1]), "last": names[-1]})


def result_of(round_: FeedbackRound) -> Result:
    """What was kept of a closed round: three questions, however much there is."""
    means = list(FeedbackMean.objects.filter(round=round_).select_related("competency"))
    behaviours = chosen_behaviours(round_)
    competencies = Competency.objects.filter(pk__in=behaviours)
    found = {(one.competency_id, one.groups): one for one in means}
    codes = sorted({one.groups for one in means} - {Group.SELF}, key=lambda code: (ORDER[code.split("+")[0]], code))
    rows = []
    for competency in competencies:
        own = _cell(found, competency.pk, Group.SELF)
        cells = [_cell(found, competency.pk, code) for code in codes]
        others = others_mean([Fraction(cell.mean) for cell in cells if cell.mean is not None])
        comparison = compare(Fraction(own.mean) if own.mean is not None else None, others)
        told = Decimal(others.numerator) / Decimal(others.denominator) if others is not None else None
        rows.append(Row(competency, behaviours[competency.pk], cells, own, told, comparison))
    said = FeedbackWords.objects.filter(round=round_)
    return Result(round_, [(code, group_names(code)) for code in codes], rows, _words(said, round_))


def _cell(found: dict[tuple[int, str], FeedbackMean], competency: int, groups: str) -> Cell:
    one = found.get((competency, groups))
    return Cell(groups, one.mean, one.raters) if one else Cell(groups)


def _words(said: Iterable[FeedbackWords], round_: FeedbackRound) -> list[tuple[str, list[tuple[str, str]]]]:
    """Question → what was said, in the order in which it was kept: it is random, and the same for everybody."""
    names = {"": "", Group.SELF: round_.person.name, Group.MANAGER: round_.manager_name}
    rows = list(said)
    return [
        (str(question.label), [(names[one.group], one.text) for one in rows if one.question == question])
        for question in Question
    ]
