"""Licence, publiccode.yml and changelog are fit for publication."""

import datetime
import hashlib
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLICCODE = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
#: Of the standard, version 0.5.
MANDATORY = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
OPTIONAL = {
    "applicationSuite",
    "landingURL",
    "isBasedOn",
    "softwareVersion",
    "releaseDate",
    "logo",
    "inputTypes",
    "outputTypes",
    "categories",
    "usedBy",
    "roadmap",
    "intendedAudience",
    "dependsOn",
    "organisation",
    "fundedBy",
}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}


def test_publiccode_has_every_mandatory_key_and_no_unknown_one():
    assert set(PUBLICCODE) >= MANDATORY
    assert set(PUBLICCODE) <= MANDATORY | OPTIONAL
    assert PUBLICCODE["publiccodeYmlVersion"] in {"0.5", "0.5.0"}


def test_publiccode_values_are_of_the_standard():
    assert urlsplit(PUBLICCODE["url"]).scheme == "https"
    assert PUBLICCODE["developmentStatus"] in STATUSES
    assert PUBLICCODE["softwareType"] == "standalone/web"
    assert datetime.date.fromisoformat(PUBLICCODE["releaseDate"])
    assert all(re.fullmatch("[A-Z]{2}", country) for country in PUBLICCODE["intendedAudience"]["countries"])
    maintenance = PUBLICCODE["maintenance"]
    assert maintenance["type"] in {"internal", "contract", "community", "none"}
    if maintenance["type"] in {"internal", "community"}:
        assert all(contact["name"] for contact in maintenance["contacts"])
    assert set(PUBLICCODE["localisation"]["availableLanguages"]) == {"nl", "en"}
    assert PUBLICCODE["localisation"]["localisationReady"] is True
    for kinds in PUBLICCODE["dependsOn"].values():
        assert all(dependency["name"] for dependency in kinds)


def test_publiccode_describes_the_program_in_both_languages_within_the_limits():
    assert set(PUBLICCODE["description"]) == {"nl", "en"}
    for text in PUBLICCODE["description"].values():
        assert len(text["genericName"]) <= 35
        assert len(text["shortDescription"]) <= 150
        assert "\n" not in text["shortDescription"]
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
        assert all(len(feature) <= 100 for feature in text["features"])
        assert all((ROOT / picture).is_file() for picture in text.get("screenshots", []))


def test_the_licence_is_the_same_everywhere_and_its_text_is_untouched():
    assert PROJECT["license"] == PUBLICCODE["legal"]["license"] == "EUPL-1.2"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
    )


def test_the_version_is_the_same_everywhere():
    assert PUBLICCODE["softwareVersion"] == PROJECT["version"]


def test_the_changelog_has_the_form_that_it_promises():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds
