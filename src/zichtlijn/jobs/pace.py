"""Long work that gives way: done in pieces, and after each piece the database is left to those who wait for a page."""

import time

#: How much longer it rests than it worked. The database works for both, and knows no lower rank (PostgreSQL does not).
REST = 2.0
#: The longest rest after one piece, in seconds: whoever stops the worker waits for it.
LONGEST = 5.0


class Pace:
    """To be called after each piece of work, with anything: rests in proportion to what the piece took."""

    def __init__(self, *, clock=time.monotonic, rest=time.sleep):
        self._clock, self._rest = clock, rest
        self._begun = clock()

    def __call__(self, *_told) -> None:
        worked = self._clock() - self._begun
        self._rest(min(worked * REST, LONGEST))
        self._begun = self._clock()
