"""The distribution of labels is kept when a cycle is closed."""

from dataclasses import asdict

from django.db import transaction

from zichtlijn.appraisals.models import KeptDistribution, Scheme
from zichtlijn.appraisals.queries.course import shown_distribution
from zichtlijn.appraisals.queries.sheet import levels_of
from zichtlijn.conversations.models import Cycle
from zichtlijn.conversations.states import CycleState


@transaction.atomic
def keep_distribution(cycle: Cycle) -> None:
    """Keep how the labels of a closed cycle are distributed, once; nothing where there was no scale."""
    now = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    scheme = Scheme.objects.filter(cycle=now).first()
    if now.state != CycleState.CLOSED or scheme is None or KeptDistribution.objects.filter(cycle=now).exists():
        return
    found = shown_distribution(now, levels_of(scheme))
    content = {
        "rows": [asdict(row) for row in found.rows],
        "totals": found.totals,
        "people": found.people,
        "is_hidden": found.is_hidden,
    }
    KeptDistribution.objects.create(organisation=now.organisation, cycle=now, content=content)


def keep_distributions() -> None:
    """The same for cycles of this organisation that were closed before it was kept."""
    for cycle in Cycle.objects.filter(state=CycleState.CLOSED, scheme__isnull=False, distribution__isnull=True):
        keep_distribution(cycle)
