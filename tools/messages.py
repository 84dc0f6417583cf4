"""The Dutch of every app: `python tools/messages.py update | check | compile [APP …]`.

update   collects the texts of each app from its Python and its templates into its own
         `locale/nl/LC_MESSAGES/django.po`; translations stay, texts that are gone go, the order is fixed.
check    fails on a text without Dutch, a doubtful or left-over translation, a placeholder that got lost, and a text
         that two apps translate in two ways (the program knows only one of them).
compile  makes the .mo files that the program reads; only those that changed.

With names of apps behind it a command keeps to those. English is the language of the source and has no catalogue.
GNU gettext is not needed: Babel and Django read and write.
"""

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "zichtlijn"
LANGUAGES = ("nl",)
#: Functions that mark a text, and which of their arguments hold it; `c` marks the context.
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NAMED = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")
POSITIONAL = re.compile(r"(?<!%)%(?:%%)*[#0\- +]*\d*(?:\.\d+)?[sdifr]")
#: Header lines that change by themselves or name a person.
CHURN = re.compile(
    r'^"(Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To):.*\n',
    re.MULTILINE,
)


def apps(source: Path = SOURCE) -> list[Path]:
    """The folders that hold texts, in a fixed order."""
    return sorted(path for path in source.iterdir() if path.is_dir() and path.name != "__pycache__")


def chosen(source: Path, only: Collection[str]) -> list[Path]:
    """The apps that a command keeps to: all of them when none is named."""
    return [app for app in apps(source) if not only or app.name in only]


