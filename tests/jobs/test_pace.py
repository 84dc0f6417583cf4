"""Long work rests after each piece, in proportion to what the piece took."""

import pytest

from zichtlijn.jobs.pace import LONGEST, REST, Pace


def test_it_rests_in_proportion_to_what_a_piece_took_and_its_own_rest_is_no_work():
    now, rested = 100.0, []

    def rest(seconds):
        nonlocal now
        rested.append(seconds)
        now += seconds

    pace = Pace(clock=lambda: now, rest=rest)
    now += 0.2
    pace(1, 10)
    now += 0.1
    pace(2, 10)
    now += 60
    pace(10, 10)
    assert rested == pytest.approx([0.2 * REST, 0.1 * REST, LONGEST])
