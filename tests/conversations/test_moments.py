"""Moments of the year, what stands beside the writing, and one's own data."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conversations.talk import answer, hand_over, send, url, write
from tests.factories import count_queries, make_agreement, make_moment
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.conversations.actions import moments, talking
from zichtlijn.conversations.models import Moment, Report
from zichtlijn.conversations.queries.pages import moments_about, year_beside
from zichtlijn.exchange import own_conversations
from zichtlijn.exchange.own_data import own_data
from zichtlijn.objectives.models import Measure
from zichtlijn.organisation.models import Placement

SECRET = "geheim-van-een-van-beiden"


def note(cast, by, about, text=SECRET):
    today = timezone.localdate()
    return moments.note_moment(about, tone="critical", happened_on=today, text=text, by=by.actor)


def test_W08_a_moment_is_of_its_writer_until_it_is_shared(talk, signed_in):
    moment = note(talk, talk.line_manager, talk.employee.person)
    for part in ("employee", "hr", "director", "colleague", "other_manager"):
        browser = signed_in(getattr(talk, part))
        assert SECRET not in browser.get("/moments/").content.decode()
        assert browser.post(f"/moments/{moment.pk}/share/").status_code == 404
        assert browser.post(f"/moments/{moment.pk}/remove/").status_code == 404
    assert SECRET not in signed_in(talk.employee).get(url(talk, "prepare")).content.decode()
    assert SECRET in signed_in(talk.line_manager).get(url(talk, "prepare")).content.decode()
    data = str(own_data(talk.employee.actor))
    assert SECRET not in data
    assert "moment" not in str(own_data(talk.employee.actor)["file_seen"])
    assert SECRET not in str(own_data(talk.line_manager.actor))  # a working note on somebody else
    assert signed_in(talk.line_manager).post(f"/moments/{moment.pk}/share/").status_code == 302
    assert SECRET in signed_in(talk.employee).get("/moments/").content.decode()
    assert SECRET in str(own_data(talk.employee.actor)["moments"])


def test_W10_a_moment_is_shared_with_the_manager_of_its_day(talk):
    today = timezone.localdate()
    make_moment(
        talk.employee.person,
        talk.employee.person,
        "Vroeger",
        happened_on=today - timedelta(days=30),
        shared_at=timezone.now(),
    )
    make_moment(talk.employee.person, talk.employee.person, "Nu", shared_at=timezone.now())
    placement = Placement.objects.get(person=talk.employee.person)
    Placement.objects.filter(pk=placement.pk).update(ends_on=today - timedelta(days=1))
    placement.pk, placement.starts_on, placement.line_manager = None, today, talk.other_manager.person
    placement.save()

    def read(member):
        return [row.text for row in moments_about(member.actor, talk.employee.person.pk)]

    assert read(talk.other_manager) == ["Nu"]
    assert read(talk.line_manager) == ["Vroeger"]
    assert read(talk.colleague) == []


def test_who_may_note_about_whom(talk, signed_in):
    note(talk, talk.employee, talk.employee.person)
    for by in (talk.colleague, talk.other_manager, talk.hr, talk.director):
        with pytest.raises(NotAllowed):
            note(talk, by, talk.employee.person)
    later = {"tone": "positive", "happened_on": timezone.localdate() + timedelta(days=1), "text": "Straks"}
    with pytest.raises(NotNow):
        moments.note_moment(talk.employee.person, **later, by=talk.employee.actor)
    browser = signed_in(talk.line_manager)
    given = {"tone": "positive", "happened_on": timezone.localdate().isoformat(), "text": "Goed gedaan"}
    answered = browser.post("/moments/new/", given | {"about": talk.employee.person.name})
    assert answered.status_code == 302
    made = Moment.objects.get(text="Goed gedaan")
    assert (made.about, made.writer, made.shared_at) == (talk.employee.person, talk.line_manager.person, None)
    wrong = browser.post("/moments/new/", given | {"happened_on": "2999-01-01", "text": "Blijft staan"})
    assert wrong.status_code == 422
    assert "Blijft staan" in wrong.content.decode()


def test_what_is_shared_cannot_be_thrown_away(talk):
    moment = note(talk, talk.employee, talk.employee.person)
    moments.share_moment(moment, by=talk.employee.actor)
    with pytest.raises(NotNow):
        moments.remove_moment(moment, by=talk.employee.actor)
    other = note(talk, talk.employee, talk.employee.person)
    moments.remove_moment(other, by=talk.employee.actor)
    assert list(Moment.objects.all()) == [moment]


def test_what_happened_in_the_year_stands_beside_the_writing(talk, signed_in):
    Measure.objects.filter(pk=talk.personal_measure.pk).update(current_value=20, current_on=timezone.localdate())
    year = year_beside(talk.employee.actor, talk.conversation)
    assert talk.personal in year.objectives
    assert [row.comment for row in year.check_ins] == ["Gaat goed"]
    assert year.measures == [talk.personal_measure]
    browser = signed_in(talk.employee)
    browser.get(url(talk, "prepare"))
    with count_queries() as queries:
        shown = browser.get(url(talk, "prepare")).content.decode()
    assert queries.count <= 25
    assert "Pers leren" in shown
    assert "Gaat goed" in shown


def test_a_progress_conversation_shows_no_score(talk, signed_in):
    report = send(talk)
    make_agreement(report, "Elke week meten")
    for member in (talk.employee, talk.line_manager):
        for name in ("conversation", "prepare"):
            shown = signed_in(member).get(url(talk, name), follow=True).content.decode().lower()
            assert "score" not in shown.partition("<h1>")[2].partition("</main>")[0]


def test_ones_own_conversations_are_in_ones_own_data(talk):
    texts = {"looking_back": "Van mij", "looking_ahead": "", "needs": ""}
    talking.write_preparation(talk.conversation, texts, version=1, by=talk.employee.actor)
    write(talk, discussed=SECRET)
    make_agreement(Report.objects.get(), SECRET)
    data = own_data(talk.employee.actor)
    assert "Van mij" in str(data["preparations"])
    assert SECRET not in str(data)
    talking.send_report(talk.conversation, version=Report.objects.get().version, by=talk.line_manager.actor)
    answer(talk, remarks="Mijn opmerking")
    talking.finish_conversation(talk.conversation, by=talk.line_manager.actor)
    talking.add_addendum(talk.conversation, "Nagekomen", by=talk.employee.actor)
    told = str(own_data(talk.employee.actor))
    for words in (SECRET, "Mijn opmerking", "Nagekomen"):
        assert words in told
    manager = own_data(talk.line_manager.actor)
    assert talk.employee.person.name not in str(manager)
    assert manager["conversations"][0]["side"]


def test_ones_own_data_name_the_manager_whom_the_page_names(talk):
    hand_over(talk)
    (mine,) = own_conversations.conversations(talk.employee.actor)
    assert mine["with"] == talk.other_manager.person.name
    for part in ("line_manager", "other_manager"):  # with whom it was made, and who leads it now
        (led,) = own_conversations.conversations(getattr(talk, part).actor)
        assert (led["side"], led["with"]) == ("manager", "")


def test_W08_the_name_of_a_row_is_never_its_text(talk):
    """Names of rows stand in lists of other rooms: what hangs on an import, a clash, the log."""
    report = write(talk, discussed=SECRET)
    agreement = make_agreement(report, SECRET)
    moment = note(talk, talk.line_manager, talk.employee.person)
    mine = talking.write_preparation(
        talk.conversation,
        {"looking_back": SECRET, "looking_ahead": "", "needs": ""},
        version=1,
        by=talk.employee.actor,
    )
    assert not any(SECRET in str(row) for row in (report, agreement, moment, mine, talk.conversation))


def test_moments_ask_as_much_for_one_as_for_three(talk, signed_in):
    browser = signed_in(talk.employee)
    make_moment(talk.employee.person, talk.employee.person)
    browser.get("/moments/")
    with count_queries() as one:
        browser.get("/moments/")
    make_moment(talk.employee.person, talk.employee.person)
    make_moment(talk.employee.person, talk.line_manager.person, shared_at=timezone.now())
    with count_queries() as three:
        assert browser.get("/moments/").status_code == 200
    assert three.count == one.count <= 25


def test_the_pages_of_one_conversation_stay_within_their_questions(talk, signed_in):
    report = write(talk)
    make_agreement(report)
    browser = signed_in(talk.line_manager)
    for name in ("report", "conversation"):
        browser.get(url(talk, name))
        with count_queries() as one:
            assert browser.get(url(talk, name)).status_code == 200
        make_agreement(report)
        make_agreement(report)
        with count_queries() as three:
            assert browser.get(url(talk, name)).status_code == 200
        assert three.count == one.count <= 25
