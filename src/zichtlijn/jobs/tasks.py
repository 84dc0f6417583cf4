"""What the worker is told to do. Every task may come twice and does its work once."""

from datetime import date

from django_tasks import task

from zichtlijn.jobs import running, schedule


@task()
def run_job(job_id: int, organisation_id: int) -> None:
    """Do one job of one organisation."""
    running.run_waiting_job(job_id, organisation_id)


@task()
def run_daily(name: str, day: str, organisation_id: int | None) -> None:
    """Do the daily work of this name for one organisation, or for the whole installation."""
    schedule.run_daily_work(name, date.fromisoformat(day), organisation_id)
