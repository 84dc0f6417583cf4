"""The confrontation matrix: two ways of scoring, several raters, totals, and what follows from them."""

import html

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from tests.factories import count_queries
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.analysis import actions, documents
from zichtlijn.analysis.models import Analysis, Factor, Rater, Score
from zichtlijn.analysis.queries.matrix import matrix_page, own_scores
from zichtlijn.analysis.states import LIKERT_CHOICES, Mode, Scoring
from zichtlijn.analysis.wording import tell_quadrants, write_value
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.calculations.confrontation import Quadrant


@pytest.mark.parametrize(
    ("value", "likert", "points"),
    [(0.25, "+0.3", "0.3"), (-0.25, "−0.3", "−0.3"), (2.25, "+2.3", "2.3"), (0.04, "0", "0"), (-0.04, "0", "0"),
     (0, "0", "0"), (3, "+3", "3"), (None, "–", "–")],
)  # fmt: skip
def test_a_mean_is_rounded_half_up_as_on_every_page(value, likert, points):
    """0.25 was 0.2 in the matrix and on paper where pages write 0.3."""
    with translation.override("en"):
        assert (write_value(value, Mode.LIKERT), write_value(value, Mode.POINTS)) == (likert, points)
        assert documents._written(value).replace("-", "−") == points


@pytest.fixture
def give(scoped, analysis, factors):
    """`give("employee", S1_O1=3, …)`: the scores of one member, by the codes of row and column."""

    def score(part, version=None, **scores):
        member = getattr(scoped, part).actor
        if version is None:
            version = actions.version_of_scores(own_scores(Rater.objects.filter(user=member.user).first()))
        given = {tuple(factors[code].pk for code in cell.split("_")): score for cell, score in scores.items()}
        return actions.give_scores(analysis, given, version=version, by=member)

    return score


@pytest.fixture
def opened(scoped, analysis, factors):
    """`opened("points")`: the matrix is open for scores."""
    return lambda mode: actions.open_scoring(analysis, mode, by=scoped.director.actor)


def page_of(analysis):
    return matrix_page(Analysis.objects.get(pk=analysis.pk))


def value_of(page, row, column):
    return next(d.cell.value for r in page.rows if r.side.code == row for d in r.cells if d.column.code == column)


# points -----------------------------------------------------------------------------------------------------------


def test_points_of_several_raters_are_added_up(analysis, opened, give):
    opened(Mode.POINTS)
    give("employee", S1_O1=3, S2_O1=2, W1_O1=1, W2_T1=3, W1_T1=2, S1_T1=1)
    give("colleague", S1_O1=3, W1_O1=2, S2_O1=1)
    page = page_of(analysis)
    assert [side.code for side in page.columns] == ["O1", "O2", "T1", "T2"]
    assert (value_of(page, "S1", "O1"), value_of(page, "S2", "O1"), value_of(page, "W2", "O1")) == (3.0, 1.5, 0.0)
    assert value_of(page, "W2", "T1") == 3.0, "who gave nothing in a column is missing there, not zero"
    assert value_of(page, "S1", "O2") is None
    assert [total.given for total in page.column_totals] == [12, 0, 6, 0]
    assert [total.value for total in page.column_totals] == [6, None, 6, None]
    assert [(i.rank, i.tied, i.row.code, i.column.code) for i in page.issues[:2]] == [
        (1, True, "S1", "O1"),
        (1, True, "W2", "T1"),
    ]
    assert [(rater.name, rater.done, rater.of) for rater in page.raters] == [
        ("Emma Eik", 2, 4),
        ("Cas Claes", 1, 4),
    ]
    assert dict(page.quadrants)[Quadrant.GROW].value == 4.5


def test_a_column_may_weigh_more(scoped, analysis, factors, opened, give):
    changes = {"weight": 2.0}
    actions.change_factor(factors["O1"], changes, version=1, by=scoped.director.actor)
    opened(Mode.POINTS)
    give("employee", S1_O1=3, S2_O1=2, W1_O1=1)
    assert value_of(page_of(analysis), "S1", "O1") == 6.0
    with pytest.raises(IntegrityError), transaction.atomic():
        Factor.objects.filter(pk=factors["O1"].pk).update(weight=0)


