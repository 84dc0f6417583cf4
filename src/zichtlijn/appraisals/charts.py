"""The distribution of labels as a drawing."""

from django.utils.translation import gettext as _

from zichtlijn.appraisals.queries.course import Calibration, ShownDistribution
from zichtlijn.documents.charts import Chart, bar_chart


def calibration_chart(found: Calibration) -> Chart:
    """People by label: as managers chose, and as it stands."""
    rows = found.whole.rows
    series = [(_("As managers chose"), [row.before for row in rows]), (_("As it stands"), [row.after for row in rows])]
    return bar_chart([row.label for row in rows], series, name=_("Labels"), horizontal=True)


def distribution_chart(found: ShownDistribution) -> Chart:
    """People by label; a label that is not shown has no bar."""
    return bar_chart(
        [level.name for level in found.levels], [(_("People"), found.totals)], name=_("Labels"), horizontal=True
    )
