"""Finding by name: every word of a name is a row, so that what begins with the typed letters is one range of an index.

What is kept of a name: at most eight different words, folded (no capitals, no accents) and cut at 40 letters. Small
words such as "de" and "of" go first, then the shortest. What is looked for: at most six typed words, all of which must
begin a word of the name.

The work is bounded at any size. Of each typed word at most `CANDIDATES` names are fetched. When every typed word is
shared by more names than that, only the first of those under the longest word are looked through: type one more letter,
or one rarer word, and the rest comes within reach.
"""

import re
from collections.abc import Collection, Iterable
from itertools import islice

from django.db import connection
from django_scopes import get_scope

from zichtlijn.access.prepared import prepared
from zichtlijn.organisation.models import SearchWord, fold

Kind = SearchWord.Kind

WORDS_KEPT = 8
WORDS_TYPED = 6
LETTERS = 40
CANDIDATES = 2000
#: So many names of one word are looked through for a list that holds them all, and may leave most of them out.
THROUGH = 5000
BATCH = 2000
SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an and at by de den der des die dat een en er for from het hun in is its met naar no of om on onze op or
        our te ten ter that the their this to tot uit van voor wij with ze zij zijn""",
    )
)
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words under which a name is kept, in the order of the name."""
    words = _words(text)
    if len(words) > WORDS_KEPT:
        words = [word for word in words if word not in SMALL] or words
    if len(words) > WORDS_KEPT:
        longest = set(sorted(words, key=len, reverse=True)[:WORDS_KEPT])
        words = [word for word in words if word in longest]
    return words


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word[:LETTERS] for word in _WORD.findall(fold(text))))


def index_words(kind: str, rows: Iterable[tuple[int, str]]) -> None:
    """Keep the words of these names `(target_id, text)`, in place of those kept before. Writes only what differs."""
    organisation = get_scope()["organisation"]
    rows = iter(rows)
    while batch := dict(islice(rows, BATCH)):
        wanted = {(word, target_id) for target_id, text in batch.items() for word in words_of(text)}
        kept = {
            (word, target_id): pk
            for pk, word, target_id in SearchWord.objects.filter(kind=kind, target_id__in=list(batch)).values_list(
                "pk", "word", "target_id"
            )
        }
        gone = [pk for key, pk in kept.items() if key not in wanted]
        if gone:
            SearchWord.objects.filter(pk__in=gone).delete()
        _add(organisation, kind, sorted(wanted - kept.keys()))


def index_new(kind: str, rows: Iterable[tuple[int, str]]) -> None:
    """Keep the words of these names `(target_id, text)` of what was made just now: nothing is kept of them yet.

    Nothing is read: PostgreSQL knows nothing yet of what an import writes in its own transaction, and may look for
    the words of two thousand names among those of all others.
    """
    organisation = get_scope()["organisation"]
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        keys = {(word, target_id) for target_id, text in batch for word in words_of(text)}
        _add(organisation, kind, sorted(keys))


def _add(organisation, kind: str, keys: list[tuple[str, int]]) -> None:
    """In one go: an import of 100,000 people brings half a million words."""
    if not keys:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, ("organisation_id", "kind", "word", "target_id")))
    into = f"INSERT INTO {quote(SearchWord._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            words, ids = zip(*keys, strict=True)
            statement = f"{into} SELECT %s, %s, * FROM unnest(%s::text[], %s::bigint[]) ON CONFLICT DO NOTHING"  # noqa: S608 - own names
            cursor.execute(statement, [organisation.pk, kind, list(words), list(ids)])
        else:
            rows = [(organisation.pk, kind, word, target_id) for word, target_id in keys]
            cursor.executemany(f"{into} VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", rows)


def remove_words(kind: str, ids: Iterable[int]) -> None:
    """Forget the words of these, so that they are found no more."""
    ids = iter(ids)
    while batch := list(islice(ids, BATCH)):
        SearchWord.objects.filter(kind=kind, target_id__in=batch).delete()