@pytest.mark.parametrize(
    "scores",
    [
        {"S1_O1": 3, "S2_O1": 3},
        {"S1_O1": 3, "S2_O1": 2, "W1_O1": 1, "W2_O1": 1},
        {"S1_O1": -1, "S2_O1": 2, "W1_O1": 1},
    ],
)
def test_points_that_are_given_twice_are_refused(opened, give, scores):
    opened(Mode.POINTS)
    with pytest.raises(NotNow, match="In O1, give each of the points 3, 2, 1 at most once"):
        give("employee", **scores)
    assert not Score.objects.exists()


def test_half_a_column_is_saved_and_counts_once_it_is_finished(analysis, opened, give):
    opened(Mode.POINTS)
    give("colleague", S1_O1=3, S2_O1=2, W1_O1=1)
    give("employee", W2_O1=3, W1_T1=1)
    page = page_of(analysis)
    assert Score.objects.count() == 5
    assert (value_of(page, "S1", "O1"), value_of(page, "W2", "O1"), value_of(page, "W1", "T1")) == (3.0, 0.0, None)
    assert [(rater.name, rater.done) for rater in page.raters] == [("Cas Claes", 1), ("Emma Eik", 0)]
    give("employee", W2_O1=3, S1_O1=2, S2_O1=1)
    assert value_of(page_of(analysis), "W2", "O1") == 1.5


def test_columns_have_a_total_only_when_that_says_something(scoped, analysis, factors, opened, give, signed_in):
    opened(Mode.POINTS)
    give("employee", S1_O1=3, S2_O1=2, W1_O1=1)
    assert not page_of(analysis).has_column_totals
    browser, page = signed_in(scoped.director), url("matrix", analysis.pk)
    text = browser.get(page).content.decode()
    assert "Columns have no total" in text
    assert "<tfoot>" not in text
    assert "multiplied by that weight" not in text
    Factor.objects.filter(pk=factors["O1"].pk).update(weight=2)
    weighed = browser.get(page).content.decode()
    assert "<tfoot>" in weighed
    assert "multiplied by that weight" in weighed


def test_a_quadrant_has_a_total_and_a_mean(analysis, opened, give):
    opened(Mode.POINTS)
    give("employee", S1_O1=3, S2_O1=2, W1_O1=1)
    page = page_of(analysis)
    told = tell_quadrants(page.quadrants, page.strongest, page.mode)
    assert [(each.total, each.written) for each in told[:3]] == [("5", "2.5"), ("–", "–"), ("1", "0.5")]


def test_with_two_rows_there_are_two_and_one_points(scoped, analysis, factors, opened, give):
    for code in ("S2", "W2"):
        actions.remove_factor(factors.pop(code), by=scoped.director.actor)
    opened(Mode.POINTS)
    give("employee", S1_O1=2, W1_O1=1)
    with pytest.raises(NotNow, match="points 2, 1 at most once"):
        give("employee", S1_O1=3, W1_O1=2)


# scores -----------------------------------------------------------------------------------------------------------


def test_scores_say_what_hurts_as_well(analysis, opened, give):
    opened(Mode.LIKERT)
    give("employee", S1_O1=2, W1_T1=-2, S1_T1=2)
    give("colleague", S1_O1=1, W1_T1=-2, S1_T1=-2, W2_T2=0)
    page = page_of(analysis)
    assert [(i.row.code, i.column.code, i.cell.value) for i in page.issues] == [
        ("W1", "T1", -2.0),
        ("S1", "O1", 1.5),
    ]
    assert [(i.row.code, i.column.code) for i in page.disputed][:1] == [("S1", "T1")]
    assert page.strongest == [Quadrant.GROW]
    assert {d.tone for r in page.rows for d in r.cells} == {"plus-3", "minus-4", "nil", "open"}


