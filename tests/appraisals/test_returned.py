"""What the employee sees of a report that the second appraiser returned: that it comes again, and their own remarks."""

import pytest

from tests.appraisals.judged import answer, keys, now, send
from tests.conversations.talk import hand_over, url
from tests.factories import make_mandate
from zichtlijn.access.refusals import EditConflict
from zichtlijn.appraisals.actions import deciding
from zichtlijn.appraisals.actions.scoring import save_scores
from zichtlijn.appraisals.models import Appraisal, Score
from zichtlijn.conversations.actions import talking


def test_who_signed_before_it_was_returned_finds_the_remarks_again(judged, signed_in):
    send(judged)
    browser = signed_in(judged.employee)
    report = judged.conversation.reports.get()
    talking.answer_report(
        judged.conversation, answer="seen", remarks="Mijn kant", version=report.version, by=judged.employee.actor
    )
    appraisal = Appraisal.objects.get(report=report)
    deciding.return_appraisal(appraisal, reason="Te streng", version=appraisal.version, by=judged.director.actor)
    shown = browser.get(url(judged)).content.decode()
    assert "was returned to who writes it" in shown
    assert "Mijn kant" in shown
    assert "Te streng" not in shown
    assert "Mijn kant" not in signed_in(judged.hr).get(url(judged)).content.decode()
    send(judged, chosen=2, reason="Toch minder")
    assert "Mijn kant" in browser.get(url(judged, "answer")).content.decode()


def returned_to_the_old(cast):
    """Signed by the employee and returned; then the employee gets another manager, before it is sent again."""
    send(cast, remark="Altijd op tijd")
    answer(cast, remarks="Mijn kant")
    make_mandate(cast.conversation, second=cast.director.person)
    appraisal = now(cast)
    deciding.return_appraisal(appraisal, reason="Te streng", version=appraisal.version, by=cast.director.actor)
    hand_over(cast)
    return appraisal


def test_W10_who_becomes_the_manager_after_it_was_returned_writes_on_in_it(judged, signed_in):
    appraisal = returned_to_the_old(judged)
    browser = signed_in(judged.other_manager)
    shown = browser.get(url(judged)).content.decode()
    assert "Te streng" in shown
    assert "An earlier manager wrote it" in shown
    assert "Altijd op tijd" not in shown
    assert browser.get(f"/conversations/{judged.conversation.pk}/scores/").url == url(judged, "report")
    browser.post(url(judged, "report"))
    assert "Het jaar" in browser.get(url(judged, "report")).content.decode()
    assert "Altijd op tijd" in browser.get(f"/conversations/{judged.conversation.pk}/scores/").content.decode()
    report = judged.conversation.reports.get()
    assert (report.writer, report.appraisal) == (judged.other_manager.person, appraisal)
    talking.send_report(judged.conversation, version=report.version, by=judged.other_manager.actor)
    told = signed_in(judged.employee).get(url(judged)).content.decode()
    assert "Te streng" in told
    assert "Mijn kant" in told


def test_W79_scores_typed_before_one_got_what_came_back_overwrite_nothing(judged):
    returned_to_the_old(judged)
    given = dict.fromkeys(keys(judged), (1, ""))
    with pytest.raises(EditConflict):
        save_scores(judged.conversation, given, chosen=1, reason="", version=0, by=judged.other_manager.actor)
    assert {row.level for row in Score.objects.all()} == {4, 3, 2}
