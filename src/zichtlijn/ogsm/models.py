"""What an OGSM says of a strategy besides the objective that it is: which goals it serves, and what is left out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned
from zichtlijn.audit.versions import Versioned
from zichtlijn.objectives.models import Measure, Objective


class Choice(OrganisationOwned, Versioned):
    """What makes an objective a choice on the page of the objective above it."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="choices")
    strategy = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="chosen_for")
    is_enabling = models.BooleanField(_("enabling"), default=False)
    left_out = models.CharField(_("what is no longer done"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "objective", "strategy"], name="ogsm_choice_unique")
        ]

    def __str__(self):
        return f"{self.strategy_id} → {self.objective_id}"


class GoalServed(OrganisationOwned):
    """A goal (a measure of the objective) that a strategy serves."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="goals_served")
    goal = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="served_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "goal"], name="ogsm_goal_served_unique")]

    def __str__(self):
        return f"{self.choice_id} → {self.goal_id}"
