"""Of whom a scorecard is asked: the organisation, or one unit."""

from urllib.parse import urlencode

from django.urls import reverse

from zichtlijn.scorecards.forms import WhoseForm


def unit_of(request):
    """The unit in the address; None for the whole organisation, and for one that is not known."""
    whose = WhoseForm(request.GET or None, actor=request.actor)
    return whose.cleaned_data["unit"] if whose.is_valid() else None


def url_of(name: str, unit, *args) -> str:
    """The address of a page of the scorecard of this unit, or of the organisation."""
    return reverse(f"scorecards:{name}", args=args) + (f"?{urlencode({'unit': unit.key})}" if unit else "")


def new_objective_url(level: str, unit, **known: str) -> str:
    """Where an objective is written for this scorecard, with what is known of it."""
    asked = {"level": level, **({"unit": unit.pk} if unit else {}), **known}
    return f"{reverse('objectives:new')}?{urlencode(asked)}"
