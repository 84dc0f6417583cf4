"""When the outbox is emptied."""

from datetime import date

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from zichtlijn.jobs.schedule import daily, now_and_then
from zichtlijn.notices import actions
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.notices.queries import silent_since


@task(priority=50)
def send_due_mail() -> None:
    """Send what waits; with a long queue other work gets its turn in between."""
    if actions.send_due():
        send_due_mail.enqueue()


@now_and_then("send_due_mail", seconds=30)
def look_in_the_outbox() -> None:
    """What failed before, or got lost with a worker, is tried when it is due."""
    asked = DBTaskResult.objects.ready().filter(task_path=send_due_mail.module_path)
    if OutgoingMail.objects.due(timezone.now()).exists() and not asked.exists() and not silent_since():
        send_due_mail.enqueue()


@daily("purge_mail", per_organisation=False)
def purge_mail(day: date) -> None:
    """Old messages go."""
    actions.purge_mail(day)
