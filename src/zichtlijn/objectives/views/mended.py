"""After an act that mends the line: back to the list of breaks one came from, else to where the act leads."""

from django.shortcuts import redirect
from django.urls import reverse

from zichtlijn.objectives.queries.break_kinds import KINDS


def redirect_after(request, *address):
    """Back to the list of breaks that the address of the form names (`mends`, `of`), else to this address.

    Who came from an OKR (`from=okr`) goes back to the objective as an OKR.
    """
    if request.GET.get("from") == "okr" and address[0] == "objectives:objective":
        return redirect("okr:okr", *address[1:])
    kind = KINDS.get(request.GET.get("mends", ""))
    if kind is None:
        return redirect(*address)
    everyone = "?of=all" if request.GET.get("of") == "all" else ""
    return redirect(reverse("objectives:break_list", args=[kind.name]) + everyone)
