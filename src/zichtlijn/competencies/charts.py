"""The gaps of a person as a drawing."""

from django.utils.translation import gettext as _

from zichtlijn.competencies.queries import PersonGaps
from zichtlijn.documents.charts import FEWEST_AXES, MOST_AXES, Chart, Radar, bar_chart, radar_chart
from zichtlijn.documents.charts.bars import Series


def gap_chart(gaps: PersonGaps, *, levels: int) -> Chart | Radar:
    """What is required beside what both found, for each competency; what nobody judged is missing, never zero.

    As a radar, or as bars where that would have too few axes to see a shape, or so many that their names meet.
    """
    rows = gaps.rows
    names = [row.competency.name for row in rows]
    series: list[Series] = [
        (_("Required level"), [row.asked.level for row in rows]),
        (_("Manager"), [row.by_manager.level if row.by_manager else None for row in rows]),
        (_("Own judgement"), [row.by_self.level if row.by_self else None for row in rows]),
    ]
    if FEWEST_AXES <= len(rows) <= MOST_AXES:
        return radar_chart(names, series, name=_("Competencies"), most=levels)
    return bar_chart(names, series, name=_("Competencies"), horizontal=True)
