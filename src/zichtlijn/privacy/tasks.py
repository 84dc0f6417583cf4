"""Work of every day: what is past its term goes."""

from datetime import date

from zichtlijn.access.models import Organisation
from zichtlijn.jobs.schedule import daily
from zichtlijn.privacy.actions.removing import remove_past_term


@daily("remove_past_term")
def remove_what_is_past_its_term(organisation: Organisation, day: date) -> None:
    """Data of people who left, and the oldest lines of the log."""
    remove_past_term(organisation, day)
