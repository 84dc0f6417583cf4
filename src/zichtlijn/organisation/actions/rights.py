"""What the acts in this app ask for before they write."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from zichtlijn.access.actor import Actor
from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.organisation.permissions import can_manage_organisation, can_manage_people


def require_organisation(by: Actor) -> None:
    """Refuse whoever may not set up the organisation."""
    require(can_manage_organisation(by), _("Only an organisation administrator may set up the organisation."))


def require_people(by: Actor) -> None:
    """Refuse whoever may not keep people and placements."""
    require(can_manage_people(by), _("Only HR or an organisation administrator may change people and placements."))


def lock_structure(by: Actor) -> None:
    """Let two acts on one tree or line come one after the other, so that together they make no circle."""
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=by.organisation.pk)


def refuse_second(model, *, name: str, key: str, **beside) -> None:
    """Refuse a code that is taken, and, where no code was given, a second row of one name: a form sent twice.

    To be called under `lock_structure`, so that the same form sent twice at once has one effect.
    """
    if key:
        if model.objects.filter(key__iexact=key).exists():
            raise NotNow(_("The code %(key)s is taken. Choose another one.") % {"key": key})
    elif model.objects.living().filter(name__iexact=name, **beside).exists():
        raise NotNow(_("%(name)s already exists. If you mean a different one, give it its own code.") % {"name": name})


def free_key(model, name: str) -> str:
    """A code from the name that nothing of this kind has yet: "team-slib", then "team-slib-2"."""
    base = slugify(name)[:40] or model._meta.model_name
    taken = set(model.objects.filter(key__startswith=base).values_list("key", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
