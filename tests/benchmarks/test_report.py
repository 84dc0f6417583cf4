"""The page of the benchmarks says what was measured, and marks what does not hold."""

from tests.benchmarks.report import last_day_page, page, privacy_page


def outcome(people, queries, milliseconds, **more):
    row = {
        "part": "manager",
        "page": "Mijn zichtlijn",
        "queries": queries,
        "median": milliseconds,
        "p95": milliseconds * 2,
        "processor": milliseconds / 2,
    }
    counts = {"people": people, "objectives": 6, "measures": 8, "readings": 48, "largest column": 3}
    return {"vendor": "sqlite", "people": people, "database": "SQLite 3", "on": "2026-11-21", "load": 1.0, "built": 2,
            "counts": counts, "rows": [{**row, **more}]}  # fmt: skip


def row_of(outcomes):
    lines = page(outcomes, {"shared_buffers": "1MB"}).splitlines()
    return next(line for line in lines if line.startswith("| Mijn zichtlijn"))


def test_what_holds_has_no_mark():
    row = row_of([outcome(1000, 17, 20.0), outcome(100_000, 17, 22.0)])
    assert row == "| Mijn zichtlijn | manager | 17 | 20 ms | 40 ms | 10 ms | 17 | 22 ms | 44 ms | 11 ms | 1.10 | 1.10 |"


def test_slower_than_half_as_much_again_is_marked():
    assert row_of([outcome(1000, 17, 20.0), outcome(100_000, 17, 31.0)]).endswith("| 1.55 ✗ | 1.55 ✗ |")


def test_a_machine_that_was_slower_meanwhile_does_not_count_as_growth():
    small, large = outcome(1000, 17, 20.0, paces=10.0), outcome(100_000, 17, 40.0, paces=11.0)
    assert row_of([small, large]).endswith("| 2.00 ✗ | 1.10 |")


def test_too_long_is_marked_where_it_is_too_long():
    assert row_of([outcome(1000, 17, 50.0), outcome(100_000, 17, 51.0)]).endswith("| 1.02 ✗ | 1.02 |")


def test_too_many_queries_are_marked():
    assert row_of([outcome(1000, 26, 20.0), outcome(100_000, 26, 20.0)]).endswith("| 1.00 ✗ | 1.00 ✗ |")


def test_a_page_that_failed_is_marked():
    assert row_of([outcome(1000, 17, 20.0), outcome(100_000, 17, 20.0, failed="500")]).endswith("| ✗ | ✗ |")


def test_how_many_rows_take_too_long_is_said_with_how_fast_the_machine_was():
    fast, slow = outcome(100_000, 17, 50.0), outcome(100_000, 17, 51.0)
    fast["yardstick"] = slow["yardstick"] = 9.0
    told = "At 100,000 people {} of 1 rows took more than 50 ms here, with the yardstick at 9.0 ms."
    assert told.format(0) in page([fast], {"shared_buffers": "1MB"})
    assert told.format(1) in page([slow], {"shared_buffers": "1MB"})


def test_the_last_day_of_a_cycle_says_what_went_wrong():
    pages = {"requests": 2400, "p50": 30.2, "p95": 120.4, "p99": 200.0}
    texts = {"requests": 360, "p50": 40.0, "p95": 501.0, "p99": 900.0}
    day = {"vendor": "sqlite", "on": "2026-11-29", "people": 1000, "asked": {"pages": 40.0, "submits": 6.0},
           "seconds": 60.1, "page": pages, "submit": texts, "wrong": {"page 503": 2}, "texts lost": 0,
           "p95 of each ten seconds": [120.0, 121.4], "yardstick": 1.2}  # fmt: skip
    told = last_day_page([day], {}).splitlines()
    assert "40 pages and 6 texts a second, for 60 s: 2 × page 503, 0 texts lost. Yardstick 1.2 ms." in told
    assert "| pages | 2,400 | 30 ms | 120 ms | 200 ms | 300 ms |" in told
    assert "| texts | 360 | 40 ms | 501 ms | 900 ms | 500 ms ✗ |" in told
    assert "The p95 of each ten seconds, in ms: 120, 121." in told


def test_what_people_may_ask_about_themselves_stands_with_its_figures():
    found = {
        "vendor": "postgres", "on": "2026-11-29", "people": 10_000, "lines of the log": 200_000,
        "own data": {"seconds": 0.42, "queries": 60, "bytes": 9},
        "my file": {"seconds": 0.031, "queries": 14}, "who saw what": {"seconds": 0.02, "queries": 4},
        "removed": {"people": 100, "seconds": 9.5, "queries": 1230},
    }  # fmt: skip
    said = privacy_page([found], {"shared_buffers": "1MB"})
    assert "## PostgreSQL" in said
    assert "## SQLite" not in said
    assert "| 10,000 | 200,000 | 0.4 s | 60 | 31 ms | 14 | 20 ms | 4 | 100 | 9.5 s | 12.3 |" in said
    assert "own data ready within 10 minutes" in said
