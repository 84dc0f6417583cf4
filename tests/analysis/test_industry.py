"""Porter: five forces with drivers, the value chain, the generic strategy, and what goes on to the SWOT."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.factories import count_queries, make_activity, make_driver
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.analysis import actions
from zichtlijn.analysis.actions.industry import ActivityRow, DriverRow
from zichtlijn.analysis.models import Analysis, ChainActivity, Contribution, ForceDriver
from zichtlijn.analysis.queries.industry import industry_page
from zichtlijn.analysis.states import Activity, Force
from zichtlijn.audit.models import AuditEvent, Event


def row(text, score=3, weight=1.0, evidence="Bron", pk=None):
    return DriverRow(pk, text, score, weight, evidence)


def describe(cast, analysis, *rows, force="suppliers", version=None, by="director"):
    version = version if version is not None else actions.version_of_rows(actions.driver_rows(analysis, force))
    return actions.describe_force(analysis, force, rows, version=version, by=getattr(cast, by).actor)


def force_of(analysis, force="suppliers"):
    return next(view for view in industry_page(analysis).forces if view.force == force)


# forces -----------------------------------------------------------------------------------------------------------


def test_a_force_is_the_weighted_mean_of_what_drives_it(scoped, analysis):
    assert describe(scoped, analysis, row("Krapte", 5, 2.0), row("Aannemers", 2), row("Nog niet", None))
    view = force_of(analysis)
    assert view.strength.strength == 4.0
    assert view.lacks == ["“Nog niet” has no score yet."]
    assert view.is_strongest
    page = industry_page(analysis)
    assert (page.attractiveness.value, page.attractiveness.is_enough) == (2.0, False)
    assert AuditEvent.objects.get(event=Event.FORCE_DESCRIBED).detail == {"force": "suppliers"}
    assert not describe(scoped, analysis, *actions.driver_rows(analysis, "suppliers")), "the same again is no change"


def test_all_five_scored_say_how_attractive_it_is(scoped, analysis):
    for force, score in zip(Force.values, (5, 2, 4, 1, 3), strict=True):
        describe(scoped, analysis, *(row(f"{force} {n}", score) for n in range(3)), force=force)
    found = industry_page(analysis).attractiveness
    assert (found.value, found.coverage, found.is_enough) == (3.0, 1.0, True)
    assert [found.value for found in found.strongest] == ["rivalry"]


def test_a_driver_keeps_its_number_when_others_come_and_go(scoped, analysis):
    describe(scoped, analysis, row("een"), row("twee"))
    one, two = ForceDriver.objects.all()
    describe(scoped, analysis, row("twee anders", 5, pk=two.pk), row("drie"))
    assert [(d.pk == two.pk, d.text, d.score) for d in ForceDriver.objects.all()] == [
        (True, "twee anders", 5),
        (False, "drie", 3),
    ]
    assert not ForceDriver.objects.filter(pk=one.pk).exists()


def test_the_number_of_a_driver_of_elsewhere_changes_nothing_there(scoped, analysis, of_unit):
    elsewhere = make_driver(of_unit, "Elders", force="suppliers")
    describe(scoped, analysis, row("Hier", pk=elsewhere.pk))
    elsewhere.refresh_from_db()
    assert (elsewhere.text, elsewhere.analysis) == ("Elders", of_unit)


def test_seven_drivers_and_weights_of_nothing_are_refused(scoped, analysis):
    with pytest.raises(NotNow, match="at most 6 drivers"):
        describe(scoped, analysis, *(row(f"Drijver {n}") for n in range(7)))
    for weight in (0, -1.0):
        with pytest.raises(NotNow, match="more than 0"):
            describe(scoped, analysis, row("Krapte", weight=weight))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_driver(analysis, weight=0)


def test_R13_two_people_describe_one_force_and_nothing_is_lost(scoped, analysis):
    opened = actions.version_of_rows([])
    describe(scoped, analysis, row("Eerst"), version=opened)
    with pytest.raises(EditConflict) as clash:
        describe(scoped, analysis, row("Toen"), version=opened)
    ((label, now, yours),) = clash.value.fields
    assert label == "power of suppliers"
    assert "Eerst" in now
    assert "Toen" in yours


# chain and strategy -----------------------------------------------------------------------------------------------


def chain(**given):
    return {code: given.get(code, ActivityRow(None, "", "")) for code in Activity.values}


def write_chain(cast, analysis, rows, version=None):
    version = version if version is not None else actions.version_of_rows(actions.activity_rows(analysis))
    return actions.describe_chain(analysis, rows, version=version, by=cast.director.actor)


def test_activities_are_strengths_weaknesses_or_neither(scoped, analysis):
    rows = chain(service=ActivityRow(5, "Een mens", ""), people=ActivityRow(2, "", ""), inbound=ActivityRow(3, "", ""))
    assert write_chain(scoped, analysis, rows) == ["inbound", "service", "people"]
    page = industry_page(analysis)
    kinds = {view.activity.value: view.kind for view in [*page.primary, *page.support]}
    assert (kinds["service"], kinds["people"], kinds["inbound"], kinds["technology"]) == (
        "strength",
        "weakness",
        "",
        "",
    )
    assert write_chain(scoped, analysis, rows) == []
    with pytest.raises(EditConflict):
        write_chain(scoped, analysis, chain(service=ActivityRow(1, "Anders", "")), version=1)


def test_more_than_one_strategy_is_told_to_be_a_risk(scoped, analysis, signed_in):
    browser, page = signed_in(scoped.director), url("strategy", analysis.pk)
    browser.post(page, {"generic_strategies": ["differentiation"], "generic_why": "Dichtbij", "version": 1})
    assert "Stuck in the middle" not in browser.get(url("industry", analysis.pk)).content.decode()
    both = ["differentiation", "cost_leadership"]
    browser.post(page, {"generic_strategies": both, "generic_why": "Dichtbij", "version": 2})
    text = browser.get(url("industry", analysis.pk)).content.decode()
    assert "Stuck in the middle" in text
    assert "Dichtbij" in text
    assert AuditEvent.objects.filter(event=Event.GENERIC_STRATEGY_CHOSEN).count() == 2


# on to the SWOT ---------------------------------------------------------------------------------------------------


def test_a_driver_goes_on_to_the_swot_once_and_can_be_traced(scoped, analysis, signed_in):
    driver = make_driver(analysis, "Krapte", force="suppliers", score=5, evidence="Vijf maanden")
    browser = signed_in(scoped.employee)
    for _press in range(2):
        assert browser.post(url("take_driver", driver.pk), {"kind": "threat"}).status_code == 302
    said = Contribution.objects.get()
    assert (said.kind, said.text, said.evidence, said.driver) == ("threat", "Krapte", "Vijf maanden", driver)
    assert "from the five forces" in browser.get(url("swot", analysis.pk)).content.decode()
    assert "in the SWOT" in browser.get(url("industry", analysis.pk)).content.decode()
    assert browser.post(url("take_driver", driver.pk), {"kind": "strength"}).status_code == 409


@pytest.mark.parametrize(
    ("score", "text", "kind", "said"),
    [(5, "Een mens", "strength", "Een mens"), (1, "", "weakness", "Service: not done well enough")],
)
def test_an_activity_goes_on_as_what_it_is(scoped, analysis, score, text, kind, said):
    activity = make_activity(analysis, text, activity="service", score=score)
    made = actions.take_activity_along(activity, by=scoped.employee.actor)
    assert (made.kind, made.text) == (kind, said)
    assert actions.take_activity_along(activity, by=scoped.colleague.actor) == made
    assert Contribution.objects.get().activity == activity


def test_what_is_neither_or_comes_too_late_does_not_go_on(scoped, analysis):
    by = scoped.employee.actor
    with pytest.raises(NotNow, match="is a strength or a weakness"):
        actions.take_activity_along(make_activity(analysis, score=3), by=by)
    Analysis.objects.update(is_gathering=False)
    with pytest.raises(NotNow, match="Contributions are closed"):
        actions.take_driver_along(make_driver(analysis), "threat", by=by)


def test_an_activity_that_is_scored_otherwise_goes_on_as_what_it_is_now(scoped, analysis, signed_in):
    """The page said “a weakness · in the SWOT” of what stands there as a strength, and left no way to take it over."""
    activity = make_activity(analysis, "Een mens", activity="service", score=5)
    actions.take_activity_along(activity, by=scoped.employee.actor)
    browser, take = signed_in(scoped.employee), url("take_activity", activity.pk)

    def page():
        return browser.get(url("industry", analysis.pk)).content.decode()

    assert "a strength · in the SWOT</small>" in page()
    assert take not in page()
    ChainActivity.objects.update(score=1)
    assert "a weakness · in the SWOT from before as a strength</small>" in page()
    assert browser.post(take).status_code == 302
    assert "a weakness · in the SWOT · in the SWOT from before as a strength</small>" in page()
    ChainActivity.objects.update(score=3)
    assert "<small>in the SWOT from before as a strength and a weakness</small>" in page()
    assert take not in page()


def test_a_driver_may_go_on_to_both_lists(scoped, analysis, signed_in):
    driver = make_driver(analysis, "Krapte")
    browser, take = signed_in(scoped.employee), url("take_driver", driver.pk)
    browser.post(take, {"kind": "threat"})
    text = browser.get(url("industry", analysis.pk)).content.decode()
    assert "in the SWOT as a threat" in text
    assert ('value="opportunity"' in text, 'value="threat"' in text) == (True, False)
    browser.post(take, {"kind": "opportunity"})
    text = browser.get(url("industry", analysis.pk)).content.decode()
    assert "in the SWOT as an opportunity and a threat" in text
    assert take not in text


def test_a_driver_that_was_removed_meanwhile_does_not_go_on(scoped, analysis):
    driver = make_driver(analysis)
    ForceDriver.objects.all().delete()
    with pytest.raises(NotNow, match="removed in the meantime"):
        actions.take_driver_along(driver, "threat", by=scoped.employee.actor)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "works_council"])
def test_others_do_not_describe(scoped, analysis, part):
    by = getattr(scoped, part).actor
    for act in (
        lambda: describe(scoped, analysis, row("x"), by=part),
        lambda: actions.describe_chain(analysis, chain(), version=1, by=by),
        lambda: actions.choose_strategy(analysis, {"generic_why": "x"}, version=1, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not ForceDriver.objects.exists()
    assert not ChainActivity.objects.exists()


# pages ------------------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"analysis:{name}", args=args)


def drivers_sent(browser, page, *rows):
    sent = {
        "version": browser.get(page).context["version"].initial["version"],
        "drivers-TOTAL_FORMS": len(rows), "drivers-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, given in enumerate(rows):
        sent |= {f"drivers-{number}-{name}": value for name, value in ({"weight": "1"} | given).items()}
    return sent


def test_drivers_are_described_on_a_page(scoped, analysis, signed_in):
    browser, page = signed_in(scoped.director), url("force", analysis.pk, "suppliers")
    rows = [{"text": "Krapte", "score": "5", "weight": "2", "evidence": "Bron"}, {"text": ""}]
    assert browser.post(page, drivers_sent(browser, page, *rows)).status_code == 302
    driver = ForceDriver.objects.get()
    assert (driver.text, driver.score, driver.weight, driver.evidence) == ("Krapte", 5, 2, "Bron")
    assert browser.get(url("force", analysis.pk, "anders")).status_code == 404


@pytest.mark.parametrize("weight", ["0", "-2"])
def test_a_weight_of_nothing_comes_back_with_what_was_typed(scoped, analysis, signed_in, weight):
    browser, page = signed_in(scoped.director), url("force", analysis.pk, "suppliers")
    answer = browser.post(page, drivers_sent(browser, page, {"text": "Krapte", "weight": weight, "evidence": "Bron"}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "A weight is more than 0" in text
    assert "Driver 1 · Weight: " in text, "the summary says of which driver"
    assert 'value="Krapte"' in text
    assert f'value="{weight}"' in text


def test_seven_drivers_come_back_with_all_that_was_typed(scoped, analysis, signed_in):
    browser, page = signed_in(scoped.director), url("force", analysis.pk, "suppliers")
    answer = browser.post(page, drivers_sent(browser, page, *({"text": f"Drijver {n}"} for n in range(7))))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 6 drivers" in text
    assert 'value="Drijver 6"' in text
    assert not ForceDriver.objects.exists()


def test_the_chain_is_described_on_a_page(scoped, analysis, signed_in):
    browser, page = signed_in(scoped.director), url("chain", analysis.pk)
    version = browser.get(page).context["form"].initial["version"]
    assert browser.post(page, {"score-service": "6", "version": version}).status_code == 422
    sent = {"score-service": "5", "text-service": "Een mens", "version": version}
    assert browser.post(page, sent).status_code == 302
    assert ChainActivity.objects.get().text == "Een mens"


def test_the_page_asks_the_same_number_of_questions_for_few_and_for_many(scoped, analysis, signed_in):
    browser, page = signed_in(scoped.director), url("industry", analysis.pk)

    def asked():
        browser.get(page)
        with count_queries() as queries:
            browser.get(page)
        return queries.count

    make_driver(analysis, score=3)
    few = asked()
    for force in Force.values:
        for n in range(3):
            actions.take_driver_along(
                make_driver(analysis, f"{force} {n}", force=force, score=n + 1), "threat", by=scoped.employee.actor
            )
    for activity in Activity.values:
        make_activity(analysis, activity=activity, score=5)
    assert asked() == few <= 25
