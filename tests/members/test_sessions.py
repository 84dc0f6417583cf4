"""Signing out everywhere else: all other sessions of the account end at once."""

from tests.factories import Client, make_member, sign_in
from zichtlijn.access.models import User
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event

END = "/account/sessions/end"


def test_W67_W68_every_other_session_is_dead_on_its_next_request_and_this_one_goes_on(scoped):
    here, there, others = (sign_in(Client(), member) for member in (scoped.employee, scoped.employee, scoped.colleague))
    before = here.session.session_key
    assert there.get("/account").status_code == 200
    answer = here.post(END, follow=True)
    assert "You are signed out on all other devices." in answer.content.decode()
    assert there.get("/account").status_code == 302
    assert there.post("/account", {"name": "Nog even", "language": "nl"}).status_code == 302
    assert not User.objects.filter(name="Nog even").exists()
    assert here.get("/account").status_code == others.get("/account").status_code == 200
    assert here.session.session_key != before
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/account").status_code == 302


def test_it_is_written_in_the_log_of_every_organisation_of_the_account(scoped):
    elsewhere = make_member(scoped.twin.organisation, Role.CONSULTANT, user=scoped.employee.user)
    sign_in(Client(), scoped.employee).post(END)
    for membership in (scoped.employee.membership, elsewhere.membership):
        with in_organisation(membership.organisation):
            line = AuditEvent.objects.get(event=Event.SESSIONS_ENDED)
            assert (line.by_id, line.on_id) == (scoped.employee.user.pk, membership.pk)


def test_the_account_page_has_the_button_and_looking_at_the_address_ends_nothing(scoped):
    browser = sign_in(Client(), scoped.employee)
    assert f'action="{END}"' in browser.get("/account").content.decode()
    assert browser.get(END).status_code == 405
    assert User.objects.get(pk=scoped.employee.user.pk).sessions_ended == 0
