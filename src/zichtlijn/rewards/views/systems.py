"""The reward system: what everybody reads, and how HR writes it and two people adopt it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access.acting import acted, posted_version
from zichtlijn.documents.files import as_download
from zichtlijn.documents.forms import TakeForm
from zichtlijn.rewards import forms
from zichtlijn.rewards.actions import systems as actions
from zichtlijn.rewards.actions import taking
from zichtlijn.rewards.documents import always
from zichtlijn.rewards.models import Cell, RewardSystem
from zichtlijn.rewards.permissions import can_adopt_system, can_keep_rewards, get_scale, get_system
from zichtlijn.rewards.queries.systems import system_on, system_page
from zichtlijn.rewards.states import SystemState
from zichtlijn.rewards.views.acting import form_page

ASKED = ["GET", "HEAD", "POST"]
ROOM = "rewards:current"


@require_safe
def show_current(request):
    """The version that holds today."""
    return _system_page(request, system_on(timezone.localdate()))


@require_safe
def show_system(request, pk):
    """Another version."""
    return _system_page(request, get_system(request.actor, pk))


def _system_page(request, system):
    actor, today = request.actor, timezone.localdate()
    request.room = ROOM
    can_keep = can_keep_rewards(actor)
    versions = list(RewardSystem.objects.visible_to(actor))
    page = system_page(system) if system else None
    context = {
        "system": system,
        "page": page,
        "always": always(page) if page else [],
        "versions": [one for one in versions if system is None or one.pk != system.pk],
        "current": system_on(today),
        "can_keep": can_keep,
        "can_adopt": system is not None and can_adopt_system(actor, system),
        "is_draft": system is not None and system.state == SystemState.DRAFT,
        "reasons": actions.reasons_of_consent(system) if system and can_keep else [],
    }
    return render(request, "rewards/system.html", context)


@require_http_methods(ASKED)
def add_system(request):
    """Begin a version, as the last one."""
    actor = request.actor
    actions.require_keeping(actor)
    request.room = ROOM
    last = RewardSystem.objects.first()
    initial = {"name": _("Reward system %(year)s") % {"year": timezone.localdate().year + 1}}
    form = forms.NewSystemForm(request.POST or None, has_last=last is not None, initial=initial)
    made = []

    def act():
        given = form.cleaned_data
        raised = given.get("raised") or 0
        made.append(
            actions.add_system(name=given["name"], from_on=given["from_on"], copy=last, raised=raised, by=actor)
        )

    if request.method == "POST" and acted(form, act):
        return redirect("rewards:system", made[0].pk)
    back = reverse(ROOM)
    crumb = (back, _("Reward system"))
    return form_page(request, form, title=_("New version"), submit=_("Make it"), back=back, crumb=crumb)


@require_http_methods(ASKED)
def change_system(request, pk):
    """The texts and settings of a draft."""
    actor, system = request.actor, get_system(request.actor, pk)
    actions.require_keeping(actor)
    names = ("name", "from_on", *actions.TEXTS, "version")
    form = forms.SystemForm(request.POST or None, initial={name: getattr(system, name) for name in names})

    def act():
        given = dict(form.cleaned_data)
        actions.change_system(system, given, version=given.pop("version"), by=actor)

    return _saved(request, form, act, system, _("Texts and rules"))


@require_http_methods(ASKED)
def add_scale(request, pk):
    """A salary scale of a draft."""
    actor, system = request.actor, get_system(request.actor, pk)
    actions.require_keeping(actor)
    form = forms.ScaleForm(request.POST or None, initial={"version": 1})

    def act():
        given = dict(form.cleaned_data)
        del given["version"]
        actions.add_scale(system, **given, by=actor)

    return _saved(request, form, act, system, _("Add a scale"))


@require_http_methods(ASKED)
def change_scale(request, scale_id):
    """Change a salary scale of a draft."""
    actor, scale = request.actor, get_scale(request.actor, scale_id)
    actions.require_keeping(actor)
    names = ("name", "minimum", "maximum", "steps", "version")
    form = forms.ScaleForm(request.POST or None, initial={name: getattr(scale, name) for name in names})

    def act():
        given = dict(form.cleaned_data)
        actions.change_scale(scale, given, version=given.pop("version"), by=actor)

    title = _("Scale %(name)s") % {"name": scale.name}
    return _saved(request, form, act, scale.system, title)


@require_POST
def remove_scale(request, scale_id):
    """Take a scale out of a draft."""
    scale = get_scale(request.actor, scale_id)
    actions.remove_scale(scale, by=request.actor)
    _tell(request, scale.system, _("Removed."))
    return redirect("rewards:system", scale.system_id)


@require_http_methods(ASKED)
def set_axes(request, pk):
    """The levels and the places of the matrix."""
    actor, system = request.actor, get_system(request.actor, pk)
    actions.require_keeping(actor)
    initial = {
        "levels": "\n".join(f"{row.name}; {row.steps}" for row in system.levels.all()),
        "bands": "\n".join(f"{row.name}; {(row.low * 100).normalize():f}" for row in system.bands.all()),
        "version": system.version,
    }
    form = forms.AxesForm(request.POST or None, initial=initial)

    def act():
        actions.set_axes(system, **form.cleaned_data, by=actor)

    return _saved(request, form, act, system, _("Levels and places"))


@require_http_methods(ASKED)
def set_cells(request, pk):
    """What each level gives in each place."""
    actor, system = request.actor, get_system(request.actor, pk)
    actions.require_keeping(actor)
    request.room = ROOM
    cells = {(cell.of_level_id, cell.band_id): cell for cell in Cell.objects.filter(of_level__system=system)}
    form = forms.CellsForm(
        request.POST or None,
        levels=list(system.levels.all()),
        bands=list(system.bands.all()),
        cells=cells,
        initial={"version": system.version},
    )

    def act():
        actions.set_cells(system, form.cells, version=form.cleaned_data["version"], by=actor)

    if request.method == "POST" and acted(form, act):
        _tell(request, system, _("Saved."))
        return redirect("rewards:system", pk)
    context = {"form": form, "system": system}
    return render(request, "rewards/matrix.html", context, status=422 if form.is_bound else 200)


@require_http_methods(ASKED)
def note_consent(request, pk):
    """What the works council said of a version."""
    actor, system = request.actor, get_system(request.actor, pk)
    actions.require_keeping(actor)
    names = (*actions.CONSENT, "version")
    form = forms.ConsentForm(request.POST or None, initial={name: getattr(system, name) for name in names})

    def act():
        given = dict(form.cleaned_data)
        actions.note_consent(system, given, version=given.pop("version"), by=actor)

    return _saved(request, form, act, system, _("Works council"))


def _saved(request, form, act, system, title):
    request.room = ROOM
    if request.method == "POST" and acted(form, act):
        _tell(request, system, _("Saved."))
        return redirect("rewards:system", system.pk)
    back = reverse("rewards:system", args=[system.pk])
    return form_page(request, form, title=title, submit=_("Save"), back=back, crumb=(back, system.name))


def _tell(request, system, said):
    """Say that it was done, and when the consent that `system` was read with went with it."""
    messages.success(request, said)
    if system.consent and not RewardSystem.objects.filter(pk=system.pk, consent=system.consent).exists():
        messages.warning(
            request,
            _("The works council spoke of this version as it was before. Write down again what it says of it now."),
        )


@require_POST
def remove_system(request, pk):
    """Throw a draft away."""
    actions.remove_system(get_system(request.actor, pk), by=request.actor)
    messages.success(request, _("Removed."))
    return redirect(ROOM)


@require_POST
def propose_system(request, pk):
    """Ask another to adopt it."""
    actions.propose_system(get_system(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(request, _("Proposed. Somebody else adopts it: a director, or another of HR."))
    return redirect("rewards:system", pk)


@require_POST
def return_system(request, pk):
    """Send it back, to be written on."""
    actions.return_system(get_system(request.actor, pk), by=request.actor)
    messages.success(request, _("Sent back."))
    return redirect("rewards:system", pk)


@require_POST
def adopt_system(request, pk):
    """Adopt what another proposed."""
    actions.adopt_system(get_system(request.actor, pk), version=posted_version(request), by=request.actor)
    messages.success(request, _("Adopted. Everybody in the organisation can read it."))
    return redirect("rewards:system", pk)


@require_POST
def take_system(request, pk):
    """The version on paper, for everybody who may read it."""
    system = get_system(request.actor, pk)
    form = TakeForm(request.POST, makers=taking.SYSTEM_MAKERS)
    if not form.is_valid():
        raise BadRequest
    return as_download(*taking.take_system(system, by=request.actor))
