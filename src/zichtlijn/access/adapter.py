"""How signing in works here: no sign-up by strangers, links from the configured address, and limits on guessing."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from zichtlijn.access import actions, mail, second_steps, watch
from zichtlijn.access.models import User
from zichtlijn.access.queries import chosen_of, memberships_of

#: What happened to an account → the sentence in the mail about it, and the line in the security log.
NOTICES = {
    "account/email/password_changed": (_("Your password was changed."), "the password was changed"),
    "account/email/password_reset": (
        _("Your password was set with a link from a mail."),
        "the password was set with a link",
    ),
    "mfa/email/totp_activated": (
        _("From now on you also need a code from your app to sign in."),
        "the second factor was turned on",
    ),
    "mfa/email/totp_deactivated": (
        _("You no longer need a code from your app to sign in."),
        "the second factor was turned off",
    ),
    "mfa/email/recovery_codes_generated": (
        _("New recovery codes were made for your account; the old ones no longer work."),
        "new recovery codes were made",
    ),
}

#: Messages about what the next page shows by itself: who is signed in, and the recovery codes.
SEEN_ANYWAY = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "mfa/messages/recovery_codes_generated.txt",
}


#: What a session keeps while somebody is between the password and the code: what the sign-in began with.
BEGUN_WITH = "sign_in_begun_with"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is not in use."),
        "email_password_mismatch": _("This e-mail address and password don’t match. Try again, or set a new password."),
        "enter_current_password": _("That isn’t your password."),
        "incorrect_code": _("That code isn’t right. Use the newest one from your app."),
        "incorrect_password": _("That isn’t your password."),
        "invalid_password_reset": _("This link no longer works."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Only addresses on this site, without its name: a list of hosts can be wrong, a path cannot."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Only what people would not see by themselves."""
        page = request.resolver_match.url_name if request.resolver_match else ""
        if message_template not in SEEN_ANYWAY and page != "account_reset_password_from_key":
            super().add_message(request, level, message_template, *args, **kwargs)

    def pre_login(self, request, user, **kwargs):
        response = super().pre_login(request, user, **kwargs)
        if response is None:
            request.session[BEGUN_WITH] = user.get_session_auth_hash()
        return response

    def login(self, request, user):
        """Sign in, unless the password changed or all sessions were ended while the second step was waiting."""
        begun_with = request.session.pop(BEGUN_WITH, "")
        if not constant_time_compare(begun_with, user.get_session_auth_hash()):
            clear_login(request)
            messages.error(request, _("Your account was changed while you were signing in. Sign in again."))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        super().login(request, user)
        chosen = chosen_of(memberships_of(user.pk), user, request.session.get("organisation"))
        if chosen is not None:
            actions.come_in(chosen)

    def set_password(self, user, password):
        actions.set_password(user, password)

    def get_password_change_redirect_url(self, request):
        return reverse("access:account")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if template_prefix in NOTICES:
            sentence, line = NOTICES[template_prefix]
            watch.note(line, user=user.pk, request=self.request)
            mail.send("notice", user, sentence=sentence)

    def post_login(self, request, user, **kwargs):
        watch.note("signed in", user=user.pk, level=logging.INFO)
        return super().post_login(request, user, **kwargs)

    # Guessing. Wrong passwords are counted for an address from one place, so that whoever guesses from elsewhere does
    # not lock the owner out; and, less strictly, for an address from everywhere. A password set by mail forgets both.

    def _get_login_attempts_cache_key(self, request, **credentials):
        return f"{credentials.get('email', '').lower()} {self.get_client_ip(request)}"

    def pre_authenticate(self, request, **credentials):
        self._counted = []
        for action, key in (
            ("login_failed", self._get_login_attempts_cache_key(request, **credentials)),
            ("login_failed_anywhere", credentials.get("email", "").lower()),
        ):
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if not usage:
                watch.note("too many wrong passwords", user=_account_tried(request, credentials))
                raise ImmediateHttpResponse(ratelimit.respond_429(request))
            self._counted.append(usage)

    def authentication_failed(self, request, **credentials):
        watch.note("wrong password", user=_account_tried(request, credentials))

    def _rollback_login_failed_rl_usage(self):
        for usage in self._counted:
            usage.rollback()

    def _delete_login_attempts_cached_email(self, request, **credentials):
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(
            request, app="allauth.account", action="login_failed_anywhere", key=credentials.get("email", "").lower()
        )


def _account_tried(request, credentials) -> int | None:
    """The number of the account that somebody tries to open; None when there is none with this address."""
    if request.user.is_authenticated:  # asked for the password once more
        return request.user.pk
    found = User.objects.filter(email=credentials.get("email", "").strip().lower())
    return found.values_list("pk", flat=True).first()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are encrypted with the key of the installation."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code isn’t right. Use the newest one from your app.")
    }

    def encrypt(self, text):
        return second_steps.encrypt(text)

    def decrypt(self, encrypted_text):
        return second_steps.decrypt(encrypted_text)
