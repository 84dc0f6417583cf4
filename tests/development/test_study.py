"""Agreements on study costs: who draws up, what the law forbids, two signatures, and nothing changes afterwards."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_study_agreement
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.development.actions import study as actions
from zichtlijn.development.models import StudyAgreement
from zichtlijn.development.queries.waiting import waiting_for
from zichtlijn.exchange.own_data import own_data
from zichtlijn.exchange.undo.naming import named
from zichtlijn.organisation.models import Placement


def url(name, *args):
    return reverse(f"development:{name}", args=args)


def terms(**more):
    today = timezone.localdate()
    told = {"training": "Opleiding projectleider", "required_by": "none", "amount": Decimal(2400), "months": 24}
    return told | {"starts_on": today, "ends_on": today + timedelta(days=90), "terms": ""} | more


def draw_up(cast, by="line_manager", **more):
    return actions.draw_up_study_agreement(cast.employee.person, by=getattr(cast, by).actor, **terms(**more))


def offer(cast, by="line_manager", **more):
    made = draw_up(cast, by, **more)
    actions.offer_study_agreement(made, version=made.version, by=getattr(cast, by).actor)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("name", ["line_manager", "hr"])
def test_an_agreement_is_drawn_up_offered_and_signed_by_both(scoped, name, set_on_paper, signed_in):
    from zichtlijn.development import documents

    given = set_on_paper(documents)
    made = offer(scoped, name)
    assert [(one.kind, one.pk) for one in waiting_for(scoped.employee.actor, until=timezone.localdate())] == [
        ("study", made.pk)
    ]
    browser = signed_in(scoped.employee)
    assert "You need not sign" in browser.get(url("study", made.pk)).content.decode()
    browser.post(url("sign_study", made.pk), {"version": made.version})
    made.refresh_from_db()
    assert (made.state, made.offered_by_name) == ("signed", getattr(scoped, name).person.name)
    assert browser.post(url("take_study", made.pk), {"form": "pdf"})["Content-Type"] == "application/pdf"
    told = json.dumps(given)
    assert made.offered_by_name in told
    assert scoped.employee.person.name in told
    assert "1.200" in told.replace(",", ".")  # what is left after a year
    events = list(
        AuditEvent.objects.filter(event__startswith="study").order_by("sequence").values_list("event", flat=True)
    )
    assert events == ["study_drawn_up", "study_offered", "study_signed"]


@pytest.mark.parametrize(("required_by", "words"), [("law", "The law"), ("cao", "The collective agreement")])
def test_training_that_the_employer_must_offer_is_never_paid_back(scoped, signed_in, required_by, words):
    with pytest.raises(NotNow, match=f"{words} requires.*7:611a"):
        draw_up(scoped, required_by=required_by)
    free = draw_up(scoped, required_by=required_by, months=0)
    told = terms(required_by=required_by, months=12)
    with pytest.raises(NotNow, match="void"):
        actions.change_study_agreement(free, told, version=1, by=scoped.hr.actor)
    form = {name: str(value) for name, value in told.items()} | {"version": 1}
    answer = signed_in(scoped.hr).post(url("change_study", free.pk), form)
    assert (answer.status_code, "7:611a" in answer.content.decode()) == (422, True)
    free.refresh_from_db()
    assert free.months == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyAgreement.objects.filter(pk=free.pk).update(months=6)


@pytest.mark.parametrize("name", ["employee", "colleague", "other_manager", "director", "administrator"])
def test_only_the_line_manager_and_hr_draw_up_and_never_for_themselves(scoped, name):
    with pytest.raises(NotAllowed):
        draw_up(scoped, name)
    with pytest.raises(NotAllowed):
        actions.draw_up_study_agreement(scoped.hr.person, by=scoped.hr.actor, **terms())


def test_W08_a_draft_is_nowhere_for_the_employee(scoped, signed_in):
    made = draw_up(scoped, training="Geheime cursus")
    browser = signed_in(scoped.employee)
    assert browser.get(url("study", made.pk)).status_code == 404
    assert browser.post(url("sign_study", made.pk), {"version": 1}).status_code == 404
    assert browser.post(url("take_study", made.pk), {"form": "pdf"}).status_code == 404
    for address in (url("studies"), url("mine"), reverse("home:my_line")):
        assert "Geheime" not in browser.get(address).content.decode()
    assert "Geheime" not in json.dumps(own_data(scoped.employee.actor), default=str)


@pytest.mark.parametrize("name", ["colleague", "other_manager", "director", "administrator", "works_council"])
def test_W01_W13_others_find_nothing_by_the_number(scoped, signed_in, name):
    made, browser = offer(scoped), signed_in(getattr(scoped, name))
    assert browser.get(url("study", made.pk)).status_code == 404
    for page in ("change_study", "remove_study", "offer_study", "take_back_study", "sign_study", "take_study"):
        assert browser.post(url(page, made.pk), {"version": 1, "form": "pdf"}).status_code == 404, page
    made.refresh_from_db()
    assert made.state == "offered"


def test_W29_what_is_not_its_turn_is_refused_and_changes_nothing(scoped, signed_in):
    made = offer(scoped)
    employee, manager = scoped.employee.actor, scoped.line_manager.actor
    with pytest.raises(NotNow):
        actions.change_study_agreement(made, terms(amount=Decimal(1)), version=1, by=manager)
    with pytest.raises(NotNow):
        actions.remove_study_agreement(made, by=manager)
    with pytest.raises(NotAllowed):
        actions.sign_study_agreement(made, version=1, by=manager)
    with pytest.raises(NotAllowed):
        actions.take_back_study_agreement(made, by=employee)
    actions.sign_study_agreement(made, version=1, by=employee)
    for act in (actions.take_back_study_agreement, actions.remove_study_agreement):
        with pytest.raises(NotNow):
            act(made, by=manager)
    assert signed_in(scoped.employee).post(url("sign_study", made.pk), {"version": 1}).status_code == 409
    made.refresh_from_db()
    assert (made.state, made.amount) == ("signed", Decimal(2400))


def test_what_was_changed_after_it_was_read_is_not_signed(scoped):
    made, manager = offer(scoped), scoped.line_manager.actor
    actions.take_back_study_agreement(made, by=manager)
    actions.change_study_agreement(made, terms(amount=Decimal(9000)), version=1, by=manager)
    actions.offer_study_agreement(made, version=2, by=manager)
    with pytest.raises(NotNow, match="changed"):
        actions.sign_study_agreement(made, version=1, by=scoped.employee.actor)


def test_who_drew_it_up_reads_on_and_arranges_nothing_once_another_leads(scoped, signed_in):
    from tests.development.test_privacy import hand_over

    made = offer(scoped)
    hand_over(scoped, scoped.other_manager)
    assert signed_in(scoped.line_manager).get(url("study", made.pk)).status_code == 200
    assert signed_in(scoped.line_manager).post(url("take_back_study", made.pk)).status_code == 403
    assert signed_in(scoped.other_manager).post(url("take_back_study", made.pk)).status_code == 302


def test_a_look_by_another_is_written_down_with_the_employee(scoped, signed_in):
    made = offer(scoped)
    for name in ("employee", "hr"):
        signed_in(getattr(scoped, name)).get(url("study", made.pk))
    line = AuditEvent.objects.get(event=Event.PERSON_SEEN)
    assert (line.about_person_id, line.detail["what"]) == (scoped.employee.person.pk, "study_agreement")
    assert line.detail["role"] == "hr"


def test_a_draft_is_told_to_the_employee_by_nothing(scoped, signed_in, set_on_paper):
    from zichtlijn.development import documents

    set_on_paper(documents)
    made = draw_up(scoped)
    actions.change_study_agreement(made, terms(amount=Decimal(900)), version=1, by=scoped.hr.actor)
    browser = signed_in(scoped.hr)
    assert browser.get(url("study", made.pk)).status_code == 200
    assert browser.post(url("take_study", made.pk), {"form": "pdf"}).status_code == 200
    assert AuditEvent.objects.filter(event=Event.LIST_EXPORTED, about_person_id=scoped.employee.person.pk).exists()
    assert "Nobody but you." in signed_in(scoped.employee).get("/my-file/").content.decode()
    assert own_data(scoped.employee.actor)["file_seen"] == []
    (named_here,) = named(StudyAgreement, [made.pk], by=scoped.employee.actor)
    assert named_here.name == "not for you to see"


def test_a_list_of_study_costs_is_a_look_too_but_a_draft_is_in_no_file_yet(scoped, signed_in):
    """One line for each person of the list, however many agreements they have; of one's own there is none."""
    draft = draw_up(scoped)
    make_study_agreement(scoped.director.person, scoped.hr.person)
    for person in (scoped.employee.person, scoped.colleague.person):
        make_study_agreement(person, scoped.line_manager.person, state="offered")
    both = {scoped.employee.person.pk, scoped.colleague.person.pk}
    seen = AuditEvent.objects.filter(event=Event.PERSON_SEEN)
    for name in ("hr", "line_manager", "employee"):
        signed_in(getattr(scoped, name)).get(url("studies"))
    lines = [(line.by_id, line.about_person_id, line.detail["what"]) for line in seen]
    readers = (scoped.hr.user.pk, scoped.line_manager.user.pk)
    assert sorted(lines) == sorted((by, who, "study_agreement") for by in readers for who in both)
    seen.delete()
    for page in ("change_study", "remove_study"):
        assert signed_in(scoped.hr).get(url(page, draft.pk)).status_code == 200
    assert not seen.exists()
    offered = StudyAgreement.objects.get(person=scoped.colleague.person)
    signed_in(scoped.hr).get(url("remove_study", offered.pk))
    assert [line.about_person_id for line in seen] == [offered.person_id]


