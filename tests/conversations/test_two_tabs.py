"""One text in two tabs: nothing is overwritten unseen, and one chooses per field in which one typed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conversations.talk import state, url, write
from tests.factories import make_agreement, make_conversation, make_report, make_step
from zichtlijn.access.refusals import EditConflict
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import AgreementAnswer, Preparation

SECRET = "geheim-van-een-van-beiden"
TEXTS = {"looking_back": SECRET, "looking_ahead": "", "needs": ""}


def test_two_tabs_do_not_overwrite_each_other(talk, signed_in):
    browser = signed_in(talk.employee)
    first = browser.post(url(talk, "prepare"), TEXTS | {"version": 1}, htmx=True)
    assert first.status_code == 200
    assert 'value="2"' in first.content.decode()
    second = browser.post(url(talk, "prepare"), TEXTS | {"looking_back": "Anders", "version": 1}, htmx=True)
    assert second.status_code == 409
    assert SECRET in second.content.decode()
    assert Preparation.objects.get().looking_back == SECRET
    kept = browser.post(url(talk, "prepare"), TEXTS | {"looking_back": "Anders", "version": 1, "replace": 2}, htmx=True)
    assert kept.status_code == 200
    assert Preparation.objects.get().looking_back == "Anders"
    with pytest.raises(EditConflict):
        talking.write_preparation(talk.conversation, TEXTS, version=1, by=talk.employee.actor)
    page = browser.post(url(talk, "prepare"), TEXTS | {"version": 1})
    assert page.status_code == 409
    assert SECRET in page.content.decode()


def test_of_two_tabs_only_the_fields_in_which_one_typed_are_replaced(talk, signed_in):
    browser, at = signed_in(talk.employee), url(talk, "prepare")
    browser.post(at, TEXTS | {"looking_ahead": "Vooruit", "version": 1}, htmx=True)
    mine = {"looking_back": "Anders", "looking_ahead": "", "needs": "", "version": 1}
    asked = browser.post(at, mine, htmx=True).content.decode()
    for name in ("looking_back", "looking_ahead"):
        assert f'name="mine" value="{name}"' in asked
    kept = browser.post(at, mine | {"replace": 2, "mine": ["-", "looking_back"]}, htmx=True)
    row = Preparation.objects.get()
    assert (row.looking_back, row.looking_ahead) == ("Anders", "Vooruit")
    shown = kept.content.decode()
    assert 'value="3"' in shown
    assert 'name="looking_ahead"' in shown
    assert 'name="looking_back"' not in shown


def test_of_two_tabs_the_text_of_the_other_can_be_taken_over(talk, signed_in):
    browser, at = signed_in(talk.employee), url(talk, "prepare")
    browser.post(at, TEXTS | {"version": 1}, htmx=True)
    asked = browser.post(at, TEXTS | {"looking_back": "Anders", "version": 1}, htmx=True)
    assert 'name="take"' in asked.content.decode()
    taken = browser.post(at, TEXTS | {"looking_back": "Anders", "version": 1, "take": 1}, htmx=True)
    assert taken.status_code == 200
    assert SECRET in taken.content.decode()
    assert Preparation.objects.get().looking_back == SECRET


# what came of earlier agreements ----------------------------------------------------------------------------------


@pytest.fixture
def carried(talk):
    """The cast, with two agreements of an earlier conversation and a report that is being written."""
    day = timezone.localdate() - timedelta(days=70)
    step = make_step(talk.cycle, "planning", opens_on=day - timedelta(days=20), closes_on=day)
    people = talk.employee.person, talk.line_manager.person
    earlier = make_conversation(step, *people, talk.team, state="final", final_on=day)
    report = make_report(earlier, talk.line_manager.person, sent_at=timezone.now() - timedelta(days=71))
    talk.first, talk.second = (make_agreement(report, words) for words in ("Elke week meten", "Pers schoon"))
    write(talk)
    return talk


def hidden(page, name):
    """What a form on a page holds in this hidden field; of the answers, of the report or of the button to send."""
    text = page.content.decode()
    if name == "version":  # that of the answers
        text = text[text.index('id="answers-kept"') :]
    return re.search(rf'name="{name}" value="([^"]*)"', text).group(1)


def said(agreement, outcome, remark=""):
    return {f"outcome_{agreement.pk}": outcome, f"remark_{agreement.pk}": remark}


def stored():
    return {row.agreement_id: (row.outcome, row.remark) for row in AgreementAnswer.objects.all()}


def test_R13_a_tab_writes_only_what_came_of_the_agreements_that_were_changed_in_it(carried, signed_in):
    browser, at = signed_in(carried.line_manager), url(carried, "answer_agreements")
    version = hidden(browser.get(url(carried, "report")), "version")
    one, two = carried.first, carried.second
    kept = browser.post(at, said(one, "kept", "Goed") | said(two, "") | {"version": version}, htmx=True)
    assert hidden(kept, "version") != version
    old = browser.post(at, said(one, "") | said(two, "not") | {"version": version}, htmx=True)
    assert old.status_code == 200
    assert stored() == {one.pk: ("kept", "Goed"), two.pk: ("not", "")}
    # and again from the old tab, which still shows the first one empty
    again = said(one, "") | said(two, "") | {"version": hidden(old, "version")}
    assert browser.post(at, again, htmx=True).status_code == 200
    assert stored() == {one.pk: ("kept", "Goed")}


@pytest.mark.parametrize(("choice", "stands"), [("replace", ("not", "Nee")), ("take", ("kept", "Goed"))])
def test_R13_of_two_tabs_that_say_something_else_one_chooses(carried, signed_in, choice, stands):
    browser, at = signed_in(carried.line_manager), url(carried, "answer_agreements")
    version = hidden(browser.get(url(carried, "report")), "version")
    one, two = carried.first, carried.second
    browser.post(at, said(one, "kept", "Goed") | said(two, "") | {"version": version}, htmx=True)
    mine = said(one, "not", "Nee") | said(two, "dropped") | {"version": version}
    asked = browser.post(at, mine, htmx=True)
    assert asked.status_code == 409
    assert "Kept: Goed" in asked.content.decode()
    assert hidden(asked, "version") == version
    assert stored() == {one.pk: ("kept", "Goed")}
    page = browser.post(at, mine)
    assert page.status_code == 422
    assert "Kept: Goed" in page.content.decode()
    assert 'value="Nee"' in page.content.decode()
    kept = browser.post(at, mine | {choice: hidden(asked, "replace") if choice == "replace" else 1}, htmx=True)
    assert stored() == {one.pk: stands, two.pk: ("dropped", "")}
    assert ('hx-swap-oob="true"' in kept.content.decode().partition("send-box")[0]) == (choice == "take")
    shown = said(one, *stands) | said(two, "dropped", "Later") | {"version": hidden(kept, "version")}
    assert browser.post(at, shown, htmx=True).status_code == 200
    assert stored()[two.pk] == ("dropped", "Later")


@pytest.mark.parametrize("what", ["answer", "agreement"])
def test_W29_a_report_is_not_sent_with_what_another_tab_put_in_it(carried, signed_in, what):
    browser = signed_in(carried.line_manager)
    page = browser.get(url(carried, "report"))
    report = carried.conversation.reports.get()
    read = {"version": report.version, "said": hidden(page, "said"), "agreed": hidden(page, "agreed")}
    if what == "answer":
        given = said(carried.first, "kept") | {"version": hidden(page, "version")}
        browser.post(url(carried, "answer_agreements"), given, htmx=True)
    else:
        given = {"kind": "result", "text": "Nog een", "version": 1}
        assert browser.post(url(carried, "add_agreement"), given).status_code == 302
    assert browser.post(url(carried, "send"), read).status_code == 409
    assert state(carried) == "writing"
    page = browser.get(url(carried, "report"))
    read |= {"said": hidden(page, "said"), "agreed": hidden(page, "agreed")}
    assert browser.post(url(carried, "send"), read).status_code == 302