def find(kind: str, text: str, limit: int, *, among: Collection[int] | None = None) -> list[int]:
    """Ids of at most `limit` names of this kind in which every typed word begins a word, whole words first.

    `among` looks only in these ids (a few thousand at most): for names of which the reader may know only some.
    """
    typed = typed_words(text)
    if not typed or limit < 1 or (among is not None and not among):
        return []
    if among is not None:
        found = list(among)
        for word in typed:
            found = _keep(kind, found, word)
        return found[:limit]
    if len(typed) == 1:
        return list(dict.fromkeys(_candidates(kind, typed[0], min(limit * WORDS_KEPT, CANDIDATES))))[:limit]
    lists = {word: _candidates(kind, word, CANDIDATES) for word in typed}
    complete = [word for word in typed if len(lists[word]) < CANDIDATES]
    first = min(complete, key=lambda word: len(lists[word])) if complete else max(typed, key=len)
    found = list(dict.fromkeys(lists[first]))
    for word in typed:
        if word == first:
            continue
        if word in complete:
            members = set(lists[word])
            found = [pk for pk in found if pk in members]
        else:
            found = _keep(kind, found, word)
    return found[:limit]


def find_all(kind: str, text: str) -> tuple[list[int], bool]:
    """Ids of the names of this kind in which every typed word begins a word, and whether these are all of them.

    For who leaves most of them out afterwards. When every typed word begins more names than `THROUGH`, only so many of
    those under the longest are looked through: those that were made last, where they share one word.
    """
    typed = sorted(typed_words(text), key=len, reverse=True)
    longest: list[int] = []
    for first in typed:
        found = _newest(kind, first)
        if len(found) < THROUGH:
            return _having_others(kind, found, typed, first), True
        longest = longest or found
    return (_having_others(kind, longest, typed, typed[0]), False) if typed else ([], True)


def _newest(kind: str, word: str) -> list[int]:
    first, last = _range(word)
    rows = SearchWord.objects.filter(kind=kind, word__gte=first, word__lt=last).order_by("-word", "-target_id")
    return list(rows.values_list("target_id", flat=True)[:THROUGH])


def _having_others(kind: str, ids: list[int], typed: list[str], first: str) -> list[int]:
    """Each of these names once, when it has the other typed words too."""
    found = list(dict.fromkeys(ids))
    for word in typed:
        if word != first:
            found = _keep(kind, found, word)
    return found


def fits(name: str, typed: list[str]) -> bool:
    """True when every typed word begins a word of the name, of those under which it is kept."""
    words = words_of(name)
    return all(any(word.startswith(start) for word in words) for start in typed)


def typed_words(text: str) -> list[str]:
    """The words to look for; one that only begins another typed word says nothing new."""
    words = _words(text[:400])
    telling = [word for word in words if word not in SMALL] or words
    telling = [word for word in telling if not any(other != word and other.startswith(word) for other in telling)]
    return telling[:WORDS_TYPED]


def _range(word: str) -> tuple[str, str]:
    """All words that begin with `word`: letters are at most U+10FFFF, which never stands in a word."""
    return word, word + "\U0010ffff"


def _candidates(kind: str, word: str, most: int) -> list[int]:
    first, last = _range(word)
    rows = SearchWord.objects.filter(kind=kind, word__gte=first, word__lt=last).order_by("word", "target_id")
    return list(rows.values_list("target_id", flat=True)[:most])


def _keep(kind: str, ids: list[int], word: str) -> list[int]:
    """Those of `ids` whose name has a word that begins with `word`, in the same order."""
    if not ids:
        return []
    first, last = _range(word)
    members = set(_having(kind=Kind(kind), ids=ids, first=first, last=last))
    return [pk for pk in ids if pk in members]


@prepared
def _having(*, kind: Kind, ids: list[int], first: str, last: str):
    """Those of these ids whose name has a word in this range."""
    rows = SearchWord.objects.filter(kind=kind, target_id__among=ids, word__gte=first, word__lt=last)
    return rows.values_list("target_id", flat=True)
