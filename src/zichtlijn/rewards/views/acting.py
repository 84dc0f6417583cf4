"""What the pages with a form have in common."""

from django.shortcuts import render

from zichtlijn.rewards.permissions import can_keep_rewards


def form_page(request, form, *, title, submit, back, crumb, **more):
    """A page with one form; with errors it answers 422."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumb": crumb, **more}
    return render(request, "rewards/form.html", context, status=422 if form.is_bound else 200)


def room_of_proposal(request, proposal) -> None:
    """Under which entry of the navigation a proposal stands for this reader."""
    if proposal.employee_id == request.actor.person_id:
        request.room = "rewards:mine"
    else:
        request.room = "rewards:rounds" if can_keep_rewards(request.actor) else "rewards:team"
