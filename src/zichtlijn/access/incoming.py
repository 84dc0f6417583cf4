"""What a web server hands over for each request, so that Django can read it."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Program = Callable[[dict[str, Any], Callable], Iterable[bytes]]


def readable(program: Program) -> Program:
    """The program behind a door that leaves out a type of content that it cannot read.

    Django reads it before any part of the program runs: what it fails over there gets an empty answer.
    """

    def answer(handed: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if not can_be_read(handed.get("CONTENT_TYPE", "")):
            del handed["CONTENT_TYPE"]
        return program(handed, start_response)

    return answer


def can_be_read(content_type: str) -> bool:
    """False for a type of content that no browser sends us: in which Django finds no sense, or not in UTF-8.

    It would believe any other way of writing, in an address too. Some of those hide what must not come in, such as a
    zero byte, from whoever looks for it; others give letters that cannot be written, or none at all.
    """
    try:
        return codecs.lookup(parse_header_parameters(content_type)[1].get("charset", "utf-8")).name == "utf-8"
    except LookupError:
        return True  # no way of writing has this name: Django reads on without it
    except (ValueError, TypeError):
        return False
