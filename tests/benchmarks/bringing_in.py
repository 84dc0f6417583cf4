"""Measures the import of a file of people through the command that people type, with its peak memory."""

import os
import random
import subprocess
import sys
import time
from itertools import chain
from pathlib import Path

import xlsxwriter

MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
call_command("createcachetable", verbosity=0)
from zichtlijn.access.models import Organisation
Organisation.objects.create(slug="import-proef", name="Proef")
"""
PEOPLE = ["personeelsnummer", "voornaam", "tussenvoegsel", "achternaam", "e-mailadres", "in dienst vanaf", "afdeling",
          "functie", "leidinggevende", "geplaatst vanaf"]  # fmt: skip
POSITIONS = 40


def write_file(path: Path, people: int) -> None:
    """A workbook as a personnel system gives it: units, positions and people, in teams under the first of them."""
    rng = random.Random(people)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    teams = -(-people // 10)
    _sheet(book, "afdelingen", ["code", "naam", "onderdeel van", "leidinggevende"], _units(teams))
    positions = ((f"F{n}", f"Functie {n}") for n in range(POSITIONS))
    _sheet(book, "functies", ["code", "naam"], positions)
    _sheet(book, "medewerkers", PEOPLE, (_person(number, rng) for number in range(people)))
    book.close()


def _sheet(book, name: str, headers: list[str], rows) -> None:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(chain([headers], rows)):
        sheet.write_row(number, 0, row)


def _units(teams: int):
    yield "W", "Waterschap", "", "1000000"
    for department in range(-(-teams // 20)):
        yield f"A{department}", f"Afdeling {department}", "W", str(1_000_000 + department * 200)
    for team in range(teams):
        yield f"T{team}", f"Team {team}", f"A{team // 20}", str(1_000_000 + team * 10)


def _person(number: int, rng: random.Random) -> tuple:
    team = number // 10
    if number == 0:
        manager = ""
    elif number % 10:
        manager = str(1_000_000 + team * 10)
    elif team % 20:
        manager = str(1_000_000 + team // 20 * 200)
    else:
        manager = "1000000"
    given = rng.choice(["Noor", "Joost", "Fatima", "Emre", "Sietske", "Winston", "Agnieszka", "Wei"])
    family = rng.choice(["Wit", "Visser", "Yılmaz", "Jansen", "Ramdin", "Nowak", "Chen"]) + f" {number % 977}"
    return (
        str(1_000_000 + number), given, rng.choice(["", "", "de", "van der"]), family, f"p{number}@groot.example",
        "2024-01-01", f"T{team}", f"F{number % POSITIONS}", manager, "2024-01-01",
    )  # fmt: skip


def measure(people: int, folder: Path, run, environment: dict[str, str]) -> dict:
    """Seconds and peak memory of `zichtlijn import people`, first into an empty organisation and then once more."""
    path = folder / f"people-{people}.xlsx"
    write_file(path, people)
    run(["-c", MAKE])
    zichtlijn = Path(sys.executable).with_name("zichtlijn")
    command = [zichtlijn, "import", "people", path, "--organisation", "import-proef"]
    outcome = {}
    for name in ("first", "again"):
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        said = process.stdout.read()
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        outcome[name] = {
            "seconds": time.perf_counter() - begun,
            "megabytes": used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024),
            "said": said.strip()[-300:],
        }
        if process.returncode:
            outcome[name]["failed"] = said.strip()[-600:]
            break
    return outcome
