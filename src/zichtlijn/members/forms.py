"""Forms for members and their roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.models import Membership
from zichtlijn.access.roles import ROLES, Role
from zichtlijn.members.queries import has_signed_in
from zichtlijn.organisation.forms import PersonField, PickForm, UnitField
from zichtlijn.ui.filters import SearchField
from zichtlijn.ui.versions import VersionField


class RolesField(forms.MultipleChoiceField):
    """Roles, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        choices = [(role.value, ROLES[role].name) for role in Role]
        super().__init__(label=_("Roles"), choices=choices, required=False, **kwargs)

    def clean(self, value):
        return {Role(role) for role in super().clean(value)}


class AddMemberForm(PickForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The invitation is sent to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("For members who don’t work here, such as a consultant."),
    )
    person = PersonField(
        label=_("Person"),
        required=False,
        help_text=_("Leave empty to use the person with this e-mail address, if there is one."),
    )
    roles = RolesField(initial=[Role.EMPLOYEE.value])

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if Membership.objects.filter(organisation=self.actor.organisation, user__email=email).exists():
            raise forms.ValidationError(_("This is already a member. Look in the list: they may not be active."))
        return email

    def clean_person(self):
        person = self.cleaned_data["person"]
        if person and Membership.objects.filter(person=person).exists():
            raise forms.ValidationError(_("This person is already a member."))
        return person


class MemberForm(PickForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("For members who don’t work here, such as a consultant."),
    )
    person = PersonField(label=_("Person"), required=False, keeps=True)
    roles = RolesField()
    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        help_text=_("If you untick this, they are signed out of this organisation straight away. Nothing is deleted."),
    )
    version = VersionField()


class MembersFilter(forms.Form):
    """What is looked for in the list of members."""

    q = SearchField(label=_("Name or e-mail"), max_length=100, required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("all roles")), *((role.value, ROLES[role].name) for role in Role)],
    )
    use = forms.ChoiceField(
        label=_("Active"), required=False, choices=[("", _("all")), ("yes", _("Active")), ("no", _("Not active"))]
    )
    second_step = forms.ChoiceField(
        label=_("Two-step sign-in"), required=False, choices=[("", _("all")), ("yes", _("On")), ("no", _("Off"))]
    )


class InviteForm(PickForm):
    """Of which unit people are invited."""

    unit = UnitField(label=_("Unit, with all below it"), required=False)


class OwnAddressForm(forms.Form):
    """Which address somebody wants to sign in with."""

    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email == self.user.email:
            raise forms.ValidationError(_("This is the address you have now."))
        return email


class AddressForm(forms.Form):
    """Which address a member is to sign in with, and why an administrator asks for it."""

    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: new surname, spoke to her at the service desk. The reason is kept in the log."),
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        if not has_signed_in(membership):
            del self.fields["reason"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email == self.membership.user.email:
            raise forms.ValidationError(_("This is the address they have now."))
        if Membership.objects.filter(organisation=self.membership.organisation_id, user__email=email).exists():
            raise forms.ValidationError(_("Another member has this address. Look in the list: they may not be active."))
        return email

    def clean_reason(self):
        return " ".join(self.cleaned_data["reason"].split())


class SecondStepForm(forms.Form):
    """Why somebody's second step is turned off."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For example: lost her phone, spoke to her at the service desk. The reason is kept in the log."),
    )

    def clean_reason(self):
        return " ".join(self.cleaned_data["reason"].split())
