"""One text in two tabs: nothing is overwritten unseen, and one chooses per field in which one typed."""

import pytest

from tests.conversations.talk import url
from zichtlijn.access.refusals import EditConflict
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.models import Preparation

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
