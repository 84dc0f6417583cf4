"""What became of an intention: how far a measure moved, of what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Movement:
    """A measure that moved the way it was meant to: from, to, and which share of the intention that is."""

    start: Decimal
    now: Decimal
    falls: bool
    share: float


def movement(start: Decimal | None, now: Decimal | None, target: Decimal | None) -> Movement | None:
    """Return how far a measure moved from its start towards its target; None when it did not, or cannot be said.

    Definition
        The part of the intended change that has happened. Only a change in the intended direction counts; a rise and
        a fall are mirror images.
    Formula
        share = (now - start) / (target - start)
    Units
        Amounts in the unit of the measure; the share is a ratio, above 1 when more was reached than was meant.
    Errors
        None: without a start, a value, a target or an intended change there is nothing to say.
    Source
        Own choice; the share is the progress of the measure (see objectives.raw_progress) before clipping.
    Example
        >>> movement(Decimal(140), Decimal(66), Decimal(56)).share
        0.8809523809523809
        >>> movement(Decimal(10), Decimal(8), Decimal(20)) is None
        True
    """
    if start is None or now is None or target is None or target == start or now == start:
        return None
    share = float(now - start) / float(target - start)
    return Movement(start, now, now < start, share) if share > 0 else None
