"""Projects: the list, each one, and keeping them."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation
from zichtlijn.organisation.permissions import can_manage_organisation, get_project
from zichtlijn.organisation.queries import positions as queries
from zichtlijn.organisation.views.acting import acted, form_page, page_of, said, sorting

FIELDS = ("name", "key", "description", "leader", "unit", "starts_on", "ends_on", "version")


@require_safe
def list_projects(request):
    text, ended = request.GET.get("q", "")[:200], request.GET.get("show") == "ended"
    sort = sorting(request, queries.PROJECT_SORTS)
    context = {
        "page": page_of(request, queries.projects(text=text, sort=sort, ended=ended)),
        "text": text,
        "ended": ended,
        "sort": sort,
        "can_manage": can_manage_organisation(request.actor),
    }
    return render(request, "organisation/projects.html", context)


@require_safe
def show_project(request, pk):
    project = get_project(request.actor, pk)
    context = {"project": project, "can_manage": can_manage_organisation(request.actor)}
    return render(request, "organisation/project.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_project(request):
    require_organisation(request.actor)
    form = forms.ProjectForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.add_project(**form.cleaned_data, by=request.actor)):
        said(request, _("%(project)s was added.") % {"project": form.cleaned_data["name"]})
        return redirect("organisation:projects")
    back = reverse("organisation:projects")
    return form_page(
        request, form, title=_("Add a project"), submit=_("Add"), back=back, crumbs=[(back, _("Projects"))]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_project(request, pk):
    project = get_project(request.actor, pk)
    require_organisation(request.actor)
    initial = {name: getattr(project, name) for name in FIELDS}
    form = forms.ChangeProjectForm(request.POST or None, actor=request.actor, row=project, initial=initial)
    if acted(form, lambda: actions.change_project(project, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:project", project.pk)
    return _project_form(request, project, form, _("Change %(project)s"), _("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_project(request, pk):
    project = get_project(request.actor, pk)
    require_organisation(request.actor)
    form = forms.EndForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.end_project(project, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of %(project)s has been saved.") % {"project": project.name})
        return redirect("organisation:project", project.pk)
    lead = _("Its objectives stay as they are. Close each one on its own page.")
    return _project_form(request, project, form, _("End %(project)s"), _("End"), lead=lead, danger=True)


def _project_form(request, project, form, title, submit, **more):
    back = reverse("organisation:project", args=[project.pk])
    crumbs = [(reverse("organisation:projects"), _("Projects")), (back, project.name)]
    title %= {"project": project.name}
    return form_page(request, form, title=title, submit=submit, back=back, crumbs=crumbs, **more)
