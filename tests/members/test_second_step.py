"""An administrator turns off the second step of a member who lost their phone and their recovery codes."""

import importlib
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import PASSWORD, Client, make_member, sign_in
from zichtlijn.access.models import Membership, User
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.members import actions


def turn_on(member):
    TOTP.activate(member.user, generate_totp_secret())
    RecoveryCodes.activate(member.user)
    came_in(member)


def came_in(member):
    Membership.objects.filter(pk=member.membership.pk).update(came_in_at=timezone.now())


def turn_off(scoped, member, by=None, reason="Telefoon kwijt"):
    actions.turn_off_second_step(member.membership, reason=reason, by=by or scoped.administrator.actor)


def page_of(member):
    return reverse("members:second_step", args=[member.membership.pk])


def test_it_is_off_the_owner_is_told_and_it_is_written_down(scoped):
    turn_on(scoped.employee)
    turn_off(scoped, scoped.employee)
    assert not Authenticator.objects.filter(user=scoped.employee.user).exists(), "the recovery codes too"
    (sent,) = mail.outbox
    assert sent.to == [scoped.employee.email]
    assert scoped.administrator.actor.name in sent.body
    assert scoped.organisation.name in sent.body
    line = AuditEvent.objects.get(event=Event.SECOND_STEP_TURNED_OFF)
    assert (line.on_id, line.about_person_id) == (scoped.employee.membership.pk, scoped.employee.person.pk)
    assert line.detail == {"reason": "Telefoon kwijt"}


def test_W68_every_session_of_the_member_ends_and_of_nobody_else(scoped):
    turn_on(scoped.employee)
    theirs, others = sign_in(Client(), scoped.employee), sign_in(Client(), scoped.colleague)
    assert theirs.get("/account").status_code == 200
    turn_off(scoped, scoped.employee)
    assert theirs.get("/account").status_code == 302
    assert others.get("/account").status_code == 200
    scoped.employee.user.refresh_from_db()
    assert sign_in(Client(), scoped.employee).get("/account").status_code == 200, "a new session works"


def test_W77_not_of_an_account_that_is_a_member_elsewhere_too(scoped):
    assert scoped.twin.organisation, "where the consultant is a member too"
    turn_on(scoped.consultant)
    with pytest.raises(NotNow) as refusal:
        turn_off(scoped, scoped.consultant)
    assert scoped.twin.organisation.name not in str(refusal.value), "where else is not said"
    assert Authenticator.objects.filter(user=scoped.consultant.user).exists()
    assert mail.outbox == []


def test_W77_nor_of_one_that_was_a_member_elsewhere_once(scoped):
    turn_on(scoped.employee)
    elsewhere = make_member(scoped.twin.organisation, Role.CONSULTANT, user=scoped.employee.user)
    Membership.objects.filter(pk=elsewhere.membership.pk).update(is_active=False)
    with pytest.raises(NotNow):
        turn_off(scoped, scoped.employee)
    assert Authenticator.objects.filter(user=scoped.employee.user).exists()


def test_not_for_oneself(scoped):
    turn_on(scoped.administrator)
    with translation.override("en"), pytest.raises(NotNow, match="My account"):
        turn_off(scoped, scoped.administrator)


def test_not_when_there_is_none(scoped):
    with pytest.raises(NotNow):
        turn_off(scoped, scoped.employee)
    assert mail.outbox == []
    assert not AuditEvent.objects.filter(event=Event.SECOND_STEP_TURNED_OFF).exists()


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "director", "consultant"])
def test_only_the_administrator_may(scoped, part):
    turn_on(scoped.colleague)
    with pytest.raises(NotAllowed):
        turn_off(scoped, scoped.colleague, by=getattr(scoped, part).actor)
    assert Authenticator.objects.filter(user=scoped.colleague.user).exists()


def test_the_page_asks_for_a_reason_first(scoped, signed_in):
    turn_on(scoped.employee)
    browser = signed_in(scoped.administrator)
    asked = browser.get(page_of(scoped.employee))
    assert asked.status_code == 200
    assert "really them" in asked.content.decode()
    assert browser.post(page_of(scoped.employee), {"reason": "  "}).status_code == 422
    assert Authenticator.objects.filter(user=scoped.employee.user).exists()
    done = browser.post(page_of(scoped.employee), {"reason": " phone  lost "}, follow=True)
    assert "sign-in is off" in done.content.decode()
    assert AuditEvent.objects.get(event=Event.SECOND_STEP_TURNED_OFF).detail == {"reason": "phone lost"}


