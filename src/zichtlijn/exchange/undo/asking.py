"""Several questions to the database asked as one."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import BigIntegerField, Expression, F, Func, QuerySet, Value
from django.db.models.functions import Cast

#: So many questions go together.
TOGETHER = 40


def ask_together(questions: Iterable[tuple[QuerySet, Sequence[str | Expression]]]) -> Iterator[tuple[int, list]]:
    """The rows of all questions: the place of its question in the list, and its values, which all are numbers."""
    asked = list(questions)
    for start in range(0, len(asked), TOGETHER):
        some = asked[start : start + TOGETHER]
        width = max(len(names) for _rows, names in some)
        columns = ["asked", *(f"value_{number}" for number in range(width))]
        parts = [_columns(rows, place, names, columns) for place, (rows, names) in enumerate(some, start)]
        together = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        for place, *values in together.iterator():
            yield place, values[: len(asked[place][1])]


def how_many() -> Expression:
    """The number of rows of a question; as a plain function, so that nothing is grouped."""
    return Func(F("pk"), function="COUNT", output_field=BigIntegerField())


def _columns(rows: QuerySet, place: int, names: Sequence[str | Expression], columns: list[str]) -> QuerySet:
    """The same question with columns of the same names and kinds as all others."""
    nothing = Cast(Value(None), BigIntegerField())
    values = [F(name) if isinstance(name, str) else name for name in names]
    given = [Value(place, output_field=BigIntegerField()), *values, *[nothing] * (len(columns) - 1 - len(names))]
    return rows.order_by().annotate(**dict(zip(columns, given, strict=True))).values_list(*columns)
