"""Projects: the list, each one, and keeping them."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zichtlijn.access.acting import acted
from zichtlijn.organisation import actions, forms
from zichtlijn.organisation.actions.rights import require_organisation
from zichtlijn.organisation.permissions import can_manage_organisation, get_project
from zichtlijn.organisation.queries import positions as queries
from zichtlijn.organisation.sections import draw_sections
from zichtlijn.organisation.views.acting import page_of, said
from zichtlijn.organisation.views.lists import PROJECTS, add_page, asked_of, change_page, list_page

FIELDS = ("name", "key", "description", "leader", "unit", "starts_on", "ends_on", "version")


@require_safe
def list_projects(request):
    asked = asked_of(request, queries.PROJECT_SORTS)
    return list_page(request, PROJECTS, asked, page_of(request, queries.projects(**asked)))


@require_safe
def show_project(request, pk):
    project = get_project(request.actor, pk)
    context = {
        "project": project,
        "can_manage": can_manage_organisation(request.actor),
        "sections": draw_sections("project", request, project),
    }
    return render(request, "organisation/project.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_project(request):
    require_organisation(request.actor)
    form = forms.ProjectForm(request.POST or None, actor=request.actor)
    made = []
    if acted(form, lambda: made.append(actions.add_project(**form.cleaned_data, by=request.actor))):
        said(request, _("%(project)s was added.") % {"project": made[0].name})
        return redirect("organisation:project", made[0].pk)
    return add_page(request, PROJECTS, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change_project(request, pk):
    project = get_project(request.actor, pk)
    require_organisation(request.actor)
    initial = {name: getattr(project, name) for name in FIELDS}
    form = forms.ChangeProjectForm(request.POST or None, actor=request.actor, row=project, initial=initial)
    if acted(form, lambda: actions.change_project(project, **form.cleaned_data, by=request.actor)):
        said(request, _("Saved."))
        return redirect("organisation:project", project.pk)
    title = _("Change %(project)s") % {"project": project.name}
    return change_page(request, PROJECTS, project, form, title=title, submit=_("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_project(request, pk):
    project = get_project(request.actor, pk)
    require_organisation(request.actor)
    form = forms.EndForm(request.POST or None, actor=request.actor)
    if acted(form, lambda: actions.end_project(project, **form.cleaned_data, by=request.actor)):
        said(request, _("The last day of %(project)s has been saved.") % {"project": project.name})
        return redirect("organisation:project", project.pk)
    lead = _("Its objectives stay as they are. Close each one on its own page.")
    title = _("End %(project)s") % {"project": project.name}
    return change_page(request, PROJECTS, project, form, title=title, submit=_("End"), lead=lead, danger=True)
