"""What the employee sees of a report that the second appraiser returned: that it comes again, and their own remarks."""

from tests.appraisals.judged import send
from tests.conversations.talk import url
from zichtlijn.appraisals.actions import deciding
from zichtlijn.appraisals.models import Appraisal
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
