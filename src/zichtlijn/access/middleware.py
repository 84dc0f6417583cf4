"""Order of the day for each request: headers, language, sign-in, organisation scope, refusals."""

import logging
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpResponse
from django.middleware.common import CommonMiddleware
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django_scopes import scope

from zichtlijn.access.actions import come_in
from zichtlijn.access.actor import actor_for
from zichtlijn.access.kept import page_of_form, typed_here, typed_in
from zichtlijn.access.prepared import MOST_NUMBER
from zichtlijn.access.queries import chosen_of, memberships_of
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.typed import cleaned
from zichtlijn.access.views import method_not_allowed, signed_out

security_log = logging.getLogger("zichtlijn.security")
SAFE = {"GET", "HEAD", "OPTIONS"}
_OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
#: Only the pages themselves may fill the screen, when somebody presses the button for it: a scorecard on the wall.
_PERMISSIONS = ", ".join([*(f"{feature}=()" for feature in _OFF), "fullscreen=(self)"])


def is_part(request) -> bool:
    """Whether a part of a page was asked for, to be put into the page that stands open."""
    return bool(request.headers.get("HX-Request"))


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
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        return response


class HostMiddleware(CommonMiddleware):
    """Pages answer under the names of this installation only; its health also under the number of the machine, for a
    load balancer or a monitor asks from inside and knows no name."""

    def process_request(self, request):
        return None if request.path == "/health" else super().process_request(request)


class TypedMiddleware:
    """Every form comes in as it was seen by who typed it: no view, and no table, meets characters that nobody sees."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Where the token of the form was read: then all of it was."""
        if request.method == "POST" and not getattr(view_func, "csrf_exempt", False):
            request.POST = cleaned(request.POST)


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
        # who opens a page and is sent to the sign-in page is an ordinary visitor; whoever sends something is not
        level = logging.DEBUG if request.method in SAFE else logging.WARNING
        security_log.log(level, "not signed in: %s %s", request.method, request.path)
        # what only takes a form, or is a part of a page, cannot be opened after signing in; its page can
        login, field = self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        to_login = redirect_to_login(page_of_form(request), login, field)
        if is_part(request):
            response = HttpResponse(status=401)
            response["HX-Redirect"] = to_login.url
            return response
        if request.method not in SAFE:
            kept = typed_here(request)
            return signed_out(kept, to_login.url) if kept else to_login
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
        known = request.user.open_memberships
        request.memberships = memberships_of(request.user.pk) if known is None else known
        request.membership = chosen_of(request.memberships, request.user, request.session.get("organisation"))
        if request.membership is None:
            return self.get_response(request)
        request.membership.user = request.user
        request.organisation = request.membership.organisation
        if request.membership.came_in_at is None and request.method not in SAFE:
            come_in(request.membership)  # who came here without signing in or switching: the other one was ended
        request.actor = actor_for(request.membership)
        with scope(organisation=request.organisation):
            response = self.get_response(request)
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _streamed_in(
                request.organisation, request.LANGUAGE_CODE, response.streaming_content
            )
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Only a view that says so (public, or of the account) works outside an organisation."""
        if getattr(view_func, "outside_organisation", False) or not getattr(view_func, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return None
        if request.organisation is None:
            return redirect("access:no_organisation")
        asks_only, of_page = request.method in SAFE, request.headers.get("X-Organisation", "")
        sent = of_page if asks_only else of_page or request.POST.get("_organisation", "")
        if sent == request.organisation.slug or (asks_only and not sent):
            return None
        if not asks_only:
            security_log.warning("form of another organisation: %s %s", request.method, request.path)
        if asks_only or is_part(request):  # of a page that stands open in another tab: nothing of here belongs in it
            response = HttpResponse(status=409)
            response["X-Works-In"] = quote(request.organisation.name)
            return response
        there = next((m.organisation for m in request.memberships if m.organisation.slug == sent), None)
        context = {"kept": typed_in(request.POST), "there": there, "back": page_of_form(request)}
        return render(request, "access/other_organisation.html", context, status=409)


def _streamed_in(organisation, language, content):
    """Each part of a streamed answer is made inside the scope, which is closed again before the part is sent."""
    parts = iter(content)
    while True:
        with scope(organisation=organisation), translation.override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


class RefusalMiddleware:
    """Turns a refusal into a page that says why, and writes one line in the security log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a zero byte is no text")  # PostgreSQL keeps none, and no person types one
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not is_part(request):
            response = method_not_allowed(response)
        if response.status_code in {403, 404, 409, 429}:
            security_log.warning(
                "%s: %s %s user=%s", response.status_code, request.method, request.path, request.user.pk
            )
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Nothing has a number that no table can hold; a database would fail over the question."""
        if any(isinstance(value, int) and value > MOST_NUMBER for value in view_kwargs.values()):
            raise Http404

    def process_exception(self, request, exception):
        match exception:
            case NotAllowed():
                template, reasons = "access/refused.html", [exception.sentence]
            case NotNow():
                template, reasons = "access/not_now.html", exception.reasons
            case _:
                return None
        if is_part(request):  # a whole page has no place in another: the script says the reasons on top of it
            text = " ".join(map(str, reasons))
            response = HttpResponse(text, status=exception.status_code, content_type="text/plain; charset=utf-8")
            response["X-Refused"] = "reasons"
            return response
        context = {"reasons": reasons, "back": page_of_form(request)}
        return render(request, template, context, status=exception.status_code)