@pytest.mark.parametrize(("language", "half"), [("nl", "+1,5"), ("en", "+1.5")])
def test_scores_have_their_sign_wherever_they_stand(analysis, opened, give, language, half):
    opened(Mode.LIKERT)
    give("employee", S1_O1=2, W1_T1=-2, S1_T1=1, W2_T2=0)
    give("colleague", S1_O1=1)
    page = page_of(analysis)
    with translation.override(language):
        written = {(r.side.code, d.column.code): d.written for r in page.rows for d in r.cells}
        assert [written[cell] for cell in (("S1", "O1"), ("S1", "T1"), ("W1", "T1"), ("W2", "T2"))] == [
            half, "+1", "−2", "0",
        ]  # fmt: skip
        assert written["S2", "O1"] == "–"
        assert [row.written for row in page.rows if row.side.code == "W1"] == ["−2"]
        assert [text for side, text, _edge in page.column_sums if side.code == "O1"] == [half]
        assert page.issues[0].written == "−2"
        told = {t.written for t in tell_quadrants(page.quadrants, page.strongest, page.mode)}
        assert {half, "+1", "−1"} <= told
        assert [label for _value, label in LIKERT_CHOICES] == ["−−", "−", "0", "+", "++"]


def test_points_have_no_sign(analysis, opened, give):
    opened(Mode.POINTS)
    give("employee", S1_O1=3, W1_O1=2, S2_O1=1)
    assert {d.written for r in page_of(analysis).rows for d in r.cells if d.column.code == "O1"} == {"3", "2", "1", "0"}


@pytest.mark.parametrize("score", [-3, 3])
def test_a_score_outside_the_scale_is_refused(opened, give, score):
    opened(Mode.LIKERT)
    with pytest.raises(NotNow, match="In O1 stands a score"):
        give("employee", S1_O1=score)


def test_a_score_is_changed_and_taken_back(scoped, opened, give):
    opened(Mode.LIKERT)
    give("employee", S1_O1=2, S1_O2=1)
    assert give("employee", S1_O1=-1, S1_O2=None) == 2
    assert [score.score for score in Score.objects.all()] == [-1]
    assert give("employee", S1_O1=-1) == 0
    assert AuditEvent.objects.filter(event=Event.MATRIX_SCORED).count() == 2
    give("employee")
    assert not Score.objects.exists()
    assert Rater.objects.get().scored_at is None


def test_R13_two_screens_of_one_rater_lose_no_score(opened, give):
    opened(Mode.LIKERT)
    blank = actions.version_of_scores({})
    give("employee", S1_O1=2)
    with pytest.raises(EditConflict) as clash:
        give("employee", version=blank, S1_O1=-1, S2_O1=1)
    assert clash.value.fields == [("S1 × O1", "++", "−"), ("S2 × O1", "–", "+")]
    assert give("employee", version=blank, S1_O1=2) == 0, "the same once more is no clash"


# opening and closing ----------------------------------------------------------------------------------------------


def test_only_an_open_matrix_is_scored(scoped, analysis, opened, give):
    with pytest.raises(NotNow, match="not open"):
        give("employee", S1_O1=2)
    opened(Mode.LIKERT)
    give("employee", S1_O1=2)
    actions.close_scoring(analysis, by=scoped.director.actor)
    with pytest.raises(NotNow, match="not open"):
        give("employee", S1_O1=1)
    opened(Mode.LIKERT)
    give("colleague", S1_O1=1)
    assert Score.objects.count() == 2


def test_without_an_inside_and_an_outside_there_is_nothing_to_confront(scoped, analysis):
    with pytest.raises(NotNow) as refusal:
        actions.open_scoring(analysis, Mode.POINTS, by=scoped.director.actor)
    assert len(refusal.value.reasons) == 2


