"""The SWOT: many bring in, one merges and ranks, at most five in a list."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import count_queries
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.analysis import actions
from zichtlijn.analysis.models import Analysis, Contribution, Factor
from zichtlijn.analysis.queries.swot import board_of, factors_of
from zichtlijn.analysis.states import Kind
from zichtlijn.audit.models import AuditEvent, Event


def merge(cast, analysis, kind, said=(), by="director", **more):
    return actions.merge_contributions(analysis, kind, [one.pk for one in said], by=getattr(cast, by).actor, **more)


def listed(analysis, kind):
    return [(factor.place, factor.text) for factor in factors_of(analysis) if factor.kind == kind]


# starting ---------------------------------------------------------------------------------------------------------


def test_one_analysis_of_a_unit_and_one_of_the_whole_in_a_year(scoped):
    by = scoped.director.actor
    for unit in (None, scoped.team):
        actions.start_analysis(unit=unit, period=scoped.period, by=by)
        with pytest.raises(NotNow, match="already"):
            actions.start_analysis(unit=unit, period=scoped.period, by=by)
    assert Analysis.objects.count() == 2
    assert AuditEvent.objects.filter(event=Event.ANALYSIS_STARTED).count() == 2


def test_the_head_starts_that_of_the_unit_and_no_other(scoped):
    actions.start_analysis(unit=scoped.team, period=scoped.period, by=scoped.line_manager.actor)
    for unit in (None, scoped.other_department):
        with pytest.raises(NotAllowed):
            actions.start_analysis(unit=unit, period=scoped.period, by=scoped.line_manager.actor)


def test_the_database_itself_keeps_one_of_each(scoped, analysis):
    with pytest.raises(IntegrityError), transaction.atomic():
        Analysis.objects.create(organisation=scoped.organisation, period=scoped.period)


# bringing in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["employee", "line_manager", "works_council", "consultant", "hr"])
def test_every_member_brings_something_in_under_their_own_name(scoped, analysis, part):
    said = actions.contribute(analysis, kind="threat", text="Krapte", by=getattr(scoped, part).actor)
    assert said.by_name == getattr(scoped, part).actor.name
    assert AuditEvent.objects.get(event=Event.CONTRIBUTION_ADDED).on_id == said.pk


def test_R14_the_same_words_of_the_same_person_are_there_once(say):
    first = say("strength", "Ons lab")
    assert say("strength", " ons  LAB ") == first
    assert say("strength", "Ons lab", by="colleague") != first
    assert say("weakness", "Ons lab") != first
    assert Contribution.objects.count() == 3


def test_after_closing_nothing_comes_in_and_what_was_there_stays(scoped, analysis, say):
    mine = say("strength", "Ons lab")
    actions.set_gathering(analysis, False, by=scoped.director.actor)
    for act in (
        lambda: say("strength", "Nog iets"),
        lambda: actions.change_contribution(mine, {"text": "Anders"}, version=1, by=scoped.employee.actor),
        lambda: actions.withdraw_contribution(mine, by=scoped.employee.actor),
    ):
        with pytest.raises(NotNow, match="closed"):
            act()
    assert [one.text for one in Contribution.objects.all()] == ["Ons lab"]
    actions.set_gathering(analysis, True, by=scoped.director.actor)
    say("strength", "Nog iets")
    assert Contribution.objects.count() == 2


def test_only_who_leads_it_closes_it(scoped, analysis, of_unit):
    for part in ("employee", "line_manager", "hr", "works_council"):
        with pytest.raises(NotAllowed):
            actions.set_gathering(analysis, False, by=getattr(scoped, part).actor)
    assert actions.set_gathering(of_unit, False, by=scoped.other_manager.actor).is_gathering is False


def test_only_ones_own_words_are_changed_or_withdrawn(scoped, say):
    mine = say("strength", "Ons lab")
    for part in ("colleague", "director"):
        with pytest.raises(NotAllowed):
            actions.change_contribution(mine, {"text": "Anders"}, version=1, by=getattr(scoped, part).actor)
        with pytest.raises(NotAllowed):
            actions.withdraw_contribution(mine, by=getattr(scoped, part).actor)
    changes = {"text": "Ons eigen lab", "evidence": "Rapport", "kind": "opportunity"}
    assert set(actions.change_contribution(mine, changes, version=1, by=scoped.employee.actor)) == set(changes)
    actions.withdraw_contribution(mine, by=scoped.employee.actor)
    assert not Contribution.objects.exists()


def test_R13_two_screens_of_one_person_lose_no_words(scoped, say):
    mine = say("strength", "Ons lab")
    actions.change_contribution(mine, {"text": "Eerst"}, version=1, by=scoped.employee.actor)
    with pytest.raises(EditConflict) as clash:
        actions.change_contribution(mine, {"text": "Toen"}, version=1, by=scoped.employee.actor)
    assert clash.value.fields == [("contribution", "Eerst", "Toen")]


def test_merging_makes_room_again(scoped, analysis, say, monkeypatch):
    """400 contributions locked a SWOT for good: merged ones counted on, and only their writers could take them back."""
    monkeypatch.setattr(actions.swot, "MOST_CONTRIBUTIONS", 3)
    said = [say("strength", f"Sterk {n}") for n in range(3)]
    with pytest.raises(NotNow, match="Once whoever leads"):
        say("threat", "Krapte", by="colleague")
    merge(scoped, analysis, "strength", said[:2])
    say("threat", "Krapte", by="colleague")
    assert Contribution.objects.count() == 4


def test_nobody_fills_it_alone(scoped, analysis, say, monkeypatch):
    monkeypatch.setattr(actions.swot, "MOST_OF_ONE", 2)
    first, _second = say("strength", "Een"), say("threat", "Twee")
    with pytest.raises(NotNow, match="You have 2 contributions that are not merged yet"):
        say("weakness", "Drie")
    say("weakness", "Drie", by="colleague")
    actions.withdraw_contribution(first, by=scoped.employee.actor)
    say("weakness", "Drie")


def test_what_somebody_else_removed_meanwhile_is_said(scoped, analysis, factors, say):
    by, mine, factor = scoped.employee.actor, say("strength", "Ons lab"), factors["S1"]
    Contribution.objects.all().delete()
    Factor.objects.all().delete()
    for act in (
        lambda: actions.change_contribution(mine, {"text": "Anders"}, version=1, by=by),
        lambda: actions.withdraw_contribution(mine, by=by),
        lambda: actions.change_factor(factor, {"text": "Anders"}, version=1, by=scoped.director.actor),
    ):
        with pytest.raises(NotNow, match="in the meantime"):
            act()


# merging and ranking ----------------------------------------------------------------------------------------------


def test_many_contributions_become_one_factor_that_shows_who_said_what(scoped, analysis, say):
    said = [
        say("strength", "Ons lab", evidence="312 punten"),
        say("strength", "Eigen laboratorium", by="colleague", evidence="Uitslag binnen een dag"),
        say("strength", "Kantine"),
    ]
    factor = merge(scoped, analysis, "strength", said[:2])
    assert (factor.place, factor.text) == (1, "Ons lab")
    assert factor.evidence == "312 punten\nUitslag binnen een dag"
    quadrant = board_of(analysis).of("strength")
    assert [(r.code, [one.by_name for one in r.contributions]) for r in quadrant.ranked] == [
        ("S1", [scoped.employee.actor.name, scoped.colleague.actor.name])
    ]
    assert quadrant.loose == [said[2]]
    assert Contribution.objects.count() == 3, "what people said stays"


def test_more_is_merged_into_a_factor_and_taken_out_again(scoped, analysis, say):
    factor = merge(scoped, analysis, "threat", text="Krapte", evidence="Vijf maanden")
    said = say("threat", "Geen monteurs")
    assert merge(scoped, analysis, "threat", [said], into=factor) == factor
    said.refresh_from_db()
    assert said.factor == factor
    with pytest.raises(NotNow, match="part of a factor"):
        actions.withdraw_contribution(said, by=scoped.employee.actor)
    with pytest.raises(NotNow, match="part of a factor"):
        actions.change_contribution(said, {"kind": "weakness"}, version=1, by=scoped.employee.actor)
    actions.loosen_contribution(said, by=scoped.director.actor)
    said.refresh_from_db()
    assert said.factor is None


def test_what_shows_it_is_added_to_the_factor_that_is_there(scoped, analysis, say):
    """Typed evidence disappeared when the words went into a factor that was there already."""
    factor = merge(scoped, analysis, "threat", text="Krapte", evidence="Vijf maanden")
    merge(scoped, analysis, "threat", [say("threat", "Geen monteurs")], into=factor, evidence="Acht vacatures")
    said = [say("threat", "Krap", evidence="Vijf maanden"), say("threat", "Schaars", evidence="UWV")]
    merge(scoped, analysis, "threat", said, into=factor)
    factor.refresh_from_db()
    assert factor.evidence == "Vijf maanden\nAcht vacatures\nUWV"
    with pytest.raises(NotNow, match="longer than 1000 characters"):
        merge(scoped, analysis, "threat", [say("threat", "Lang")], into=factor, evidence="x" * 990)
    assert Contribution.objects.get(text="Lang").factor is None


def test_words_that_are_too_long_for_a_factor_are_not_cut(scoped, analysis, say, signed_in):
    said = say("strength", "Ons eigen lab " * 14)
    with pytest.raises(NotNow, match="longer than the 150 characters of a factor"):
        actions.take_apart(analysis, "strength", [said.pk], by=scoped.director.actor)
    page = url("rank", analysis.pk, "strength")
    answer = signed_in(scoped.director).post(page, {"chosen": [said.pk], "evidence": "Rapport"})
    assert (answer.status_code, "Write the factor in fewer words" in answer.content.decode()) == (422, True)
    assert "Rapport" in answer.content.decode()
    assert merge(scoped, analysis, "strength", [said], text="Ons eigen lab").text == "Ons eigen lab"


def test_a_sixth_factor_is_refused_with_what_to_do(scoped, analysis, say):
    for n in range(5):
        merge(scoped, analysis, "strength", text=f"Sterkte {n}")
    with pytest.raises(NotNow, match="at most 5 factors"):
        merge(scoped, analysis, "strength", [say("strength", "Zes")])
    merge(scoped, analysis, "weakness", text="Daar kan het wel")
    assert len(listed(analysis, "strength")) == 5
    with pytest.raises(IntegrityError), transaction.atomic():
        Factor.objects.create(
            organisation=scoped.organisation, analysis=analysis, kind="strength", place=6, text="Langs de zijdeur"
        )


def test_the_same_words_twice_and_no_words_are_refused(scoped, analysis):
    merge(scoped, analysis, "strength", text="Ons lab")
    for kind in ("strength", "opportunity"):
        with pytest.raises(NotNow, match="these words already"):
            merge(scoped, analysis, kind, text=" ons LAB")
    with pytest.raises(NotNow, match="Factors of two lists are not merged"):
        merge(scoped, analysis, "opportunity", text="Ons lab")
    with pytest.raises(NotNow, match="Merge it into that one"):
        merge(scoped, analysis, "strength", text="Ons lab")
    with pytest.raises(NotNow, match="write the factor in words"):
        merge(scoped, analysis, "strength")


def test_contributions_of_another_list_or_analysis_are_not_merged(scoped, analysis, of_unit, say):
    other = actions.contribute(of_unit, kind="strength", text="Elders", by=scoped.employee.actor)
    for said in (say("weakness", "Zwak"), other):
        with pytest.raises(NotNow, match="no longer in this list"):
            merge(scoped, analysis, "strength", [said])
    assert not Factor.objects.exists()


def test_factors_are_put_in_order_and_close_up(scoped, analysis):
    by = scoped.director.actor
    one, two, three = (merge(scoped, analysis, "threat", text=text) for text in ("een", "twee", "drie"))
    actions.move_factor(three, -1, by=by)
    assert listed(analysis, "threat") == [(1, "een"), (2, "drie"), (3, "twee")]
    actions.move_factor(one, -1, by=by)
    actions.move_factor(two, 1, by=by)
    assert listed(analysis, "threat") == [(1, "een"), (2, "drie"), (3, "twee")]
    actions.remove_factor(one, by=by)
    assert listed(analysis, "threat") == [(1, "drie"), (2, "twee")]


def test_removing_a_factor_sets_its_contributions_loose(scoped, analysis, say):
    said = say("strength", "Ons lab")
    actions.remove_factor(merge(scoped, analysis, "strength", [said]), by=scoped.director.actor)
    assert board_of(analysis).of("strength").loose == [said]


def test_R13_words_of_a_factor_are_changed_by_one_at_a_time(scoped, analysis):
    factor = merge(scoped, analysis, "strength", text="Ons lab")
    merge(scoped, analysis, "strength", text="Ons meetnet")
    by = scoped.director.actor
    assert actions.change_factor(factor, {"text": "Eigen lab", "evidence": ""}, version=1, by=by) == ["text"]
    with pytest.raises(EditConflict):
        actions.change_factor(factor, {"text": "Lab"}, version=1, by=by)
    with pytest.raises(NotNow, match="these words already"):
        actions.change_factor(factor, {"text": "ons meetnet"}, version=2, by=by)


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "project_leader", "works_council"])
def test_others_do_not_merge_or_rank(scoped, analysis, factors, say, part):
    by, factor, said = getattr(scoped, part).actor, factors["S1"], say("strength", "Ons lab")
    for act in (
        lambda: merge(scoped, analysis, "strength", [said], by=part),
        lambda: actions.move_factor(factor, 1, by=by),
        lambda: actions.remove_factor(factor, by=by),
        lambda: actions.change_factor(factor, {"text": "Anders"}, version=1, by=by),
        lambda: actions.loosen_contribution(said, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Factor.objects.count() == 8


def test_everything_that_moves_on_the_board_is_known_to_have_moved(scoped, analysis, say):
    def moves():
        return Analysis.objects.get(pk=analysis.pk).moves

    by = scoped.director.actor
    said = say("strength", "Ons lab")
    factor = merge(scoped, analysis, "strength", [said])
    other = merge(scoped, analysis, "strength", text="Meetnet")
    acts = [
        lambda: say("threat", "Krapte"),
        lambda: actions.change_contribution(said, {"text": "Lab"}, version=1, by=scoped.employee.actor),
        lambda: actions.move_factor(other, -1, by=by),
        lambda: actions.change_factor(factor, {"text": "Lab zelf"}, version=1, by=by),
        lambda: actions.loosen_contribution(said, by=by),
        lambda: actions.remove_factor(factor, by=by),
        lambda: actions.withdraw_contribution(said, by=scoped.employee.actor),
        lambda: actions.set_gathering(analysis, False, by=by),
    ]
    for act in acts:
        before = moves()
        act()
        assert moves() > before
    before = moves()
    actions.set_gathering(analysis, False, by=by)
    assert moves() == before


# pages ------------------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"analysis:{name}", args=args)


def test_somebody_writes_and_another_sees_it_without_reloading(scoped, analysis, signed_in):
    mine, theirs = signed_in(scoped.employee), signed_in(scoped.colleague)
    page = theirs.get(url("swot", analysis.pk)).content.decode()
    board = f"{url('board', analysis.pk)}?since=0"
    assert board in page
    assert theirs.get(board).status_code == 204
    sent = {"kind": "threat", "text": "Krapte <b>", "evidence": "Vijf maanden"}
    answer = mine.post(url("contribute", analysis.pk), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="add-threat"' in answer.content.decode()
    assert 'id="add-strength"' not in answer.content.decode(), "what stands in the other fields is left alone"
    moved = theirs.get(board)
    text = moved.content.decode()
    assert moved.status_code == 200
    assert "Krapte &lt;b&gt;" in text
    assert scoped.employee.actor.name in text
    assert "<form" not in text, "what somebody is writing is left alone"
    assert f"{url('board', analysis.pk)}?since=1" in text


def test_fields_come_when_contributions_are_opened_again_and_those_that_are_there_stay(scoped, analysis, signed_in):
    """The page said that it was open, but there was nothing to write in until one loaded it again."""
    by, browser, part = scoped.director.actor, signed_in(scoped.employee), {"HX-Request": "true"}

    def polled(text):
        address = html.unescape(text.split('id="moving"')[1].split('hx-get="')[1].split('"')[0])
        return browser.get(address, headers=part).content.decode()

    actions.set_gathering(analysis, False, by=by)
    closed = browser.get(url("swot", analysis.pk)).content.decode()
    assert '<div id="add-threat"></div>' in closed
    actions.set_gathering(analysis, True, by=by)
    opened = polled(closed)
    assert opened.count("<form") == 4
    assert 'id="add-threat"' in opened
    actions.set_gathering(analysis, False, by=by)
    shut = polled(opened)
    actions.set_gathering(analysis, True, by=by)
    assert "<form" not in polled(shut), "what somebody was writing is still there"


def test_without_scripts_one_comes_back_at_the_same_list(scoped, analysis, signed_in):
    browser = signed_in(scoped.employee)
    answer = browser.post(url("contribute", analysis.pk), {"kind": "opportunity", "text": "Warmte"})
    assert answer["Location"] == f"{url('swot', analysis.pk)}#add-opportunity"
    assert "Warmte" in browser.get(url("swot", analysis.pk)).content.decode()


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("change", "sentence"), [({"text": "x" * 201}, "at most 200"), ({"text": " "}, "required")])
def test_what_cannot_come_in_comes_back_with_what_was_typed(scoped, analysis, signed_in, htmx, change, sentence):
    sent = {"kind": "threat", "text": "Krapte", "evidence": "Vijf maanden"} | change
    headers = {"HX-Request": "true"} if htmx else {}
    answer = signed_in(scoped.employee).post(url("contribute", analysis.pk), sent, headers=headers)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Vijf maanden" in text
    assert change["text"].strip() in text


def test_R14_who_is_too_late_keeps_the_words(scoped, analysis, signed_in):
    browser = signed_in(scoped.employee)
    Analysis.objects.update(is_gathering=False)
    answer = browser.post(url("contribute", analysis.pk), {"kind": "threat", "text": "Net te laat"})
    assert answer.status_code == 422
    assert "Contributions are closed" in answer.content.decode()
    assert "Net te laat" in answer.content.decode()


def test_the_sixth_factor_comes_back_with_ticks_and_words(scoped, analysis, say, signed_in):
    for n in range(5):
        merge(scoped, analysis, "strength", text=f"Sterkte {n}")
    said = say("strength", "Zes")
    sent = {"chosen": [said.pk], "text": "De zesde", "evidence": "Waarom"}
    answer = signed_in(scoped.director).post(url("rank", analysis.pk, "strength"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 5 factors" in text
    assert 'value="De zesde"' in text
    assert "Waarom" in text
    assert f'value="{said.pk}" id="said-{said.pk}" checked' in text


def test_ranking_on_the_page(scoped, analysis, say, signed_in):
    browser = signed_in(scoped.director)
    one, two = say("strength", "Ons lab"), say("strength", "Eigen lab", by="colleague")
    rank = url("rank", analysis.pk, "strength")
    assert browser.post(rank, {"chosen": [one.pk, two.pk], "text": "Eigen laboratorium"}).status_code == 302
    browser.post(rank, {"text": "Meetnet"})
    first, second = factors_of(analysis)
    assert browser.post(url("move_factor", second.pk), {"step": "up"})["Location"] == f"{rank}#factor-{second.pk}"
    assert listed(analysis, "strength") == [(1, "Meetnet"), (2, "Eigen laboratorium")]
    browser.post(url("loosen", two.pk))
    change = {"text": "Lab", "evidence": "312", "version": 1}
    assert browser.post(url("factor", first.pk), change)["Location"] == rank
    browser.post(url("remove_factor", second.pk))
    assert listed(analysis, "strength") == [(1, "Lab")]
    assert browser.get(url("rank", analysis.pk, "anders")).status_code == 404


def test_starting_on_the_page(scoped, signed_in):
    browser = signed_in(scoped.line_manager)
    assert url("start") in browser.get(url("list")).content.decode()
    refused = browser.post(url("start"), {"unit": scoped.department.name, "period": scoped.period.pk})
    assert refused.status_code == 403
    made = browser.post(url("start"), {"unit": scoped.team.name, "period": scoped.period.pk})
    analysis = Analysis.objects.get()
    assert made["Location"] == url("swot", analysis.pk)
    again = browser.post(url("start"), {"unit": scoped.team.name, "period": scoped.period.pk})
    assert again.status_code == 422
    assert "There is an analysis of this already" in again.content.decode()


def test_pages_ask_the_same_number_of_questions_for_few_and_for_many(scoped, analysis, say, signed_in):
    browser = signed_in(scoped.director)

    def asked(*addresses):
        found = []
        for address in addresses:
            browser.get(address)
            with count_queries() as queries:
                assert browser.get(address).status_code == 200
            found.append(queries.count)
        return found

    say("strength", "Ons lab")
    merge(scoped, analysis, "strength", text="Lab")
    pages = [
        url("list"), url("swot", analysis.pk), url("rank", analysis.pk, "strength"),
        f"{url('board', analysis.pk)}?since=0",
    ]  # fmt: skip
    few = asked(*pages)
    for kind in Kind.values:
        for n in range(12):
            said = say(kind, f"Nog {kind} {n}", by="colleague")
            if n < 4:
                merge(scoped, analysis, kind, [said])
    for unit in (scoped.team, scoped.department, scoped.top):
        Analysis.objects.create(organisation=scoped.organisation, period=scoped.period, unit=unit)
    many = asked(*pages)
    assert many == few
    assert max(many) <= 25
    now = Analysis.objects.get(pk=analysis.pk).moves
    with count_queries() as unmoved:
        assert browser.get(f"{url('board', analysis.pk)}?since={now}").status_code == 204
    assert unmoved.count <= 6


def test_each_contribution_becomes_a_factor_of_its_own_or_none_does(scoped, analysis, say, signed_in):
    said = [say("threat", f"Gevaar {n}").pk for n in range(6)]
    browser, rank = signed_in(scoped.director), url("rank", analysis.pk, "threat")
    nothing = browser.post(rank, {"apart": "1"})
    assert (nothing.status_code, "Tick the contributions" in nothing.content.decode()) == (422, True)
    worded = browser.post(rank, {"apart": "1", "chosen": said[:2], "text": "Samen"})
    assert (worded.status_code, "Samen" in worded.content.decode()) == (422, True)
    full = browser.post(rank, {"apart": "1", "chosen": said})
    assert full.status_code == 422
    assert "You ticked 6, and 5 factors still fit in this list." in full.content.decode()
    assert not Factor.objects.exists()
    assert browser.post(rank, {"apart": "1", "chosen": said[:3]}).status_code == 302
    found = Factor.objects.order_by("place").values_list("place", "text")
    assert list(found) == [(1, "Gevaar 0"), (2, "Gevaar 1"), (3, "Gevaar 2")]
