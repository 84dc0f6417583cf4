"""What this room says on the page of an objective: the attention point that it came from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.analysis.models import AttentionPoint
from zichtlijn.analysis.states import CHILD_OF
from zichtlijn.objectives.mentions import Mention, mentions_objectives
from zichtlijn.objectives.states import Level

#: Levels of objectives that can come from an attention point.
LEVELS = {Level.STRATEGIC, *CHILD_OF.values()}


@mentions_objectives
def attention_points(actor, objective):
    """The attention points that became this objective."""
    if objective.level not in LEVELS:
        return []
    return [
        Mention(_("Comes from"), point.text, f"{reverse('analysis:points', args=[point.analysis_id])}#point-{point.pk}")
        for point in AttentionPoint.objects.filter(objective=objective, organisation=actor.organisation)
    ]
