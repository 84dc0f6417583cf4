"""What the tests of the room may ask for."""

import pytest
from django.utils import translation

from tests.conversations.talk import talk

__all__ = ["talk"]  # a fixture


@pytest.fixture(autouse=True)
def _in_english():
    """Refusals are read in English."""
    with translation.override("en"):
        yield
