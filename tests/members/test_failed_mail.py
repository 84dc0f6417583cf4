"""Mail that could not be sent: seen by HR and the administrator, of their own organisation only, and tried again."""

import smtplib

import pytest
from django.urls import reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from tests.factories import count_queries, make_member
from tests.notices.test_outbox import Server
from zichtlijn.access import actions as access
from zichtlijn.access import mail
from zichtlijn.access.models import AddressChange, Membership, User
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.members import actions, tasks
from zichtlijn.notices import actions as notices
from zichtlijn.notices.models import HOLDS_A_LINK, OutgoingMail
from zichtlijn.notices.queries import failed_mail, why_it_failed
from zichtlijn.notices.telling import TOLD


@pytest.fixture(autouse=True)
def through_the_outbox(settings, db):
    settings.EMAIL_BACKEND = "zichtlijn.notices.outbox.OutboxBackend"
    settings.OUTBOX_TRANSPORT = "tests.notices.test_outbox.Server"
    Server.answers, Server.accepted = [], []


def refuse(code=550):
    """The next mail is refused for good."""
    Server.answers = [smtplib.SMTPRecipientsRefused({"x@proef.example": (code, b"no")})]
    notices.send_due()
    return OutgoingMail.objects.order_by("-pk").first()


def failed_invitation(member):
    actions.send_invitation(member.membership)
    return refuse()


def failed_notice(member):
    mail.send("notice", member.user, sentence="Er is iets gebeurd.")
    return refuse()


def asked(task):
    return DBTaskResult.objects.ready().filter(task_path=task.module_path)


def test_what_was_in_a_mail_with_a_link_is_not_kept(scoped):
    access.send_password_link(scoped.employee.email, language="nl")
    failed = refuse()
    assert (failed.kind, failed.user, failed.body) == ("password_link", scoped.employee.user, "")
    assert "Er is iets gebeurd" in failed_notice(scoped.employee).body


@pytest.mark.parametrize("part", ["hr", "administrator"])
def test_it_is_listed_with_the_reason_and_without_its_text(scoped, signed_in, part):
    failed_notice(scoped.employee)
    page = signed_in(getattr(scoped, part)).get("/members/mail").content.decode()
    assert scoped.employee.person.name in page
    assert "does not know this address" in page
    assert "Er is iets gebeurd" not in page


def test_nothing_failed(scoped, signed_in):
    browser = signed_in(scoped.hr)
    assert "All mail has been sent" in browser.get("/members/mail").content.decode()
    assert "/members/mail" not in browser.get("/people/").content.decode()


def test_the_lists_point_there_when_something_failed(scoped, signed_in):
    failed_invitation(scoped.employee)
    assert "/members/mail" in signed_in(scoped.hr).get("/people/").content.decode()
    assert "/members/mail" in signed_in(scoped.administrator).get("/members/").content.decode()
    assert "/members/mail" not in signed_in(scoped.employee).get("/people/").content.decode()


def test_W32_of_another_organisation_nothing_is_seen(scoped, signed_in):
    theirs = failed_invitation(scoped.twin.employee)
    browser = signed_in(scoped.hr)
    assert scoped.twin.employee.email not in browser.get("/members/mail").content.decode()
    for act in ("send_again", "give_up_mail"):
        assert browser.post(reverse(f"members:{act}", args=[theirs.pk])).status_code == 404
    assert actions.send_all_again(by=scoped.hr.actor) == (0, 0)
    theirs.refresh_from_db()
    assert theirs.state == OutgoingMail.State.FAILED


def test_W77_a_mail_about_an_account_of_several_organisations_is_seen_by_none_of_them(scoped):
    shared = make_member(scoped.organisation, Role.CONSULTANT)
    make_member(scoped.twin.organisation, Role.CONSULTANT, user=shared.user)
    failed_notice(shared)
    assert not failed_mail(scoped.hr.actor).exists()
    invited = failed_invitation(shared)
    assert list(failed_mail(scoped.hr.actor)) == [invited], "what we sent ourselves we do see"


@pytest.mark.parametrize("part", ["employee", "line_manager", "director", "consultant", "works_council"])
def test_others_may_not(scoped, signed_in, part):
    failed = failed_invitation(scoped.employee)
    member = getattr(scoped, part)
    assert signed_in(member).get("/members/mail").status_code == 403
    for act in (actions.send_again, actions.give_up_mail):
        with pytest.raises(NotAllowed):
            act(failed, by=member.actor)
    with pytest.raises(NotAllowed):
        actions.send_all_again(by=member.actor)


