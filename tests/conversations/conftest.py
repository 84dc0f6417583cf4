"""What the tests of the room may ask for."""

from tests.conversations.talk import talk

__all__ = ["talk"]  # a fixture
