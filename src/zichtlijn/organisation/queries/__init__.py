"""What can be read of the organisation: its units, people and calendar."""

from zichtlijn.organisation.queries.periods import chosen_period, current_year, period_at, periods_of_request

__all__ = ["chosen_period", "current_year", "period_at", "periods_of_request"]
