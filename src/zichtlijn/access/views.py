"""Pages around signing in: health, language, organisation, and the answers that say no."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST


def outside_organisation(view):
    """Mark a view that belongs to the account, not to one organisation."""
    view.outside_organisation = True
    return view


@require_GET
@login_not_required  # public: asked by a load balancer or a monitor, says nothing but whether the database answers
def health(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_POST
@login_not_required  # public: the sign-in page has a language switch too
def choose_language(request):
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request))
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            type(request.user).objects.filter(pk=request.user.pk).update(language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=60 * 60 * 24 * 365,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


choose_language.outside_organisation = True


def safe_next(request, default="/") -> str:
    """The local address to go to next; anything that leads elsewhere becomes `default`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    local = url_has_allowed_host_and_scheme(target, allowed_hosts=None, require_https=request.is_secure())
    return target if local and target.startswith("/") else default


@outside_organisation
def no_organisation(request):
    if request.organisation is not None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/no_organisation.html")


@require_POST
@outside_organisation
def switch_organisation(request):
    wanted = request.POST.get("organisation", "")
    if any(membership.organisation.slug == wanted for membership in request.memberships):
        request.session["organisation"] = wanted
        request.session.cycle_key()
    return redirect(settings.LOGIN_REDIRECT_URL)


def bad_request(request, exception=None):
    return render(request, "access/error.html", {"title": _("This request cannot be read"), "code": 400}, status=400)


def forbidden(request, exception=None):
    return render(request, "access/error.html", {"title": _("You may not do this"), "code": 403}, status=403)


def not_found(request, exception=None):
    return render(request, "access/error.html", {"title": _("This page does not exist"), "code": 404}, status=404)


def server_error(request):
    return render(request, "access/error.html", {"title": _("Something went wrong here"), "code": 500}, status=500)


def csrf_failure(request, reason=""):
    return render(request, "access/error.html", {"title": _("This form is too old: go back and send it again"), "code": 403}, status=403)
