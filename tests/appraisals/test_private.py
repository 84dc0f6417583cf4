"""What a manager drafts is nowhere before it is sent; what was sent has the same verdict on every way."""

import re

import pytest

from tests.appraisals.judged import answer, at, keys, now, page, score, send, url
from tests.factories import make_passage
from zichtlijn.access.refusals import EditConflict, NotNow
from zichtlijn.appraisals.actions import calibrating, deciding
from zichtlijn.appraisals.models import Appraisal, Passage, Score
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.actions import cycles, talking
from zichtlijn.exchange.own_data import own_data

SECRET = "geheim-van-de-beoordelaar"
OTHERS = ("employee", "colleague", "other_manager", "hr", "director", "administrator", "works_council")


def test_W08_a_draft_is_nowhere(judged, signed_in):
    draft = score(judged, remark=SECRET, reason=SECRET, chosen=5)
    for part in OTHERS:
        browser = signed_in(getattr(judged, part))
        addresses = [page(judged), page(judged, "report"), url(draft), url(judged.conversation, "score"),
                     "/conversations/", "/appraisals/", "/", "/data/export/own/",
                     url(judged.cycle, "calibration"), url(judged.cycle, "distribution"),
                     f"/people/{judged.employee.person.pk}/", f"/people/{judged.employee.person.pk}/log/"]  # fmt: skip
        for address in addresses:
            for htmx in (False, True):
                shown = browser.get(address, follow=True, htmx=htmx).content.decode()
                assert SECRET not in shown, address
                assert "uitstekend</p>" not in shown, address
        assert SECRET not in browser.get("/search/", {"q": SECRET[:6]}, follow=True).content.decode()
        looked = browser.post(page(judged, "look"), {"purpose": "Kijken"}).content.decode()
        assert SECRET not in looked
        for name in ("take", "approve", "object", "decide", "calibrate"):
            given = {"form": "pdf", "version": draft.version, "label": 1, "reason": "x", "reasons": "x"}
            assert browser.post(url(draft, name), given).status_code == 404
        assert SECRET not in str(own_data(getattr(judged, part).actor))
    assert not hasattr(Appraisal, "history")
    assert not hasattr(Score, "history")
    assert SECRET not in str(list(AuditEvent.objects.values()))
    send(judged, remark=SECRET, reason=SECRET, chosen=5)
    assert SECRET in signed_in(judged.employee).get(page(judged)).content.decode()
    assert SECRET in str(own_data(judged.employee.actor))


def test_W08_a_draft_that_came_back_is_private_again(judged, signed_in):
    appraisal = at(judged, "draft")
    make_passage(appraisal, "return", judged.director.person, words=SECRET)
    score(judged, remark=SECRET)
    for part in OTHERS:
        assert SECRET not in signed_in(getattr(judged, part)).get(page(judged), follow=True).content.decode()
        assert SECRET not in str(own_data(getattr(judged, part).actor))
    assert SECRET in signed_in(judged.line_manager).get(page(judged)).content.decode()


def test_W08_who_appraises_does_not_see_the_draft_about_themselves(judged, signed_in):
    """The line manager is appraised by the director."""
    from tests.factories import make_conversation
    from zichtlijn.appraisals.actions import scoring

    own = make_conversation(judged.step, judged.line_manager.person, judged.director.person, judged.team)
    scoring.save_scores(own, {}, chosen=5, reason=SECRET, version=0, by=judged.director.actor)
    browser = signed_in(judged.line_manager)
    for address in (f"/conversations/{own.pk}/", "/conversations/", "/appraisals/", url(judged.cycle, "calibration")):
        assert SECRET not in browser.get(address, follow=True).content.decode()
    assert browser.get(url(Appraisal.objects.get())).status_code == 404
    assert browser.get(url(own, "score")).status_code == 404


def test_W10_a_new_manager_gets_the_conversation_without_the_draft(judged, signed_in):
    from zichtlijn.organisation.models import Placement

    draft = score(judged, remark=SECRET)
    Placement.objects.filter(person=judged.employee.person).update(line_manager=judged.other_manager.person)
    assert signed_in(judged.line_manager).get(url(draft)).status_code == 404
    shown = signed_in(judged.other_manager).get(url(judged.conversation, "score"))
    assert shown.status_code == 200
    assert SECRET not in shown.content.decode()


def test_W13_the_file_answers_as_the_page_does(judged, signed_in):
    appraisal = send(judged)
    answer(judged)
    for part in ("employee", "line_manager", "director"):
        answered = signed_in(getattr(judged, part)).post(url(appraisal, "take"), {"form": "pdf"})
        assert answered.content.startswith(b"%PDF")
    for part in ("colleague", "other_manager", "hr", "administrator", "works_council", "consultant"):
        assert signed_in(getattr(judged, part)).post(url(appraisal, "take"), {"form": "pdf"}).status_code == 404
    at(judged, "final")
    assert signed_in(judged.director).post(url(appraisal, "take"), {"form": "pdf"}).status_code == 404


def test_a_reason_that_the_employee_is_not_shown_is_not_kept_for_others(judged, signed_in):
    score(judged, chosen=5, reason=SECRET)
    send(judged, chosen=3, reason=SECRET)
    appraisal = answer(judged)
    assert (appraisal.proposed, appraisal.chosen, appraisal.reason) == (3, 3, "")
    Appraisal.objects.update(reason=SECRET)  # as it was kept before
    browser = signed_in(judged.director)
    assert SECRET not in browser.get(url(appraisal)).content.decode()
    assert SECRET not in browser.get(url(appraisal, "return")).content.decode()
    assert SECRET not in signed_in(judged.hr).post(page(judged, "look"), {"purpose": "Klacht"}).content.decode()


