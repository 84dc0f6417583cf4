"""Order of the day for each request: headers, language, sign-in, organisation scope, refusals."""

import logging

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django_scopes import scope

from zichtlijn.access.actor import actor_for
from zichtlijn.access.models import Membership
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow

security_log = logging.getLogger("zichtlijn.security")
SAFE = {"GET", "HEAD", "OPTIONS"}


class HeadersMiddleware:
    """Headers that every answer carries, and that nothing behind the sign-in is kept in a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault(
            "Permissions-Policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
        )
        if not request.path.startswith("/" + settings.STATIC_URL.lstrip("/")):
            response["Cache-Control"] = "no-store"
        return response


class LanguageMiddleware:
    """The language of the account, else of the cookie or the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            language = request.user.language
        else:
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.setdefault("Content-Language", language)
            return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in, unless its view says why it is public."""

    def handle_no_permission(self, request, view_func):
        security_log.warning("not signed in: %s %s", request.method, request.path)
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = settings.BASE_URL + "/accounts/login/"
            return response
        return super().handle_no_permission(request, view_func)


class OrganisationMiddleware:
    """Finds the organisation in which the user acts, opens its scope, and refuses a form made in another one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.organisation = request.membership = request.actor = None
        request.memberships = []
        request.now = timezone.now()
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.memberships = list(
            Membership.objects.filter(user=request.user, is_active=True, organisation__is_active=True)
            .select_related("organisation", "person")
            .order_by("organisation__name", "id")
        )
        chosen = request.session.get("organisation")
        request.membership = next(
            (m for m in request.memberships if m.organisation.slug == chosen), next(iter(request.memberships), None)
        )
        if request.membership is None:
            return self.get_response(request)
        request.membership.user = request.user
        request.organisation = request.membership.organisation
        request.actor = actor_for(request.membership)
        with scope(organisation=request.organisation):
            return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "outside_organisation", False) or not getattr(view_func, "login_required", True):
            return None
        if view_func.__module__.startswith(("allauth.", "django.")) or not request.user.is_authenticated:
            return None
        if request.organisation is None:
            return redirect("access:no_organisation")
        if request.method not in SAFE:
            sent = request.headers.get("X-Organisation") or request.POST.get("_organisation", "")
            if sent != request.organisation.slug:
                security_log.warning("form of another organisation: %s %s", request.method, request.path)
                kept = [
                    (key, value)
                    for key in request.POST
                    for value in request.POST.getlist(key)
                    if not key.startswith(("_", "csrf"))
                ]
                there = next((m.organisation for m in request.memberships if m.organisation.slug == sent), None)
                return render(request, "access/other_organisation.html", {"kept": kept, "there": there}, status=409)
        return None


class RefusalMiddleware:
    """Turns a refusal into a page that says why, and writes one line in the security log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in {403, 404} and not getattr(response, "refusal_logged", False):
            security_log.warning("%s: %s %s user=%s", response.status_code, request.method, request.path, request.user.pk)
        return response

    def process_exception(self, request, exception):
        match exception:
            case NotAllowed():
                context = {"title": None, "reasons": [exception.sentence]}
                template = "access/refused.html"
            case NotNow():
                context = {"title": None, "reasons": exception.reasons}
                template = "access/not_now.html"
            case EditConflict():
                context = {"conflict": exception}
                template = "access/edit_conflict.html"
            case _:
                return None
        if exception.status_code == 409:
            security_log.warning("409: %s %s user=%s", request.method, request.path, request.user.pk)
        return render(request, template, context, status=exception.status_code)
