"""Documents as files that one takes along: their types, their names, and the answer that carries one."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_name(form: str, *words: str, at: datetime) -> str:
    """What a file is called: what it is, of whom, and the day it was made; in letters that every machine knows."""
    name = "-".join(part for word in words if (part := slugify(word.replace("·", " "))))
    return f"{name[:120]}-{timezone.localtime(at):%Y-%m-%d}.{form}"


def as_download(content: bytes, name: str) -> HttpResponse:
    """The answer with which the browser keeps a file under this name."""
    answer = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    if disposition:
        answer["Content-Disposition"] = disposition
    return answer
