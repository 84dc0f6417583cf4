"""Ending an organisation: everything of it goes, in one transaction, and nothing of any other is touched."""

import shutil
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from zichtlijn.access.models import AddressChange, Membership, Organisation, User
from zichtlijn.access.refusals import NotNow
from zichtlijn.access.scoping import scopes_disabled
from zichtlijn.audit.figures import forget_figures
from zichtlijn.jobs.actions import report_folder
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.progress import forget
from zichtlijn.jobs.tasks import run_daily, run_job
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.queries import holding_address


def tables_of_organisations() -> Iterator[type[Model]]:
    """Every table, and every one of kept versions, whose rows say of which organisation they are."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.local_fields}
        if "organisation" in fields and fields["organisation"].related_model is Organisation:
            yield model


def rows_of(organisation: Organisation) -> dict[str, int]:
    """Table → how many rows this organisation has in it; tables without any are left out."""
    counted = {}
    for model in tables_of_organisations():
        if number := _of(model, organisation).count():
            counted[str(model._meta.db_table)] = number
    return counted


def _of(model: type[Model], organisation: Organisation):
    return model._base_manager.filter(organisation=organisation)


def remove_organisation(organisation: Organisation) -> int:
    """Remove an organisation with all its rows, files, mail and queued work, and accounts that belong nowhere else.

    Files go first: when it is broken off, the rows that tell of them are still there and it can be done again. Returns
    the number of rows.
    """
    with scopes_disabled():  # one organisation as a whole, named by the operator
        Organisation.objects.filter(pk=organisation.pk).update(is_active=False)  # from here on nobody comes in
        if Job.objects.filter(organisation=organisation, state=Job.State.RUNNING).exists():
            raise NotNow("Background work of this organisation is running. Wait until it has ended, and try again.")
        _remove_files(organisation)
        with transaction.atomic():
            removed = _remove_rows(organisation)
    cache.clear()
    forget_figures()
    return removed


def _remove_files(organisation: Organisation) -> None:
    jobs = Job.objects.filter(organisation=organisation)
    for pk, name in jobs.values_list("pk", "file").iterator(chunk_size=1000):
        if name and not Job.objects.exclude(organisation=organisation).filter(file=name).exists():
            default_storage.delete(name)
        forget(pk)
        shutil.rmtree(report_folder(pk), ignore_errors=True)


def _remove_rows(organisation: Organisation) -> int:
    elsewhere = Membership.objects.filter(user=OuterRef("pk")).exclude(organisation=organisation)
    here = Membership.objects.filter(user=OuterRef("pk"), organisation=organisation)
    alone = list(User.objects.filter(Exists(here), ~Exists(elsewhere)).values_list("pk", "email"))
    removed = _remove_queue(organisation) + _remove_mail([email for _pk, email in alone])
    User.objects.filter(last_organisation=organisation).update(last_organisation=None)
    for model in tables_of_organisations():
        rows: Any = _of(model, organisation)
        removed += rows._raw_delete(rows.db)  # references are only checked at the end, when all of them are gone
    users = [pk for pk, _email in alone]
    _remove_sessions({str(pk) for pk in users})
    AddressChange.objects.filter(user__in=users).delete()
    for start in range(0, len(users), 500):
        removed += User.objects.filter(pk__in=users[start : start + 500]).delete()[0]
    removed += Organisation.objects.filter(pk=organisation.pk).delete()[0]
    return removed


def _remove_queue(organisation: Organisation) -> int:
    """Queued and finished tasks of this organisation: each names it as its last argument."""
    mine = []
    tasks = DBTaskResult.objects.filter(task_path__in=[run_job.module_path, run_daily.module_path])
    for pk, given in tasks.values_list("pk", "args_kwargs").iterator(chunk_size=1000):
        if given["args"] and given["args"][-1] == organisation.pk:
            mine.append(pk)
    removed = 0
    for start in range(0, len(mine), 500):
        removed += DBTaskResult.objects.filter(pk__in=mine[start : start + 500]).delete()[0]
    return removed


def _remove_mail(addresses: list[str]) -> int:
    """Mail to accounts that go, also where no account stands with it; and tasks that name such an address."""
    removed = 0
    for start in range(0, len(addresses), 100):
        theirs = holding_address("text", addresses[start : start + 100])
        removed += OutgoingMail.objects.annotate(text=Cast("to", TextField())).filter(theirs).delete()[0]
        removed += DBTaskResult.objects.annotate(text=Cast("args_kwargs", TextField())).filter(theirs).delete()[0]
    return removed


def _remove_sessions(users: set[str]) -> None:
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") in users:
            session.delete()
