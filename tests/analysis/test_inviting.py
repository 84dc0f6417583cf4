"""Others are invited to a SWOT: a link to copy, and a mail to whom one chooses."""

import pytest
from django.urls import reverse

from tests.factories import make_person, make_placement
from zichtlijn.access.models import Membership
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.analysis import actions
from zichtlijn.analysis.queries.inviting import people_to_invite
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.notices.models import OutgoingMail


@pytest.fixture(autouse=True)
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"


def url(name, analysis):
    return reverse(f"analysis:{name}", args=[analysis.pk])


def test_who_is_chosen_gets_the_link_and_it_is_written_down(scoped, of_unit, settings):
    chosen = [scoped.employee.person, scoped.other_manager.person]
    assert actions.invite_to_swot(of_unit, chosen, by=scoped.other_manager.actor) == 1  # not oneself
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == [scoped.employee.user.email]
    assert f"{settings.BASE_URL}/in/proef{url('swot', of_unit)}" in mail.body
    assert scoped.other_department.name in mail.subject
    told = AuditEvent.objects.get(event=Event.WORKSHOP_INVITED)
    assert told.detail == {"people": 1}


def test_a_closed_workshop_somebody_without_account_and_nobody_are_refused_and_mail_nobody(scoped, of_unit):
    by, stranger = scoped.other_manager.actor, make_person(scoped.organisation, "Zonder", "Account")
    with pytest.raises(NotNow, match="Zonder Account cannot sign in"):
        actions.invite_to_swot(of_unit, [scoped.employee.person, stranger], by=by)
    with pytest.raises(NotNow, match="other than yourself"):
        actions.invite_to_swot(of_unit, [scoped.other_manager.person], by=by)
    actions.set_gathering(of_unit, False, by=by)
    with pytest.raises(NotNow, match="closed"):
        actions.invite_to_swot(of_unit, [scoped.employee.person], by=by)
    with pytest.raises(NotAllowed):
        actions.invite_to_swot(of_unit, [scoped.employee.person], by=scoped.employee.actor)
    assert not OutgoingMail.objects.exists()
    assert not AuditEvent.objects.filter(event=Event.WORKSHOP_INVITED).exists()


def test_people_of_the_unit_and_below_are_listed_as_long_as_they_can_sign_in(scoped, of_unit, analysis):
    make_placement(scoped.colleague.person, scoped.other_department, scoped.position)
    by = scoped.other_manager.actor
    assert scoped.colleague.person in people_to_invite(by, of_unit)
    assert scoped.other_manager.person not in people_to_invite(by, of_unit)
    Membership.objects.filter(pk=scoped.colleague.membership.pk).update(is_active=False)
    assert scoped.colleague.person not in people_to_invite(by, of_unit)
    heads = people_to_invite(scoped.director.actor, analysis)
    assert {scoped.line_manager.person, scoped.other_manager.person} <= set(heads)
    assert scoped.employee.person not in heads


def test_from_the_page_one_copies_the_link_or_mails_it(scoped, of_unit, signed_in, settings):
    browser, invite = signed_in(scoped.other_manager), url("invite", of_unit)
    page = browser.get(url("swot", of_unit)).content.decode()
    assert f'readonly value="{settings.BASE_URL}/in/proef{url("swot", of_unit)}"' in page
    assert invite in page
    joining = signed_in(scoped.employee).get(url("swot", of_unit)).content.decode()
    assert "readonly" in joining
    assert invite not in joining
    refused = browser.post(invite, {"other": "Bestaat niet"})
    assert refused.status_code == 422
    assert "Bestaat niet" in refused.content.decode()
    assert browser.post(invite, {"other": ""}).status_code == 422
    assert browser.post(invite, {"people": [2**63]}).status_code == 422
    answer = browser.post(invite, {"other": scoped.employee.person.name}, follow=True)
    assert answer.redirect_chain[-1][0] == url("swot", of_unit)
    assert "mailed to 1 person" in answer.content.decode()
    actions.set_gathering(of_unit, False, by=scoped.other_manager.actor)
    assert "readonly" not in browser.get(url("swot", of_unit)).content.decode()
    assert browser.post(invite, {"other": scoped.employee.person.name}).status_code == 422


def test_everybody_in_the_list_is_ticked_without_javascript_too(scoped, of_unit, signed_in):
    make_placement(scoped.colleague.person, scoped.other_department, scoped.position)
    page = signed_in(scoped.other_manager).get(url("invite", of_unit), {"tick": "all"}).content.decode()
    assert f'value="{scoped.colleague.person.pk}" checked' in page


def test_the_page_of_a_closed_workshop_says_so_before_anybody_chooses(scoped, of_unit, signed_in):
    address = reverse("analysis:invite", args=[of_unit.pk])
    browser = signed_in(scoped.other_manager)
    assert "Contributions are closed" not in browser.get(address).content.decode()
    actions.set_gathering(of_unit, False, by=scoped.other_manager.actor)
    assert "Contributions are closed" in browser.get(address).content.decode()
