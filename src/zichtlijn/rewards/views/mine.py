"""One's own reward."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zichtlijn.rewards.queries.promotions import promotions_of
from zichtlijn.rewards.queries.rounds import own_rewards, own_under_way
from zichtlijn.rewards.queries.salaries import gender_of, holding, salaries_of
from zichtlijn.rewards.states import Gender


@require_safe
def show_mine(request):
    """What I earn, what was decided about it, and what is kept of me for the check of equal pay."""
    actor = request.actor
    today = timezone.localdate()
    context = {"person": actor.person, "salaries": [], "rewards": [], "gender": "", "today": today}
    if actor.person is not None:
        gender = gender_of(actor.person)
        salaries = salaries_of(actor, actor.person, today=today)
        context |= {
            "salaries": salaries,
            "holds": holding(salaries, today),
            "rewards": own_rewards(actor),
            "under_way": own_under_way(actor),
            "promotions": promotions_of(actor, actor.person),
            "gender": Gender(gender).label if gender else "",
        }
    return render(request, "rewards/mine.html", context)
