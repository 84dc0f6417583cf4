"""Log lines that stay one line, whatever a visitor sends."""

import logging
import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class OneLine(logging.Formatter):
    """Escapes control characters in the message, so that no visitor can forge a line or colour a terminal."""

    def format(self, record):
        trace = bool(record.exc_info or record.exc_text or record.stack_info)
        text = super().format(record)
        if trace:
            head, *rest = text.split("\nTraceback", 1)
            return _escape(head) + ("\nTraceback" + rest[0] if rest else "")
        return _escape(text)


def _escape(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
