"""Log lines that stay one line, whatever a visitor sends, and that hold no keys."""

import logging
import re

#: What opens a door does not belong in a log: the key of a link to set a password, or to confirm an address.
_TOKEN = re.compile(r"(/(?:password/reset/key|account/email/confirm)/\w+-)[^\s\"']+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class NotAWrongForm(logging.Filter):
    """Keeps a form that somebody must correct (422) out of the log: it is ordinary use and buries what matters."""

    def filter(self, record):
        return getattr(record, "status_code", None) != 422


class OneLine(logging.Formatter):
    """Escapes control characters in the message, so that no visitor can forge a line or colour a terminal."""

    def formatMessage(self, record):
        return _escape(super().formatMessage(record))

    def format(self, record):
        return _TOKEN.sub(r"\1…", super().format(record))


def _escape(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
