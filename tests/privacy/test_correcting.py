"""A request for a correction: the way to where it stands for who decides, and all that was asked for who asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import make_correction, sign_in
from zichtlijn.organisation.models import Person
from zichtlijn.privacy.actions import speaking
from zichtlijn.privacy.policy import rules


def test_who_decides_gets_the_way_to_where_it_stands_and_who_asked_reads_what_it_should_be(scoped, client):
    asked = speaking.ask_correction(wrong="Mijn naam", right="Emma met twee m’s", by=scoped.employee.actor)
    person = scoped.employee.person.pk
    page = sign_in(client, scoped.hr).get(reverse("privacy:correction", args=[asked.pk])).content.decode()
    assert f'href="{reverse("organisation:person", args=[person])}"' in page
    assert f'href="{reverse("organisation:change_person", args=[person])}"' in page
    mine = sign_in(client, scoped.employee).get(reverse("home:my_file")).content.decode()
    assert "Emma met twee m’s" in mine
    assert 'href="#looks"' in mine  # a long page: the way to who looked stands above it
    speaking.decide_correction(asked, decision="refused", reason="Klopt al", by=scoped.hr.actor)
    page = sign_in(client, scoped.hr).get(reverse("privacy:correction", args=[asked.pk])).content.decode()
    assert reverse("organisation:change_person", args=[person]) not in page


@pytest.mark.parametrize("left", [True, False])
def test_it_is_said_when_nobody_is_told_of_the_decision(scoped, client, left):
    """Who asked and then left cannot come in: no mail, and no page on which the answer stands."""
    asked = speaking.ask_correction(wrong="Datum", right="", by=scoped.employee.actor)
    if left:
        Person.objects.filter(pk=scoped.employee.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    url = reverse("privacy:correction", args=[asked.pk])
    page = sign_in(client, scoped.hr).get(url).content.decode()
    assert ("send it yourself" in page) == left
    mail.outbox.clear()
    answer = client.post(url, {"decision": "refused", "reason": "Klopt al"}, follow=True).content.decode()
    assert ("send the decision yourself" in answer) == left
    assert ("The person gets a message" in answer) != left
    assert len(mail.outbox) == (0 if left else 1)


def test_R13_the_second_to_decide_hears_it_and_keeps_what_was_typed(scoped, client):
    asked = speaking.ask_correction(wrong="Datum", right="", by=scoped.employee.actor)
    url = reverse("privacy:correction", args=[asked.pk])
    speaking.decide_correction(asked, decision="refused", reason="Eerste", by=scoped.administrator.actor)
    browser = sign_in(client, scoped.hr)
    answer = browser.post(url, {"decision": "granted", "reason": "Tweede <reden>"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Your decision was not saved" in text
    assert "This request is not open any more: not corrected." in text
    assert "Tweede &lt;reden&gt;</textarea>" in text
    assert "Eerste" in text
    assert scoped.administrator.person.name in text
    assert "Your decision was not saved" in browser.post(url, {"reason": "Zonder keuze"}).content.decode()
    assert "Your decision was not saved" not in browser.get(url).content.decode()


def test_every_request_that_waits_can_be_withdrawn_and_older_ones_are_folded(scoped, client):
    oldest = speaking.ask_correction(wrong="De oudste", right="", by=scoped.employee.actor)
    for number in range(14):
        make_correction(scoped.employee.person, f"Verzoek nummer {number}", state="withdrawn")
    page = sign_in(client, scoped.employee).get(reverse("home:my_file")).content.decode()
    shown, folded = page.split("Earlier requests")
    assert "De oudste" in shown
    assert reverse("privacy:withdraw_correction", args=[oldest.pk]) in shown
    assert "csrfmiddlewaretoken" in shown.split("De oudste")[1].split("</form>")[0]
    assert ">4<" in folded
    assert [f"nummer {number}<" in shown for number in range(14)] == [number > 3 for number in range(14)]
    assert all(f"nummer {number}<" in folded for number in range(4))


def test_the_empty_list_of_closed_requests_does_not_say_that_nobody_asks(scoped, client):
    browser = sign_in(client, scoped.hr)
    url = reverse("privacy:corrections")
    assert "Nobody asks for a correction now" in browser.get(url).content.decode()
    speaking.ask_correction(wrong="Datum", right="", by=scoped.employee.actor)
    closed = browser.get(f"{url}?show=done").content.decode()
    assert "No request was closed yet" in closed
    assert "Nobody asks" not in closed


def test_in_dutch_the_policy_says_geslacht_as_every_page_does():
    with translation.override("nl"):
        rule = rules()["equal_pay"]
        assert "geslacht" in rule.label.casefold()
        assert "gender" not in f"{rule.label} {rule.why}".casefold()
