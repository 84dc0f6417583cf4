"""The scale that HR gets when it sets none of its own: five levels, as in many Dutch rules for appraisal."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

#: Name, what it means, and whether it is not good enough; from low to high.
LEVELS = (
    (_("unsatisfactory"), _("What was agreed was not done, or the work falls clearly short."), True),
    (_("moderate"), _("Part of it was done; on important points more is needed."), True),
    (_("good"), _("What was agreed was done, and the work is as it should be."), False),
    (_("very good"), _("More was done than agreed, or clearly better."), False),
    (_("excellent"), _("Far above what was agreed, and an example to others."), False),
)
WEIGHTS = (60, 40)
OBJECTION_DAYS = 14
FEWEST, MOST = 2, 10
HALF = Decimal("0.5")


@dataclass(frozen=True)
class LevelGiven:
    """A level as HR fills it in; its number is its place."""

    name: str
    text: str
    is_negative: bool
    from_score: Decimal
    least: int | None = None
    most: int | None = None


def default_from(number: int) -> Decimal:
    """From which score a label is proposed when nothing else is said: halfway to the level before."""
    return Decimal(1) if number == 1 else Decimal(number) - HALF


def default_levels() -> list[LevelGiven]:
    """The scale of five levels, in the language of who sets it."""
    return [
        LevelGiven(str(name), str(text), is_negative, default_from(number))
        for number, (name, text, is_negative) in enumerate(LEVELS, start=1)
    ]
