"""The key of a page of the log: where it goes on, sealed.

The lines are numbered without a gap. Whoever reads a number, or may ask for one, finds out where a line about
themselves was left out, and so that something is being prepared about them.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

#: So much of each half there is: enough that nobody guesses a key.
MARK, DIGITS = 20, 16


def seal_key(sequence: int) -> str:
    """The number of a line as a key that tells nothing; of the same line it is always the same."""
    mark = _mark(sequence)
    return f"{mark}{sequence ^ _pad(mark):0{DIGITS}x}"


def open_key(key: str) -> int | None:
    """The number of the line of this key; None when we did not give it out."""
    mark, hidden = key[:MARK], key[MARK:]
    try:
        sequence = int(hidden, 16) ^ _pad(mark)
    except ValueError:
        return None
    return sequence if constant_time_compare(seal_key(sequence), key) else None


def _mark(sequence: int) -> str:
    return salted_hmac("zichtlijn.audit.keys.mark", str(sequence)).hexdigest()[:MARK]


def _pad(mark: str) -> int:
    return int(salted_hmac("zichtlijn.audit.keys.pad", mark).hexdigest()[:DIGITS], 16)
