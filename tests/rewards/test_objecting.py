"""The objection to a reward: who makes it, who decides on it, and what a decision changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_salary
from tests.rewards.pay import all_the_way, give_role, of, propose, written_in_the_log
from zichtlijn.access.models import Membership, RoleAssignment
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.exchange.own_data import own_data
from zichtlijn.home.queries.my_line import asked_of
from zichtlijn.organisation.models import Person
from zichtlijn.rewards.actions import objecting
from zichtlijn.rewards.models import Decision, Objection, Proposal, Salary
from zichtlijn.rewards.permissions import can_read_proposal
from zichtlijn.rewards.queries.waiting import objections_waiting_for

WHY = "Ik deed het werk van twee"


@pytest.fixture
def decided(pay):
    """The reward of the employee, final: made so by HR; the administrator has the role of HR too."""
    give_role(pay.administrator, "hr")
    all_the_way(pay)
    return pay


def object_to(cast, by="employee", reasons=WHY):
    return objecting.object_to_reward(of(cast, cast.employee), reasons=reasons, by=getattr(cast, by).actor)


def decide(cast, by="administrator", amount=None, reasons="Dat klopt", once=None):
    row = of(cast, cast.employee)
    objecting.decide_objection(
        row,
        amount=row.new if amount is None else Decimal(str(amount)),
        one_off_ratio=once,
        reasons=reasons,
        version=row.objection.version,
        by=getattr(cast, by).actor,
    )


def test_one_objects_once_and_in_time(decided):
    row = of(decided, decided.employee)
    assert row.object_until == timezone.localdate() + timedelta(days=14)
    with pytest.raises(NotNow, match="why you object"):
        object_to(decided, reasons=" ")
    for other in ("line_manager", "hr", "colleague", "director"):
        with pytest.raises(NotAllowed):
            object_to(decided, by=other)
    object_to(decided)
    assert Objection.objects.get().before == row.new
    assert of(decided, decided.employee).state == "final"
    with pytest.raises(NotNow, match="once"):
        object_to(decided)


def test_after_the_term_and_before_it_is_final_there_is_no_objection(pay):
    propose(pay)
    with pytest.raises(NotNow, match="being prepared"):
        object_to(pay)
    Proposal.objects.update(state="final", object_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotNow, match="term to object is over"):
        object_to(pay)


def test_who_decided_on_the_reward_does_not_decide_on_the_objection(decided):
    object_to(decided)
    for other in ("employee", "line_manager", "director", "hr", "colleague"):
        with pytest.raises(NotAllowed):
            decide(decided, by=other)
    assert [row.pk for row in objections_waiting_for(decided.administrator.actor)] == [of(decided, decided.employee).pk]
    assert objections_waiting_for(decided.hr.actor) == []
    assert "reward_objection" in {one.kind for one in asked_of(decided.administrator.actor, today=timezone.localdate())}
    decide(decided)
    assert objections_waiting_for(decided.administrator.actor) == []
    made = Objection.objects.get()
    assert (made.state, made.decided_by, made.decision) == ("decided", decided.administrator.user, "Dat klopt")
    assert Decision.objects.filter(act="decide", by=decided.administrator.user).count() == 1
    with pytest.raises(NotNow):
        decide(decided)


def test_a_decision_can_give_more_and_never_less(decided):
    object_to(decided)
    before = of(decided, decided.employee)
    for amount, match in ((before.new - 1, "less by objecting"), (99999, "maximum"), ("2800.005", "whole cents")):
        with pytest.raises(NotNow, match=match):
            decide(decided, amount=amount)
    with pytest.raises(NotNow, match="reasons of the decision"):
        decide(decided, reasons="")
    decide(decided, amount=before.new + 25)
    now = of(decided, decided.employee)
    assert now.new == before.new + 25
    assert now.structural > before.structural
    assert now.objection.before == before.new
    recorded = Salary.objects.get(person=decided.employee.person, from_on=decided.round.effective_on)
    assert (recorded.amount, recorded.version) == (now.new, 2)
    assert str(now.new) not in written_in_the_log()
    assert WHY not in written_in_the_log()


def test_a_salary_that_was_changed_since_stops_a_decision_that_changes_it(decided):
    object_to(decided)
    Salary.objects.filter(from_on=decided.round.effective_on).update(amount=Decimal("3000.00"))
    with pytest.raises(NotNow, match="changed since"):
        decide(decided, amount=2900)
    decide(decided)


def test_a_decision_that_gives_more_does_not_pass_by_a_later_salary(decided):
    """After a promotion the pay would fall back to what was, or stay behind what was decided."""
    object_to(decided)
    row = of(decided, decided.employee)
    later = row.round.effective_on + timedelta(days=31)
    make_salary(row.employee, 3100, from_on=later, scale="P")
    with pytest.raises(NotNow, match="changed since"):
        decide(decided, amount=row.new + 25)
    Salary.objects.filter(person=row.employee, from_on=row.round.effective_on).delete()
    Proposal.objects.filter(pk=row.pk).update(new=row.old)
    with pytest.raises(NotNow, match="changed since"):
        decide(decided, amount=row.old + 25)
    decide(decided)
    assert Salary.objects.filter(person=row.employee).latest("from_on").amount == Decimal("3100.00")


def test_hr_names_somebody_else_who_then_reads_and_decides(decided, signed_in):
    object_to(decided)
    row, other = of(decided, decided.employee), decided.other_manager
    for person, match in ((decided.line_manager.person, "decided on this reward"), (row.employee, "their own")):
        with pytest.raises(NotNow, match=match):
            objecting.name_decider(row, decider=person, version=1, by=decided.hr.actor)
    with pytest.raises(NotNow, match="decided on this reward"):
        objecting.name_decider(row, decider=decided.director.person, version=1, by=decided.hr.actor)
    assert signed_in(other).get(f"/reward-proposals/{row.pk}/").status_code == 404
    mail.outbox.clear()
    objecting.name_decider(row, decider=other.person, version=1, by=decided.hr.actor)
    with pytest.raises(NotAllowed):
        decide(decided, by="administrator")
    said = signed_in(other).get(f"/reward-proposals/{row.pk}/").content.decode()
    assert WHY in said
    assert "/objection/decision/" in said
    assert "/rewards/team/" not in said
    assert AuditEvent.objects.filter(event="person_seen", detail__role="decider").exists()
    assert "named to decide on your objection" in signed_in(decided.employee).get("/my-file/").content.decode()
    assert signed_in(other).post(f"/reward-proposals/{row.pk}/letter/").status_code == 200
    answer = signed_in(other).post(
        f"/reward-proposals/{row.pk}/objection/decision/",
        {"version": 2, "amount": f"{row.new}", "reasons": "Dat klopt"},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Objection.objects.get().decided_by == other.user
    told = own_data(other.actor)["rewards"]
    assert [line["about"] for line in told] == ["somebody on whose objection I decide"]


def test_whom_hr_named_reads_as_long_as_it_waits_and_without_the_personnel_number(decided, signed_in, set_on_letter):
    object_to(decided)
    row, other = of(decided, decided.employee), decided.other_manager
    Person.objects.filter(pk=row.employee_id).update(key="P-4711")
    row = of(decided, decided.employee)
    objecting.name_decider(row, decider=other.person, version=1, by=decided.hr.actor)
    assert "P-4711" not in str(set_on_letter(row, other))
    for reader in (decided.employee, decided.line_manager, decided.hr):
        assert "P-4711" in str(set_on_letter(row, reader)), reader
    decide(decided, by="other_manager")
    browser, base = signed_in(other), f"/reward-proposals/{row.pk}/"
    assert browser.get(base).status_code == 404
    assert browser.post(f"{base}letter/").status_code == 404
    assert browser.post(f"{base}objection/decision/").status_code == 404
    assert not can_read_proposal(other.actor, of(decided, decided.employee))


def test_who_cannot_sign_in_is_not_named(decided):
    object_to(decided)
    row, other = of(decided, decided.employee), decided.other_manager
    Membership.objects.filter(pk=other.membership.pk).update(is_active=False)
    with pytest.raises(NotNow, match="no account"):
        objecting.name_decider(row, decider=other.person, version=1, by=decided.hr.actor)


def test_hr_who_made_it_final_names_but_does_not_replace_who_decides(decided, signed_in):
    object_to(decided)
    row, other = of(decided, decided.employee), decided.other_manager
    objecting.name_decider(row, decider=other.person, version=1, by=decided.hr.actor)
    for instead in (None, decided.project_leader.person):
        with pytest.raises(NotAllowed, match="Another of HR"):
            objecting.name_decider(row, decider=instead, version=2, by=decided.hr.actor)
    browser, base = signed_in(decided.hr), f"/reward-proposals/{row.pk}/"
    assert f"{base}objection/decider/" not in browser.get(base).content.decode()
    assert browser.get(f"{base}objection/decider/").status_code == 302
    objecting.name_decider(row, decider=decided.project_leader.person, version=2, by=decided.administrator.actor)
    Membership.objects.filter(person=decided.project_leader.person).update(is_active=False)
    objecting.name_decider(row, decider=other.person, version=3, by=decided.hr.actor)
    assert Objection.objects.get().decider == other.person


def test_the_pages_object_name_and_decide(decided, signed_in):
    row = of(decided, decided.employee)
    browser, base = signed_in(decided.employee), f"/reward-proposals/{row.pk}/"
    assert f"{base}objection/" in browser.get(base).content.decode()
    assert "possible until" in browser.get("/rewards/mine/").content.decode()
    assert browser.get(f"{base}objection/").status_code == 200
    assert browser.post(f"{base}objection/", {"reasons": ""}).status_code == 422
    assert browser.post(f"{base}objection/", {"reasons": WHY}).status_code == 302
    assert WHY in browser.get(base).content.decode()
    hr = signed_in(decided.hr)
    assert "1 objection waits" in hr.get(f"/reward-rounds/{decided.round.pk}/").content.decode()
    assert hr.get(f"{base}objection/decider/").status_code == 200
    assert hr.get(f"{base}objection/decision/").status_code == 403
    other = signed_in(decided.administrator)
    page = other.get(f"{base}objection/decision/").content.decode()
    assert WHY in page
    given = {"version": 1, "amount": f"{row.new + 10}", "reasons": "Terecht"}
    assert other.post(f"{base}objection/decision/", given | {"reasons": ""}).status_code == 422
    assert other.post(f"{base}objection/decision/", given).status_code == 302
    said = browser.get(base).content.decode()
    assert "Terecht" in said
    assert "becomes" in said
    line = own_data(decided.employee.actor)["rewards"][0]
    assert (line["reasons of the objection"], line["reasons of the decision"]) == (WHY, "Terecht")


def test_mail_says_nothing_of_what_it_is_about(decided, django_capture_on_commit_callbacks):
    waiting = set(
        RoleAssignment.objects.filter(role="hr").exclude(membership=decided.hr.membership).values_list("membership")
    )
    assert Membership.objects.filter(pk__in=[pk for (pk,) in waiting]).exists()
    told = ""
    for act, reader in ((object_to, decided.administrator), (decide, decided.employee)):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act(decided)
        assert [letter.to for letter in mail.outbox] == [[reader.user.email]]
        told += "".join(letter.subject + str(letter.body) for letter in mail.outbox)
    assert WHY not in told
    assert "Dat klopt" not in told
    assert decided.employee.person.name not in told.replace(f"Hello {decided.employee.person.name}", "")


def test_the_letter_tells_how_and_until_when_to_object(decided, set_on_letter):
    given = set_on_letter(of(decided, decided.employee), decided.employee)
    assert given["salutation"].startswith(("Beste", "Dear"))
    assert any(str(of(decided, decided.employee).object_until.year) in line for line in given["object"])
    assert given["signed"]["name"] == decided.hr.user.name
    assert given["addressee"][0] == decided.employee.person.name
    object_to(decided)
    decide(decided, amount=of(decided, decided.employee).new + 25)
    after = set_on_letter(of(decided, decided.employee), decided.hr)
    assert after["object"] == ["Dat klopt"]
    assert after["signed"]["name"] == decided.administrator.user.name
    assert len(after["lines"]) == len(given["lines"]) + 1
    # What is paid stands under what was decided, and is the amount that stands above.
    assert after["lines"][-1]["amount"] == after["changes"][3][2]
    assert "80%" in after["lines"][-1]["text"]
    assert sum("80%" in line["text"] for line in after["lines"]) == sum(
        "80%" in line["text"] for line in given["lines"]
    )


@pytest.fixture
def set_on_letter(monkeypatch):
    """What the letter is set from, for who takes it."""
    from zichtlijn.rewards import letters

    real, kept = letters.make_pdf, []
    monkeypatch.setattr(letters, "make_pdf", lambda name, data, at: kept.append(data) or real(name, data, at=at))

    def make(row, member):
        row = Proposal.objects.select_related("round__system", "employee", "unit").get(pk=row.pk)
        assert letters.letter_pdf(row, by=member.actor, at=timezone.now()).startswith(b"%PDF")
        return kept[-1]

    return make


def test_no_salary_was_recorded_when_nothing_changed_and_one_is_when_the_decision_gives_more(decided):
    make_salary(decided.colleague.person, 2500, from_on=date(2021, 1, 1))
    row = of(decided, decided.employee)
    Salary.objects.filter(from_on=decided.round.effective_on).delete()
    Proposal.objects.filter(pk=row.pk).update(new=row.old)
    object_to(decided)
    decide(decided, amount=row.old + 10)
    assert Salary.objects.get(person=row.employee, from_on=decided.round.effective_on).amount == row.old + 10


@pytest.mark.parametrize("given", [{}, {"version": "x"}, {"version": 1, "amount": "2900", "reasons": "Omdat"}])
def test_W08_the_form_of_the_decision_shows_nothing_to_who_does_not_decide(pay, signed_in, given):
    """Also when it is sent empty, before there is anything to object to."""
    propose(pay, amount="2777.00", reason="geheime reden")
    row = of(pay, pay.employee)
    address = f"/reward-proposals/{row.pk}/objection/decision/"
    for state in ("proposed", "final"):
        Proposal.objects.filter(pk=row.pk).update(state=state)
        for role in ("employee", "line_manager", "director", "hr"):
            answer = signed_in(getattr(pay, role)).post(address, given)
            assert answer.status_code == 403, (role, state)
            assert "777" not in answer.content.decode()
            assert "geheime reden" not in answer.content.decode()


def test_who_decided_on_the_reward_gets_no_form_to_decide_on_the_objection(decided, signed_in):
    object_to(decided)
    address = f"/reward-proposals/{of(decided, decided.employee).pk}/objection/decision/"
    for role in ("employee", "line_manager", "director", "hr"):
        answer = signed_in(getattr(decided, role)).post(address)
        assert answer.status_code == 403, role
        assert WHY not in answer.content.decode()
    decide(decided)
    assert signed_in(decided.employee).post(address).status_code == 403
    assert signed_in(decided.administrator).post(address).status_code == 302


def test_where_all_of_HR_decided_they_are_asked_to_name_somebody(pay, signed_in, django_capture_on_commit_callbacks):
    all_the_way(pay)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        object_to(pay)
    (sent,) = mail.outbox
    assert sent.to == [pay.hr.user.email]
    assert "Name who decides" in sent.subject
    assert pay.employee.person.name not in sent.body + sent.subject
    kinds = {one.kind: one.url for one in asked_of(pay.hr.actor, today=timezone.localdate())}
    assert signed_in(pay.hr).get(kinds["reward_decider"]).status_code == 200
    assert "reward_decider" not in {one.kind for one in asked_of(pay.employee.actor, today=timezone.localdate())}
    give_role(pay.administrator, "hr")
    assert "reward_decider" not in {one.kind for one in asked_of(pay.hr.actor, today=timezone.localdate())}
