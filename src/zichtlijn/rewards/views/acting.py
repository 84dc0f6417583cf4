"""What the pages with a form have in common."""

from django.shortcuts import render

from zichtlijn.rewards.permissions import can_decide_rewards, can_keep_rewards


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "rewards/form.html", context, status=422 if form.is_bound else 200)


def room_of_proposal(request, proposal) -> None:
    """Under which entry of the navigation a proposal stands for this reader."""
    room_of(request, proposal.employee_id, "rewards:rounds")


def room_of(request, person_id: int, of_hr: str) -> None:
    """One's own stands under one's own reward; for HR where this says, for a manager with the people, and
    for whom HR named with what is asked of them."""
    of_manager = "rewards:team" if can_decide_rewards(request.actor) else "home:my_line"
    others = of_hr if can_keep_rewards(request.actor) else of_manager
    request.room = "rewards:mine" if person_id == request.actor.person_id else others