def test_an_invitation_is_made_anew_with_a_link_that_works(scoped, signed_in):
    failed = failed_invitation(scoped.employee)
    answer = signed_in(scoped.hr).post(reverse("members:send_again", args=[failed.pk]), follow=True)
    assert "on its way again" in answer.content.decode()
    assert not OutgoingMail.objects.filter(pk=failed.pk).exists()
    assert asked(tasks.send_invitation).count() == 1
    assert AuditEvent.objects.get(event=Event.MAIL_SENT_AGAIN).about_person_id == scoped.employee.person.pk


def test_a_link_for_a_password_is_made_anew(scoped):
    access.send_password_link(scoped.employee.email, language="nl")
    actions.send_again(refuse(), by=scoped.hr.actor)
    assert asked(actions.send_password_link).count() == 1


def test_any_other_mail_goes_as_it_was(scoped):
    failed = failed_notice(scoped.employee)
    actions.send_again(failed, by=scoped.hr.actor)
    notices.send_due()
    failed.refresh_from_db()
    assert (failed.state, failed.body) == (OutgoingMail.State.SENT, "")
    assert "Er is iets gebeurd" in Server.accepted[0].body


def test_a_mail_with_a_link_says_until_which_moment_it_works(scoped, time_machine):
    """It may arrive up to two days after it was written: a number of days would then be wrong."""
    user = scoped.employee.user
    change = access.ask_address(user, "ander@proef.example")
    user.set_unusable_password()
    user.language = "nl"
    user.save()
    time_machine.move_to("2026-11-30T16:00:00+00:00", tick=False)
    actions.send_invitation(Membership.objects.get(pk=scoped.employee.membership.pk))
    access.send_password_link(scoped.employee.email, language="nl")
    access.send_address_link(change)
    bodies = dict(OutgoingMail.objects.filter(kind__in=HOLDS_A_LINK).values_list("kind", "body"))
    assert set(bodies) == HOLDS_A_LINK
    for body in bodies.values():
        assert "verloopt op donderdag 3 december 2026 om 17.00 uur" in body


def written(kind, member, to=""):
    """A mail of this kind that waits in the outbox."""
    words = {"by": "HR", "link": "/", "cycle": "2026", "sentence": "Er is iets gebeurd."}
    words["change"] = AddressChange(email="ander@proef.example")
    folder = "conversations" if kind == TOLD else "access"
    template = f"{folder}/mail/{'started' if kind == TOLD else kind}.txt"
    mail.write(template, member.user, kind=kind, to=to, organisation=member.actor.organisation, **words).send()


def moves(member, email="emma.nieuw@proef.example"):
    """Gives the account another address, as when a link is followed; without the mail about that."""
    access.change_address(User.objects.get(pk=member.user.pk), email)
    OutgoingMail.objects.filter(kind="address_changed").delete()


@pytest.mark.parametrize("kind", ["notice", TOLD])
def test_what_is_for_a_member_is_tried_again_at_the_address_of_now(scoped, signed_in, kind):
    written(kind, scoped.employee)
    failed = refuse()
    moves(scoped.employee)
    signed_in(scoped.hr).post(reverse("members:send_again", args=[failed.pk]))
    notices.send_due()
    assert [message.to for message in Server.accepted] == [["emma.nieuw@proef.example"]]
    assert OutgoingMail.objects.get(pk=failed.pk).to == ["emma.nieuw@proef.example"]


@pytest.mark.parametrize("kind", ["address_asked", "address_taken"])
def test_a_word_about_an_address_stays_with_the_mailbox_it_is_for(scoped, kind):
    before = scoped.employee.email
    written(kind, scoped.employee)
    failed = refuse()
    moves(scoped.employee)
    actions.send_again(OutgoingMail.objects.get(pk=failed.pk), by=scoped.hr.actor)
    notices.send_due()
    assert [message.to for message in Server.accepted] == [[before]]


@pytest.mark.parametrize(("kind", "follows"), [(TOLD, True), ("notice", False)])
def test_what_only_points_to_a_page_and_waits_follows_the_account_and_a_warning_does_not(scoped, kind, follows):
    before = scoped.employee.email
    written(kind, scoped.employee)
    moves(scoped.employee)
    notices.send_due()
    assert [message.to for message in Server.accepted] == [["emma.nieuw@proef.example" if follows else before]]


def test_all_of_them_at_once_but_not_to_who_cannot_come_in(scoped):
    failed_invitation(scoped.employee)
    failed_notice(scoped.colleague)
    gone = failed_invitation(scoped.hr)
    Membership.objects.filter(pk=scoped.hr.membership.pk).update(is_active=False)
    assert actions.send_all_again(by=scoped.administrator.actor) == (2, 1)
    assert list(failed_mail(scoped.administrator.actor)) == [gone]
    with pytest.raises(NotNow):
        actions.send_again(gone, by=scoped.administrator.actor)