def test_the_page_says_why_it_cannot_be_done(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    assert "not signed in here yet" in browser.get(page_of(scoped.employee)).content.decode()
    came_in(scoped.employee)
    assert "already off" in browser.get(page_of(scoped.employee)).content.decode()
    refused = browser.post(page_of(scoped.employee), {"reason": "phone lost"})
    assert refused.status_code == 422
    assert "already off" in refused.content.decode()


def test_the_list_shows_and_filters_it(scoped, signed_in):
    turn_on(scoped.employee)
    came_in(scoped.colleague)
    browser = signed_in(scoped.administrator)
    on = browser.get("/members/?second_step=yes").content.decode()
    assert scoped.employee.email in on
    assert scoped.colleague.email not in on
    off = browser.get("/members/?second_step=no").content.decode()
    assert scoped.colleague.email in off
    assert scoped.employee.email not in off


def test_W36_an_address_that_was_just_added_does_not_tell_whether_it_had_an_account(scoped, signed_in):
    elsewhere = make_member(scoped.twin.organisation, Role.EMPLOYEE)
    turn_on(elsewhere)
    browser = signed_in(scoped.administrator)
    made = [
        actions.add_member(email=email, name="Nieuw", roles={Role.EMPLOYEE}, by=scoped.administrator.actor)
        for email in (elsewhere.email, "nieuw@proef.example")
    ]
    for membership in made:
        page = browser.get(reverse("members:member", args=[membership.pk])).content.decode()
        assert "Not signed in yet" in page
        assert reverse("members:second_step", args=[membership.pk]) not in page


def test_who_turns_off_their_own_is_in_the_log_of_every_organisation_of_the_account(scoped):
    elsewhere = make_member(scoped.twin.organisation, Role.CONSULTANT, user=scoped.employee.user)
    turn_on(scoped.employee)
    browser = sign_in(Client(), scoped.employee)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=scoped.employee.user).exists()
    for membership in (scoped.employee.membership, elsewhere.membership):
        with in_organisation(membership.organisation):
            line = AuditEvent.objects.get(event=Event.SECOND_STEP_TURNED_OFF)
            assert (line.by_id, line.on_id, line.detail) == (scoped.employee.user.pk, membership.pk, {})


def added(scoped, member):
    """The membership of somebody with an account elsewhere, who was added here."""
    return actions.add_member(email=member.email, name="Nieuw", roles={Role.EMPLOYEE}, by=scoped.administrator.actor)


def signs_in(member):
    browser = Client()
    assert browser.post("/accounts/login/", {"login": member.email, "password": PASSWORD}).status_code == 302
    return browser


def is_said_to_have_come_in(scoped, membership):
    """Whether the pages of the administrator say so; all of them say the same."""
    browser = sign_in(Client(), scoped.administrator)
    pages = [reverse(f"members:{name}", args=[membership.pk]) for name in ("member", "address", "second_step")]
    shown = [browser.get(page).content.decode() for page in pages]
    signs = ("Not signed in yet", "Invite them at another address", "They have not signed in here yet")
    (said,) = {sign not in page for sign, page in zip(signs, shown, strict=True)}
    return said


def test_W36_nor_does_it_tell_later_when_the_account_is_used_elsewhere(scoped):
    elsewhere = make_member(scoped.twin.organisation, Role.EMPLOYEE)
    membership = added(scoped, elsewhere)
    browser = signs_in(elsewhere)
    assert browser.get("/account").status_code == 200
    assert not is_said_to_have_come_in(scoped, membership)
    browser.post(reverse("access:switch"), {"organisation": scoped.organisation.slug})
    assert is_said_to_have_come_in(scoped, membership), "who was signed in elsewhere and changes to here is here"


def test_who_signs_in_comes_in_where_they_worked_last(scoped):
    elsewhere = make_member(scoped.twin.organisation, Role.EMPLOYEE)
    membership = added(scoped, elsewhere)
    User.objects.filter(pk=elsewhere.user.pk).update(last_organisation=scoped.organisation)
    signs_in(elsewhere)
    assert is_said_to_have_come_in(scoped, membership)
    elsewhere.membership.refresh_from_db()
    assert elsewhere.membership.came_in_at is None


def test_who_is_here_because_the_other_membership_ended_comes_in_with_the_first_form(scoped):
    elsewhere = make_member(scoped.twin.organisation, Role.EMPLOYEE)
    membership, browser = added(scoped, elsewhere), signs_in(elsewhere)
    Membership.objects.filter(pk=elsewhere.membership.pk).update(is_active=False)
    assert browser.get("/account").status_code == 200
    assert not is_said_to_have_come_in(scoped, membership), "looking writes nothing"
    browser.post("/account", {"name": "Nieuw", "language": "en"})
    assert is_said_to_have_come_in(scoped, membership)


def test_the_first_time_stays(scoped, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+00:00", tick=False)
    signs_in(scoped.employee)
    time_machine.move_to("2026-03-03 10:00:00+00:00", tick=False)
    signs_in(scoped.employee)
    scoped.employee.membership.refresh_from_db()
    assert scoped.employee.membership.came_in_at == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_R08_members_from_before_came_in_when_they_signed_in_since(scoped):
    fill = importlib.import_module("zichtlijn.access.migrations.0012_membership_came_in_at").fill
    never, before, since = scoped.employee, scoped.colleague, scoped.hr
    moments = {before: timezone.now() - timedelta(days=3), since: timezone.now() + timedelta(days=3)}
    for member, at in moments.items():
        User.objects.filter(pk=member.user.pk).update(last_login=at)
    fill(apps, None)
    found = dict(Membership.objects.values_list("pk", "came_in_at"))
    assert [found[member.membership.pk] for member in (never, before, since)] == [None, None, moments[since]]
