"""What other rooms show on the page of a person, unit and so on, in a file, and at home."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

#: Takes the request and the row; gives a card that is already drawn, or nothing when this reader may not see it.
Section = Callable[[HttpRequest, object], SafeString | str]

_sections: dict[str, list[Section]] = {
    page: []
    for page in (
        *("person", "unit", "position", "project", "direction", "analysis", "home", "file"),
        "leaving",  # sentences: what else goes on in the name of a person who leaves
        # the conversation for both sides, its report, a look by HR, how far it is for HR, a cycle, the list
        *("conversation", "conversation_report", "conversation_look", "conversation_process"),
        # before it is made final, on that page
        *("conversation_cycle", "conversation_list", "conversation_finish"),
    )
}


def section_of(page: str):
    """Mark a function as a section of the page of a "person", "unit" and so on, while the program starts."""

    def mark(section: Section) -> Section:
        if section not in _sections[page]:
            _sections[page].append(section)
        return section

    return mark


def draw_sections(page: str, request: HttpRequest, row) -> list:
    """The sections of this page that have something to show to this reader."""
    return [drawn for section in _sections[page] if (drawn := section(request, row))]
