"""Writes what was measured as a page: all sizes next to each other, with how much slower the largest is."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
MOST_QUERIES, MOST_TIMES, MOST_MILLISECONDS = 25, 1.5, 50
ORGANISATION = """\
The organisation: teams of ten, six objectives and eight measures for everybody, four years of monthly readings on a
tenth of the measures, one role objective with 38 in every 100 people under it. Median and 95th percentile are of the
program from request to answer, in one process, over warm requests by different people to different objectives. They
grow with whatever else the machine does at the same time; processor is the time that the program and the database
worked on one request themselves (median), and does not. A shared machine works faster at one moment than at another:
right before each request a fixed piece of work is done, and the last column compares the sizes by it. Queries are the
most that any of five such requests asked, and differ by a few with what there is to show."""
MUST_HOLD = f"""\
What must hold: at most {MOST_QUERIES} queries at every size; the time at 100,000 people at most {MOST_TIMES} times that
at 1,000 and at most {MOST_MILLISECONDS} ms. The last columns divide the largest by the smallest; ✗ does not hold."""
KNOWN = """\
Known: the team page of the director shows more people in a larger organisation, because more report to the
director there. Figures over everybody (coverage, people without a line, plans that do not add up, people per unit) are
kept until the log says that they moved (decision 11): what is measured here is looking again. The first look after such
a change counts, at 100,000 people in 0.05 to 0.55 s of processor."""

LAST_DAY = """\
`zichtlijn serve` with its worker, and visitors on the same two cores who come at fixed moments; times are from that
moment on, so that a queue counts. The work of the day begins with the first request: in real use it is done at night.
What must hold: nothing wrong, no text lost, p95 at most 300 ms for pages and 500 ms for texts."""


PRIVACY = """\
What people may ask about themselves, and what must go in time, with twenty lines about everybody in the log. What must
hold: own data ready within 10 minutes, who saw what told within an hour, all that is past its term gone on the day
itself; and what is asked of the database for one person does not grow with the number of people."""


def machine() -> list[str]:
    """What it was measured on."""
    cpu, memory = platform.processor() or platform.machine(), ""
    info, used = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if info.exists():
        cpu = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line), cpu)
    if used.exists():
        memory = f"{int(used.read_text().split()[1]) / 1024 / 1024:.0f} GB of memory"
    return [
        f"{cpu}, {os.cpu_count()} cores, {memory}",
        f"{platform.system()}, Python {platform.python_version()}, Django {version('django')}",
    ]


def page(outcomes: list[dict], postgres: dict[str, str]) -> str:
    """The whole page in Markdown."""
    databases = ", ".join(dict.fromkeys(outcome["database"] for outcome in outcomes))
    loads = ", ".join(f"{outcome.get('load', 0):.0f}" for outcome in outcomes)
    yardsticks = ", ".join(f"{outcome['yardstick']:.1f} ms" for outcome in outcomes if "yardstick" in outcome)
    settings = ", ".join(f"{name} {value}" for name, value in postgres.items())
    said = [
        "# How fast it is",
        "",
        "Written by `make bench N=…` (`tests/benchmarks/`); a run at one size keeps what was measured at the others.",
        "",
        *(f"- {line}" for line in machine()),
        f"- {databases}; PostgreSQL with {settings}, writing safely to disk",
        f"- measured on {max(outcome['on'] for outcome in outcomes)}; load meanwhile: {loads}",
        f"- the yardstick, a fixed piece of work in plain Python, took: {yardsticks}",
        "",
        ORGANISATION,
        "",
        MUST_HOLD,
        "",
        KNOWN,
        "",
    ]
    for vendor in NAMES:
        of = [outcome for outcome in outcomes if outcome["vendor"] == vendor]
        if of:
            said += [f"## {NAMES[vendor]}", "", *_built(of), "", *_held(of), *_pages(of), "", *_imports(of), ""]
    return "\n".join(said).rstrip() + "\n"


def last_day_page(days: list[dict], postgres: dict[str, str]) -> str:
    """The page about a server with pages and saved texts that come at fixed moments, whether it keeps up or not."""
    settings = ", ".join(f"{name} {value}" for name, value in postgres.items())
    said = [
        "# The last day of a cycle",
        "",
        "Written by `python -m tests.benchmarks.run 10000 --no-pages --no-import --last-day SECONDS`, after a",
        "`make bench N=10000`.",
        "",
        *(f"- {line}" for line in machine()),
        f"- PostgreSQL with {settings}, writing safely to disk",
        f"- measured on {max(day['on'] for day in days)}",
        "",
        LAST_DAY,
        "",
    ]
    for day in days:
        asked = f"{day['asked']['pages']:g} pages and {day['asked']['submits']:g} texts a second"
        wrong = ", ".join(f"{count} × {what}" for what, count in day["wrong"].items()) or "nothing wrong"
        told = f"{asked}, for {day['seconds']:.0f} s: {wrong}, {day['texts lost']} texts lost."
        said += [
            f"## {NAMES[day['vendor']]}, {day['people']:,} people",
            "",
            f"{told} Yardstick {day['yardstick']} ms.",
            "",
            "| | requests | p50 | p95 | p99 | p95 must be |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        for kind, name, most in (("page", "pages", 300), ("submit", "texts", 500)):
            times = day[kind]
            parts = [f"{times[part]:.0f} ms" for part in ("p50", "p95", "p99")]
            holds = f"{most} ms" + (" ✗" if times["p95"] > most else "")
            cells = [name, f"{times['requests']:,}", *parts, holds]
            said.append(f"| {' | '.join(cells)} |")
        course = ", ".join(f"{value:.0f}" for value in day["p95 of each ten seconds"])
        said += ["", f"The p95 of each ten seconds, in ms: {course}.", ""]
    return "\n".join(said).rstrip() + "\n"


def privacy_page(found: list[dict], postgres: dict[str, str]) -> str:
    """The page about what people may ask about themselves: own data, who saw what, and removal, at each size."""
    settings = ", ".join(f"{name} {value}" for name, value in postgres.items())
    said = [
        "# What people may ask about themselves",
        "",
        "Written by `make bench N=…`; after it `python -m tests.benchmarks.run 10000 --no-pages --no-import` measures",
        "only this.",
        "",
        *(f"- {line}" for line in machine()),
        f"- PostgreSQL with {settings}, writing safely to disk",
        f"- measured on {max(one['on'] for one in found)}",
        "",
        PRIVACY,
        "",
    ]
    for vendor in NAMES:
        of = [one for one in found if one["vendor"] == vendor]
        if of:
            said += [f"## {NAMES[vendor]}", "", *_privacy(of), ""]
    return "\n".join(said).rstrip() + "\n"


def _privacy(found: list[dict]) -> list[str]:
    rows = [
        (
            "| people | lines of the log | own data | queries | my file | queries | who saw what | queries | "
            "people removed | in | queries for each |"
        ),
        "|" + "---:|" * 11,
    ]
    for one in found:
        own, mine, saw, gone = (one[name] for name in ("own data", "my file", "who saw what", "removed"))
        cells = [
            f"{one['people']:,}", f"{one['lines of the log']:,}", f"{own['seconds']:.1f} s", own["queries"],
            f"{mine['seconds'] * 1000:.0f} ms", mine["queries"], f"{saw['seconds'] * 1000:.0f} ms", saw["queries"],
            f"{gone['people']:,}", f"{gone['seconds']:.1f} s", f"{gone['queries'] / max(1, gone['people']):.1f}",
        ]  # fmt: skip
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows


def _built(outcomes: list[dict]) -> list[str]:
    rows = [
        "| people | objectives | measures | readings | largest column | built in |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for outcome in outcomes:
        counts = outcome["counts"]
        built = f"{outcome['built']:.0f} s" if outcome.get("built") else "–"
        numbers = [counts[name] for name in ("people", "objectives", "measures", "readings", "largest column")]
        rows.append(f"| {' | '.join(f'{number:,}' for number in numbers)} | {built} |")
    return rows


def _pages(outcomes: list[dict]) -> list[str]:
    sizes = [outcome["people"] for outcome in outcomes]
    head = ["page", "by", *(f"{size:,}: queries | median | p95 | processor" for size in sizes), "times | processor"]
    rows = [f"| {' | '.join(head)} |", "|---|---|" + "---:|" * (4 * len(sizes) + 2)]
    found = {(row["page"], row["part"]): {} for outcome in outcomes for row in outcome["rows"]}
    for outcome in outcomes:
        for row in outcome["rows"]:
            found[row["page"], row["part"]][outcome["people"]] = row
    for (name, part), by_size in sorted(found.items()):
        cells = []
        for size in sizes:
            row = by_size.get(size)
            if row is None:
                cells.append("– | – | – | –")
            elif "failed" in row:
                cells.append("✗ | ✗ | ✗ | ✗")
            else:
                times = " | ".join(f"{row[name]:.0f} ms" for name in ("median", "p95", "processor"))
                cells.append(f"{row['queries']} | {times}")
        rows.append(f"| {name} | {part} | {' | '.join(cells)} | {_times(by_size)} |")
    return rows


def _held(outcomes: list[dict]) -> list[str]:
    """How many rows of the largest size took too long here."""
    largest = max(outcomes, key=lambda outcome: outcome["people"])
    rows = [row for row in largest["rows"] if "median" in row]
    if not rows or "yardstick" not in largest:
        return []
    here = sum(row["median"] > MOST_MILLISECONDS for row in rows)
    here_as = f"{MOST_MILLISECONDS} ms here, with the yardstick at {largest['yardstick']:.1f} ms"
    return [f"At {largest['people']:,} people {here} of {len(rows)} rows took more than {here_as}.", ""]


def _times(by_size: dict[int, dict]) -> str:
    """How much slower the largest is than the smallest, and whether what must hold holds."""
    rows = [by_size[size] for size in sorted(by_size)]
    if any("failed" in row for row in rows):
        return "✗ | ✗"
    cells = []
    for name in ("median", "processor"):
        by = "paces" if name == "processor" and "paces" in rows[0] and "paces" in rows[-1] else name
        times = rows[-1][by] / rows[0][by]
        holds = times <= MOST_TIMES and rows[-1][name] <= MOST_MILLISECONDS
        cells.append(f"{times:.2f}{'' if holds and rows[-1]['queries'] <= MOST_QUERIES else ' ✗'}")
    return " | ".join(cells)


def _imports(outcomes: list[dict]) -> list[str]:
    rows = ["| people in the file | first | again, nothing new | peak memory |", "|---:|---:|---:|---:|"]
    for outcome in outcomes:
        done = outcome.get("import") or {}
        first, again = done.get("first"), done.get("again")
        if not first:
            continue
        if "failed" in first:
            rows.append(f"| {outcome['people']:,} | ✗ | | |")
            continue
        second = f"{again['seconds']:.1f} s" if again and "failed" not in again else "✗"
        rows.append(f"| {outcome['people']:,} | {first['seconds']:.1f} s | {second} | {first['megabytes']:.0f} MB |")
    return rows if len(rows) > 2 else []
