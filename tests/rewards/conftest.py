"""What the tests of the room may ask for."""

import pytest
from django.utils import translation

from tests.rewards.pay import pay

__all__ = ["pay"]  # a fixture


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are read in English."""
    with translation.override("en"):
        yield
