"""Scoring: what is judged, the proposal, the reason to deviate, surprises, and input that is wrong."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from tests.appraisals.judged import at, keys, now, page, score, send, url
from tests.factories import (
    count_queries,
    make_agreement,
    make_competency,
    make_conversation,
    make_placement,
    make_position,
    make_profile,
    make_report,
    make_step,
)
from zichtlijn.access.refusals import NotAllowed, NotNow
from zichtlijn.appraisals.actions.calibrating import calibrate
from zichtlijn.appraisals.actions.deciding import return_appraisal
from zichtlijn.appraisals.actions.scoring import reasons_not_to_send, save_scores
from zichtlijn.appraisals.models import Appraisal, Score
from zichtlijn.appraisals.queries.sheet import lines_to_judge, sheet_of
from zichtlijn.audit.models import AuditEvent
from zichtlijn.conversations.actions import talking
from zichtlijn.conversations.actions.cycles import close_cycle
from zichtlijn.conversations.models import Agreement, AgreementAnswer, Conversation
from zichtlijn.exchange.own_appraisals import scores as own_scores
from zichtlijn.organisation.models import Placement


def sheet(cast):
    draft = Appraisal.objects.filter(report__conversation=cast.conversation).first()
    return sheet_of(cast.conversation, draft, cast.scheme, today=timezone.localdate())


def test_what_is_judged(judged):
    lines = lines_to_judge(judged.conversation, timezone.localdate(), None)
    assert [(line.name, line.weight) for line in lines] == [
        ("Elke week meten", 60), ("Pers", 40), ("Luisteren", 1), ("Plannen", 1),
    ]  # fmt: skip


def test_after_the_period_the_position_of_the_period_is_judged(judged):
    """Somebody gets another position in January, or leaves in autumn; the appraisal of the year is written later."""
    ends_on = judged.cycle.period.ends_on
    other = make_position(judged.organisation, "Directeur", key="DIR2")
    make_profile(other, {make_competency(judged.organisation, "Besturen"): 4}, from_on=judged.cycle.period.starts_on)
    Placement.objects.filter(person=judged.employee.person).update(ends_on=ends_on)
    make_placement(judged.employee.person, judged.team, other, starts_on=ends_on + timedelta(days=1))

    def asked(day):
        return [line.name for line in lines_to_judge(judged.conversation, day, None) if line.part == "competencies"]

    assert asked(ends_on + timedelta(days=20)) == ["Luisteren", "Plannen"]
    Placement.objects.filter(person=judged.employee.person).exclude(position=other).update(
        ends_on=ends_on - timedelta(days=1)
    )
    Placement.objects.filter(position=other).delete()
    assert asked(ends_on) == ["Luisteren", "Plannen"]
    assert asked(ends_on + timedelta(days=20)) == ["Luisteren", "Plannen"]


def test_what_is_no_longer_relevant_is_not_judged(judged):
    own = make_report(judged.conversation, judged.line_manager.person)
    AgreementAnswer.objects.create(
        organisation=judged.organisation, agreement=judged.agreements[1], report=own, outcome="dropped"
    )
    lines = lines_to_judge(judged.conversation, timezone.localdate(), own.pk)
    assert "Pers" not in [line.name for line in lines]


def test_W10_what_an_earlier_manager_drafted_counts_for_nobody_else(judged, signed_in):
    theirs = make_report(judged.conversation, judged.line_manager.person, discussed="Concept")
    for agreement, outcome in zip(judged.agreements, ("not", "dropped"), strict=True):
        AgreementAnswer.objects.create(
            organisation=judged.organisation, agreement=agreement, report=theirs, outcome=outcome
        )
    Placement.objects.filter(person=judged.employee.person).update(line_manager=judged.other_manager.person)
    shown = signed_in(judged.other_manager).get(url(judged.conversation, "score")).content.decode()
    assert "Pers" in shown
    assert "said in a report" not in shown
    lines = lines_to_judge(judged.conversation, timezone.localdate(), None)
    assert [line.outcome for line in lines] == ["", "", "", ""]
    # nor once the conversation is final by the report of the new manager
    make_report(judged.conversation, judged.other_manager.person, sent_at=timezone.now())
    type(judged.conversation).objects.filter(pk=judged.conversation.pk).update(state="final")
    later = make_conversation(
        make_step(judged.cycle, "appraisal"), judged.employee.person, judged.other_manager.person, judged.team
    )
    assert [line.outcome for line in lines_to_judge(later, timezone.localdate(), None)][:2] == ["", ""]


def test_what_was_not_weighed_takes_what_the_others_leave(judged):
    report = judged.agreements[0].report
    make_agreement(report, "Cursus", kind="development")
    weights = {line.name: line.weight for line in lines_to_judge(judged.conversation, timezone.localdate(), None)}
    assert weights["Cursus"] == 0
    Agreement.objects.update(weight=None)
    weights = [line.weight for line in lines_to_judge(judged.conversation, timezone.localdate(), None)]
    assert weights[:3] == [50, 50, 0]


def test_what_was_not_weighed_is_divided_without_rounding(judged, signed_in):
    """Three agreements without weight beside one of 50: exactly halfway between two labels."""
    report = judged.agreements[0].report
    Agreement.objects.update(weight=None)
    judged.agreements += [make_agreement(report, "Derde"), make_agreement(report, "Helft", weight=50)]
    type(judged.scheme).objects.update(agreements_weight=100, competencies_weight=0)
    judged.scheme.refresh_from_db()
    appraisal = send(judged, levels=(3, 3, 3, 4, 3, 3), chosen=4)
    assert sheet(judged).proposal.score == Fraction(7, 2)
    assert appraisal.proposed == 4
    shown = signed_in(judged.employee).get(page(judged)).content.decode()
    assert "16.7%" in shown
    assert "50%" in shown
    told = [row["share of its part (%)"] for row in own_scores(judged.employee.actor)]
    assert [str(share) for share in told] == ["16.7", "16.7", "16.7", "50.0", "50.0", "50.0"]


def test_what_can_have_no_weight_never_takes_over_that_of_another(judged, signed_in):
    """A result of 40 is no longer relevant: the course beside it does not count for 40 from then on."""
    judged.agreements.append(make_agreement(judged.agreements[0].report, "Cursus", kind="development"))
    own = make_report(judged.conversation, judged.line_manager.person)
    AgreementAnswer.objects.create(
        organisation=judged.organisation, agreement=judged.agreements[1], report=own, outcome="dropped"
    )
    lines = lines_to_judge(judged.conversation, timezone.localdate(), own.pk)
    assert [(line.name, line.weight) for line in lines[:2]] == [("Elke week meten", 60), ("Cursus", 0)]
    shown = signed_in(judged.line_manager).get(url(judged.conversation, "score")).content.decode()
    assert "Only results and projects have a weight" in shown


def test_a_part_in_which_nothing_has_a_weight_is_left_out(judged, signed_in):
    Agreement.objects.update(weight=None, kind="development")
    send(judged, levels=(1, 1, 3, 3), chosen=3)
    found = sheet(judged).proposal
    assert (found.score, found.coverage, found.label) == (3, 1, "goed")
    shown = signed_in(judged.employee).get(page(judged)).content.decode()
    assert "nothing in it has a weight, so left out" in shown


def halfway(cast, weight):
    """A progress conversation with an agreement of this weight, ready to send."""
    step = make_step(cast.cycle, "progress", opens_on=timezone.localdate() - timedelta(days=50))
    held = make_conversation(step, cast.employee.person, cast.line_manager.person, cast.team, state="writing")
    report = make_report(held, cast.line_manager.person)
    make_agreement(report, "Nieuw", weight=weight)
    return held, report


def test_what_is_agreed_halfway_counts_for_its_share_of_all_weights(judged, signed_in):
    held, report = halfway(judged, 20)
    shown = signed_in(judged.line_manager).get(f"/conversations/{held.pk}/report/").content.decode()
    assert "How the agreements count in the appraisal" in shown
    for share in (">50%<", ">33.3%<", ">16.7%<"):
        assert share in shown
    assert talking.reasons_not_to_send(held, report) == []
    talking.send_report(held, version=report.version, by=judged.line_manager.actor)
    type(held).objects.filter(pk=held.pk).update(state="final", final_on=timezone.localdate())
    judged.agreements.append(Agreement.objects.get(text="Nieuw"))
    score(judged, levels=(4, 3, 2, 3, 2))
    part = sheet(judged).parts[0]
    assert part.counted.score == Fraction(4 * 60 + 3 * 40 + 2 * 20, 120)
    shown = signed_in(judged.line_manager).get(url(judged.conversation, "score")).content.decode()
    assert "weight 20: 16.7% of the agreements" in shown.replace("20.0", "20")


def test_without_agreements_that_count_along_weights_are_a_hundred_together(judged):
    held, report = halfway(judged, 20)
    for agreement in judged.agreements:
        AgreementAnswer.objects.create(
            organisation=judged.organisation, agreement=agreement, report=report, outcome="dropped"
        )
    assert any("must be 100%" in reason for reason in talking.reasons_not_to_send(held, report))
    own = make_report(judged.conversation, judged.line_manager.person)
    make_agreement(own, "Volgend jaar", weight=20)
    assert any("must be 100%" in reason for reason in talking.reasons_not_to_send(judged.conversation, own))


def test_what_has_no_weight_says_so_to_both_and_on_paper(judged, signed_in, set_on_paper):
    from zichtlijn.appraisals import documents

    given = set_on_paper(documents)
    judged.agreements.append(make_agreement(judged.agreements[0].report, "Cursus", kind="development"))
    appraisal = send(judged, levels=(4, 3, 1, 3, 2))
    assert sheet(judged).proposal.score == Fraction(79, 25)  # 3.6 × 60% + 2.5 × 40%: the course changes nothing
    shown = signed_in(judged.employee).get(page(judged)).content.decode()
    assert "does not count" in shown
    assert "Weight 0%: judged, but it does not count in the score." in shown
    signed_in(judged.employee).post(f"/appraisals/{appraisal.pk}/file/", {"form": "pdf"})
    row = next(row for row in given["parts"][0]["rows"] if row["name"] == "Cursus")
    assert (row["share"], row["adds"]) == ("does not count", "–")
    assert row["notes"] == ["Weight 0%: judged, but it does not count in the score."]


def test_the_page_of_the_scores_says_beforehand_what_stands_in_the_way(judged, signed_in):
    browser = signed_in(judged.line_manager)
    assert "Before you can send it" not in browser.get(url(judged.conversation, "score")).content.decode()
    score(judged, chosen=5)
    shown = browser.get(url(judged.conversation, "score")).content.decode()
    assert "Before you can send it" in shown
    assert "another label than the calculation proposes" in shown
    score(judged, chosen=5, reason="Leidde twee teams")
    assert "Before you can send it" not in browser.get(url(judged.conversation, "score")).content.decode()


def test_what_is_proposed_stands_where_the_label_is_chosen(judged, signed_in):
    """On a phone the calculation comes after the whole form: the label is not chosen without it."""
    score(judged)
    shown = signed_in(judged.line_manager).get(url(judged.conversation, "score")).content.decode()
    before = shown[: shown.index('name="chosen"')]
    assert "Together 3.16: that proposes “goed”." in before
    assert 'href="#adds"' in before


def test_what_calibration_changed_is_told_where_it_is_scored_again(judged, signed_in):
    appraisal = at(judged, "answered")
    calibrate(appraisal, label=4, reason="Zoals elders", version=appraisal.version, by=judged.hr.actor)
    appraisal = now(judged)
    return_appraisal(appraisal, reason="Kijk nog eens", version=appraisal.version, by=judged.director.actor)
    shown = signed_in(judged.line_manager).get(url(judged.conversation, "score")).content.decode()
    assert "The label was changed in the calibration session" in shown
    assert "Zoals elders" in shown
    assert "“goed” became “zeer goed”" in shown


def test_missing_is_named_and_never_zero(judged, signed_in):
    score(judged, levels=(4, None, None, 3))
    found = sheet(judged)
    assert found.proposal.score == Fraction(18, 5)  # 4 × 60% + 3 × 40%
    assert [part.missing for part in found.parts] == [["Pers"], ["Luisteren"]]
    shown = signed_in(judged.line_manager).get(url(judged.conversation, "score")).content.decode()
    assert "Not scored, so left out and never counted as zero" in shown
    assert send(judged, levels=(4, None, None, 3), chosen=4).proposed == 4


def test_without_any_score_nothing_is_proposed_and_a_label_needs_a_reason(judged):
    draft = score(judged, levels=(None,) * 4, chosen=3)
    assert sheet(judged).proposed is None
    assert reasons_not_to_send(judged.conversation, draft, judged.scheme) == [
        "You chose another label than the calculation proposes. Write why."
    ]
    draft = score(judged, levels=(None,) * 4, chosen=3, reason="Pas een maand in dienst")
    assert reasons_not_to_send(judged.conversation, draft, judged.scheme) == []


def test_another_label_needs_a_reason_and_a_label_must_be_chosen(judged):
    with pytest.raises(NotNow, match="Choose the label"):
        send(judged, chosen=None)
    with pytest.raises(NotNow, match="Write why"):
        send(judged, chosen=5)
    assert send(judged, chosen=5, reason="Leidde twee teams").label == 5


def test_the_report_page_says_what_is_missing(judged, signed_in):
    browser = signed_in(judged.line_manager)
    browser.post(page(judged, "report"))
    browser.post(page(judged, "report"), {"discussed": "Het jaar", "version": 1})
    assert "Score the agreements and competencies" in browser.get(page(judged, "report")).content.decode()


@pytest.mark.usefixtures("time_of_year")
def test_points_nobody_was_told_of_are_warned_of(judged, signed_in):
    score(judged, levels=(2, 4, 1, 4))
    assert [point.name for point in sheet(judged).warned] == ["Elke week meten", "Luisteren"]
    today = timezone.localdate()
    summer = make_step(judged.cycle, "progress", opens_on=today - timedelta(days=50))
    held = make_conversation(
        summer, judged.employee.person, judged.line_manager.person, judged.team, state="final",
        final_on=today - timedelta(days=40),
    )  # fmt: skip
    report = make_report(held, judged.line_manager.person, sent_at=timezone.now() - timedelta(days=41))
    AgreementAnswer.objects.create(
        organisation=judged.organisation, agreement=judged.agreements[0], report=report, outcome="not"
    )
    assert [point.name for point in sheet(judged).warned] == ["Luisteren"]
    shown = signed_in(judged.line_manager).get(url(judged.conversation, "score")).content.decode()
    assert "Not discussed before in this period" in shown


def test_what_was_discussed_on_the_day_itself_is_not_said_to_be_outside_the_period(judged, signed_in):
    """Said on the day of the appraisal is not said before it; said last year is outside the period."""
    score(judged, levels=(2, 4, 1, 4))
    today = timezone.localdate()
    step = make_step(judged.cycle, "progress", opens_on=today - timedelta(days=50))
    people = judged.employee.person, judged.line_manager.person, judged.team
    held = make_conversation(step, *people, state="final", final_on=today)
    report = make_report(held, judged.line_manager.person, sent_at=timezone.now())
    AgreementAnswer.objects.create(
        organisation=judged.organisation, agreement=judged.agreements[0], report=report, outcome="partly"
    )
    browser = signed_in(judged.line_manager)
    shown = browser.get(url(judged.conversation, "score")).content.decode()
    assert "not on a day before this appraisal" in shown
    assert "outside the period" not in shown
    Conversation.objects.filter(pk=held.pk).update(final_on=judged.cycle.period.starts_on - timedelta(days=1))
    assert "outside the period" in browser.get(url(judged.conversation, "score")).content.decode()


def test_a_negative_label_without_a_negative_point_is_about_the_whole(judged):
    score(judged, levels=(3, 3, 3, 3), chosen=2, reason="Samenwerken")
    assert [point.name for point in sheet(judged).warned] == [""]


def test_a_label_that_was_calibrated_down_warns_too(judged):
    appraisal = send(judged, levels=(3, 3, 3, 3))
    assert sheet(judged).warned == []
    calibrate(appraisal, label=2, reason="Zoals elders", version=appraisal.version, by=judged.hr.actor)
    assert [point.name for point in sheet(judged).warned] == [""]


def test_input_that_is_wrong_is_refused_with_words(judged, signed_in):
    with pytest.raises(NotNow, match="not on the scale"):
        score(judged, chosen=9)
    with pytest.raises(NotNow, match="not on the scale"):
        score(judged, levels=(0, 1, 1, 1))
    with pytest.raises(NotNow, match="changed in the meantime"):
        save_scores(
            judged.conversation, {"a999999": (3, "")}, chosen=3, reason="", version=0, by=judged.line_manager.actor
        )
    with pytest.raises(NotAllowed):
        score(judged, by="employee")
    browser, address = signed_in(judged.line_manager), url(judged.conversation, "score")
    for given in ({"version": "x"}, {"version": 0, "chosen": "x"}, {"version": 0, f"level_{keys(judged)[0]}": "99"},
                  {"version": "9" * 30}, {"version": 0, "reason": "x" * 20_001}):  # fmt: skip
        assert browser.post(address, given).status_code == 422
    assert not Score.objects.exists()


def test_the_first_score_waits_for_who_changes_the_scale(judged, monkeypatch):
    """HR changes the scale until somebody is scored; both lock it. A later save waits for nobody."""
    locked, real = [], QuerySet.select_for_update

    def watch(self, *args, **kwargs):
        locked.append(self.model.__name__)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", watch)
    for levels, chosen, waits in (((None,) * 4, None, True), ((4, 3, 3, 2), 3, True), ((4, 4, 4, 4), 4, False)):
        locked.clear()
        score(judged, levels=levels, chosen=chosen)
        assert ("Scheme" in locked) is waits


def test_begun_is_logged_once_and_without_words(judged):
    score(judged, remark="Geheim")
    score(judged, levels=(5, 5, 5, 5), chosen=5)
    assert AuditEvent.objects.filter(event="appraisal_written").count() == 1


def test_the_pages_ask_as_much_for_many_lines_as_for_few(judged, signed_in):
    send(judged)
    counts = []
    for more in (0, 27):
        for number in range(more):
            make_agreement(judged.agreements[0].report, f"Nog {number}")
        Appraisal.objects.all().delete()
        judged.conversation.reports.all().delete()
        type(judged.conversation).objects.filter(pk=judged.conversation.pk).update(state="planned")
        judged.conversation.refresh_from_db()
        lines = lines_to_judge(judged.conversation, timezone.localdate(), None)
        draft = save_scores(
            judged.conversation, {line.key: (3, "Goed") for line in lines}, chosen=3, reason="", version=0,
            by=judged.line_manager.actor,
        )  # fmt: skip
        browser = signed_in(judged.line_manager)
        browser.get(page(judged))
        with count_queries() as scoring:
            assert browser.get(url(judged.conversation, "score")).status_code == 200
        type(judged.conversation).objects.filter(pk=judged.conversation.pk).update(state="sent")
        judged.conversation.reports.update(sent_at=timezone.now(), respond_by=timezone.localdate())
        Appraisal.objects.filter(pk=draft.pk).update(state="sent")
        with count_queries() as reading:
            assert browser.get(page(judged)).status_code == 200
        counts.append((scoring.count, reading.count))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25


def test_a_profile_that_changes_after_sending_changes_nothing(judged):
    appraisal = send(judged)
    make_profile(judged.position, {make_competency(judged.organisation, "Nieuw"): 2}, from_on=timezone.localdate())
    assert [line.line.name for part in sheet(judged).parts for line in part.lines] == [
        "Elke week meten", "Pers", "Luisteren", "Plannen",
    ]  # fmt: skip
    assert now(judged).proposed == appraisal.proposed


def test_what_is_typed_after_the_report_was_sent_is_not_lost(judged, signed_in):
    appraisal = send(judged)
    kept = list(Score.objects.order_by("pk").values_list("level", "remark"))
    assert any(level != 4 for level, _remark in kept)
    given = dict.fromkeys((f"level_{key}" for key in keys(judged)), 4) | {
        f"remark_{keys(judged)[0]}": "Lang over nagedacht", "chosen": 4, "reason": "Zie remark", "version": 1,
    }  # fmt: skip
    for close in (False, True):
        if close:
            type(judged.cycle).objects.filter(pk=judged.cycle.pk).update(state="closed")
        answered = signed_in(judged.line_manager).post(url(judged.conversation, "score"), given)
        assert answered.status_code == 422
        shown = answered.content.decode()
        assert "Lang over nagedacht" in shown
        assert ("This cycle is closed" if close else "The report has been sent") in shown
    assert now(judged).version == appraisal.version
    assert list(Score.objects.order_by("pk").values_list("level", "remark")) == kept


def test_in_a_closed_cycle_nothing_is_scored(judged, signed_in):
    score(judged)
    close_cycle(judged.cycle, by=judged.hr.actor)
    answered = signed_in(judged.line_manager).get(url(judged.conversation, "score"))
    assert (answered.status_code, answered["Location"]) == (302, f"/conversations/{judged.conversation.pk}/")
    shown = signed_in(judged.line_manager).get(answered["Location"]).content.decode()
    assert "Chosen by you" in shown
    assert url(judged.conversation, "score") not in shown
    assert "Chosen by you" not in signed_in(judged.employee).get(answered["Location"]).content.decode()
