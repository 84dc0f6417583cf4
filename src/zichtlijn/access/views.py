"""Pages around signing in: health, language, account, organisation, and the answers that say no."""

import json
import logging
import sys
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zichtlijn.access import actions
from zichtlijn.access.forms import AccountForm
from zichtlijn.access.kept import Typed, page_of_form, typed_here
from zichtlijn.access.models import Membership, User
from zichtlijn.access.queries import asked_address, has_second_factor

security_log = logging.getLogger("zichtlijn.security")


def outside_organisation(view):
    """Mark a view that belongs to the account, not to one organisation."""
    view.outside_organisation = True
    return view


@require_safe
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
            User.objects.filter(pk=request.user.pk).update(language=language)
        _remember_language(response, language)
    return response


outside_organisation(choose_language)


def _remember_language(response: HttpResponse, language: str) -> None:
    """In this browser the pages before the sign-in are in this language too."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def safe_next(request, default="/") -> str:
    """The local address to go to next; anything that leads elsewhere becomes `default`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    local = url_has_allowed_host_and_scheme(target, allowed_hosts=None, require_https=request.is_secure())
    return target if local and target.startswith("/") else default


@require_safe
@outside_organisation
def no_organisation(request):
    if request.organisation is not None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/no_organisation.html")


@require_POST
@outside_organisation
def switch_organisation(request):
    wanted = request.POST.get("organisation", "")
    there = next((m for m in request.memberships if m.organisation.slug == wanted), None)
    if there is None:
        raise Http404
    actions.work_in(request.user, there)
    request.session["organisation"] = wanted
    request.session.cycle_key()
    return redirect(safe_next(request, default=resolve_url(settings.LOGIN_REDIRECT_URL)))


@require_safe
@outside_organisation
def open_in(request, slug, path):
    """The page that a link in a mail leads to; it asks first when the reader is working in another organisation."""
    there = next((m.organisation for m in request.memberships if m.organisation.slug == slug), None)
    target = f"/{path}" + (f"?{query}" if (query := request.META["QUERY_STRING"]) else "")
    leads_here = not path.startswith("/") and url_has_allowed_host_and_scheme(target, None)
    if there is None or not leads_here:  # "//" would lead to another machine; with a tab between them it is read so
        raise Http404
    if there == request.organisation:
        return redirect(target)
    return render(request, "access/open_in.html", {"there": there, "target": target})


@require_http_methods(["GET", "HEAD", "POST"])
@outside_organisation
def account(request):
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_account(request.user, **form.cleaned_data)
        language = form.cleaned_data["language"]
        with translation.override(language):  # the next page is in it
            messages.success(request, _("Saved"))
        response = redirect("access:account")
        _remember_language(response, language)
        return response
    context = {
        "form": form,
        "asked_address": asked_address(request.user),
        "second_factor": has_second_factor(request.user),
        "memberships_of_account": Membership.objects.filter(pk__in=[m.pk for m in request.memberships])
        .select_related("organisation")
        .prefetch_related("roles")
        .order_by("organisation__name"),
    }
    return render(request, "access/account.html", context, status=422 if form.errors else 200)


@csrf_exempt  # sent by the browser itself, which knows no token; nothing is stored
@require_POST
@login_not_required  # public: pages before the sign-in have a policy too
def csp_report(request):
    """A browser says that a page tried something that the policy forbids: one line in the security log."""
    try:
        report = json.loads(request.body[:10_000]).get("csp-report", {})
        said = {key: str(report.get(key, ""))[:200] for key in ("document-uri", "violated-directive", "blocked-uri")}
    except (ValueError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    security_log.warning("content security policy: %s", said)
    return HttpResponse(status=204)


def _error(
    code: int, title: str, text: str, links: Iterable[tuple[str, str]] = (), kept: Iterable[Typed] = ()
) -> HttpResponse:
    """A page that knows nothing of the request, so that what does not exist and what is hidden look the same.

    But for `kept`: what the sender of a form typed in it.
    """
    context = {"title": title, "text": text, "code": code, "links": list(links), "kept": list(kept)}
    return HttpResponse(render_to_string("access/error.html", context), status=code)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        return _error(
            413,
            _("This is too much for one form"),
            _("A form may hold at most %(most)s MB of text. Go back and send it in parts, or bring it in as a file.")
            % {"most": most},
        )
    return _error(
        400,
        _("We could not read this request"),
        _("Something in the address or the form is not right. Go back and try again."),
    )


def forbidden(request, exception=None):
    return _error(
        403,
        _("You are not allowed to do this"),
        _("Your role does not allow it. Ask your administrator if you need this for your work."),
    )


def not_found(request, exception=None):
    return _error(
        404,
        _("This page does not exist"),
        _(
            "It may have been removed, it may not be meant for "
            "you, or the address is wrong. Check the address, or "
            "start again from the home page."
        ),
    )


def method_not_allowed(response):
    """Somebody opens, from the address bar or their history, what only a button does."""
    page = _error(
        405,
        _("This address cannot be opened by itself"),
        _("It belongs to a button on another page. Go back and use the button there."),
    )
    page["Allow"] = response["Allow"]
    return page


def too_many(request, exception=None):
    links = [
        (reverse("account_reset_password"), _("Set a new password by mail")),
        (reverse("account_login"), _("Back to sign-in")),
    ]
    text = _("Wait a few minutes and try again, or set a new password by mail.")
    return _error(429, _("Too many attempts"), text, links)


def server_error(request):
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _busy(request)
    return _error(
        500,
        _("Something went wrong"),
        _(
            "The error has been logged. What you typed was not "
            "saved: go back and try again. If it keeps "
            "happening, tell your administrator."
        ),
    )


def _busy(request):
    """The database does not answer, or not in time: it is being maintained, restarted, or very busy."""
    # without a database nobody's own language is known: that of the cookie or the browser
    language = getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
    with translation.override(language):
        text = _("The database is busy, or is being maintained. Usually that is over within a few minutes.")
        if request.method in {"GET", "HEAD"}:
            links = [(request.get_full_path(), _("Try again"))]
        else:
            text += " " + _("What you typed was not saved: go back, and send it again later.")
            links = []
        page = _error(503, _("Zichtlijn cannot answer right now"), text, links)
    page["Retry-After"] = "30"
    return page


def csrf_failure(request, reason=""):
    title, kept = _("This form has expired"), typed_here(request)
    if not kept:
        return _error(403, title, _("Go back, reload the page and send the form again."))
    links = [(page_of_form(request), _("Open the form again"))]
    text = _("Nothing was saved. Copy what you typed, open the form again and put it back.")
    return _error(403, title, text, links, kept)


def signed_out(kept: Iterable[Typed], sign_in: str) -> HttpResponse:
    """Somebody sends a form after their session ended: what they typed, and the way back to the form."""
    text = _("You were signed out in the meantime. Copy what you typed, sign in, and put it back in the form.")
    return _error(401, _("Nothing was saved"), text, [(sign_in, _("Sign in"))], kept)