def test_a_person_is_chosen_first_and_a_draft_can_be_thrown_away(scoped, signed_in):
    browser, person = signed_in(scoped.hr), scoped.employee.person
    answer = browser.post(url("choose_study"), {"person": person.name})
    assert answer["Location"] == url("add_study", person.pk)
    assert browser.post(url("choose_study"), {"person": scoped.hr.person.name}).status_code == 422
    assert signed_in(scoped.employee).get(url("choose_study")).status_code == 403
    form = {name: str(value) for name, value in terms().items()} | {"version": 1}
    assert browser.post(url("add_study", person.pk), form).status_code == 302
    made = StudyAgreement.objects.get()
    assert browser.get(url("remove_study", made.pk)).status_code == 200
    browser.post(url("remove_study", made.pk))
    assert not StudyAgreement.objects.exists()
    assert AuditEvent.objects.filter(event=Event.STUDY_REMOVED).exists()


def test_the_list_asks_as_few_questions_for_thirty_as_for_three(scoped, signed_in):
    from tests.factories import count_queries

    browser = signed_in(scoped.hr)
    counts = []
    for number in (3, 27):
        for _each in range(number):
            make_study_agreement(scoped.employee.person, scoped.line_manager.person, state="offered")
        browser.get(url("studies"))
        with count_queries() as asked:
            browser.get(url("studies"))
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 25


