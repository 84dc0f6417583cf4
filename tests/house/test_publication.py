"""Licence, publiccode.yml and changelog are fit for publication."""

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
    "categories",
    "usedBy",
    "roadmap",
    "intendedAudience",
    "dependsOn",
    "organisation",
    "fundedBy",
}
#: Still read by validators, with a warning.
DEPRECATED = {"inputTypes", "outputTypes", "genericName", "monochromeLogo", "authorsFile", "repoOwner"}
#: Names kept for examples and tests (RFC 2606): they look like an address and are nobody's.
EXAMPLES = (".example", ".example.com", ".example.net", ".example.org", ".localhost", ".test")
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}


def test_publiccode_has_every_mandatory_key_and_no_unknown_one():
    assert set(PUBLICCODE) >= MANDATORY
    assert set(PUBLICCODE) <= MANDATORY | OPTIONAL
    assert PUBLICCODE["publiccodeYmlVersion"] in {"0.5", "0.5.0"}
    sections = [PUBLICCODE, PUBLICCODE["legal"], *PUBLICCODE["description"].values()]
    assert [key for section in sections for key in section if key in DEPRECATED] == []


def test_publiccode_names_a_real_address_or_says_plainly_that_there_is_none():
    """An address is asked for: an example would be a lie, `.invalid` is the name of what is not there."""
    parts = urlsplit(PUBLICCODE["url"])
    assert parts.scheme == "https"
    assert parts.path.endswith(".git")
    assert not f".{parts.hostname}".endswith(EXAMPLES), "no address of an example"
    assert "." in parts.hostname
    if not parts.hostname.endswith(".invalid"):
        assert "landingURL" in PUBLICCODE, "once it is public, people can look at it"


def test_publiccode_has_a_version_and_a_day_only_of_what_was_released():
    released = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    said = PUBLICCODE.get("softwareVersion"), PUBLICCODE.get("releaseDate")
    assert said == (released[0] if released else (None, None))


def test_publiccode_values_are_of_the_standard():
    assert PUBLICCODE["developmentStatus"] in STATUSES
    assert PUBLICCODE["softwareType"] == "standalone/web"
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
        assert len(text["shortDescription"]) <= 150
        assert "\n" not in text["shortDescription"]
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
        assert all(len(feature) <= 100 for feature in text["features"])
        assert text["screenshots"]
        assert all((ROOT / picture).is_file() for picture in text["screenshots"])


def test_the_licence_is_the_same_everywhere_and_its_text_is_untouched():
    assert PROJECT["license"] == PUBLICCODE["legal"]["license"] == "EUPL-1.2"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
    )


def test_the_changelog_has_the_form_that_it_promises():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert not headings[1:] or headings[1].startswith(f"[{PROJECT['version']}] "), "the version is the same everywhere"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds
