"""What the operator does on the machine: beginning an organisation, and helping somebody who cannot get in."""

import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from tests.factories import make_member, make_person, make_user
from zichtlijn.access.models import Membership, Organisation, User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation, scopes_disabled
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.audit.wording import write_detail
from zichtlijn.organisation.models import Period


@pytest.fixture(autouse=True)
def tasks_run_at_once(settings, db):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def run(*words, **options):
    said = io.StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue()


def found(slug="nieuw", name="Nieuw Waterschap", administrator="Ada@nieuw.example"):
    return run("add_organisation", slug, f"--name={name}", f"--administrator={administrator}")


def test_a_new_organisation_has_a_year_and_an_administrator_who_can_come_in(client):
    link = re.search(r"http://127\.0\.0\.1:\d+(\S+)", found())[1]
    organisation = Organisation.objects.get(slug="nieuw")
    with in_organisation(organisation):
        assert Period.objects.years().count() == 1
        assert Period.objects.count() == 4
        assert set(AuditEvent.objects.values_list("event", flat=True)) == {"member_added", "period_added"}
        assert broken_links(organisation) == []
    page = client.get(link, follow=True)
    words = {"password1": "een goede lange zin", "password2": "een goede lange zin"}
    client.post(page.request["PATH_INFO"], words)
    client.post("/accounts/login/", {"login": "ada@nieuw.example", "password": words["password1"]})
    assert client.get("/members/").status_code == 200


def test_somebody_with_an_account_becomes_administrator_with_the_password_they_have():
    make_user("ada@nieuw.example")
    assert "http" not in found()
    assert Membership.objects.get().user.email == "ada@nieuw.example"


@pytest.mark.parametrize("slug", ["nieuw", "Hoofd Letters", "../x", ""])
def test_a_name_that_is_taken_or_strange_is_refused_and_nothing_is_made(slug):
    Organisation.objects.create(slug="nieuw", name="Eerder")
    with pytest.raises(CommandError):
        found(slug)
    assert Organisation.objects.count() == 1
    assert not User.objects.exists()


@pytest.mark.parametrize("administrator", ["Ada", "ada@westerwaard", "ada bos@nieuw.example", ""])
def test_an_administrator_without_an_address_is_refused_and_the_short_name_stays_free(administrator):
    with pytest.raises(CommandError, match="geen e-mailadres"):
        found(administrator=administrator)
    assert not Organisation.objects.exists()
    assert not User.objects.exists()
    assert found()