@pytest.mark.parametrize("name", ["study", "studies", "take_study"])
def test_a_look_says_as_what_it_was(scoped, signed_in, name):
    made, second, person = offer(scoped), scoped.other_manager, scoped.employee.person
    where = {"organisation": scoped.organisation, "unit": scoped.team, "position": scoped.position}
    Placement.objects.create(person=person, line_manager=second.person, starts_on=timezone.localdate(), **where)
    before = scoped.project_leader  # who drew it up, and leads them no more
    StudyAgreement.objects.update(drawn_up_by=before.person)
    for member, told in ((second, ("line", "leading")), (before, ("drew_up", "development"))):
        browser, place = signed_in(member), url(name, *([] if name == "studies" else [made.pk]))
        answer = browser.post(place, {"form": "pdf"}) if name == "take_study" else browser.get(place)
        assert answer.status_code == 200
        line = AuditEvent.objects.filter(by=member.user, about_person_id=person.pk).order_by("sequence").last()
        assert (line.detail["role"], line.detail["purpose"]) == told


def test_what_is_owed_today_is_of_who_leaves_by_choice(scoped, signed_in):
    day = timezone.localdate() - timedelta(days=70)
    made = make_study_agreement(
        scoped.employee.person, scoped.line_manager.person, state="signed", starts_on=day, ends_on=day
    )
    page = signed_in(scoped.employee).get(url("study", made.pk)).content.decode()
    assert "Who leaves by choice today pays back:" in page