@pytest.mark.parametrize("why", ["gone", "expired"])
def test_what_cannot_be_sent_takes_no_place_of_what_can(scoped, monkeypatch, why):
    """The newest first, so many at once: those that stay in the list must not stand before the others for ever."""
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    sent = failed_notice(scoped.colleague)
    if why == "gone":
        failed_invitation(scoped.employee)
        Membership.objects.filter(pk=scoped.employee.membership.pk).update(is_active=False)
    else:
        change = access.ask_address(scoped.employee.user, "ander@proef.example")
        notices.send_due()
        access.send_address_link(change)
        assert refuse().kind == "address_link"
        change.delete()
    assert actions.send_all_again(by=scoped.hr.actor) == (1, 1)
    sent.refresh_from_db()
    assert sent.state == OutgoingMail.State.WAITING
    assert actions.send_all_again(by=scoped.hr.actor) == (0, 1)


@pytest.mark.parametrize("fails", [failed_invitation, failed_notice])
def test_two_who_try_it_again_at_once_send_one_mail(scoped, fails):
    """Each has read the mail as failed before the other has sent it again."""
    as_both_read_it = OutgoingMail.objects.get(pk=fails(scoped.employee).pk), OutgoingMail.objects.get()
    actions.send_again(as_both_read_it[0], by=scoped.hr.actor)
    with pytest.raises(NotNow, match="net opnieuw"):
        actions.send_again(as_both_read_it[1], by=scoped.administrator.actor)
    assert asked(tasks.send_invitation).count() == (1 if fails is failed_invitation else 0)
    assert AuditEvent.objects.filter(event=Event.MAIL_SENT_AGAIN).count() == 1


def test_all_at_once_leaves_out_what_somebody_tries_at_that_moment(scoped, monkeypatch):
    first = failed_invitation(scoped.employee)
    failed_invitation(scoped.colleague)
    member_behind = actions._member_behind

    def meanwhile(failed, by):
        OutgoingMail.objects.filter(pk=first.pk).delete()  # as the other does
        return member_behind(failed, by)

    monkeypatch.setattr(actions, "_member_behind", meanwhile)
    assert actions.send_all_again(by=scoped.administrator.actor) == (1, 0)
    assert asked(tasks.send_invitation).count() == 1


def test_a_link_to_another_address_that_nobody_asks_any_more_is_not_said_to_be_sent(scoped, signed_in):
    change = access.ask_address(scoped.employee.user, "ander@proef.example", organisation=scoped.organisation)
    notices.send_due()
    access.send_address_link(change)
    failed = refuse()
    assert (failed.kind, failed.state) == ("address_link", OutgoingMail.State.FAILED)
    change.delete()
    browser = signed_in(scoped.hr)
    answer = browser.post(reverse("members:send_again", args=[failed.pk]))
    assert answer.status_code == 409
    assert "Ask for the change again." in answer.content.decode()
    assert "1 mail stays in the list" in browser.post(reverse("members:send_all_again"), follow=True).content.decode()
    assert OutgoingMail.objects.filter(pk=failed.pk).exists()
    assert not AuditEvent.objects.filter(event=Event.MAIL_SENT_AGAIN).exists()


def test_one_that_is_not_needed_any_more_leaves_the_list(scoped, signed_in):
    failed = failed_invitation(scoped.employee)
    signed_in(scoped.hr).post(reverse("members:give_up_mail", args=[failed.pk]))
    assert not OutgoingMail.objects.exists()
    assert AuditEvent.objects.filter(event=Event.MAIL_GIVEN_UP).count() == 1


def test_an_invitation_that_arrives_after_all_clears_the_one_that_failed(scoped):
    failed_invitation(scoped.employee)
    actions.send_invitation(scoped.employee.membership)
    notices.send_due()
    assert not failed_mail(scoped.hr.actor).exists()


def test_the_list_asks_as_much_for_three_as_for_one(scoped, signed_in):
    browser = signed_in(scoped.hr)
    failed_invitation(scoped.employee)
    with count_queries() as one:
        browser.get("/members/mail")
    failed_invitation(scoped.colleague)
    failed_notice(scoped.line_manager)
    with count_queries() as three:
        browser.get("/members/mail")
    assert three.count == one.count


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("SMTPRecipientsRefused 550", "does not know this address"),
        ("SMTPRecipientsRefused 552", "mailbox is full"),
        ("SMTPDataError 552", "mailbox is full"),
        ("SMTPRecipientsRefused 554", "refused this message"),
        ("SMTPDataError 554", "refused this message"),
        ("ValueError", "not an address"),
        ("ConnectionRefusedError", "For three days"),
        ("SMTPAuthenticationError 535", "For three days"),
    ],
)
def test_every_reason_is_a_sentence_that_says_what_to_do(error, said):
    with translation.override("en"):
        assert said in why_it_failed(OutgoingMail(last_error=error))