def test_the_operator_lets_somebody_in_whose_phone_is_gone(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = make_user("emma@nieuw.example")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    assert "with a second factor" in run("mend_account", "emma@nieuw.example")
    assert "password alone" in run("mend_account", "Emma@nieuw.example", "--without-second-factor")
    assert "without a second factor" in run("mend_account", "emma@nieuw.example")
    assert mail.outbox[0].to == ["emma@nieuw.example"]
    assert "There was no second factor" in run("mend_account", "emma@nieuw.example", "--without-second-factor")
    assert len(mail.outbox) == 1


def test_the_operator_gives_an_account_another_address_at_once(caplog):
    make_user("emma@nieuw.example")
    assert "emma.bos@nieuw.example" in run(
        "mend_account", "emma@nieuw.example", "--new-address", "Emma.Bos@nieuw.example"
    )
    assert mail.outbox[0].to == ["emma@nieuw.example"], "the old address is told"
    assert "changed on the machine" in caplog.text
    assert "active" in run("mend_account", "emma.bos@nieuw.example")


@pytest.mark.parametrize(
    ("address", "said"), [("geen adres", "geen e-mailadres"), ("cas@nieuw.example", "is al een account")]
)
def test_an_address_that_is_none_or_taken_is_refused_with_a_sentence(address, said):
    make_user("emma@nieuw.example")
    make_user("cas@nieuw.example")
    with pytest.raises(CommandError, match=said):
        run("mend_account", "emma@nieuw.example", "--new-address", address)
    assert User.objects.filter(email="emma@nieuw.example").exists()
    assert mail.outbox == []


def test_a_link_is_printed_and_not_logged(caplog):
    caplog.set_level("DEBUG")
    make_user("emma@nieuw.example")
    link = run("mend_account", "emma@nieuw.example", "--link").strip()
    assert "/accounts/password/reset/key/" in link
    assert link.rsplit("-", 1)[1] not in caplog.text
    assert "made on the machine" in caplog.text


def test_an_unknown_address_is_a_sentence():
    with pytest.raises(CommandError, match=r"nobody@nieuw\.example"):
        run("mend_account", "nobody@nieuw.example")


@pytest.mark.parametrize(
    ("words", "event", "said"),
    [
        (["--link"], Event.MEMBER_CHANGED, "een link voor een nieuw wachtwoord"),
        (["--new-address", "emma.bos@nieuw.example"], Event.ADDRESS_CHANGED, ""),
        (["--without-second-factor"], Event.SECOND_STEP_TURNED_OFF, ""),
    ],
)
def test_what_is_done_on_the_machine_stands_in_the_log_of_every_organisation(cast, words, event, said):
    """Of a consultant in two: each reads that it happened and by whom, without an address."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    both = {cast.organisation.pk, cast.twin.organisation.pk}
    TOTP.activate(cast.consultant.user, generate_totp_secret())
    run("mend_account", cast.consultant.email, *words)
    with scopes_disabled():
        lines = list(AuditEvent.objects.filter(event=event, on_type="membership"))
    assert {line.organisation_id for line in lines} == both
    for line in lines:
        assert (line.by_id, line.by_name) == (None, "zichtlijn")
        with translation.override("nl"):
            told = " · ".join(write_detail(line.on_type, line.detail))
        assert "door de technisch beheerder" in told
        assert said in told
        assert "nieuw.example" not in told
    with in_organisation(cast.organisation):
        assert broken_links(cast.organisation) == []


def test_a_second_factor_that_was_not_there_is_not_in_the_log(cast):
    run("mend_account", cast.employee.email, "--without-second-factor")
    with scopes_disabled():
        assert not AuditEvent.objects.filter(event=Event.SECOND_STEP_TURNED_OFF).exists()


def test_the_operator_gives_an_organisation_an_administrator_when_the_last_is_gone(scoped, caplog):
    slug, member, user = scoped.organisation.slug, scoped.employee, make_user("ada@nieuw.example")

    def roles_of(user):
        membership = Membership.objects.get(organisation=scoped.organisation, user=user, is_active=True)
        return set(membership.roles.values_list("role", flat=True))

    Membership.objects.filter(pk=member.membership.pk).update(is_active=False)
    said = run("mend_account", member.user.email, "--administrator", slug)
    assert said == f"{member.user.email} is an administrator of {scoped.organisation.name}.\n"
    assert roles_of(member.user) == {Role.EMPLOYEE, Role.ADMINISTRATOR}
    run("mend_account", user.email, "--administrator", slug)
    assert roles_of(user) == {Role.ADMINISTRATOR}
    events = AuditEvent.objects.filter(event__in=(Event.ROLES_CHANGED, Event.MEMBER_ADDED))
    assert sorted(events.values_list("event", flat=True)) == sorted([Event.ROLES_CHANGED, Event.MEMBER_ADDED])
    assert caplog.text.count("an administrator was made on the machine") == 2


def test_who_has_left_or_an_unknown_organisation_is_refused_with_a_sentence(scoped):
    gone = make_person(scoped.organisation, "Gea", "Gaand", ends_on=timezone.localdate() - timedelta(days=1))
    user = make_member(scoped.organisation, Role.EMPLOYEE, person=gone, email="gea@proef.example").user
    with pytest.raises(CommandError, match="uit dienst"):
        run("mend_account", user.email, "--administrator", scoped.organisation.slug)
    with pytest.raises(CommandError, match=r"There are: proef"):
        run("mend_account", user.email, "--administrator", "elders")
