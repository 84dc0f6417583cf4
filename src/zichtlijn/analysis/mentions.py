"""What this room says of an objective, on its page and in an OGSM: the attention point that it came from."""

from collections.abc import Collection
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.analysis.models import AttentionPoint
from zichtlijn.analysis.states import CHILD_OF
from zichtlijn.objectives.mentions import Mention, mentions_objectives, traces_objectives
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.states import Level

#: Levels of objectives that can come from an attention point.
LEVELS = {Level.STRATEGIC, *CHILD_OF.values()}


@mentions_objectives
def attention_points(actor, objective):
    """The attention points that became this objective."""
    return origins(actor, [objective]).get(objective.pk, [])


@traces_objectives
def origins(actor: Actor, objectives: Collection[Objective]) -> dict[int, list[Mention]]:
    """Objective → the attention points that became it."""
    asked = [objective.pk for objective in objectives if objective.level in LEVELS]
    found: dict[int, list[Mention]] = {}
    for point in AttentionPoint.objects.filter(objective__in=asked, organisation=actor.organisation) if asked else ():
        url = f"{reverse('analysis:points', args=[point.analysis_id])}#point-{point.pk}"
        found.setdefault(cast("int", point.objective_id), []).append(Mention(_("Comes from"), point.text, url))
    return found
