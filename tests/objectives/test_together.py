"""Several people, or one with a nervous finger, at the same moment: real threads, real connections, one result."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.factories import Client, make_cast, make_measure, make_objective, make_template, sign_in
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.actions import broken_links
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.actions.standing import differences, recompute_organisation
from zichtlijn.objectives.models import CheckIn, Measure, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.states import Level, State

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


@pytest.fixture
def crowd():
    """The cast in a database in which every connection sees what another wrote."""
    cast = make_cast()
    with in_organisation(cast.organisation):
        recompute_organisation(cast.organisation)
    return cast


def at_once(*sends):
    """Do all of these at the same moment, each in a thread and a connection of its own; the statuses that came back."""
    ready = threading.Barrier(len(sends))

    def send(act):
        try:
            ready.wait(timeout=30)
            return act().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sends)) as pool:
        return sorted(pool.map(send, sends))


def press(member, page, pk, data, **kwargs):
    """A press on a button by this member, in a browser of its own."""
    browser = sign_in(Client(raise_request_exception=False), member)
    url = reverse(page, kwargs={"pk": pk, **kwargs})
    return lambda: browser.post(url, data)


def check(cast):
    assert differences(cast.organisation) == []
    assert broken_links(cast.organisation) == []


def test_R14_W77_one_reading_from_eight_presses(crowd):
    reading = {"value": "44", "measured_on": timezone.localdate().isoformat()}
    sends = [
        press(crowd.employee, "objectives:record_reading", crowd.personal_measure.pk, reading)
        for _press in range(TIMES)
    ]
    assert at_once(*sends) == [302] * TIMES
    with in_organisation(crowd.organisation):
        assert Reading.objects.filter(measure=crowd.personal_measure, value=44).count() == 1
        assert Measure.objects.get(pk=crowd.personal_measure.pk).current_value == 44
        check(crowd)


def test_R14_W77_one_change_of_state_from_eight_presses(crowd):
    sends = [
        press(crowd.line_manager, "objectives:move", crowd.personal.pk, {"comment": ""}, name="close")
        for _press in range(TIMES)
    ]
    assert at_once(*sends) == [302, *[409] * (TIMES - 1)]
    with in_organisation(crowd.organisation):
        assert Objective.objects.get(pk=crowd.personal.pk).state == State.CLOSED
        assert AuditEvent.objects.filter(event=Event.OBJECTIVE_CLOSED).count() == 1
        check(crowd)


def test_R14_W77_one_correction_from_eight_presses(crowd):
    with in_organisation(crowd.organisation):
        reading = Reading.objects.get(measure=crowd.personal_measure)
    sends = [
        press(crowd.employee, "objectives:correct_reading", reading.pk, {"value": "21"}) for _press in range(TIMES)
    ]
    assert at_once(*sends) == [302, *[409] * (TIMES - 1)]
    with in_organisation(crowd.organisation):
        assert Reading.objects.current().filter(measure=crowd.personal_measure).count() == 1
        check(crowd)


def test_R14_W77_one_objective_a_person_from_a_template_handed_out_four_times_at_once(crowd):
    template = make_template(crowd.organisation, "Veilig", measures=[])
    data = {
        "people": [crowd.employee.person.pk, crowd.colleague.person.pk], "period": crowd.period.pk,
        "parent": f"{crowd.role_objective.title} [{crowd.role_objective.key}]", "confirmed": "on",
    }  # fmt: skip
    sends = [press(crowd.line_manager, "objectives:hand_out", template.pk, data) for _press in range(4)]
    assert at_once(*sends) == [302] * 4
    with in_organisation(crowd.organisation):
        assert Objective.objects.filter(template=template).count() == 2
        check(crowd)


def test_R13_of_two_that_save_one_objective_at_once_the_second_hears_of_it(crowd):
    def form(title):
        return {
            "title": title, "period": crowd.period.pk, "commitment": "committed", "own_share": 50, "version": 1,
            "unit": crowd.team.name, "owner": crowd.line_manager.person.name,
        }  # fmt: skip

    sends = [
        press(member, "objectives:edit", crowd.operational.pk, form(f"Titel van {number}"))
        for number, member in enumerate([crowd.line_manager, crowd.director, crowd.administrator, crowd.consultant])
    ]
    assert at_once(*sends) == [302, 409, 409, 409]
    with in_organisation(crowd.organisation):
        assert Objective.objects.get(pk=crowd.operational.pk).version == 2


def test_one_parent_remains_when_two_are_chosen_at_once(crowd):
    def second(number):
        return make_objective(crowd.organisation, f"Ouder {number}", level=Level.DEPARTMENT, parents=[crowd.strategic])

    parents = [second(number) for number in range(4)]
    with in_organisation(crowd.organisation):
        recompute_organisation(crowd.organisation)
    sends = [
        press(crowd.director, "objectives:parents", crowd.operational.pk, {"parent": f"{parent.title} [{parent.key}]"})
        for parent in parents
    ]
    assert at_once(*sends) == [302] * 4
    with in_organisation(crowd.organisation):
        assert ObjectiveLink.objects.filter(child=crowd.operational).count() == 1
        check(crowd)


def test_readings_moves_and_links_in_one_line_wait_for_each_other_and_none_is_lost(crowd):
    """Everything that locks the same lines, at once: no deadlock, no lost number."""
    today = timezone.localdate().isoformat()
    measures = [make_measure(crowd.role_objective, f"Meting {number}") for number in range(2)]
    spare = make_objective(
        crowd.organisation, "Los", level=Level.PERSONAL, owner=crowd.employee.person, parents=[crowd.role_objective]
    )
    with in_organisation(crowd.organisation):
        recompute_organisation(crowd.organisation)
    reading = {"value": "80", "measured_on": today}
    sends = [
        press(crowd.director, "objectives:record_reading", crowd.measure.pk, reading),
        press(crowd.employee, "objectives:record_reading", crowd.personal_measure.pk, reading),
        *(press(crowd.line_manager, "objectives:record_reading", measure.pk, reading) for measure in measures),
        press(crowd.line_manager, "objectives:move", spare.pk, {"comment": ""}, name="close"),
        press(crowd.director, "objectives:move", crowd.colleague_personal.pk, {"comment": ""}, name="drop"),
        press(crowd.employee, "objectives:add_check_in", crowd.personal.pk, {"confidence": "7"}),
        press(
            crowd.line_manager, "objectives:parents", crowd.project_objective.pk,
            {"parent": f"{crowd.operational.title} [{crowd.operational.key}]", "weight": "40"},
        ),
    ]  # fmt: skip
    assert at_once(*sends) == [302] * len(sends)
    with in_organisation(crowd.organisation):
        assert Reading.objects.filter(value=80).count() == 4
        check(crowd)


def test_R14_W77_one_reading_and_one_word_from_eight_check_ins(crowd):
    measure, objective = crowd.personal_measure, crowd.personal
    typed = {f"value-{measure.pk}": "44", f"on-{measure.pk}": timezone.localdate().isoformat()}
    said = {f"confidence-{objective.pk}": "7", f"comment-{objective.pk}": "Gaat goed zo"}
    rows = [press(crowd.employee, "objectives:check_in_measure", measure.pk, typed) for _press in range(TIMES)]
    words = [press(crowd.employee, "objectives:check_in_objective", objective.pk, said) for _press in range(TIMES)]
    assert at_once(*rows, *words) == [302] * TIMES * 2
    with in_organisation(crowd.organisation):
        assert Reading.objects.filter(measure=measure, value=44).count() == 1
        assert CheckIn.objects.filter(objective=objective, comment="Gaat goed zo").count() == 1
        check(crowd)


def test_R14_W77_one_undo_from_eight_presses(crowd):
    measure = crowd.personal_measure
    with in_organisation(crowd.organisation):
        reading = Reading.objects.get(measure=measure)
    answers = at_once(*(press(crowd.employee, "objectives:undo_reading", reading.pk, {}) for _press in range(TIMES)))
    assert answers == [302] + [409] * (TIMES - 1)
    with in_organisation(crowd.organisation):
        assert Measure.objects.get(pk=measure.pk).current_value is None
        check(crowd)
