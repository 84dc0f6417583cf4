"""Everything recomputed while people work: what they save in the meantime stays, and nobody waits in a circle."""

import threading
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import make_cast
from zichtlijn.access.scoping import in_organisation
from zichtlijn.jobs.kinds import kind_of
from zichtlijn.jobs.models import Job
from zichtlijn.jobs.running import run_waiting_job
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions.standing import differences, recompute_organisation, whole
from zichtlijn.objectives.models import Measure, Objective
from zichtlijn.organisation.actions import change_settings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The cast in a database in which every connection sees what another wrote."""
    cast = make_cast()
    with in_organisation(cast.organisation):
        recompute_organisation(cast.organisation)
    return cast


@contextmanager
def meanwhile(monkeypatch, name, act):
    """`act`, once, in a connection of its own, as soon as the recomputation has read (`name`) and not yet written."""
    read, threads = getattr(whole, name), []

    def do():
        try:
            act()
        finally:
            connection.close()

    def reads(*given):
        found = read(*given)
        if not threads:
            threads.append(threading.Thread(target=do))
            threads[0].start()
            threads[0].join(1)  # it is done by then, or it waits
        return found

    monkeypatch.setattr(whole, name, reads)
    yield
    assert threads
    threads[0].join(30)


@pytest.mark.parametrize("name", ["_latest_readings", "child_sums"])
def test_a_reading_that_is_saved_while_everything_is_recomputed_stays(cast, monkeypatch, name):
    def record():
        with in_organisation(cast.organisation):
            measure = Measure.objects.select_related("organisation").get(pk=cast.personal_measure.pk)
            actions.record_reading(measure, value=Decimal(90), measured_on=timezone.localdate(), by=cast.employee.actor)

    with in_organisation(cast.organisation):
        Measure.objects.update(expected=0.001)  # as of an earlier day, so that every row is written
        Objective.objects.update(expected=0.001)
        with meanwhile(monkeypatch, name, record):
            recompute_organisation(cast.organisation)
        assert Measure.objects.get(pk=cast.personal_measure.pk).current_value == 90
        assert differences(cast.organisation) == []


def test_after_a_change_of_the_limits_no_lock_is_held_from_one_piece_to_the_next(cast, monkeypatch):
    with in_organisation(cast.organisation):
        change_settings(cast.organisation, on_course_from=0.5, behind_from=0.4, version=1, by=cast.administrator.actor)
        job = Job.objects.get(kind="recompute_standings")
    told = []
    monkeypatch.setattr(
        "zichtlijn.jobs.progress.Progress.__call__", lambda *_told: told.append(connection.in_atomic_block)
    )
    run_waiting_job(job.pk, cast.organisation.pk)
    with in_organisation(cast.organisation):
        job.refresh_from_db()
        assert job.state == Job.State.DONE
        assert differences(cast.organisation) == []
    assert told
    assert not any(told)
    assert kind_of("recompute_standings").in_parts


def test_lines_that_were_bent_are_mended_in_pieces(cast, monkeypatch):
    monkeypatch.setattr(whole, "LOCKED", 1)
    with in_organisation(cast.organisation):
        right = set(Objective.objects.filter(in_line=True).values_list("pk", flat=True))
        assert right
        Objective.objects.update(in_line=False)
        recompute_organisation(cast.organisation)
        assert set(Objective.objects.filter(in_line=True).values_list("pk", flat=True)) == right
        assert differences(cast.organisation) == []
