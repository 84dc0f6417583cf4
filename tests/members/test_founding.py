"""What the operator does on the machine: beginning an organisation, and helping somebody who cannot get in."""

import io
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from tests.factories import make_user
from zichtlijn.access.models import Membership, Organisation, User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent
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
