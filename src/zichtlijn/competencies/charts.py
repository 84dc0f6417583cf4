"""The gaps of a person as a drawing."""

from django.utils.translation import gettext as _

from zichtlijn.competencies.queries import PersonGaps
from zichtlijn.documents.charts import Chart, bar_chart
from zichtlijn.documents.charts.bars import Series


def gap_chart(gaps: PersonGaps) -> Chart:
    """What is required beside what both found, for each competency; what nobody judged has no bar."""
    rows = gaps.rows
    series: list[Series] = [
        (_("Required level"), [row.asked.level for row in rows]),
        (_("Manager"), [row.by_manager.level if row.by_manager else None for row in rows]),
        (_("Own judgement"), [row.by_self.level if row.by_self else None for row in rows]),
    ]
    return bar_chart([row.competency.name for row in rows], series, name=_("Competencies"), horizontal=True)
