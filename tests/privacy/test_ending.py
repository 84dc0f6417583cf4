"""Ending an organisation: nothing of it is left, and nothing of another is touched."""

import json

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.factories import CANARY, make_job, sign_in
from tests.privacy.conftest import everything_about, places_with, rows_of
from zichtlijn import cli
from zichtlijn.access.models import Organisation, User
from zichtlijn.access.scoping import in_organisation, scopes_disabled
from zichtlijn.access.tasks import send_password_link
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.tasks import run_daily, run_job
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.outbox import OutboxBackend
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.actions.ending import remove_organisation, tables_of_organisations

#: Tables of the whole installation: who signs in, what runs, what the framework brings.
EVERYWHERE = {
    "access.User", "access.Organisation", "jobs.Schedule", "auth.Permission", "auth.Group", "contenttypes.ContentType",
    "sessions.Session", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator",
    "django_tasks_database.DBTaskResult", "notices.Silence",
}  # fmt: skip


@pytest.fixture
def ending(cast, client, settings, tmp_path):
    """The twin organisation with a row of everything, a file, mail, queued work and somebody who is signed in."""
    settings.MEDIA_ROOT = tmp_path
    twin = cast.twin
    with in_organisation(twin.organisation):
        everything_about(twin, CANARY)
        audit.record(Event.UNIT_CHANGED, on=twin.team, by=twin.administrator.actor)
        job = make_job(twin.organisation, "export", asked_by=twin.hr.user, file_name=f"{CANARY}.xlsx")
        job.file.save("list", ContentFile(CANARY.encode()))
    run_job.enqueue(job.pk, twin.organisation.pk)
    run_daily.enqueue("standings", "2026-01-01", twin.organisation.pk)
    OutboxBackend().send_messages([EmailMessage("Bericht", CANARY, "van@proef.example", [twin.hr.email])])
    sign_in(client, twin.hr).get("/")
    return cast


def remove(cast):
    call_command("remove_organisation", cast.twin.organisation.slug, confirm=cast.twin.organisation.slug)


def test_W44_nothing_of_a_removed_organisation_is_left_and_the_other_is_unchanged(ending):
    before, users = rows_of(ending.organisation), set(ending.organisation.memberships.values_list("user", flat=True))
    assert len(places_with(CANARY)) > 25
    run_daily.enqueue("standings", "2026-01-01", ending.organisation.pk)
    remove(ending)
    assert places_with(CANARY) == set()
    assert rows_of(ending.organisation) == before
    assert set(User.objects.filter(pk__in=users).values_list("pk", flat=True)) == users
    left = [row.args_kwargs["args"] for row in DBTaskResult.objects.all() if row.args_kwargs["args"]]
    assert [args[-1] for args in left] == [ending.organisation.pk]
    with in_organisation(ending.organisation):
        assert audit.broken_links(ending.organisation) == []


def test_W44_somebody_who_also_belongs_elsewhere_keeps_the_account(ending):
    remove(ending)
    user = User.objects.get(pk=ending.consultant.user.pk)
    assert [each.organisation for each in user.memberships.all()] == [ending.organisation]


def test_W44_sessions_of_who_goes_are_gone_and_others_stay(ending, signed_in):
    other = signed_in(ending.hr)
    assert other.get("/").status_code == 200
    remove(ending)
    assert other.get("/").status_code == 200
    assert SessionStore.get_model_class().objects.count() == 1


def test_W44_mail_to_a_domain_with_other_letters_goes_whichever_database_keeps_it(ending):
    """SQLite keeps the letter escaped, PostgreSQL as it is: here is one of each."""
    address = "jan@bücher.example"
    User.objects.filter(pk=ending.twin.hr.user.pk).update(email=address)
    OutboxBackend().send_messages([EmailMessage("Bericht", "x", "van@proef.example", [address]) for _ in range(2)])
    send_password_link.enqueue(email=address, language="nl")
    as_it_is = OutgoingMail.objects.order_by("-pk").first().pk
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE notices_outgoingmail SET "to" = %s WHERE id = %s',
            [json.dumps([address], ensure_ascii=False), as_it_is],
        )
    remove(ending)
    assert not [mail for mail in OutgoingMail.objects.all() if mail.to == [address]]
    assert not [task for task in DBTaskResult.objects.all() if task.args_kwargs["kwargs"].get("email") == address]


def test_it_asks_for_the_name_once_more_and_then_removes_nothing(ending, capsys):
    slug = ending.twin.organisation.slug
    for confirm in ("", "iets-anders"):
        with pytest.raises(CommandError, match="Nothing was removed"):
            call_command("remove_organisation", slug, confirm=confirm)
    assert Organisation.objects.filter(slug=slug, is_active=True).exists()
    assert "rows in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no organisation"):
        call_command("remove_organisation", "nergens")
    assert cli.COMMANDS["remove"] == ["remove_organisation"]


def test_it_waits_for_work_that_runs(ending):
    with scopes_disabled():
        Job.objects.filter(organisation=ending.twin.organisation).update(state=Job.State.RUNNING)
    with pytest.raises(CommandError, match="running"):
        remove(ending)
    with scopes_disabled():
        assert Person.objects.filter(organisation=ending.twin.organisation).exists()


def test_R12_broken_off_it_can_be_done_again(ending, monkeypatch):
    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("zichtlijn.privacy.actions.ending._remove_sessions", killed)
        with pytest.raises(KeyboardInterrupt):
            remove_organisation(ending.twin.organisation)
    with scopes_disabled():
        assert Person.objects.filter(organisation=ending.twin.organisation).exists()
    remove(ending)
    assert places_with(CANARY) == set()


def test_every_table_says_of_which_organisation_it_is_or_is_known_here():
    known = {model._meta.label for model in tables_of_organisations()}
    assert {model._meta.label for model in apps.get_models()} - known == EVERYWHERE
