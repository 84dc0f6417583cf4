"""Another e-mail address for an account: asked by its owner or an administrator, confirmed by a link at the new one."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, Client, make_member, make_user, sign_in
from zichtlijn.access import actions as access
from zichtlijn.access import tasks as access_tasks
from zichtlijn.access.mail import password_link
from zichtlijn.access.models import AddressChange, Membership, User
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.members import actions, tasks
from zichtlijn.notices.models import OutgoingMail
from zichtlijn.organisation.models import Person

OWN = "/account/email"
NEW = "emma.nieuw@proef.example"


@pytest.fixture(autouse=True)
def tasks_run_at_once(settings, db):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    cache.clear()


def came_in(member):
    Membership.objects.filter(pk=member.membership.pk).update(came_in_at=timezone.now())
    return member


def who_gave_the_password(member):
    """A browser in which this member has just signed in, and gave the password once more."""
    browser = sign_in(Client(), member)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def asks(member, email=NEW):
    return who_gave_the_password(member).post(OWN, {"email": email})


def to(address):
    return [sent for sent in mail.outbox if sent.to == [address]]


def link_to(address):
    return re.search(r"http://127\.0\.0\.1:\d+(/account/email/confirm/\S+)", to(address)[-1].body)[1]


def address_of(member):
    return User.objects.get(pk=member.user.pk).email


def is_dead(link):
    seen, sent = Client().get(link), Client().post(link)
    said = all("no longer works" in answer.content.decode() for answer in (seen, sent))
    return said and (seen.status_code, sent.status_code) == (200, 409)


# one's own


def test_nothing_changes_until_the_link_is_followed(scoped):
    assert asks(scoped.employee)["Location"] == "/account"
    assert address_of(scoped.employee) == scoped.employee.email
    told = to(scoped.employee.email)[-1].body
    assert NEW in told, "the present address is told which one was asked"
    assert "/confirm/" not in told, "and gets no link"
    page = Client().get(link_to(NEW))
    assert NEW in page.content.decode()
    assert address_of(scoped.employee) == scoped.employee.email, "looking at the page changes nothing"


def test_with_the_link_one_signs_in_at_the_new_address_and_no_longer_at_the_old(scoped):
    EmailAddress.objects.create(user=scoped.employee.user, email=scoped.employee.email, verified=True, primary=True)
    asks(scoped.employee)
    done = Client().post(link_to(NEW), follow=True)
    assert f"From now on you sign in with {NEW}" in done.content.decode()
    assert address_of(scoped.employee) == NEW
    assert Client().post("/accounts/login/", {"login": NEW, "password": PASSWORD}).status_code == 302
    old = Client().post("/accounts/login/", {"login": scoped.employee.email, "password": PASSWORD})
    assert old.status_code == 422
    assert NEW in to(scoped.employee.email)[-1].body, "the old address is told"
    assert not AddressChange.objects.exists()


def test_W68_every_session_ends_with_the_change(scoped):
    here, there = who_gave_the_password(scoped.employee), sign_in(Client(), scoped.employee)
    others = sign_in(Client(), scoped.colleague)
    here.post(OWN, {"email": NEW})
    assert there.get("/account").status_code == 200, "asking ends nothing"
    here.post(link_to(NEW))
    assert here.get("/account").status_code == there.get("/account").status_code == 302
    assert others.get("/account").status_code == 200


def test_it_is_written_down_where_somebody_is_a_member_and_without_the_addresses(scoped):
    make_member(scoped.twin.organisation, Role.CONSULTANT, user=scoped.employee.user)
    asks(scoped.employee)
    Client().post(link_to(NEW))
    here = AuditEvent.objects.get(event=Event.ADDRESS_CHANGED)
    assert (here.by_id, here.about_person_id) == (scoped.employee.user.pk, scoped.employee.person.pk)
    assert here.detail == {}


def test_the_password_is_asked_first(scoped):
    browser = sign_in(Client(), scoped.employee)
    for answer in (browser.get(OWN), browser.post(OWN, {"email": NEW})):
        assert answer["Location"] == "/accounts/reauthenticate/?next=%2Faccount%2Femail"
    assert mail.outbox == []
    assert browser.post(answer["Location"], {"password": PASSWORD})["Location"] == OWN
    assert browser.get(OWN).status_code == 200


def test_what_was_typed_is_still_there_when_the_password_is_asked_in_between(scoped, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+00:00", tick=False)
    browser = who_gave_the_password(scoped.employee)
    assert browser.get(OWN).status_code == 200
    time_machine.move_to("2026-03-02 10:06:00+00:00", tick=False)
    asked = browser.post(OWN, {"email": NEW}, follow=True)
    assert "Nothing has been sent yet" in asked.content.decode()
    assert NEW not in str(asked.redirect_chain), "an address belongs in no log of addresses"
    assert browser.post(asked.request["PATH_INFO"] + "?next=" + OWN, {"password": PASSWORD})["Location"] == OWN
    assert f'value="{NEW}"' in browser.get(OWN).content.decode()
    assert f'value="{NEW}"' not in browser.get(OWN).content.decode(), "it is kept for one page"
    assert mail.outbox == []


@pytest.mark.parametrize("email", ["", "geen adres", "EMPLOYEE@proef.example", "a@b.example\nBcc: c@d.example"])
def test_an_address_that_is_none_or_the_same_is_refused(scoped, email):
    assert asks(scoped.employee, email).status_code == 422
    assert mail.outbox == []


def test_asking_for_ones_own_account_is_in_the_security_log_without_the_address(scoped, caplog):
    asks(scoped.employee)
    assert f"another address was asked: user={scoped.employee.user.pk} from=127.0.0.1" in caplog.text
    assert NEW not in "".join(record.getMessage() for record in caplog.records if "security" in record.name)


def test_the_account_shows_what_is_waiting_and_it_can_be_withdrawn(scoped):
    asks(scoped.employee)
    browser = sign_in(Client(), scoped.employee)
    assert NEW in browser.get("/account").content.decode()
    browser.post("/account/email/forget")
    assert NEW not in browser.get("/account").content.decode()
    assert is_dead(link_to(NEW))
    assert address_of(scoped.employee) == scoped.employee.email


# links


def test_W72_a_link_works_once(scoped):
    asks(scoped.employee)
    link = link_to(NEW)
    assert Client().post(link).status_code == 302
    assert is_dead(link)


def by_another_request(member):
    asks(member, "nog.een.ander@proef.example")


def by_password(member):
    user = User.objects.get(pk=member.user.pk)
    user.set_password("weer iets anders dan dit")
    user.save()


def by_another_address(member):
    access.change_address(User.objects.get(pk=member.user.pk), "derde@proef.example")


def by_ending_sessions(member):
    access.end_sessions(member.user)


def by_removal(member):
    User.objects.get(pk=member.user.pk).delete()


def by_taking_out_of_use(member):
    User.objects.filter(pk=member.user.pk).update(is_active=False)


def by_somebody_who_took_the_address(member):
    make_user(NEW)


@pytest.mark.parametrize(
    "spoil",
    [
        by_another_request,
        by_password,
        by_another_address,
        by_ending_sessions,
        by_removal,
        by_taking_out_of_use,
        by_somebody_who_took_the_address,
    ],
    ids=lambda function: function.__name__,
)
def test_W72_a_link_dies_with_what_it_was_made_for(scoped, spoil):
    asks(scoped.employee)
    link = link_to(NEW)
    spoil(scoped.employee)
    assert is_dead(link)
    assert not User.objects.filter(pk=scoped.employee.user.pk, email=NEW).exists()


def by_choosing_another_password(browser, member):
    words = {"oldpassword": PASSWORD, "password1": "weer iets anders dan dit", "password2": "weer iets anders dan dit"}
    assert browser.post("/accounts/password/change/", words).status_code == 302


def by_a_password_from_the_mail(browser, member):
    owner = Client()
    page = owner.get(password_link(User.objects.get(pk=member.user.pk)), follow=True)
    words = {"password1": "weer iets anders dan dit", "password2": "weer iets anders dan dit"}
    assert owner.post(page.request["PATH_INFO"], words).status_code == 302
    sign_in(browser, member)


def by_signing_out_everywhere(browser, member):
    assert browser.post("/account/sessions/end").status_code == 302


@pytest.mark.parametrize(
    "withdraw",
    [by_choosing_another_password, by_a_password_from_the_mail, by_signing_out_everywhere],
    ids=lambda function: function.__name__,
)
def test_W72_the_request_goes_with_its_link_so_that_no_new_link_is_made(scoped, withdraw):
    """What a thief asked is over once the owner has done as the mail says, also when that link never arrived."""
    browser = who_gave_the_password(scoped.employee)
    browser.post(OWN, {"email": NEW})
    assert NEW in browser.get("/account").content.decode()
    failed = failed_link(scoped)
    withdraw(browser, scoped.employee)
    assert NEW not in browser.get("/account").content.decode()
    with pytest.raises(NotNow):
        actions.send_again(failed, by=scoped.administrator.actor)
    assert actions.send_all_again(by=scoped.administrator.actor) == (0, 1)
    assert len(to(NEW)) == 1


def test_W72_a_link_dies_of_age_and_so_does_the_request(scoped, time_machine):
    time_machine.move_to("2026-03-02 10:00:00+00:00", tick=False)
    asks(scoped.employee)
    link = link_to(NEW)
    time_machine.move_to("2026-03-05 10:00:02+00:00", tick=False)
    assert is_dead(link)
    assert NEW not in sign_in(Client(), scoped.employee).get("/account").content.decode()
    access.forget_what_is_over()
    assert not AddressChange.objects.exists()


def test_W72_links_for_a_password_from_before_are_dead_after_the_change(scoped):
    before = password_link(scoped.employee.user)
    asks(scoped.employee)
    Client().post(link_to(NEW))
    assert "no longer works" in Client().get(before, follow=True).content.decode()


def test_W72_the_key_of_one_request_does_not_open_another(scoped):
    asks(scoped.employee)
    asks(scoped.colleague, "cas.nieuw@proef.example")
    mine, theirs = link_to(NEW), link_to("cas.nieuw@proef.example")
    mixed = mine.split("-")[0] + "-" + theirs.split("-", 1)[1]
    assert is_dead(mixed)
    assert is_dead(mine.replace("confirm/", "confirm/9"))


def test_W74_the_key_never_stands_in_a_log(scoped):
    from zichtlijn.access.logs import OneLine

    asks(scoped.employee)
    link = link_to(NEW)
    import logging

    line = OneLine().format(logging.LogRecord("x", logging.INFO, "", 0, f'"GET {link} HTTP/1.1" 200', (), None))
    assert link.split("-", 1)[1].rstrip("/") not in line
    assert "/account/email/confirm/" in line


# who has an account is nobody's business


def test_W73_a_known_and_an_unknown_address_get_the_same_answer(scoped):
    known = make_user("bekend@elders.example").email
    answers = []
    for email in (known, "niemand@elders.example"):
        answer = asks(scoped.employee, email)
        shown = sign_in(Client(), scoped.employee).get("/account").content.decode()
        page = re.sub(r'(csrf\S+" (value|content)|data-\S*nonce)="[^"]+"', "", shown).replace(email, "ADDRESS")
        answers.append((answer.status_code, answer["Location"], page))
    assert answers[0] == answers[1]
    assert "/confirm/" not in to(known)[-1].body, "who has it already gets no link"
    assert "already have" in to(known)[-1].body
    assert "/confirm/" in to("niemand@elders.example")[-1].body
    assert len(to(scoped.employee.email)) == 2, "the present address hears of both"


def test_W73_the_answer_is_given_before_anybody_looks_whether_the_address_is_known(scoped, monkeypatch):
    """The same work for both, counted in what the database is asked: a clock would tell of the machine."""
    looked = []
    monkeypatch.setattr(access, "send_address_link", looked.append)
    make_user("bekend@elders.example")
    browser = who_gave_the_password(scoped.employee)
    asked = []
    for email in ("eerst@elders.example", "bekend@elders.example", "niemand@elders.example"):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert browser.post(OWN, {"email": email}).status_code == 302
        asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert len(looked) == 3, "the same work is left to the worker for all"
    _first, known, unknown = asked  # the first has no earlier request to replace
    assert known == unknown
    assert len(known) > 3


def test_W75_few_links_go_to_one_address_and_for_one_account(scoped):
    browser = who_gave_the_password(scoped.employee)
    for _time in range(5):
        assert browser.post(OWN, {"email": NEW}).status_code == 302
    refused = browser.post(OWN, {"email": NEW})
    assert refused.status_code == 429
    assert "Wait an hour" in refused.content.decode()
    assert browser.post(OWN, {"email": "ander@proef.example"}).status_code == 429, "nor to another address"
    assert asks(scoped.colleague).status_code == 429, "nor by another account to this address"
    assert len(to(NEW)) == 5


# by an administrator


def page_of(member):
    return reverse("members:address", args=[member.membership.pk])


def ask(scoped, member, by=None, email=NEW):
    actions.ask_address(member.membership, email=email, reason="Andere naam", by=by or scoped.administrator.actor)


def test_an_administrator_asks_and_the_member_confirms(scoped, signed_in):
    came_in(scoped.employee)
    browser = signed_in(scoped.administrator)
    assert "really them" in browser.get(page_of(scoped.employee)).content.decode()
    assert browser.post(page_of(scoped.employee), {"email": NEW, "reason": " "}).status_code == 422
    done = browser.post(page_of(scoped.employee), {"email": NEW, "reason": "new  name"}, follow=True)
    assert NEW in done.content.decode(), "the page of the member says what is waiting"
    assert address_of(scoped.employee) == scoped.employee.email
    assert scoped.organisation.name in to(scoped.employee.email)[-1].body
    line = AuditEvent.objects.get(event=Event.ADDRESS_ASKED)
    assert (line.by_id, line.detail) == (scoped.administrator.user.pk, {"reason": "new name"})
    Client().post(link_to(NEW))
    assert address_of(scoped.employee) == NEW
    assert AuditEvent.objects.get(event=Event.ADDRESS_CHANGED).by_id == scoped.employee.user.pk


def test_the_address_in_the_personal_file_is_proposed(scoped, signed_in):
    came_in(scoped.employee)
    scoped.employee.person.email = "emma.getrouwd@proef.example"
    scoped.employee.person.save()
    page = signed_in(scoped.administrator).get(page_of(scoped.employee)).content.decode()
    assert 'value="emma.getrouwd@proef.example"' in page


def test_an_administrator_withdraws_what_an_administrator_asked_and_nothing_else(scoped, signed_in):
    came_in(scoped.employee)
    browser = signed_in(scoped.administrator)
    forget = reverse("members:forget_address", args=[scoped.employee.membership.pk])
    asks(scoped.employee)
    assert browser.post(forget).status_code == 409, "what a member asked is theirs"
    ask(scoped, scoped.employee)
    assert browser.post(forget).status_code == 302
    assert is_dead(link_to(NEW))


def test_W77_not_for_an_account_that_is_a_member_elsewhere_too(scoped, signed_in):
    assert scoped.twin.organisation, "where the consultant is a member too"
    came_in(scoped.consultant)
    with pytest.raises(NotNow) as refusal:
        ask(scoped, scoped.consultant)
    assert scoped.twin.organisation.name not in str(refusal.value)
    assert mail.outbox == []
    page = signed_in(scoped.administrator).get(page_of(scoped.consultant)).content.decode()
    assert "<form class" not in page.split("<main")[1]


def test_W77_a_link_is_dead_once_the_account_is_of_another_organisation_too(scoped):
    came_in(scoped.employee)
    ask(scoped, scoped.employee)
    make_member(scoped.twin.organisation, Role.EMPLOYEE, user=scoped.employee.user)
    assert is_dead(link_to(NEW))


def test_a_link_is_dead_once_the_member_is_put_out_of_use(scoped):
    came_in(scoped.employee)
    ask(scoped, scoped.employee)
    Membership.objects.filter(pk=scoped.employee.membership.pk).update(is_active=False)
    assert is_dead(link_to(NEW))


def leaves(member):
    """The person behind this member had their last day yesterday."""
    Person.objects.filter(pk=member.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("was_here", [True, False])
def test_who_has_left_is_neither_asked_nor_invited_elsewhere(scoped, signed_in, was_here):
    if was_here:
        came_in(scoped.employee)
    leaves(scoped.employee)
    browser = signed_in(scoped.administrator)
    assert "can no longer sign in" in browser.get(page_of(scoped.employee)).content.decode()
    given = {"email": NEW, "reason": "Andere naam"} if was_here else {"email": NEW}
    assert "can no longer sign in" in browser.post(page_of(scoped.employee), given).content.decode()
    assert address_of(scoped.employee) == scoped.employee.email
    assert Membership.objects.get(pk=scoped.employee.membership.pk).user_id == scoped.employee.user.pk
    assert mail.outbox == []


def test_a_link_is_dead_once_the_member_has_left(scoped):
    came_in(scoped.employee)
    ask(scoped, scoped.employee)
    leaves(scoped.employee)
    assert is_dead(link_to(NEW))


def test_an_invitation_that_the_worker_comes_to_after_the_last_day_is_not_sent(scoped):
    leaves(scoped.employee)
    tasks.send_invitation.call(scoped.employee.membership.pk, scoped.organisation.pk)
    assert mail.outbox == []
    Person.objects.filter(pk=scoped.employee.person.pk).update(ends_on=timezone.localdate())
    tasks.send_invitation.call(scoped.employee.membership.pk, scoped.organisation.pk)
    assert [sent.to for sent in mail.outbox] == [[scoped.employee.email]]


def test_not_for_oneself(scoped):
    came_in(scoped.administrator)
    with pytest.raises(NotNow):
        ask(scoped, scoped.administrator)


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "director", "consultant"])
def test_only_the_administrator_may(scoped, part):
    came_in(scoped.colleague)
    by = getattr(scoped, part).actor
    with pytest.raises(NotAllowed):
        ask(scoped, scoped.colleague, by=by)
    with pytest.raises(NotAllowed):
        actions.invite_elsewhere(scoped.colleague.membership, email=NEW, by=by)
    with pytest.raises(NotAllowed):
        actions.forget_address(scoped.colleague.membership, by=by)
    assert mail.outbox == []


def test_the_address_of_another_member_is_refused(scoped, signed_in):
    came_in(scoped.employee)
    answer = signed_in(scoped.administrator).post(
        page_of(scoped.employee), {"email": scoped.colleague.email, "reason": "x"}
    )
    assert answer.status_code == 422
    assert "Another member has this address" in answer.content.decode()


# who never came in is invited elsewhere


def invited(scoped, email="verkeerd@proef.example"):
    return actions.add_member(email=email, name="Nieuw", roles={Role.EMPLOYEE}, by=scoped.administrator.actor)


def test_a_wrong_invitation_goes_to_the_right_address_and_the_wrong_link_is_dead(scoped, signed_in):
    membership = invited(scoped)
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", to("verkeerd@proef.example")[-1].body)[1]
    browser = signed_in(scoped.administrator)
    page = reverse("members:address", args=[membership.pk])
    assert "Invite them at another address" in browser.get(page).content.decode()
    assert browser.post(page, {"email": NEW}).status_code == 302
    membership.refresh_from_db()
    assert membership.user.email == NEW
    assert "/password/reset/key/" in to(NEW)[-1].body
    assert not User.objects.filter(email="verkeerd@proef.example").exists(), "nobody ever used it"
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_W36_nor_does_it_tell_whether_the_wrong_or_the_right_address_had_an_account(scoped, signed_in):
    browser = signed_in(scoped.administrator)
    elsewhere = [came_in(make_member(scoped.twin.organisation, Role.EMPLOYEE)) for _number in range(2)]
    answers = []
    for wrong, right in ((elsewhere[0].email, elsewhere[1].email), ("a@proef.example", "b@proef.example")):
        membership = invited(scoped, wrong)
        page = reverse("members:address", args=[membership.pk])
        shown = browser.get(page).content.decode()
        done = browser.post(page, {"email": right}, follow=True)
        later = browser.get(reverse("members:member", args=[membership.pk])).content.decode()
        said = [re.sub(r'csrf\S+" (value|content)="[^"]+"', "", text) for text in (shown, done.content.decode(), later)]
        for text, put in ((wrong, "WRONG"), (right, "RIGHT"), (f"members/{membership.pk}/", "members/N/")):
            said = [each.replace(text, put) for each in said]
        answers.append([re.sub(r'name="version" value="\d+"', "", each) for each in said])
    assert answers[0] == answers[1]
    assert User.objects.filter(email=elsewhere[0].email).exists(), "an account that is used elsewhere stays"
    refused = browser.get(reverse("members:second_step", args=[membership.pk])).content.decode()
    assert "not signed in here yet" in refused


def test_who_came_in_meanwhile_is_not_moved(scoped):
    membership = invited(scoped)
    Membership.objects.filter(pk=membership.pk).update(came_in_at=timezone.now())
    with pytest.raises(NotNow):
        actions.invite_elsewhere(membership, email=NEW, by=scoped.administrator.actor)
    membership.refresh_from_db()
    assert membership.user.email == "verkeerd@proef.example"


def test_W36_who_is_invited_elsewhere_does_not_get_the_name_of_the_wrong_account(scoped, signed_in):
    """It was never typed here: it would tell whose account the wrong address has."""
    wrong = make_member(scoped.twin.organisation, Role.EMPLOYEE, name="Xavier Jansen")
    membership = invited(scoped, wrong.email)
    signed_in(scoped.administrator).post(reverse("members:address", args=[membership.pk]), {"email": NEW})
    membership.refresh_from_db()
    assert (membership.user.email, membership.user.name) == (NEW, "Nieuw")
    assert "Xavier" not in "".join(sent.body for sent in to(NEW))


def test_who_is_invited_elsewhere_is_called_as_the_person_is(scoped):
    actions.invite_elsewhere(scoped.colleague.membership, email=NEW, by=scoped.administrator.actor)
    assert User.objects.get(email=NEW).name == scoped.colleague.person.name


# mail that could not be sent


def failed_link(scoped):
    return OutgoingMail.objects.create(
        kind="address_link", organisation=scoped.organisation, user=scoped.employee.user, to=[NEW], subject="x",
        message_id=timezone.now().isoformat(), state=OutgoingMail.State.FAILED,
    )  # fmt: skip


def test_a_link_that_failed_is_made_anew_and_only_while_it_is_asked(scoped):
    came_in(scoped.employee)
    ask(scoped, scoped.employee)
    first = link_to(NEW)

    actions.send_again(failed_link(scoped), by=scoped.administrator.actor)
    assert len(to(NEW)) == 2
    Client().post(first)
    with pytest.raises(NotNow, match="verlopen"):
        actions.send_again(failed_link(scoped), by=scoped.administrator.actor)
    assert len(to(NEW)) == 2


def test_a_request_that_is_gone_sends_nothing(db):
    access_tasks.send_address_link.call(12345)
    assert mail.outbox == []
