"""What came of a file, kept beside the job: too long for its row, and read page by page."""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from zichtlijn.exchange.plans import Line, Outcome, Plan
from zichtlijn.exchange.problems import Problem
from zichtlijn.jobs.actions import report_folder

#: The lists of a report, in the order of their tabs.
LISTS = ("errors", *(outcome.value for outcome in (Outcome.ADDED, Outcome.CHANGED, Outcome.ENDED, Outcome.UNCHANGED)))


def _path(job_id: int, name: str) -> Path:
    return report_folder(job_id) / f"{name}.jsonl"


def _for_us_alone(path: str, flags: int) -> int:
    """Open a file that nobody else on this machine reads: what is wrong in a row stands in it, with the row."""
    return os.open(path, flags, 0o600)


def write_report(job_id: int, plan: Plan) -> None:
    """Keep every line of the plan and every problem."""
    report_folder(job_id).mkdir(parents=True, exist_ok=True)
    files = {
        name: open(_path(job_id, name), "w", encoding="utf-8", opener=_for_us_alone)  # noqa: SIM115 - closed below
        for name in LISTS
    }
    try:
        for problem in plan.problems:
            files["errors"].write(json.dumps(problem.as_data(), ensure_ascii=False, default=str) + "\n")
        for line in plan.lines():
            files[line.outcome].write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    finally:
        for file in files.values():
            file.close()


def _rows(job_id: int, name: str, start: int = 0, count: int | None = None) -> Iterator:
    try:
        with _path(job_id, name).open(encoding="utf-8") as file:
            for text in islice(file, start, None if count is None else start + count):
                yield json.loads(text)
    except FileNotFoundError:
        return


def lines_of(job_id: int, name: str, start: int = 0, count: int | None = None, kind: str = "") -> list[Line]:
    """Lines of one of the lists, of one kind when that is asked, from `start` on."""
    if not kind:
        return [Line(*row) for row in _rows(job_id, name, start, count)]
    found = (line for row in _rows(job_id, name) if (line := Line(*row)).kind == kind)
    return list(islice(found, start, None if count is None else start + count))


def problems_of(job_id: int, start: int = 0, count: int | None = None) -> Iterator[Problem]:
    """What was wrong, from `start` on."""
    return (Problem(**row) for row in _rows(job_id, "errors", start, count))