def test_what_was_scored_stays_what_it_was(scoped, analysis, factors, opened, give, say):
    """No factor comes or goes, and the way of scoring does not change, until the matrix is begun again."""
    by = scoped.director.actor
    opened(Mode.LIKERT)
    give("employee", S1_O1=2)
    for act in (
        lambda: actions.remove_factor(factors["S1"], by=by),
        lambda: actions.merge_contributions(analysis, "strength", [], text="Nieuw", by=by),
        lambda: opened(Mode.POINTS),
    ):
        with pytest.raises(NotNow, match=r"[Bb]egin (the matrix|it) again"):
            act()
    said = say("strength", "Ook dit")
    actions.merge_contributions(analysis, "strength", [said.pk], into=factors["S1"], by=by)
    actions.move_factor(factors["S2"], -1, by=by)
    assert value_of(page_of(analysis), "S2", "O1") == 2, "the score goes along with its factor"
    actions.begin_again(analysis, by=by)
    assert not Score.objects.exists()
    assert Analysis.objects.get(pk=analysis.pk).scoring == Scoring.NOT_YET
    assert AuditEvent.objects.get(event=Event.SCORES_THROWN_AWAY).detail == {"scores": 1}
    actions.remove_factor(factors["S1"], by=by)
    opened(Mode.POINTS)


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "works_council"])
def test_others_do_not_open_close_or_throw_away(scoped, analysis, opened, give, part):
    by = getattr(scoped, part).actor
    opened(Mode.LIKERT)
    give("employee", S1_O1=2)
    for act in (
        lambda: actions.open_scoring(analysis, Mode.LIKERT, by=by),
        lambda: actions.close_scoring(analysis, by=by),
        lambda: actions.begin_again(analysis, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Score.objects.count() == 1


def test_factors_of_another_analysis_are_not_scored(scoped, analysis, of_unit, factors, opened):
    opened(Mode.LIKERT)
    other = Factor.objects.create(
        organisation=scoped.organisation, analysis=of_unit, kind="strength", place=1, text="Elders"
    )
    with pytest.raises(NotNow, match="factors changed"):
        actions.give_scores(
            analysis, {(other.pk, factors["O1"].pk): 1}, version=actions.version_of_scores({}), by=scoped.employee.actor
        )


# pages ------------------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"analysis:{name}", args=args)


def test_points_are_given_on_a_page(analysis, factors, opened, signed_in, scoped):
    browser, page = signed_in(scoped.employee), url("score", analysis.pk)
    closed = browser.get(page).content.decode()
    assert "not open for scores" in closed
    assert "Give your points" not in closed
    opened(Mode.POINTS)
    version = browser.get(page).context["form"].initial["version"]
    column = factors["O1"].pk
    sent = {
        f"points-{column}-3": factors["S1"].pk, f"points-{column}-2": factors["W1"].pk, "version": version,
    }  # fmt: skip
    twice = browser.post(page, sent | {f"points-{column}-1": factors["S1"].pk})
    text = twice.content.decode()
    assert twice.status_code == 422
    assert "O1: 1 point to: S1 has both 3 and 1 here" in text
    assert f'href="#id_points-{column}-1"' in text
    assert f'id="id_points-{column}-1"' in text
    assert [drawn.code for drawn in twice.context["form"].grid() if drawn.errors] == ["O1"]
    assert f'name="points-{column}-2" value="{factors["W1"].pk}"' in text
    half = browser.post(page, sent, follow=True)
    assert "4 columns are not finished" in half.content.decode()
    again = browser.get(page)
    told = {drawn.code: drawn.told for drawn in again.context["form"].grid()}
    assert told == {"O1": "Still to give: 1", **dict.fromkeys(("O2", "T1", "T2"), "Still to give: 3, 2, 1")}
    sent["version"] = again.context["form"].initial["version"]
    assert browser.post(page, sent | {f"points-{column}-1": factors["W2"].pk})["Location"] == url("matrix", analysis.pk)
    assert {(s.row.text, s.score) for s in Score.objects.select_related("row")} == {
        ("strength 1", 3),
        ("weakness 1", 2),
        ("weakness 2", 1),
    }


def test_scores_are_given_on_a_page_and_kept_when_it_closed_meanwhile(analysis, factors, opened, signed_in, scoped):
    browser, page = signed_in(scoped.employee), url("score", analysis.pk)
    opened(Mode.LIKERT)
    version = browser.get(page).context["form"].initial["version"]
    cell = f"cell-{factors['S1'].pk}-{factors['T2'].pk}"
    assert browser.post(page, {cell: "-2", "version": version}).status_code == 302
    assert f'name="{cell}" value="-2"' in browser.get(page).content.decode()
    Analysis.objects.update(scoring=Scoring.CLOSED)
    late = browser.post(page, {cell: "1", "version": browser.get(page).context["form"].initial["version"]})
    assert late.status_code == 422
    assert "not open for scores now" in late.content.decode()
    assert 'value="1" id' in late.content.decode()


def test_what_was_filled_in_for_another_matrix_is_not_said_to_be_saved(
    scoped, analysis, factors, opened, give, signed_in
):
    """Points sent to a matrix that takes signs by now were dropped, and the page said that they were saved."""
    browser, page, by = signed_in(scoped.employee), url("score", analysis.pk), scoped.director.actor
    opened(Mode.POINTS)
    give("employee", S1_O2=3, S2_O2=2, W1_O2=1)
    sent = {"version": browser.get(page).context["form"].initial["version"]}
    sent |= {f"points-{factors['O1'].pk}-3": factors["S1"].pk, f"points-{factors['O1'].pk}-2": ""}
    actions.begin_again(analysis, by=by)
    opened(Mode.LIKERT)
    answer = browser.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was saved yet" in text
    assert "<li>O1 opportunity 1: 3 points to S1 strength 1</li>" in text
    again = {"version": answer.context["form"]["version"].value()}
    again |= {f"cell-{factors['S1'].pk}-{column}": "1" for column in (factors["O1"].pk, factors["O2"].pk)}
    actions.begin_again(analysis, by=by)
    actions.remove_factor(factors["O2"], by=by)
    opened(Mode.LIKERT)
    answer = browser.post(page, again)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<li>S1 strength 1 × a factor that is no longer there: +</li>" in text
    kept = f"cell-{factors['S1'].pk}-{factors['O1'].pk}"
    assert answer.context["form"][kept].value() == "1", "what fits stays filled in"
    assert not Score.objects.exists()
    assert browser.post(page, {"version": answer.context["form"]["version"].value(), kept: "1"}).status_code == 302
    assert Score.objects.get().score == 1


def test_points_for_a_row_that_is_gone_are_told_too(scoped, analysis, factors, opened, signed_in):
    browser, page = signed_in(scoped.employee), url("score", analysis.pk)
    opened(Mode.POINTS)
    column = f"points-{factors['O1'].pk}"
    sent = {"version": actions.version_of_scores({}), f"{column}-3": factors["S2"].pk, f"{column}-2": factors["S1"].pk}
    actions.remove_factor(factors["S2"], by=scoped.director.actor)
    answer = browser.post(page, sent)
    assert answer.status_code == 422
    assert "Nothing was saved yet" in answer.content.decode()
    assert "valid choice" not in answer.content.decode()
    assert {drawn.code: drawn.told for drawn in answer.context["form"].grid()}["O1"] == "Still to give: 3, 1"


def test_scores_of_another_way_are_refused_in_the_act(scoped, analysis, factors, opened):
    opened(Mode.LIKERT)
    cell = (factors["S1"].pk, factors["O1"].pk)
    with pytest.raises(NotNow, match="way of scoring changed"):
        actions.give_scores(
            analysis, {cell: 1}, version=actions.version_of_scores({}), mode=Mode.POINTS, by=scoped.employee.actor
        )


def test_nobody_follows_the_others_while_it_is_open(scoped, analysis, factors, opened, give, signed_in):
    opened(Mode.LIKERT)
    give("employee", S1_O1=2)
    page = url("matrix", analysis.pk)
    theirs, leading = signed_in(scoped.colleague), signed_in(scoped.director)
    text = theirs.get(page).content.decode()
    assert "1 person has given scores" in text
    assert "Strategic issues" not in text
    assert "Strategic issues" in leading.get(page).content.decode()
    leading.post(url("scoring", analysis.pk), {"act": "close"})
    assert "Strategic issues" in theirs.get(page).content.decode()


def test_the_matrix_is_opened_and_begun_again_on_a_page(scoped, analysis, factors, give, signed_in):
    browser, page = signed_in(scoped.director), url("scoring", analysis.pk)
    assert browser.post(page, {"mode": "anders"}).status_code == 422
    assert browser.post(page, {"mode": "likert"}).status_code == 302
    give("employee", S1_O1=2)
    refused = browser.post(page, {"mode": "points"})
    assert refused.status_code == 422
    assert "scored in the other way already" in refused.content.decode()
    assert browser.post(page, {"act": "again"}).status_code == 302
    assert not Score.objects.exists()


@pytest.mark.parametrize("weight", ["0", "-1", "-0.5", "101", "veel"])
def test_a_weight_of_nothing_says_why_and_keeps_what_was_typed(scoped, analysis, factors, signed_in, weight):
    sent = {"text": "Andere woorden", "evidence": "Bron", "weight": weight, "version": 1}
    answer = signed_in(scoped.director).post(url("factor", factors["O1"].pk), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Andere woorden"' in text
    assert f'value="{weight}"' in text
    assert ("more than 0" in text) == (weight[0] in "0-")
    assert Factor.objects.get(pk=factors["O1"].pk).weight == 1


def test_the_open_page_of_who_leads_asks_whether_something_moved(scoped, analysis, factors, opened, give, signed_in):
    opened(Mode.LIKERT)
    browser, page = signed_in(scoped.director), url("matrix", analysis.pk)
    since = browser.get(page).context["analysis"].moves
    part = {"HX-Request": "true"}
    assert browser.get(f"{page}?since={since}", headers=part).status_code == 204
    give("employee", S1_O1=2)
    moved = browser.get(f"{page}?since={since}", headers=part).content.decode()
    assert "<html" not in moved
    assert "Strategic issues" in moved


def polled_by(text):
    return html.unescape(text.split('id="moving" hx-get="')[1].split('"')[0])


def test_who_waits_sees_the_matrix_open_and_can_score(scoped, analysis, factors, opened, signed_in):
    """The page asked only when the matrix was open as it was loaded, and the act stood outside what it brought."""
    browser, page, part = signed_in(scoped.employee), url("matrix", analysis.pk), {"HX-Request": "true"}
    polled = polled_by(browser.get(page).content.decode())
    assert browser.get(polled, headers=part).status_code == 204
    opened(Mode.POINTS)
    text = browser.get(polled, headers=part).content.decode()
    assert "The matrix is being scored" in text
    assert '<div class="actions" id="acts" hx-swap-oob="true">' in text
    assert url("score", analysis.pk) in text
    polled = polled_by(text)
    Analysis.objects.update(moves=F("moves") + 1)
    assert 'id="acts"' not in browser.get(polled, headers=part).content.decode(), "an open menu stays open"
    actions.close_scoring(analysis, by=scoped.director.actor)
    closed = browser.get(polled, headers=part).content.decode()
    assert ('id="acts"' in closed, url("score", analysis.pk) in closed) == (True, False)
    assert 'hx-trigger="every 10s"' in closed


def test_the_matrix_asks_the_same_number_of_questions_for_few_and_for_many(
    scoped, analysis, factors, opened, give, signed_in
):
    opened(Mode.LIKERT)
    browser = signed_in(scoped.director)
    pages = [url("matrix", analysis.pk), url("score", analysis.pk)]

    def asked():
        found = []
        for page in pages:
            browser.get(page)
            with count_queries() as queries:
                browser.get(page)
            found.append(queries.count)
        return found

    give("director", S1_O1=2)
    few = asked()
    for part in ("colleague", "line_manager", "hr", "employee", "consultant"):
        give(part, **{f"{row}_{column}": 1 for row in ("S1", "S2", "W1", "W2") for column in ("O1", "O2", "T1", "T2")})
    assert asked() == few
    assert max(few) <= 25
