"""What the page of an objective says of OKR: where it is read as one. Its score is not told there."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.objectives.mentions import Mention, mentions_objectives


@mentions_objectives
def as_okr(actor, objective) -> list[Mention]:
    """The way to the key results and the weeks of this objective."""
    return [Mention("OKR", _("Key results and weeks"), reverse("okr:okr", args=[objective.pk]))]
