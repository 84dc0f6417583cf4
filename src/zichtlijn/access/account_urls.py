"""Signing in, signing out, passwords and the second factor: the pages of django-allauth that we use, and no other.

Accounts are made by an administrator, so there is no sign-up; nothing here changes anything on a GET.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.db import transaction
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods

from zichtlijn.access import sign_in
from zichtlijn.access.views import outside_organisation

LOOK = ["GET", "HEAD"]
FILL_IN = ["GET", "HEAD", "POST"]

_PAGES = [
    (path, "login/", sign_in.SignIn.as_view(), "account_login", FILL_IN),
    (path, "logout/", sign_in.SignOut.as_view(), "account_logout", ["POST"]),
    (path, "inactive/", account.account_inactive, "account_inactive", LOOK),
    (path, "reauthenticate/", sign_in.Reauthenticate.as_view(), "account_reauthenticate", FILL_IN),
    (path, "password/change/", sign_in.ChangePassword.as_view(), "account_change_password", FILL_IN),
    (path, "password/reset/", sign_in.AskPasswordLink.as_view(), "account_reset_password", FILL_IN),
    (path, "password/reset/done/", account.password_reset_done, "account_reset_password_done", LOOK),
    (
        path,
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        LOOK,
    ),
    (
        re_path,
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        sign_in.SetPassword.as_view(),
        "account_reset_password_from_key",
        FILL_IN,
    ),
    (path, "2fa/", mfa.index, "mfa_index", LOOK),
    (path, "2fa/authenticate/", mfa.authenticate, "mfa_authenticate", FILL_IN),
    (path, "2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate", FILL_IN),
    (path, "2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp", FILL_IN),
    (path, "2fa/totp/deactivate/", transaction.atomic(totp.deactivate_totp), "mfa_deactivate_totp", FILL_IN),
    (path, "2fa/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes", LOOK),
    (
        path,
        "2fa/recovery-codes/file/",
        sign_in.RecoveryCodesFile.as_view(),
        "mfa_download_recovery_codes",
        LOOK,
    ),
    (
        path,
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        FILL_IN,
    ),
]

urlpatterns = [
    make(route, outside_organisation(require_http_methods(methods)(view)), name=name)
    for make, route, view, name, methods in _PAGES
]