def test_hr_reads_it_by_a_look_that_is_written_down(judged, signed_in):
    send(judged, remark=SECRET)
    browser = signed_in(judged.hr)
    assert SECRET not in browser.get(page(judged)).content.decode()
    assert SECRET in browser.post(page(judged, "look"), {"purpose": "Klacht"}).content.decode()
    assert AuditEvent.objects.filter(event="conversation_seen", detail__purpose="Klacht").count() == 1


def test_W18_in_a_closed_cycle_nothing_changes_and_the_same_people_read(judged, signed_in):
    appraisal = send(judged)
    answer(judged)
    cycles.close_cycle(judged.cycle, by=judged.hr.actor)
    version = now(judged).version
    assert signed_in(judged.employee).get(page(judged)).status_code == 200
    assert signed_in(judged.colleague).get(page(judged)).status_code == 404
    assert signed_in(judged.director).post(url(appraisal, "approve"), {"version": version}).status_code == 409
    given = {"version": version, "label": 5, "reason": "x"}
    assert signed_in(judged.hr).post(url(appraisal, "calibrate"), given).status_code == 422
    assert now(judged).state == "answered"
    with pytest.raises(NotNow):
        score(judged)


def test_W26_another_organisation_knows_nothing_of_it(judged, signed_in):
    appraisal = send(judged)
    for member in (judged.twin.hr, judged.twin.administrator, judged.twin.director):
        browser = signed_in(member)
        for name in ("appraisal", "return", "object", "decide", "calibrate"):
            assert browser.get(url(appraisal, name)).status_code == 404
        for name in ("scheme", "calibration", "distribution"):
            assert browser.get(url(judged.cycle, name)).status_code == 404


def test_W79_two_windows_of_the_manager_do_not_overwrite_each_other(judged, signed_in):
    browser = signed_in(judged.line_manager)
    address = url(judged.conversation, "score")
    first = dict.fromkeys((f"level_{key}" for key in keys(judged)), 4) | {"chosen": 4, "version": 0, "reason": ""}
    assert browser.post(address, first).status_code == 302
    second = browser.post(address, first | {f"level_{keys(judged)[0]}": 2, "version": 0, "chosen": 3})
    assert second.status_code == 409
    shown = second.content.decode()
    assert "zeer goed" in shown
    assert "matig" in shown
    assert set(Score.objects.values_list("level", flat=True)) == {4}


def test_W79_manager_and_hr_change_the_same_appraisal(judged):
    seen = send(judged)
    calibrating.calibrate(seen, label=4, reason="Zoals elders", version=seen.version, by=judged.hr.actor)
    with pytest.raises(EditConflict) as refused:
        calibrating.calibrate(seen, label=2, reason="Te hoog", version=seen.version, by=judged.hr.actor)
    assert ("Label", "zeer goed", "matig") in refused.value.fields
    assert ("Reason", "Zoals elders", "Te hoog") in refused.value.fields
    with pytest.raises(NotNow, match="calibration session"):
        talking.take_back_report(judged.conversation, by=judged.line_manager.actor)
    with pytest.raises(NotNow):
        score(judged, levels=(1, 1, 1, 1))
    assert (now(judged).chosen, now(judged).label) == (3, 4)


def test_W79_what_calibration_changed_must_be_read_before_one_signs(judged):
    seen = send(judged)
    version = seen.report.version
    calibrating.calibrate(seen, label=4, reason="Zoals elders", version=seen.version, by=judged.hr.actor)
    with pytest.raises(NotNow, match="changed after"):
        talking.answer_report(
            judged.conversation, answer="agreed", remarks="", version=version, by=judged.employee.actor
        )
    answer(judged)
    assert Passage.objects.get(move="answer").after == 4


def test_W79_scores_that_were_changed_must_be_read_before_one_signs(judged):
    version = send(judged).report.version
    talking.take_back_report(judged.conversation, by=judged.line_manager.actor)
    send(judged, chosen=2, reason="Toch minder")
    with pytest.raises(NotNow, match="changed after"):
        talking.answer_report(
            judged.conversation, answer="agreed", remarks="", version=version, by=judged.employee.actor
        )


def test_W79_what_the_second_appraiser_returned_is_read_again(judged):
    send(judged)
    appraisal = answer(judged)
    version = appraisal.report.version
    deciding.return_appraisal(appraisal, reason="Te streng", version=appraisal.version, by=judged.director.actor)
    send(judged, chosen=2, reason="Toch minder")
    with pytest.raises(NotNow, match="changed after"):
        talking.answer_report(
            judged.conversation, answer="agreed", remarks="", version=version, by=judged.employee.actor
        )


def test_W23_every_form_carries_its_token(judged, signed_in):
    appraisal = at(judged, "answered")
    shown = signed_in(judged.director).get(url(appraisal)).content.decode()
    forms = re.findall(r"<form[^>]*method=.post.*?</form>", shown.partition("<main")[2], re.DOTALL)
    assert forms
    assert all("csrfmiddlewaretoken" in form for form in forms)
