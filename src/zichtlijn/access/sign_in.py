"""The pages of django-allauth where ours do something else: a status that says what happened, no hint who exists."""

import logging
from functools import wraps
from urllib.parse import urlencode

from allauth.account import views as account
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core import ratelimit
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zichtlijn.access import tasks, watch
from zichtlijn.access.kept import sent_in


def asks_password_again(view):
    """Let somebody through who gave the password or a code a short while ago, else ask it first.

    What was typed in a form is kept for the page that follows (`typed_before`): it was opened in time, and sent later.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if is_reauthentication_required(request, app="account"):
            if request.method == "POST":
                request.session[_key_of(request)] = dict(sent_in(request.POST))
                messages.info(request, _("Nothing has been sent yet. What you typed is still there after this."))
            then = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{then}")
        return view(request, *args, **kwargs)

    return asked


def typed_before(request) -> dict[str, str]:
    """What was typed in the form of this page before the password was asked again; told once."""
    return request.session.pop(_key_of(request), {})


def _key_of(request) -> str:
    return f"typed before {request.path}"


class WrongIs422:
    """A form with something wrong in it is answered with status 422."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignIn(WrongIs422, account.LoginView):
    """Sign in with e-mail and password; too many wrong ones answer 429 (see AccountAdapter)."""


@method_decorator(login_not_required, name="dispatch")
class SignOut(account.LogoutView):
    """Sign out, by POST only, and ask the browser to drop what it kept."""

    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class Reauthenticate(WrongIs422, account.ReauthenticateView):
    """Give the password once more before a change to the second factor."""


class ChangePassword(WrongIs422, account.PasswordChangeView):
    """Choose another password; every other session of this account ends with it."""


@method_decorator(login_not_required, name="dispatch")
class SetPassword(WrongIs422, account.PasswordResetFromKeyView):
    """Set a password with the link from a mail."""


@method_decorator(login_not_required, name="dispatch")
class AskPasswordLink(WrongIs422, account.PasswordResetView):
    """Ask for a link by mail. Whether the address is known is found out by the worker, so that nobody else can."""

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        limited = ratelimit.consume_or_429(self.request, action="reset_password", key=email)
        if limited:
            return limited
        watch.note("a link to set a password was asked", user=None, level=logging.INFO)
        tasks.send_password_link.enqueue(email=email, language=get_language() or settings.LANGUAGE_CODE)
        return HttpResponseRedirect(self.get_success_url())


class RecoveryCodesFile(DownloadRecoveryCodesView):
    """The codes that are left, as a file to keep; asks for the password again, as the page does."""

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        name = _("recovery-codes.txt")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
