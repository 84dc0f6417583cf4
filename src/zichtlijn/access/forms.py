"""Forms for signing in and for one's own account, in the words of the house."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.access import watch
from zichtlijn.access.models import User
from zichtlijn.access.passwords import list_of_rules


class Plain:
    """Labels instead of placeholders, and our own words."""

    labels: dict = {}
    helps: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(Plain, account.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class AskPasswordLinkForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PasswordLinkForm(account.UserTokenForm):
    """What stands in the link of a mail; it is worth nothing for an account that is not in use."""

    def clean(self):
        cleaned = super().clean()
        if self.reset_user is not None and not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class SetPasswordForm(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password again")}
    helps = {"password1": list_of_rules()}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": list_of_rules()}


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeField(Plain):
    """A field for a code of six figures, or a recovery code."""

    labels = {"code": _("Code")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class AskedCode(CodeField):
    """A code that somebody must give to come in, or to go on; a wrong one, or one too many, is written down."""

    def clean_code(self):
        try:
            return super().clean_code()
        except forms.ValidationError as refusal:
            watch.note(f"second factor refused ({refusal.code})", user=self.user.pk)
            raise


class SecondFactorForm(AskedCode, mfa.AuthenticateForm):
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class SecondFactorAgainForm(AskedCode, mfa.ReauthenticateForm):
    helps = {"code": _("Six digits from your app, or one of your recovery codes.")}


class ActivateForm(CodeField, totp.ActivateTOTPForm):
    helps = {"code": _("The six digits your app shows now.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["code"].widget.attrs["autofocus"]  # the QR code comes first, also on a phone


class DeactivateForm(Plain, totp.DeactivateTOTPForm):
    pass


class NewRecoveryCodesForm(Plain, GenerateRecoveryCodesForm):
    pass


class AccountForm(forms.ModelForm):
    """How you are called, in which language the pages are, and which keys they listen to."""

    class Meta:
        model = User
        fields = ["name", "language", "search_key"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
