"""Questions to the database that are put into words once, and asked with other values each time.

Building a queryset and writing its SQL takes Django as long as the database needs for the answer, and longer, though
for most questions of a page only the values differ. `prepared` keeps the words:

    @prepared
    def due_for(*, person: int, until: date):
        return Measure.objects.living().filter(responsible_id=person, due_on__lte=until)

    due_for(person=7, until=today)  # a list of measures

The function is called once, with a `Blank` in the place of each value; what it returns is an ordinary queryset, and
the SQL is what Django makes of it. Numbers, days, texts and lists of numbers are blanks; a `bool`, an enumeration or a
set of those chooses between questions, and each choice is kept apart. The organisation of the scope is a blank too. Of
an `actor` a question sees only what may decide what somebody sees, and each such thing is a blank or a choice.

A question that would depend on a value in another way cannot be prepared, and says so when it is built: a blank has no
truth, no order and no length, a day that was written into the words would be wrong tomorrow, and a function that sees
the variables of another could hold on to one of them.
"""

import functools
import inspect
import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec, TypeVar, get_origin

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.models.lookups import Lookup
from django.db.models.sql.query import Query
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import organisation_in_scope

P = ParamSpec("P")
Row = TypeVar("Row")

_ORGANISATION = "organisation of the scope"
#: The largest number that a column of a database holds, and so the largest that a row can have.
MOST_NUMBER = 2**63 - 1
#: How SQLite is given a day.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIELDS: dict[Any, type[models.Field]] = {
    int: models.BigIntegerField,
    float: models.FloatField,
    str: models.TextField,
    date: models.DateField,
    datetime: models.DateTimeField,
}


class Blank:
    """What a question is given in the place of a value: nothing may be decided by it."""

    def __init__(self, name: str, field: models.Field, *, several: bool = False):
        self.name = name
        self.field = field
        self.several = several

    def resolve_expression(self, *_args, **_kwargs):
        """Where Django takes it up it becomes a place in the SQL."""
        return _Place(self)

    def filled(self, value, connection) -> Any:
        """The value as this database takes it."""
        if value is None:
            raise ValueError(f"A prepared question needs a value for {self.name!r}: nothing is another question.")
        if self.several:
            return as_one(value, connection)
        if isinstance(value, int):  # no row has the last numbers that there are: a larger one finds as little
            value = max(-MOST_NUMBER, min(value, MOST_NUMBER))
        return self.field.get_db_prep_value(value, connection)

    def _refuse(self, *_ignored):
        raise TypeError(f"A prepared question cannot be decided by {self.name!r}: make it a choice, or ask two.")

    __bool__ = __len__ = __iter__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = __str__ = __format__ = _refuse

    def __eq__(self, other):
        return self is other if isinstance(other, Blank) else self._refuse()

    __hash__ = object.__hash__


class _Place(models.Expression):
    """The place of a blank in the SQL."""

    def __init__(self, blank: Blank):
        super().__init__(output_field=blank.field)
        self.blank = blank

    def as_sql(self, compiler, connection):
        return "%s", [self.blank]