def catalogue_path(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted(app: Path, language: str) -> Catalog:
    """What the app says, as a catalogue without translations."""
    catalogue = empty(language)
    for path in sorted(app.rglob("*")):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            text = "\n".join([text, *in_f_strings(text)])
        elif path.suffix in {".html", ".txt"} and "templates" in path.relative_to(app).parts:
            text = python_of_template(path.read_text(encoding="utf-8"), str(path))
        else:
            continue
        for _line, identity, comments, context in texts(text):
            catalogue.add(
                identity,
                locations=[(path.relative_to(app).as_posix(), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def in_f_strings(python: str) -> Iterator[str]:
    """What is computed inside f-strings, by itself: to Babel an f-string is one word until Python 3.12."""
    for node in ast.walk(ast.parse(python)):
        if isinstance(node, ast.FormattedValue):
            yield ast.unparse(node.value)


def texts(python: str) -> Iterator[tuple]:
    """The marked texts in Python source."""
    file = io.BytesIO(python.encode())
    return extract("python", file, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}, strip_comment_tags=True)


def python_of_template(template: str, origin: str) -> str:
    """A template as Python calls of the same texts, without the indentation that Python would stumble over."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).splitlines())


def empty(language: str) -> Catalog:
    return Catalog(
        locale=language, project="Zichtlijn", charset="utf-8", fuzzy=False, header_comment="# Zichtlijn, EUPL-1.2."
    )


def read(path: Path, language: str) -> Catalog:
    """The catalogue as it stands on disk; empty when there is none."""
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def messages(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its header."""
    return [message for message in catalogue if message.id]


def key(message: Message) -> tuple[str | None, str]:
    """What the program looks a text up by: context and (singular) text."""
    return message.context, message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def first(message: Message) -> str:
    return key(message)[1]


# --- update -----------------------------------------------------------------------------------------------------------


def update(source: Path = SOURCE, only: Collection[str] = ()) -> int:
    """Bring every catalogue in line with the texts; what another app already translates is taken over."""
    for language in LANGUAGES:
        known = {
            (key(message), message.pluralizable): message
            for app in apps(source)
            for message in messages(read(catalogue_path(app, language), language))
            if is_translated(message) and not message.fuzzy
        }
        for app in chosen(source, only):
            said = extracted(app, language)
            path = catalogue_path(app, language)
            before = {(key(message), message.pluralizable): message for message in messages(read(path, language))}
            for message in messages(said):
                identity = (key(message), message.pluralizable)
                old = before.get(identity)
                if old is None or not is_translated(old):
                    old = known.get(identity, old)
                if old is not None:
                    message.string = old.string
                    message.user_comments = old.user_comments
                    message.flags |= old.flags & {"fuzzy"}
            if messages(said):
                write(path, said)
            elif path.exists():
                path.unlink()
            missing = sum(not is_translated(message) for message in messages(said))
            if missing:
                print(f"{path.relative_to(source)}: {missing} of {len(messages(said))} texts without translation")
    return 0


def write(path: Path, catalogue: Catalog) -> None:
    file = io.BytesIO()
    write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    replace(path, CHURN.sub("", file.getvalue().decode()).encode())


def replace(path: Path, content: bytes) -> bool:
    """Write a file in one step, and only when it differs; several commands may run at once."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(path)
    return True


# --- check ------------------------------------------------------------------------------------------------------------


def problems(source: Path = SOURCE, only: Collection[str] = ()) -> list[str]:
    """Everything that keeps the interface from being complete, one sentence each."""
    found = []
    for language in LANGUAGES:
        elsewhere: dict[tuple, tuple[str, object]] = {}
        for app in chosen(source, only):
            path = catalogue_path(app, language)
            where = path.relative_to(source)
            said, written = extracted(app, language), read(path, language)
            on_disk = {key(message): message for message in messages(written)}
            for message in messages(said):
                translation = on_disk.pop(key(message), None)
                if not (
                    translation and is_translated(translation) and translation.pluralizable == message.pluralizable
                ):
                    found.append(f"{where}: no translation of “{first(message)}”")
                    continue
                if translation.fuzzy:
                    found.append(f"{where}: doubtful (fuzzy) translation of “{first(message)}”")
                found += [f"{where}: {problem}" for problem in placeholder_problems(translation)]
                other = elsewhere.setdefault(key(message), (app.name, translation.string))
                if other[1] != translation.string:
                    found.append(f"{where}: “{first(message)}” is translated otherwise in {other[0]}")
            found += [f"{where}: nobody says “{first(message)}” any more" for message in on_disk.values()]
            found += [f"{where}: left-over “{first(message)}”" for message in written.obsolete.values()]
    return found


def placeholder_problems(message: Message) -> list[str]:
    """Placeholders that the translation lost or made up; a plural form may leave out the number."""
    originals = list(message.id) if message.pluralizable else [message.id]
    strings = list(message.string) if message.pluralizable else [message.string]
    allowed = set().union(*(placeholders(text) for text in originals))
    required = set.intersection(*(placeholders(text) for text in originals))
    found = []
    for string in strings:
        made_up, lost = placeholders(string) - allowed, required - placeholders(string)
        if message.pluralizable:
            lost = {name for name in lost if name not in COUNTS}
        found += [f"“{first(message)}” has no placeholder {name}" for name in sorted(made_up)]
        found += [f"the translation of “{first(message)}” lost {name}" for name in sorted(lost)]
        if string.endswith("\n") != originals[0].endswith("\n"):
            found.append(f"“{first(message)}” and its translation do not end alike")
    return found


#: Names of the number that a plural form may leave out: “one objective”, not “1 objective”.
COUNTS = {"%(count)s", "%(count)d", "%(counter)s", "%(number)s", "%(number)d", "%d", "{count}", "{number}"}


def placeholders(text: str) -> set[str]:
    """Named placeholders by name, positional ones by their place."""
    positional = POSITIONAL.findall(text)
    return set(NAMED.findall(text)) | {f"{mark} ({place})" if place else mark for place, mark in enumerate(positional)}


def check(source: Path = SOURCE, only: Collection[str] = ()) -> int:
    found = problems(source, only)
    for problem in found:
        print(problem)
    print(f"{len(found)} problems in the translations" if found else "Translations complete")
    return 1 if found else 0


# --- compile ----------------------------------------------------------------------------------------------------------


def compile_catalogues(source: Path = SOURCE, only: Collection[str] = ()) -> int:
    """Make the .mo file beside every .po file."""
    for app in chosen(source, only):
        for path in sorted(app.rglob("*.po")):
            file = io.BytesIO()
            write_mo(file, read(path, path.parts[-3]))
            replace(path.with_suffix(".mo"), file.getvalue())
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["update", "check", "compile"])
    parser.add_argument("apps", nargs="*", metavar="APP", help="only these apps")
    options = parser.parse_args(arguments)
    if unknown := set(options.apps) - {app.name for app in apps()}:
        parser.error(f"no such app: {', '.join(sorted(unknown))}")
    return {"update": update, "check": check, "compile": compile_catalogues}[options.command](only=options.apps)


if __name__ == "__main__":
    sys.exit(main())
