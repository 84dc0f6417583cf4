"""The way back: whoever is on the road to a plan finds it on the pages that the road leads past."""

from django.urls import reverse
from django.utils.translation import gettext as _

#: Where the session keeps it.
KEY = "growth_plan_road"
#: Addresses that the road leads past.
PAST = ("/analysis/", "/objectives/", "/measures/", "/alignment/", "/ogsm/", "/scorecard/", "/okr/", "/strategy/")


def remember_road(request, plan) -> None:
    """This person is on the road to this plan, until they look at one that is adopted or not theirs to write."""
    road = {"plan": plan.pk, "title": str(plan), "organisation": plan.organisation_id}
    if request.session.get(KEY) != road:
        request.session[KEY] = road


def forget_road(request) -> None:
    """No longer on the road to a plan."""
    if KEY in request.session:
        del request.session[KEY]


def way_back(request):
    """`way_back`: the label and the address of the plan, on the pages that the road to it leads past."""
    organisation = getattr(request, "organisation", None)
    if organisation is None or not request.path.startswith(PAST):
        return {}
    road = request.session.get(KEY)
    if not road or road["organisation"] != organisation.pk:
        return {}
    label = _("Back to the growth plan of %(title)s") % {"title": road["title"]}
    return {"way_back": {"label": label, "url": reverse("growth_plan:plan", args=[road["plan"]])}}
