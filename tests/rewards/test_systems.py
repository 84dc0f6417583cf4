"""Versions of the reward system: problems, two people, the works council, and what everybody may read."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tests.factories import make_reward_system, make_salary
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.audit.models import AuditEvent
from zichtlijn.home.queries.my_line import asked_of
from zichtlijn.rewards.actions import systems as actions
from zichtlijn.rewards.actions import taking
from zichtlijn.rewards.models import Cell, RewardSystem, Scale
from zichtlijn.rewards.queries.systems import system_on, system_page
from zichtlijn.rewards.states import SystemState


def next_year():
    """The first day of the next year."""
    return date(timezone.localdate().year + 1, 1, 1)


@pytest.fixture
def draft(scoped):
    """A draft for the next year that is complete, kept by HR."""
    scoped.draft = make_reward_system(scoped.organisation, "Concept", state="draft", from_on=next_year(), consent="")
    return scoped


def test_HR_proposes_and_another_adopts(draft):
    actions.propose_system(draft.draft, version=1, by=draft.hr.actor)
    with pytest.raises(NotAllowed, match="Another"):
        actions.adopt_system(draft.draft, version=2, by=draft.hr.actor)
    with pytest.raises(NotAllowed):
        actions.adopt_system(draft.draft, version=2, by=draft.line_manager.actor)
    actions.adopt_system(draft.draft, version=2, by=draft.director.actor)
    made = RewardSystem.objects.get()
    assert (made.state, made.proposed_by_name, made.adopted_by_name) == (
        SystemState.ADOPTED,
        draft.hr.person.name,
        draft.director.person.name,
    )
    events = list(AuditEvent.objects.order_by("sequence").values_list("event", flat=True))
    assert events == ["reward_system_proposed", "reward_system_adopted"]


def test_a_scale_that_changed_is_read_before_somebody_proposes_or_adopts(draft):
    hr, scale = draft.hr.actor, draft.draft.scales.get(name="7")
    read = RewardSystem.objects.get().version
    for act in (
        lambda: actions.change_scale(scale, {"maximum": Decimal("3300.00")}, version=1, by=hr),
        lambda: actions.remove_scale(scale, by=hr),
        lambda: actions.add_scale(draft.draft, name="9", minimum=Decimal(1), maximum=Decimal(2), steps="", by=hr),
    ):
        act()
        with pytest.raises(NotNow, match="Read it again"):
            actions.propose_system(draft.draft, version=read, by=hr)
        read = RewardSystem.objects.get().version
    actions.propose_system(draft.draft, version=read, by=hr)
    seen = RewardSystem.objects.get().version
    actions.return_system(draft.draft, by=draft.director.actor)
    actions.change_scale(draft.draft.scales.get(name="9"), {"maximum": Decimal(3)}, version=1, by=hr)
    actions.propose_system(draft.draft, version=RewardSystem.objects.get().version, by=hr)
    with pytest.raises(NotNow, match="Read it again"):
        actions.adopt_system(draft.draft, version=seen, by=draft.director.actor)
    assert RewardSystem.objects.get().state == SystemState.PROPOSED


def test_two_scales_changed_in_two_tabs_do_not_clash(draft):
    one, other = draft.draft.scales.all()
    actions.change_scale(one, {"name": "Eerste"}, version=1, by=draft.hr.actor)
    actions.change_scale(other, {"name": "Tweede"}, version=1, by=draft.hr.actor)
    assert set(draft.draft.scales.values_list("name", flat=True)) == {"Eerste", "Tweede"}


@pytest.mark.parametrize("at", SystemState.values)
@pytest.mark.parametrize(
    ("act", "source", "may"),
    [("propose", "draft", {"hr"}), ("return", "proposed", {"director"}), ("adopt", "proposed", {"director"})],
)
def test_W29_every_act_on_a_version_in_every_state(draft, act, source, may, at):
    for role in ("employee", "line_manager", "hr", "director", "works_council", "administrator"):
        with transaction.atomic():
            as_the_table_says(draft, act, role in may and at == source, at, role)
            transaction.set_rollback(True)


def as_the_table_says(draft, act, is_allowed, at, role):
    RewardSystem.objects.update(state=at, proposed_by=draft.hr.user if at != "draft" else None)
    actor = getattr(draft, role).actor
    run = {
        "propose": lambda: actions.propose_system(draft.draft, version=1, by=actor),
        "return": lambda: actions.return_system(draft.draft, by=actor),
        "adopt": lambda: actions.adopt_system(draft.draft, version=1, by=actor),
    }[act]
    if is_allowed:
        run()
        assert RewardSystem.objects.get().state != at
        return
    with pytest.raises((NotAllowed, NotNow)):
        run()
    assert RewardSystem.objects.get().state == at


def test_what_is_adopted_or_proposed_is_fixed(draft):
    scale = draft.draft.scales.first()
    for state in (SystemState.PROPOSED, SystemState.ADOPTED):
        RewardSystem.objects.update(state=state)
        for change in (
            lambda: actions.change_system(draft.draft, {"name": "Anders"}, version=1, by=draft.hr.actor),
            lambda: actions.change_scale(scale, {"maximum": 9999}, version=1, by=draft.hr.actor),
            lambda: actions.remove_scale(scale, by=draft.hr.actor),
            lambda: actions.set_axes(draft.draft, levels=[], bands=[], version=1, by=draft.hr.actor),
            lambda: actions.remove_system(draft.draft, by=draft.hr.actor),
        ):
            with pytest.raises(NotNow, match="stays as it is"):
                change()
    assert RewardSystem.objects.get().name == "Concept"


def test_problems_of_the_core_are_shown_and_stop_a_proposal(draft):
    Scale.objects.filter(name="P").update(steps="2500\n2450\n2800")
    Scale.objects.filter(name="7").update(maximum=2000)
    Cell.objects.filter(of_level__number=2, band__number=1).delete()
    with pytest.raises(NotNow) as refusal:
        actions.propose_system(draft.draft, version=1, by=draft.hr.actor)
    told = " ".join(refusal.value.reasons)
    for words in ("step 2 is not higher", "first step must be", "maximum lies below", "not filled in for “goed”"):
        assert words in told
    assert RewardSystem.objects.get().state == SystemState.DRAFT


def test_what_is_only_notable_is_told_and_let_be(draft):
    Cell.objects.filter(of_level__number=3, band__number=1).update(ratio=Decimal("0.01"))
    page = system_page(draft.draft)
    assert page.wrong == []
    assert "gives less" in page.notable[0]
    actions.propose_system(draft.draft, version=1, by=draft.hr.actor)


def test_a_new_version_begins_as_the_last_one_with_raised_scales(scoped):
    first = make_reward_system(scoped.organisation)
    raised = Decimal("0.025")
    made = actions.add_system(name="Nieuw", from_on=next_year(), copy=first, raised=raised, by=scoped.hr.actor)
    assert [(scale.name, scale.minimum, scale.maximum) for scale in made.scales.all()] == [
        ("P", Decimal("2460.00"), Decimal("2870.00")),
        ("7", Decimal("2460.00"), Decimal("3280.00")),
    ]
    assert made.scales.get(name="P").step_amounts == (Decimal("2460.00"), Decimal("2665.00"), Decimal("2870.00"))
    assert Cell.objects.filter(of_level__system=made).count() == 9
    assert system_page(made).wrong == []
    with pytest.raises(NotNow, match="from this day already"):
        actions.add_system(name="Nog een", from_on=next_year(), by=scoped.hr.actor)


def test_the_version_that_holds_is_that_of_the_day(scoped):
    first = make_reward_system(scoped.organisation)
    make_reward_system(scoped.organisation, "Later", from_on=next_year())
    make_reward_system(scoped.organisation, "Concept", state="draft", from_on=date(first.from_on.year, 2, 1))
    assert system_on(date(first.from_on.year, 6, 1)) == first
    assert system_on(next_year()).name == "Later"
    assert system_on(date(2000, 1, 1)) is None


def test_what_the_works_council_said_needs_its_date_document_and_scope(draft):
    assert "needs the consent" in actions.reasons_of_consent(draft.draft)[0]
    draft.draft.consent = "given"
    assert "date of the consent" in actions.reasons_of_consent(draft.draft)[0]
    given = {"consent": "given", "consent_on": date(2026, 1, 1), "consent_document": "OR-12", "consent_scope": "Alles"}
    RewardSystem.objects.update(state=SystemState.ADOPTED)
    actions.note_consent(draft.draft, given, version=1, by=draft.hr.actor)
    assert actions.reasons_of_consent(RewardSystem.objects.get()) == []


CONSENT = {
    "consent": "given",
    "consent_on": date(2026, 1, 1),
    "consent_document": "OR-12",
    "consent_scope": "Alles",
}


def test_the_consent_goes_when_what_a_draft_holds_changes(draft):
    system, hr = draft.draft, draft.hr.actor
    scale = system.scales.first()
    rows = ([actions.TableRow("laag", Decimal(0))], [actions.TableRow("alles", Decimal(0))])

    def version():
        return RewardSystem.objects.get().version

    def cells(ratio, once=0):
        (level,), (band,) = system.levels.all(), system.bands.all()
        given = {(level.pk, band.pk): (Decimal(ratio), Decimal(once))}
        actions.set_cells(system, given, version=version(), by=hr)

    def axes():
        actions.set_axes(system, levels=rows[0], bands=rows[1], version=version(), by=hr)

    def write(principles):
        actions.change_system(system, {"principles": principles}, version=version(), by=hr)

    def widen(maximum):
        actions.change_scale(scale, {"maximum": Decimal(maximum)}, version=1, by=hr)

    for change, again in (
        (lambda: write("Eerlijk"), lambda: write("Eerlijk")),
        (axes, axes),
        (lambda: cells("0.02"), lambda: cells("0.02")),
        (lambda: cells("0.02", "0.01"), lambda: cells("0.02", "0.01")),
        (lambda: widen("4000"), lambda: widen("4000")),
        (lambda: actions.add_scale(system, name="9", minimum=1, maximum=2, steps="", by=hr), None),
        (lambda: actions.remove_scale(system.scales.get(name="9"), by=hr), None),
    ):
        RewardSystem.objects.update(**CONSENT)
        change()
        assert RewardSystem.objects.values_list(*CONSENT).get() == ("", None, "", "")
        RewardSystem.objects.update(**CONSENT)
        if again:
            again()  # the same once more changes nothing
        assert RewardSystem.objects.get().consent == "given"
    RewardSystem.objects.update(consent="none")
    write("Anders")
    assert RewardSystem.objects.get().consent == "none"


def test_the_page_says_that_the_consent_went_and_the_log_keeps_it(draft, signed_in):
    browser, page = signed_in(draft.hr), f"/rewards/systems/{draft.draft.pk}/"
    said = b"spoke of this version as it was before"
    answer = browser.post(f"{page}consent/", CONSENT | {"version": 1}, follow=True)
    assert b"OR-12" in answer.content
    assert said not in answer.content
    scale = {"version": 1, "name": "9", "minimum": "2400", "maximum": "3000", "steps": ""}
    answer = browser.post(f"{page}scales/new/", scale, follow=True)
    assert said in answer.content
    assert b"OR-12" not in answer.content
    assert AuditEvent.objects.filter(event="reward_consent_noted").count() == 1
    assert said not in browser.post(f"{page}scales/new/", scale | {"name": "10"}, follow=True).content


def test_two_who_write_the_matrix_see_both(draft):
    levels = [actions.TableRow("laag", Decimal(0)), actions.TableRow("hoog", Decimal(1))]
    bands = [actions.TableRow("alles", Decimal(0))]
    actions.set_axes(draft.draft, levels=levels, bands=bands, version=1, by=draft.hr.actor)
    assert [level.name for level in draft.draft.levels.all()] == ["laag", "hoog"]
    with pytest.raises(EditConflict) as refusal:
        actions.set_axes(draft.draft, levels=levels[:1], bands=bands, version=1, by=draft.hr.actor)
    assert "hoog" in refusal.value.fields[0][1]
    cells = {(level.pk, band.pk): (Decimal("0.02"), Decimal(0)) for level in draft.draft.levels.all()
             for band in draft.draft.bands.all()}  # fmt: skip
    actions.set_cells(draft.draft, cells, version=2, by=draft.hr.actor)
    with pytest.raises(NotNow, match="changed in the meantime"):
        actions.set_cells(draft.draft, dict(list(cells.items())[:1]), version=3, by=draft.hr.actor)


@pytest.mark.parametrize(
    ("levels", "bands", "stood", "emptied"),
    [
        # one in between: the others keep their own, the new one is empty
        (["onvoldoende", "matig", "goed", "uitstekend"], None, [0, None, 1, 2], "matig"),
        (["goed", "uitstekend"], None, [1, 2], ""),
        (["onvoldoende", "prima", "uitstekend"], None, [0, 1, 2], ""),  # another name for the same
        (["goed", "onvoldoende", "uitstekend"], None, [1, 0, 2], ""),
        (["goed", "uitstekend", "top"], None, [1, 2, None], "top"),
        (None, [0, None, 1, 2], [0, 1, 2], "goed"),
    ],
)
def test_levels_and_places_that_stay_keep_their_own_percentages(draft, levels, bands, stood, emptied):
    system = draft.draft
    old_levels, old_bands = list(system.levels.all()), list(system.bands.all())
    levels = levels or [row.name for row in old_levels]
    places = bands or [0, 1, 2]

    def cells():
        found = Cell.objects.filter(of_level__system=system)
        return {(one.of_level.number - 1, one.band.number - 1): (one.ratio, one.most_one_off) for one in found}

    before = cells()
    names = ["nieuw" if place is None else old_bands[place].name for place in places]
    actions.set_axes(
        system,
        levels=[actions.TableRow(name, Decimal(1)) for name in levels],
        bands=[actions.TableRow(name, Decimal(number) / 10) for number, name in enumerate(names)],
        version=1,
        by=draft.hr.actor,
    )
    assert cells() == {
        (level, band): before[level_then, band_then]
        for level, level_then in enumerate(stood)
        for band, band_then in enumerate(places)
        if level_then is not None and band_then is not None
    }
    said = " ".join(system_page(system).wrong)
    assert ("not filled in" in said) == bool(emptied)
    assert emptied in said


def test_the_pages_write_a_whole_version(scoped, signed_in):
    browser = signed_in(scoped.hr)
    answer = browser.post("/rewards/systems/new/", {"name": "Eerste", "from_on": "2026-01-01"})
    (made,) = RewardSystem.objects.all()
    assert answer["Location"] == f"/rewards/systems/{made.pk}/"
    base = answer["Location"]
    assert b"no salary scale yet" in browser.get(base).content
    form = {"version": 1, "name": "7", "minimum": "2400", "maximum": "3,200.50", "steps": ""}
    assert browser.post(f"{base}scales/new/", form).status_code == 302
    made.refresh_from_db()
    form = {"version": made.version, "levels": "Below; 0\nOn; 1\nAbove; 2", "bands": "Under 90%; 0\nFrom 90%; 90"}
    assert browser.post(f"{base}rows/", form).status_code == 302
    made.refresh_from_db()
    form = {"version": made.version}
    for number, level in enumerate(made.levels.all()):
        for band in made.bands.all():
            form[f"raise_{level.pk}_{band.pk}"] = str(number * 1.5)
    assert browser.post(f"{base}matrix/", form).status_code == 302
    said = browser.get(base).content.decode()
    for words in ("€3,200.50", "1.5%", "Under 90%", "open range"):
        assert words in said
    made.refresh_from_db()
    names = ("percentage_of", "position_by", "collective_order", "periods")
    form = {name: getattr(made, name) for name in names}
    form |= {"version": made.version, "name": "Eerste", "from_on": "2026-01-01", "principles": "Eerlijk loon",
             "most_deviation": "1.5", "objection_days": 21}  # fmt: skip
    assert browser.post(f"{base}edit/", form).status_code == 302
    made.refresh_from_db()
    assert (made.principles, made.most_deviation) == ("Eerlijk loon", Decimal("0.0150"))
    assert browser.post(f"{base}propose/", {"version": made.version}).status_code == 302
    made.refresh_from_db()
    assert signed_in(scoped.director).post(f"{base}adopt/", {"version": made.version}).status_code == 302
    assert b"Eerlijk loon" in signed_in(scoped.employee).get("/rewards/").content


def test_a_form_says_what_is_wrong(scoped, signed_in):
    browser = signed_in(scoped.hr)
    system = make_reward_system(scoped.organisation, state="draft")
    base = f"/rewards/systems/{system.pk}/"
    for form in (
        {"version": 1, "levels": "Onder", "bands": "Alles; 0"},
        {"version": 1, "levels": "Onder; x", "bands": "Alles; 0"},
        {"version": 1, "levels": "Onder; 1.5", "bands": "Alles; 0"},
        {"version": 1, "levels": "Onder; 1", "bands": "Alles; 0\nVer; 5000"},
    ):
        assert browser.post(f"{base}rows/", form).status_code == 422
    scale = {"version": 1, "name": "9", "minimum": "1", "maximum": "2", "steps": "een"}
    assert browser.post(f"{base}scales/new/", scale).status_code == 422


@pytest.mark.parametrize("role", ["employee", "line_manager", "works_council", "consultant"])
def test_everybody_reads_what_was_adopted_and_nobody_else_a_draft(draft, signed_in, role):
    adopted = make_reward_system(draft.organisation, principles="Voor iedereen gelijk")
    make_salary(draft.colleague.person, "2345.67")
    browser = signed_in(getattr(draft, role))
    said = browser.get("/rewards/").content.decode()
    assert "Voor iedereen gelijk" in said
    assert "Concept" not in said
    assert "2,345" not in said
    assert browser.get(f"/rewards/systems/{draft.draft.pk}/").status_code == 404
    paper = browser.post(f"/rewards/systems/{adopted.pk}/file/", {"form": "pdf"})
    assert paper.content.startswith(b"%PDF")


def test_the_paper_says_what_holds(scoped, set_on_paper):
    from zichtlijn.rewards import documents

    given = set_on_paper(documents)
    system = make_reward_system(scoped.organisation, principles="Eerlijk")
    content, name = taking.take_system(system, by=scoped.employee.actor)
    assert content.startswith(b"%PDF")
    assert name.startswith("beloningssystematiek-")
    assert given["matrix"][2]["cells"][2] == "0% (once: 3%)"
    assert given["scales"][0]["steps"] == "€2,400 · €2,600 · €2,800"
    assert "Nobody decides twice" in given["rules"][-2]
    assert "within 14 days" in given["rules"][-1]


def test_who_can_adopt_is_told_and_the_works_council_reads_what_is_proposed(
    draft, signed_in, django_capture_on_commit_callbacks
):
    page = f"/rewards/systems/{draft.draft.pk}/"
    council = signed_in(draft.works_council)
    assert council.get(page).status_code == 404
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.propose_system(draft.draft, version=1, by=draft.hr.actor)
    assert [one.to for one in mail.outbox] == [[draft.director.user.email]]
    assert page in mail.outbox[0].body
    today = timezone.localdate()
    assert [one.url for one in asked_of(draft.director.actor, today=today) if one.kind == "reward_system"] == [page]
    for member in (draft.hr, draft.works_council, draft.employee):
        assert "reward_system" not in {one.kind for one in asked_of(member.actor, today=today)}
    assert council.get(page).status_code == 200
    assert page in council.get("/rewards/").content.decode()
    assert "/adopt/" not in council.get(page).content.decode()
    assert signed_in(draft.employee).get(page).status_code == 404
    actions.adopt_system(draft.draft, version=2, by=draft.director.actor)
    assert "reward_system" not in {one.kind for one in asked_of(draft.director.actor, today=today)}