def is_among(connection) -> str:
    """SQL after a column: is one of the numbers in one parameter, however many they are."""
    return "= ANY(%s::bigint[])" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def as_one(numbers: "Iterable[int] | Blank", connection) -> Any:
    """Many numbers as the one parameter of `is_among`; a blank stays one."""
    if isinstance(numbers, Blank):
        return numbers
    found = sorted(set(map(int, numbers)))
    if found and not -MOST_NUMBER <= found[0] <= found[-1] <= MOST_NUMBER:
        found = [number for number in found if abs(number) <= MOST_NUMBER]
    return found if connection.vendor == "postgresql" else f"[{','.join(map(str, found))}]"


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class Among(Lookup):
    """`field__among=numbers`: is one of these numbers, in the same words for one number and for a thousand.

    Of a queryset PostgreSQL asks the numbers first, however many it expects: of a question that it has planned once for
    all values it may expect far too many.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        left, before = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Query):
            self.rhs.clear_ordering(clear_default=True)
            inner, after = compiler.compile(self.rhs)
            these = f"= ANY(ARRAY{inner})" if connection.vendor == "postgresql" else f"IN {inner}"
            return f"{left} {these}", (*before, *after)
        numbers = self.rhs.blank if isinstance(self.rhs, _Place) else self.rhs
        return f"{left} {is_among(connection)}", (*before, as_one(numbers, connection))


class _Reader:
    """What a question may know of an actor: everything here is a blank, or chooses between questions."""

    def __init__(self, actor: Actor):
        self.permissions = actor.permissions
        self.organisation = SimpleNamespace(personal_objectives_seen_by=actor.organisation.personal_objectives_seen_by)
        self.person_id = None if actor.person_id is None else Blank("actor person", models.BigIntegerField())
        self.user = None if actor.user is None else SimpleNamespace(pk=Blank("actor user", models.BigIntegerField()))
        self.led_units = [
            (Blank(f"actor heads from {n}", models.TextField()), Blank(f"actor heads to {n}", models.TextField()))
            for n in range(len(actor.led_units))
        ]
        self.led_people = (
            None
            if actor.led_people is None
            else (Blank("actor line from", models.TextField()), Blank("actor line to", models.TextField()))
        )
        self.unit_ids = Blank("actor units", models.TextField(), several=True)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @staticmethod
    def choice(actor: Actor) -> tuple:
        """What of this actor chooses the question: everything above that is not a blank."""
        return (
            actor.permissions,
            actor.organisation.personal_objectives_seen_by,
            actor.person_id is None,
            actor.user is None,
            len(actor.led_units),
            actor.led_people is None,
        )

    @staticmethod
    def value(actor: Actor, name: str) -> Any:
        """What stands in this blank for this actor."""
        match name.split()[1:]:
            case ["person"]:
                return actor.person_id
            case ["user"]:
                return actor.user.pk if actor.user else None
            case ["heads", end, number]:
                return actor.led_units[int(number)][end == "to"]
            case ["line", end]:
                return actor.led_people[end == "to"] if actor.led_people else None
            case ["units"]:
                return actor.unit_ids
        raise KeyError(name)


@dataclass(frozen=True)
class _Question:
    """A queryset with its words for one database; no words when Django knows that nothing can come of it."""

    queryset: Any
    compiler: Any
    sql: str | None
    parameters: tuple

    def ask(self, value_of: Callable[[str], Any], using: str) -> list:
        """The rows with these values."""
        if self.sql is None:
            return []
        connection = connections[using]
        filled = tuple(
            parameter.filled(value_of(parameter.name), connection) if isinstance(parameter, Blank) else parameter
            for parameter in self.parameters
        )
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, filled)
        query: Any = copy(self.queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        asked = SimpleNamespace(
            db=using,
            query=query,
            model=self.queryset.model,
            _fields=self.queryset._fields,
            _hints={},
            _known_related_objects={},
        )
        return list(self.queryset._iterable_class(asked))


class Prepared(Generic[P, Row]):
    """A function that makes a queryset, asked with its words kept. See the module."""

    def __init__(self, build: Callable[P, "models.QuerySet[Any, Row]"]):
        if build.__closure__:
            raise TypeError(f"{build.__name__} sees variables of another function: give them as parameters.")
        functools.update_wrapper(self, build)
        self._build: Callable = build
        self._blanks: dict[str, Blank] = {}
        self._choices: list[str] = []
        for parameter in inspect.signature(build).parameters.values():
            name, given = parameter.name, parameter.annotation
            if parameter.kind is not parameter.KEYWORD_ONLY:
                raise TypeError(f"{build.__name__} takes values by name only: put a star before {name}.")
            if get_origin(given) is list:
                self._blanks[name] = Blank(name, models.TextField(), several=True)
            elif given in _FIELDS:
                self._blanks[name] = Blank(name, _FIELDS[given]())
            elif given is not Actor:
                self._choices.append(name)
        self._reads = "actor" in inspect.signature(build).parameters
        self._kept: dict[tuple, _Question] = {}

    def __call__(self, *args: P.args, **given: P.kwargs) -> list[Row]:
        using = router.db_for_read(models.Model)
        actor: Any = given["actor"] if self._reads else None
        key = (using, connections[using].vendor, *[_choice(given[name]) for name in self._choices])
        if actor is not None:
            key += _Reader.choice(actor)
        question = self._kept.get(key)
        if question is None:
            question = self._kept.setdefault(key, self._prepare(using, given))

        def value_of(name: str) -> Any:
            if name in given:
                return given[name]
            if name == _ORGANISATION:
                organisation = organisation_in_scope()
                if organisation is None:
                    raise ScopeError(f"{self._build.__name__} needs the scope of an organisation.")
                return organisation.pk
            return _Reader.value(actor, name)

        return question.ask(value_of, using)

    def queryset(self, **given) -> Any:
        """The same question as an ordinary queryset with these values in it, for what wants to ask further."""
        return self._build(**given)

    def _prepare(self, using: str, given: dict[str, Any]) -> _Question:
        takes: dict[str, Any] = dict(self._blanks)
        takes |= {name: given[name] for name in self._choices}
        if self._reads:
            takes["actor"] = _Reader(given["actor"])
        with scope(organisation=Blank(_ORGANISATION, models.BigIntegerField())):
            queryset = self._build(**takes)
        if queryset._prefetch_related_lookups:
            raise TypeError(f"{self._build.__name__} cannot be prepared with a prefetch: ask for that apart.")
        compiler = queryset.query.get_compiler(using)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            sql, parameters = None, ()
        for parameter in parameters:
            if isinstance(parameter, date) or (isinstance(parameter, str) and _DAY.match(parameter)):
                raise TypeError(f"{self._build.__name__} keeps the day {parameter}: make the day a parameter.")
        return _Question(queryset, compiler, sql, tuple(parameters))


def _choice(value) -> Any:
    """A value that chooses between questions; only few values can."""
    several = value if isinstance(value, frozenset | tuple) else (value,)
    if all(each is None or isinstance(each, bool | Enum) for each in several):
        return value
    raise TypeError(f"{value!r} cannot choose between questions: too many values, or it changes.")


def prepared(build: Callable[P, "models.QuerySet[Any, Row]"]) -> Prepared[P, Row]:
    """Keep the words of this question; see the module."""
    return Prepared(build)
