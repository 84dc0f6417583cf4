"""Measures the import of a file of people through the command that people type, with its peak memory."""

import csv
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
call_command("createcachetable", verbosity=0)
from zichtlijn.access.models import Organisation
Organisation.objects.create(slug="import-proef", name="Proef")
"""
HEADERS = ["personeelsnummer", "voornaam", "tussenvoegsel", "achternaam", "e-mail", "afdelingscode", "functie",
           "leidinggevende", "vanaf"]  # fmt: skip


def write_file(path: Path, people: int, headers: dict[str, str] | None = None) -> None:
    """A file of people in teams of ten, each under its first person, as a personnel system gives it."""
    rng = random.Random(people)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        for number in range(people):
            team = number // 10
            if number == 0:
                manager = ""
            elif number % 10:
                manager = 1_000_000 + team * 10
            else:
                manager = 1_000_000 + team // 20 * 200 if team % 20 else 1_000_000
            writer.writerow(
                [
                    1_000_000 + number,
                    rng.choice(["Noor", "Joost", "Fatima", "Emre", "Sietske", "Winston", "Agnieszka", "Wei"]),
                    rng.choice(["", "", "de", "van der"]),
                    rng.choice(["Wit", "Visser", "Yılmaz", "Jansen", "Ramdin", "Nowak", "Chen"]) + f" {number % 977}",
                    f"p{number}@groot.example",
                    f"T{team}",
                    f"Functie {number % 40}",
                    manager,
                    "01-01-2024",
                ]
            )


def measure(people: int, folder: Path, run, environment: dict[str, str]) -> dict:
    """Seconds and peak memory of `zichtlijn import people`, first into an empty organisation and then once more."""
    path = folder / f"people-{people}.csv"
    write_file(path, people)
    run(["-c", MAKE])
    zichtlijn = Path(sys.executable).with_name("zichtlijn")
    command = [zichtlijn, "import", "people", path, "--organisation", "import-proef"]
    outcome = {}
    for name in ("first", "again"):
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said, complained = process.communicate()
        seconds = time.perf_counter() - begun
        outcome[name] = {"seconds": seconds, "megabytes": peak(), "said": said.strip()[-300:]}
        if process.returncode:
            outcome[name]["failed"] = (said + complained).strip()[-600:]
            break
    return outcome


def peak() -> float:
    """The largest memory of any process that this one waited for so far, in megabytes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)


__all__ = ["measure", "os", "write_file"]
