"""A result as a drawing."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from zichtlijn.documents.charts import Chart, bar_chart
from zichtlijn.documents.charts.bars import Series
from zichtlijn.feedback.queries.results import Result


def result_chart(result: Result) -> Chart:
    """The own judgement beside that of the others, for each competency; what is not known has no bar."""
    rows = result.rows
    series: list[Series] = [
        (_("Own judgement"), [_shown(row.own.mean) for row in rows]),
        (_("Others"), [_shown(row.others) for row in rows]),
    ]
    return bar_chart([row.competency.name for row in rows], series, name=_("360 feedback"), horizontal=True)


def _shown(value: Decimal | None) -> float | None:
    """Drawn as it is written: to one decimal, half up."""
    return None if value is None else float(value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
