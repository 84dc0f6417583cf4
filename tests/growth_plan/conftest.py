"""What the tests of the growth plan may ask for."""

from tests.growth_plan.drafted import plan

__all__ = ["plan"]  # a fixture
