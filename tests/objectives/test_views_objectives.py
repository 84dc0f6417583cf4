"""The pages of objectives: they work for who may, refuse who may not, and say what is wrong with what was typed."""

import re

import pytest
from django.test import Client as DjangoClient
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import (
    CANARY,
    count_queries,
    make_action,
    make_check_in,
    make_link,
    make_measure,
    make_objective,
    make_period,
    make_reading,
)
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives import actions
from zichtlijn.objectives.actions import version_of_weights
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Action, CheckIn, Objective, ObjectiveLink, Reading
from zichtlijn.objectives.queries.breaks import support_weights_off
from zichtlijn.objectives.states import Level, State
from zichtlijn.ui.versions import VERSION_DIGITS


def page(address, pk=None, **more):
    return reverse(f"objectives:{address}", kwargs={"pk": pk, **more} if pk else more)


def form_of(cast, objective, **changes):
    """What the edit form of a non-personal objective sends."""
    return {
        "title": objective.title, "description": objective.description, "period": cast.period.pk,
        "commitment": "committed", "own_share": "50", "version": objective.version, "unit": objective.unit.name,
        "owner": objective.owner.name if objective.owner else "", "starts_on": objective.starts_on.isoformat(),
        "ends_on": objective.ends_on.isoformat(), **changes,
    }  # fmt: skip


def text(answer):
    return answer.content.decode()


# one objective -----------------------------------------------------------------------------------------------------


def test_the_page_tells_where_it_stands_and_how_that_is_made(line, signed_in):
    make_check_in(line.role_objective, "Loopt", by_name="Lotte Lijn")
    make_action(line.role_objective, "Bellen met de leverancier", owner=line.line_manager.person)
    shown = text(signed_in(line.line_manager).get(page("objective", line.role_objective.pk)))
    for words in ("Pers schoon", "Slib drogen", "Schoner water", "Pers leren", "Loopt", "Bellen met de leverancier"):
        assert words in shown, words
    assert page("edit", line.role_objective.pk) in shown


def test_who_may_not_edit_sees_no_way_to_do_so(line, signed_in):
    shown = text(signed_in(line.works_council).get(page("objective", line.strategic.pk)))
    assert page("edit", line.strategic.pk) not in shown
    assert page("new_measure", line.strategic.pk) not in shown
    assert 'name="confidence"' not in shown
    assert "Cas zijn doel" not in text(signed_in(line.works_council).get(page("objective", line.role_objective.pk)))


def test_looking_at_the_personal_objective_of_another_is_in_the_log_once(line, signed_in):
    browser = signed_in(line.hr)
    for name in ("objective", "history"):
        browser.get(page(name, line.personal.pk))
    signed_in(line.employee).get(page("objective", line.personal.pk))
    seen = AuditEvent.objects.filter(event=Event.OBJECTIVE_SEEN)
    assert [(event.by_id, event.about_person_id) for event in seen] == [(line.hr.user.pk, line.employee.person.pk)] * 2


def test_the_next_page_of_supporters(line, signed_in):
    for number in range(60):
        make_objective(
            line.organisation, f"Steun {number:02}", level=Level.OPERATIONAL, parents=[line.department_objective]
        )
    browser = signed_in(line.director)
    first = browser.get(page("objective", line.department_objective.pk))
    assert len(first.context["supporters"]) == 25
    seen = [link.child_id for link in first.context["supporters"]]
    after = first.context["next_after"]
    while after:
        answer = browser.get(page("objective", line.department_objective.pk), {"after": after})
        seen += [link.child_id for link in answer.context["supporters"]]
        after = answer.context["next_after"]
    assert len(seen) == len(set(seen)) == 61
    assert browser.get(page("objective", line.department_objective.pk), {"after": "x-²"}).status_code == 200
    recompute_organisation(line.organisation)


# writing one down --------------------------------------------------------------------------------------------------


def test_a_form_that_is_sent_once_more_makes_no_second_objective(line, signed_in):
    """With the button "back" one stands in the filled form again."""
    browser = signed_in(line.employee)
    url = page("new") + f"?parent={line.role_objective.pk}"
    data = {
        "title": "Pers beter afstellen", "commitment": "committed", "period": line.period.pk,
        "owner": line.employee.person.name, "parent": f"Pers schoon [{line.role_objective.key}]",
    }  # fmt: skip
    assert browser.post(url, data).status_code == 302
    again = browser.post(url, {**data, "title": "Pers beter Afstellen"})
    assert again.status_code == 422
    assert "is there already" in text(again)
    assert Objective.objects.filter(title__iexact="Pers beter afstellen").count() == 1
    Objective.objects.filter(title="Pers beter afstellen").update(state="dropped")
    assert browser.post(url, data).status_code == 302


def test_an_employee_writes_down_an_own_objective_below_the_role(line, signed_in):
    browser = signed_in(line.employee)
    url = page("new") + f"?parent={line.role_objective.pk}"
    assert "Pers schoon" in text(browser.get(url))
    answer = browser.post(url, {
        "title": "Zelf bedacht", "owner": line.employee.person.name, "period": line.period.pk,
        "commitment": "committed", "parent": f"Pers schoon [{line.role_objective.key}]",
    })  # fmt: skip
    made = Objective.objects.get(title="Zelf bedacht")
    assert answer["Location"] == page("objective", made.pk)
    assert (made.owner, made.state, made.in_line) == (line.employee.person, State.DRAFT, True)


def test_the_levels_offered_are_those_one_may_use(line, signed_in):
    offered = signed_in(line.line_manager).get(page("new")).context["levels"]
    assert set(offered) == set(Level)
    employee = signed_in(line.employee).get(page("new"))
    assert employee.context["level"] == Level.PERSONAL
    leader = signed_in(line.project_leader).get(page("new"))
    assert list(leader.context["levels"]) == [Level.PROJECT, Level.PERSONAL]
    below = signed_in(line.employee).get(page("new") + f"?parent={line.strategic.pk}")
    assert (below.context["level"], below.context["parent"]) == (Level.PERSONAL, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"period": "999"}, "period"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
        ({"starts_on": "gisteren"}, "starts_on"),
        ({"own_share": "101"}, "own_share"),
        ({"commitment": "perhaps"}, "commitment"),
        ({"perspective": "planet"}, "perspective"),
        ({"unit": ""}, "unit"),
        ({"unit": "Nergens"}, "unit"),
        ({"parent": "Bestaat niet"}, "parent"),
        ({"parent": "Schoner water"}, "parent"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_its_field(line, signed_in, changes, field):
    data = form_of(line, line.operational, parent="Minder lozen") | changes
    answer = signed_in(line.director).post(page("new") + "?level=operational", data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert 'role="alert"' in text(answer)
    assert Objective.objects.filter(level=Level.OPERATIONAL).count() == 1


def test_W04_an_objective_for_a_colleague_is_not_written(line, signed_in):
    browser, before = signed_in(line.employee), Objective.objects.count()
    assert browser.get(page("new") + f"?owner={line.colleague.person.pk}").status_code == 404
    answer = browser.post(page("new") + "?level=personal", {
        "title": "Voor jou", "owner": line.colleague.person.name, "period": line.period.pk, "commitment": "committed",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "You can only write an objective for yourself" in str(answer.context["form"].errors["owner"])
    assert 'value="Voor jou"' in text(answer)
    assert Objective.objects.count() == before


def test_what_was_typed_stays_when_what_it_follows_from_runs_in_another_period(line, signed_in):
    """On a new objective, on the form of one that is there, and where one chooses what it follows from."""
    later = make_period(line.organisation, line.period.starts_on.year + 1)
    other = make_objective(line.organisation, "Volgend jaar", level=Level.ROLE, unit=line.team, period=later,
                           starts_on=later.starts_on, ends_on=later.ends_on)  # fmt: skip
    browser, before = signed_in(line.employee), Objective.objects.count()
    chosen = f"{other.title} [{other.key}]"
    typed = {
        "title": "Veel nagedacht", "description": "Een lang verhaal", "owner": line.employee.person.name,
        "period": line.period.pk, "commitment": "committed", "parent": chosen,
    }  # fmt: skip
    new = browser.post(page("new") + "?level=personal", typed)
    parents = browser.post(page("parents", line.personal.pk), {"parent": chosen, "weight": "30"})
    days = {"period": later.pk, "starts_on": later.starts_on.isoformat(), "ends_on": later.ends_on.isoformat()}
    edited = browser.post(page("edit", line.personal.pk), typed | days | {"version": 1})
    for answer, kept in (
        (new, ("Veel nagedacht", "Een lang verhaal", "Volgend jaar")),
        (parents, ("Volgend jaar", 'value="30"')),
        (edited, ("Veel nagedacht", "Een lang verhaal", later.ends_on.isoformat())),
    ):
        assert answer.status_code == 422
        assert "runs in another period" in text(answer)
        assert all(words in text(answer) for words in kept)
    assert f'{line.personal.pk}/">Pers leren</a>' in text(edited), "the way back has the title of now"
    assert Objective.objects.count() == before
    now = Objective.objects.get(pk=line.personal.pk)
    assert (now.title, now.version, now.state) == ("Pers leren", 1, State.AGREED)
    assert [link.parent_id for link in now.parent_links.all()] == [line.role_objective.pk]


def test_an_objective_in_a_unit_of_another_comes_back_with_a_sentence(line, signed_in):
    data = form_of(line, line.operational, unit=line.other_department.name)
    answer = signed_in(line.line_manager).post(page("new") + "?level=operational", data)
    assert answer.status_code == 422
    assert "units you head" in text(answer)


@pytest.mark.parametrize(
    "query", ["?parent=²", "?parent=99999999999999999999", "?owner=x", "?level=cosmic", "?parent="]
)
def test_nonsense_in_the_address_is_left_out(line, signed_in, query):
    assert signed_in(line.director).get(page("new") + query).status_code == 200


# editing -----------------------------------------------------------------------------------------------------------


def test_an_edit_without_javascript_is_saved(line, signed_in):
    browser = signed_in(line.line_manager)
    assert 'name="version" value="1"' in text(browser.get(page("edit", line.operational.pk)))
    answer = browser.post(page("edit", line.operational.pk), form_of(line, line.operational, title="Slib persen"))
    assert answer["Location"] == page("objective", line.operational.pk)
    assert Objective.objects.get(pk=line.operational.pk).title == "Slib persen"


def test_a_personal_objective_is_proposed_again_after_an_edit(line, signed_in):
    data = {"title": "Anders", "period": line.period.pk, "commitment": "committed", "weight": "100", "version": 1}
    answer = signed_in(line.employee).post(page("edit", line.personal.pk), data, follow=True)
    assert "goes back as a proposal" in text(answer)
    assert Objective.objects.get(pk=line.personal.pk).state == State.PROPOSED


def test_another_period_takes_the_days_along(line, signed_in):
    free = make_objective(line.organisation, "Los", level=Level.STRATEGIC, unit=line.top)
    later = make_period(line.organisation, line.period.starts_on.year + 1)
    signed_in(line.director).post(page("edit", free.pk), form_of(line, free, period=later.pk))
    fresh = Objective.objects.get(pk=free.pk)
    assert (fresh.period, fresh.starts_on, fresh.ends_on) == (later, later.starts_on, later.ends_on)
    recompute_organisation(line.organisation)


def test_R13_the_second_to_save_reads_both_texts(line, signed_in):
    first, second = signed_in(line.line_manager), signed_in(line.director)
    first.post(page("edit", line.operational.pk), form_of(line, line.operational, title="Haar titel"))
    answer = second.post(page("edit", line.operational.pk), form_of(line, line.operational, title="Zijn titel"))
    assert answer.status_code == 409
    assert "Haar titel" in text(answer)
    assert "Zijn titel" in text(answer)
    assert Objective.objects.get(pk=line.operational.pk).title == "Haar titel"


def test_R13_a_form_without_its_version_is_not_saved(line, signed_in):
    data = form_of(line, line.operational, title="Zonder")
    del data["version"]
    assert signed_in(line.director).post(page("edit", line.operational.pk), data).status_code == 422
    assert Objective.objects.get(pk=line.operational.pk).title == "Slib drogen"


def test_a_closed_objective_says_that_it_is_closed(line, signed_in):
    browser = signed_in(line.director)
    browser.post(page("move", line.operational.pk, name="close"), {"comment": ""})
    for name in ("edit", "parents", "weights", "new_action", "new_measure"):
        answer = browser.get(page(name, line.operational.pk))
        assert answer.status_code == 409, name
        assert "Reopen it first" in text(answer)


# states ------------------------------------------------------------------------------------------------------------


def test_a_proposal_goes_to_the_other_side_and_comes_back_agreed(line, signed_in):
    manager, employee = signed_in(line.line_manager), signed_in(line.employee)
    draft = make_objective(
        line.organisation, "Voorstel", level=Level.PERSONAL, owner=line.employee.person, state=State.DRAFT,
        made_by=line.line_manager.user,
    )  # fmt: skip
    assert manager.get(page("move", draft.pk, name="propose")).status_code == 200
    assert manager.post(page("move", draft.pk, name="propose"), {"comment": "Wat vind je?"}).status_code == 302
    shown = text(employee.get(page("objective", draft.pk)))
    assert "is waiting for your answer" in shown
    assert "Wat vind je?" in shown
    assert page("move", draft.pk, name="agree") not in text(manager.get(page("objective", draft.pk)))
    assert manager.get(page("move", draft.pk, name="agree")).status_code == 403
    version = Objective.objects.get(pk=draft.pk).version
    agree = {"comment": "", "version": version}
    assert employee.post(page("move", draft.pk, name="agree"), agree).status_code == 302
    assert Objective.objects.get(pk=draft.pk).state == State.AGREED


@pytest.mark.parametrize(
    ("name", "part", "state", "words", "lands_on"),
    [
        ("return", "line_manager", State.PROPOSED, "Returned", "list"),
        ("withdraw", "employee", State.PROPOSED, "Withdrawn", "objective"),
        ("discard", "employee", State.DRAFT, "Discarded", "objective"),
        ("discard", "line_manager", State.DRAFT, "Discarded", "list"),
        ("drop", "line_manager", State.PROPOSED, "Dropped", "objective"),
        ("reopen", "line_manager", State.DROPPED, "Proposed", "objective"),
    ],
)
def test_after_a_move_one_lands_where_one_may_be_with_a_word(line, signed_in, name, part, state, words, lands_on):
    objective = make_objective(
        line.organisation, "Plan", level=Level.PERSONAL, owner=line.employee.person, state=state,
        made_by=line.line_manager.user if part == "line_manager" and state == State.DRAFT else line.employee.user,
        proposed_by=None if state == State.DRAFT else line.employee.user,
    )  # fmt: skip
    browser = signed_in(getattr(line, part))
    shown = text(browser.get(page("move", objective.pk, name=name)))
    assert "<button" in shown
    answer = browser.post(page("move", objective.pk, name=name), {"comment": ""}, follow=True)
    assert answer.status_code == 200
    assert words in text(answer)
    assert answer.redirect_chain[-1][0] == (page("list") if lands_on == "list" else page("objective", objective.pk))
    recompute_organisation(line.organisation)


@pytest.mark.parametrize("comment", ["", "  ", "Maak het meetbaar"])
def test_who_returns_reads_of_a_comment_only_when_there_is_one(line, signed_in, comment):
    proposed = make_objective(
        line.organisation, "Plan", level=Level.PERSONAL, owner=line.employee.person, state=State.PROPOSED,
        proposed_by=line.employee.user,
    )  # fmt: skip
    sent = {"comment": comment}
    answer = text(signed_in(line.line_manager).post(page("move", proposed.pk, name="return"), sent, follow=True))
    assert "Returned. It is a draft again" in answer
    assert ("with your comment" in answer) is bool(comment.strip())


def test_who_proposed_reads_on_the_page_that_it_came_back_from_whom_and_why(line, signed_in):
    made = make_objective(
        line.organisation, "Plan", level=Level.PERSONAL, owner=line.employee.person, state=State.DRAFT,
        made_by=line.employee.user,
    )  # fmt: skip
    owner, manager = line.employee.actor, line.line_manager.actor

    def told(cast_member=line.employee):
        returned = signed_in(cast_member).get(page("objective", made.pk)).context["returned"]
        return returned and (returned.by_name, returned.comment)

    assert told() is None
    actions.move_objective(made, "propose", by=owner, comment="Kijk je mee?")
    assert told() is None
    actions.move_objective(made, "withdraw", by=owner, comment="Toch nog niet")
    assert told() is None
    actions.move_objective(made, "propose", by=owner)
    actions.move_objective(made, "return", by=manager, comment="Maak het meetbaar")
    actions.check_in(Objective.objects.get(pk=made.pk), by=owner, comment="Doe ik")
    assert told() == (manager.name, "Maak het meetbaar")
    shown = text(signed_in(line.employee).get(page("objective", made.pk)))
    assert shown.index(f"Returned by {manager.name} on") < shown.index("Maak het meetbaar") < shown.index('id="stands"')
    actions.move_objective(made, "propose", by=owner)
    assert told() is None
    actions.move_objective(made, "return", by=manager)
    assert told() == (manager.name, "")


def test_W29_a_jump_by_hand_is_refused_and_the_state_stays(line, signed_in):
    browser = signed_in(line.employee)
    for name, status in (("agree", 409), ("withdraw", 403), ("close", 403), ("reopen", 403), ("adopt", 403)):
        assert browser.post(page("move", line.personal_draft.pk, name=name), {"comment": ""}).status_code == status, (
            name
        )
        assert Objective.objects.get(pk=line.personal_draft.pk).state == State.DRAFT
    closed = make_objective(line.organisation, level=Level.PERSONAL, owner=line.employee.person, state=State.CLOSED)
    assert browser.post(page("move", closed.pk, name="propose"), {"comment": ""}).status_code == 409
    assert browser.post(page("move", closed.pk, name="conjure"), {"comment": ""}).status_code == 404


def test_W22_no_state_changes_by_looking(line, signed_in):
    browser = signed_in(line.director)
    link = ObjectiveLink.objects.get(child=line.operational)
    action = make_action(line.operational)
    for url in (
        page("remove_parent", link.pk),
        page("finish_action", action.pk),
        page("add_check_in", line.operational.pk),
    ):
        assert browser.get(url).status_code == 405
    browser.get(page("move", line.operational.pk, name="close"))
    assert Objective.objects.get(pk=line.operational.pk).state == State.AGREED


# parents and weights -------------------------------------------------------------------------------------------------


def test_a_parent_is_chosen_by_its_title_or_by_its_code(line, signed_in):
    second = make_objective(line.organisation, "Slib [nat] laten", level=Level.OPERATIONAL, key="OP-2")
    browser = signed_in(line.line_manager)
    for typed in ("Slib [nat] laten", "slib [nat] laten [OP-2]", "op-2"):
        answer = browser.post(page("parents", line.role_objective.pk), {"parent": typed, "weight": "30"})
        assert answer.status_code == 302, typed
    assert ObjectiveLink.objects.get(child=line.role_objective, parent=second).weight == 30


def test_two_objectives_of_one_title_ask_for_the_code(line, signed_in):
    make_objective(line.organisation, "Slib drogen", level=Level.OPERATIONAL)
    answer = signed_in(line.line_manager).post(page("parents", line.role_objective.pk), {"parent": "Slib drogen"})
    assert answer.status_code == 422
    assert "more than one objective" in text(answer)


def test_how_the_number_is_made_adds_up_though_a_page_shows_only_the_first_of_them(line, signed_in):
    for number in range(29):
        child = make_objective(line.organisation, f"Deel {number}", level=Level.PERSONAL, owner=line.employee.person)
        make_link(child, line.role_objective)
        make_measure(child)
    recompute_organisation(line.organisation)
    answer = signed_in(line.line_manager).get(page("objective", line.role_objective.pk))
    made, role = answer.context["made"], Objective.objects.get(pk=line.role_objective.pk)
    assert role.supporter_count == 31
    assert len(made.support) == 25
    assert made.rest_count == 6
    assert sum(row.share for row in made.support) + made.rest.share == pytest.approx(1)
    adds = [row.adds for row in [*made.support, made.rest] if row.adds is not None]
    assert sum(adds) == pytest.approx(role.support_progress)
    assert "6 others, not shown separately" in text(answer)


def test_a_single_supporter_that_one_may_not_see_keeps_its_number(line, signed_in):
    hidden = make_objective(line.organisation, "Geheim", level=Level.PERSONAL, owner=line.hr.person)
    make_link(hidden, line.role_objective)
    make_measure(hidden)
    recompute_organisation(line.organisation)
    answer = signed_in(line.line_manager).get(page("objective", line.role_objective.pk))
    assert answer.context["made"].rest is None
    assert "1 other, not shown separately" in text(answer)


def test_a_link_is_taken_away_with_a_button(line, signed_in):
    link = ObjectiveLink.objects.get(child=line.operational)
    assert signed_in(line.director).post(page("remove_parent", link.pk)).status_code == 302
    assert not ObjectiveLink.objects.filter(pk=link.pk).exists()


def test_weights_are_divided_and_must_make_a_hundred(line, signed_in):
    links = list(ObjectiveLink.objects.filter(parent=line.operational).order_by("pk"))
    browser, url = signed_in(line.line_manager), page("weights", line.operational.pk)
    version = browser.get(url).context["form"]["version"].value()
    data = {f"weight-{links[0].pk}": "33.5", f"weight-{links[1].pk}": "66.5", "version": version}
    assert browser.post(url, data).status_code == 302
    assert [link.weight for link in ObjectiveLink.objects.filter(parent=line.operational).order_by("pk")] == [
        33.5,
        66.5,
    ]
    for wrong in ("20", "80", "-1", "veel", "nan"):
        answer = browser.post(url, data | {f"weight-{links[1].pk}": wrong})
        assert answer.status_code == 422, wrong
    version = browser.get(url).context["form"]["version"].value()
    data = {f"weight-{links[0].pk}": "80", f"weight-{links[1].pk}": ""}
    assert browser.post(url, data).status_code == 422  # without its version
    assert browser.post(url, data | {"version": version}).status_code == 302


def test_there_is_nothing_to_divide_where_nothing_supports(line, signed_in):
    shown = signed_in(line.employee).get(page("weights", line.personal.pk)).content.decode()
    assert "Nothing supports this objective yet." in shown
    assert 'name="version"' not in shown


def test_the_version_of_weights_fits_in_a_form_whatever_they_are():
    for pk in range(1, 2000):
        links = [ObjectiveLink(pk=pk, weight=40), ObjectiveLink(pk=pk + 1, weight=None)]
        version = version_of_weights(links)
        assert 0 <= version < 10**VERSION_DIGITS
        assert version != version_of_weights([links[0], ObjectiveLink(pk=pk + 1, weight=60)])


def test_R13_the_second_to_divide_the_weights_reads_both(line, signed_in):
    first, second = ObjectiveLink.objects.filter(parent=line.operational).order_by("pk")
    url, hers, his = page("weights", line.operational.pk), signed_in(line.line_manager), signed_in(line.director)
    version = his.get(url).context["form"]["version"].value()
    data = {f"weight-{first.pk}": "30", f"weight-{second.pk}": "70", "version": version}
    assert hers.post(url, data).status_code == 302
    assert hers.post(url, data).status_code == 302  # the same once more is no conflict
    answer = his.post(url, data | {f"weight-{first.pk}": "45", f"weight-{second.pk}": "55"})
    assert answer.status_code == 409
    for words in ("30%", "45%", "70%", "55%", "Pers schoon"):
        assert words in text(answer), words
    assert ObjectiveLink.objects.get(pk=first.pk).weight == 30
    again = re.search(r'name="version" value="(\d+)"', text(answer))[1]
    data |= {f"weight-{first.pk}": "45", f"weight-{second.pk}": "55", "version": again}
    assert his.post(url, data).status_code == 302
    assert ObjectiveLink.objects.get(pk=first.pk).weight == 45


def test_the_weights_of_supporters_that_one_does_not_see_count_in_the_hundred(line, signed_in):
    hidden = make_objective(line.organisation, "Geheim", level=Level.PERSONAL, owner=line.hr.person)
    make_link(hidden, line.role_objective, weight=60)
    recompute_organisation(line.organisation)
    own = {link.child_id: link.pk for link in ObjectiveLink.objects.filter(parent=line.role_objective)}
    browser, url = signed_in(line.line_manager), page("weights", line.role_objective.pk)
    shown = text(browser.get(url))
    assert "Geheim" not in shown
    assert "One more objective" in shown
    version = {"version": browser.get(url).context["form"]["version"].value()}
    data = {f"weight-{own[line.personal.pk]}": "30", f"weight-{own[line.colleague_personal.pk]}": "30"}
    assert browser.post(url, data | version).status_code == 422
    assert browser.post(url, dict.fromkeys(data, "20") | version).status_code == 302


def test_only_what_is_agreed_makes_up_the_hundred_and_what_is_proposed_keeps_its_weight_apart(line, signed_in):
    proposed = make_objective(
        line.organisation, "Voorstel", level=Level.PERSONAL, owner=line.employee.person, state=State.PROPOSED
    )
    hidden = make_objective(
        line.organisation, "Geheim", level=Level.PERSONAL, owner=line.hr.person, state=State.PROPOSED
    )
    for one in (proposed, hidden):
        make_link(one, line.role_objective, weight=20)
    recompute_organisation(line.organisation)
    own = {link.child_id: link.pk for link in ObjectiveLink.objects.filter(parent=line.role_objective)}
    browser, url = signed_in(line.line_manager), page("weights", line.role_objective.pk)
    answer = browser.get(url)
    assert [field.label for field in answer.context["form"].apart_fields()] == ["Voorstel"]
    shown = html.fromstring(answer.content)
    assert shown.xpath("//fieldset[@data-sum-apart]//input/@name") == [f"weight-{own[proposed.pk]}"]
    assert "Not agreed yet" in text(answer)
    assert "One more objective" not in text(answer)  # a hidden proposal does not count either
    version = {"version": answer.context["form"]["version"].value()}
    first, second, third = (f"weight-{own[one.pk]}" for one in (line.personal, line.colleague_personal, proposed))
    assert browser.post(url, {first: "50", second: "30", third: "20"} | version).status_code == 422
    assert browser.post(url, {first: "62.5", second: "37.5", third: "20"} | version).status_code == 302
    weights = ObjectiveLink.objects.filter(parent=line.role_objective).exclude(child=hidden)
    assert sorted(weights.values_list("weight", flat=True)) == [20, 37.5, 62.5]
    assert line.role_objective not in support_weights_off(line.director.actor, line.period)


@pytest.mark.parametrize("address", ["new", "parents"])
def test_what_cannot_be_a_parent_is_refused_with_the_levels_that_can(line, signed_in, address):
    browser = signed_in(line.employee)
    url = reverse("objectives:new") + "?level=personal" if address == "new" else page("parents", line.personal.pk)
    assert "role objective or project objective" in text(browser.get(url))
    for typed, level in ((line.department_objective.title, "department"), (line.operational.title, "operational")):
        answer = browser.post(url, {"parent": typed})
        assert answer.status_code == 422
        [told] = answer.context["form"].errors["parent"]
        assert f"“{typed}” is of another level ({level} objective)" in told
        assert "role objective or project objective" in told


def test_a_level_is_told_only_of_what_one_may_know_of(line, signed_in):
    hidden = make_objective(line.organisation, "Nog geheim", level=Level.DEPARTMENT, state=State.DRAFT)
    own = line.personal.title
    for typed in (hidden.title, own, "Bestaat niet"):
        answer = signed_in(line.employee).post(page("parents", line.personal.pk), {"parent": typed})
        [told] = answer.context["form"].errors["parent"]
        assert "There is no such objective" in told


# check-ins and actions -----------------------------------------------------------------------------------------------


def test_a_check_in_from_the_page(line, signed_in):
    browser = signed_in(line.employee)
    browser.post(page("add_check_in", line.personal.pk), {"confidence": "4", "comment": "Stroef"})
    assert CheckIn.objects.filter(comment="Stroef", confidence=4).count() == 1
    answer = browser.post(page("add_check_in", line.personal.pk), {"confidence": "", "comment": ""}, follow=True)
    assert "Choose a confidence or write a comment" in text(answer)


def test_an_action_is_added_changed_and_finished(line, signed_in):
    browser = signed_in(line.employee)
    data = {"title": "Boek lezen", "owner": line.employee.person.name, "due_on": line.period.ends_on.isoformat()}
    assert browser.post(page("new_action", line.personal.pk), data).status_code == 302
    action = Action.objects.get(title="Boek lezen")
    answer = browser.post(page("edit_action", action.pk), data | {"title": "Twee boeken", "version": action.version})
    assert answer.status_code == 302
    for _press in range(2):
        browser.post(page("finish_action", action.pk), {"done": "1"})
    action.refresh_from_db()
    assert action.done_on is not None
    browser.post(page("finish_action", action.pk))
    action.refresh_from_db()
    assert (action.title, action.done_on) == ("Twee boeken", None)


def test_after_an_action_is_saved_one_reads_so_and_is_back_at_the_actions(line, signed_in):
    browser, actions_there = signed_in(line.employee), page("objective", line.personal.pk) + "#acts"

    def told(address, sent):
        answer = browser.post(address, sent, follow=True)
        assert answer.redirect_chain[-1][0] == actions_there
        assert 'id="acts"' in text(answer)
        return [str(message) for message in answer.context["messages"]]

    assert told(page("new_action", line.personal.pk), {"title": "Boek lezen"}) == ["The action has been added."]
    action = Action.objects.get(title="Boek lezen")
    sent = {"title": "Twee boeken", "version": action.version}
    assert told(page("edit_action", action.pk), sent) == ["Saved."]
    assert told(page("finish_action", action.pk), {"done": "1"}) == ["“Twee boeken” is done."]
    assert told(page("finish_action", action.pk), {}) == ["“Twee boeken” is not done after all."]
    from_elsewhere = page("edit_action", action.pk) + "?back=/"
    sent["version"] = Action.objects.get(pk=action.pk).version
    assert browser.post(from_elsewhere, sent).url == "/"


@pytest.mark.parametrize(
    ("typed", "kept"), [("40,000", "40000.00"), ("1,234.50", "1234.50"), ("0", "0.00"), ("", None)]
)
def test_an_action_may_have_a_budget(line, signed_in, typed, kept):
    browser = signed_in(line.director)
    data = {"title": "Cursus geven", "budget": typed, "currency": "EUR"}
    assert browser.post(page("new_action", line.strategic.pk), data).status_code == 302
    action = Action.objects.get(title="Cursus geven")
    assert (None if action.budget is None else str(action.budget)) == kept
    if kept == "40000.00":
        assert "€40,000" in text(browser.get(page("objective", line.strategic.pk)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("-1", "zero or more"), ("1.005", "two digits"), ("veel", "Write a number"), ("9" * 14, "too large")],
)
def test_a_budget_that_cannot_be_says_why_and_stays_in_the_form(line, signed_in, typed, sentence):
    answer = signed_in(line.director).post(
        page("new_action", line.strategic.pk), {"title": "Cursus geven", "budget": typed, "currency": "EUR"}
    )
    assert answer.status_code == 422
    [told] = answer.context["form"].errors["budget"]
    assert sentence in told
    assert told in text(answer)
    assert f'value="{typed}"' in text(answer)
    assert not Action.objects.filter(title="Cursus geven").exists()


def test_who_does_an_action_finishes_it_on_the_page(line, signed_in):
    action = make_action(line.strategic, "Cijfers opvragen", owner=line.colleague.person)
    browser = signed_in(line.colleague)
    assert page("finish_action", action.pk) in text(browser.get(page("objective", line.strategic.pk)))
    assert browser.post(page("finish_action", action.pk), {"done": "1"}).status_code == 302


def test_R13_two_people_change_one_action(line, signed_in):
    action = make_action(line.operational, "Bellen")
    signed_in(line.line_manager).post(page("edit_action", action.pk), {"title": "Mailen", "version": 1})
    answer = signed_in(line.director).post(page("edit_action", action.pk), {"title": "Schrijven", "version": 1})
    assert answer.status_code == 409
    assert "Mailen" in text(answer)
    assert "Schrijven" in text(answer)


# history -------------------------------------------------------------------------------------------------------------


def test_the_history_shows_words_and_not_numbers(line, signed_in):
    browser = signed_in(line.director)
    data = form_of(
        line, line.operational, title="Nieuwe titel", owner=line.colleague.person.name, perspective="learning"
    )
    browser.post(page("edit", line.operational.pk), data)
    shown = text(browser.get(page("history", line.operational.pk)))
    for words in ("<del>Slib drogen</del>", "<ins>Nieuwe titel</ins>", "<del>Lotte Lijn</del>", "<ins>Cas Claes</ins>"):
        assert words in shown, words
    assert "<ins>Learning and change</ins>" in shown


@pytest.mark.parametrize("reader", ["line_manager", "director", "hr"])
def test_W08_what_a_personal_objective_said_as_a_draft_stays_with_its_writer_and_its_person(line, signed_in, reader):
    by = line.employee.actor
    made = actions.create_objective(
        by=by, level=Level.PERSONAL, title="Weg bij mijn baas", period=line.period, owner=line.employee.person,
        parents=[line.role_objective],
    )  # fmt: skip
    stone = actions.add_measure(made, by=by, name="Sollicitaties", kind="up", baseline=0, target=9)
    actions.end_measure(stone, by=by)
    actions.change_objective(made, {"title": "Rust"}, version=made.version, by=by)
    actions.move_objective(made, "propose", by=by)
    actions.move_objective(made, "return", by=line.line_manager.actor)
    made = Objective.objects.get(pk=made.pk)
    actions.change_objective(made, {"title": "Boos"}, version=made.version, by=by)
    actions.change_objective(made, {"title": "Beter slapen"}, version=made.version, by=by)
    actions.move_objective(made, "propose", by=by)
    actions.add_measure(made, by=by, name="Nachten", kind="up", baseline=0, target=9)
    own = text(signed_in(line.employee).get(page("history", made.pk)))
    shown = text(signed_in(getattr(line, reader)).get(page("history", made.pk)))
    for words in ("Weg bij mijn baas", "Sollicitaties", "Boos"):
        assert words in own
        assert words not in shown
    for words in ("<del>Rust</del>", "<ins>Beter slapen</ins>", "Nachten"):
        assert words in shown


def test_a_manager_who_wrote_the_draft_reads_what_it_said(line, signed_in):
    by = line.line_manager.actor
    made = actions.create_objective(
        by=by, level=Level.PERSONAL, title="Eerste woorden", period=line.period, owner=line.employee.person
    )
    actions.change_objective(made, {"title": "Tweede woorden"}, version=made.version, by=by)
    actions.move_objective(made, "propose", by=by)
    for part, knows in (("line_manager", True), ("employee", True), ("hr", False)):
        shown = text(signed_in(getattr(line, part)).get(page("history", made.pk)))
        assert ("<del>Eerste woorden</del>" in shown) == knows, part


# attack -------------------------------------------------------------------------------------------------------------


def siblings_of(cast):
    """Every address of the personal objective of the employee and of what hangs on it: method, address."""
    action, measure = Action.objects.get(objective=cast.personal), cast.personal_measure
    reading, link = Reading.objects.get(measure=measure), ObjectiveLink.objects.get(child=cast.personal)
    gets = [("objective", cast.personal.pk), ("edit", cast.personal.pk), ("history", cast.personal.pk),
            ("parents", cast.personal.pk), ("weights", cast.personal.pk), ("new_action", cast.personal.pk),
            ("new_measure", cast.personal.pk), ("edit_action", action.pk), ("measure", measure.pk),
            ("edit_measure", measure.pk), ("record_reading", measure.pk), ("correct_reading", reading.pk)]  # fmt: skip
    posts = [("add_check_in", cast.personal.pk), ("finish_action", action.pk), ("end_measure", measure.pk),
             ("withdraw_reading", reading.pk), ("remove_parent", link.pk)]  # fmt: skip
    yield from (("get", page(*address)) for address in gets)
    yield from (("post", page(*address)) for address in [*gets[1:2], *gets[3:8], *gets[9:], *posts])
    for name in ("close", "drop", "propose", "agree", "reopen"):
        yield "get", page("move", cast.personal.pk, name=name)
        yield "post", page("move", cast.personal.pk, name=name)


def test_W01_W02_W05_nothing_of_a_colleague_is_there_whatever_the_act(line, signed_in):
    siblings, before = list(siblings_of(line)), list(Objective.objects.values_list())
    for part in ("colleague", "other_manager", "works_council", "administrator", "consultant"):
        browser = signed_in(getattr(line, part))
        for method, url in siblings:
            assert getattr(browser, method)(url).status_code == 404, (part, method, url)
    assert list(Objective.objects.values_list()) == before
    recompute_organisation(line.organisation)


def test_W01_the_objectives_of_another_organisation_are_not_there(line, signed_in):
    browser = signed_in(line.stranger)
    for _method, url in siblings_of(line):
        assert browser.get(url).status_code in {404, 405}
    assert browser.get(page("objective", line.strategic.pk)).status_code == 404
    recompute_organisation(line.organisation)


def test_W03_W30_fields_that_the_form_does_not_ask_are_ignored(line, signed_in):
    extra = {
        "organisation": line.twin.organisation.pk, "state": "closed", "owner": line.colleague.person.name,
        "made_by": line.colleague.user.pk, "progress": "1", "status": "on_course", "in_line": "", "level": "strategic",
        "key": "X", "proposed_by": line.employee.user.pk, "id": line.colleague_personal.pk,
        "pk": line.colleague_personal.pk,
    }  # fmt: skip
    data = {"title": "Van mij", "period": line.period.pk, "commitment": "committed", "version": 1} | extra
    assert signed_in(line.employee).post(page("edit", line.personal.pk), data).status_code == 302
    fresh = Objective.objects.get(pk=line.personal.pk)
    assert (fresh.title, fresh.owner, fresh.level, fresh.organisation) == (
        "Van mij", line.employee.person, Level.PERSONAL, line.organisation,
    )  # fmt: skip
    assert (fresh.state, fresh.key) == (State.PROPOSED, line.personal.key)
    assert Objective.objects.get(pk=line.colleague_personal.pk).title == "Cas zijn doel"


def test_W23_a_form_without_its_token_is_refused(line, signed_in):
    browser = DjangoClient(enforce_csrf_checks=True)
    browser.cookies = signed_in(line.employee).cookies
    data = {"confidence": "1", "_organisation": line.organisation.slug}
    assert browser.post(page("add_check_in", line.personal.pk), data).status_code == 403
    assert browser.post(page("add_check_in", line.personal.pk), data, headers={"HX-Request": "true"}).status_code == 403
    assert not CheckIn.objects.filter(confidence=1).exists()


def test_W34_what_belongs_to_another_organisation_cannot_be_chosen_and_is_not_named(line, signed_in):
    twin = line.twin
    strangers = {
        "period": twin.period.pk, "unit": twin.team.name, "unit_id": twin.team.pk, "owner": twin.employee.person.name,
        "owner_id": twin.employee.person.pk,
    }  # fmt: skip
    browser = signed_in(line.director)
    answer = browser.post(page("edit", line.operational.pk), form_of(line, line.operational) | strangers)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"period", "unit", "owner"}
    above, url = twin.department_objective, page("parents", line.operational.pk)
    assert browser.post(url, {"parent": f"x [{above.key}]"}).status_code == 422
    for sent in ({"parent": above.pk}, {"parent": "x", "parent_choice": above.pk, "parent_choice_for": "x"}):
        answer = browser.post(url, sent)
        assert answer.status_code == 422, sent
        assert CANARY not in text(answer), sent
    assert ObjectiveLink.objects.get(child=line.operational).parent == line.department_objective
    assert browser.get(page("new") + f"?parent={twin.strategic.pk}").status_code == 404
    assert browser.get(page("new") + f"?owner={twin.employee.person.pk}").status_code == 404
    assert Objective.objects.get(pk=line.operational.pk).version == 1


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7 }}"


def test_W45_W46_markup_is_shown_as_text_wherever_it_stands(line, signed_in):
    Objective.objects.filter(pk=line.role_objective.pk).update(title=MARKUP, description=f"een\n{MARKUP}")
    measure = make_measure(line.role_objective, MARKUP, unit='"><script>', source=MARKUP)
    make_reading(measure, 4, note=MARKUP)
    make_check_in(line.role_objective, MARKUP, by_name=MARKUP)
    make_action(line.role_objective, MARKUP, note=MARKUP)
    recompute_organisation(line.organisation)
    browser = signed_in(line.director)
    urls = [
        page("objective", line.role_objective.pk), page("edit", line.role_objective.pk), page("measure", measure.pk),
        page("history", line.role_objective.pk), page("weights", line.operational.pk),
        page("record_reading", measure.pk),
        page("parents", line.personal.pk), page("list"), page("alignment") + f"?open={line.role_objective.pk}",
        page("pick") + "?q=alert", page("move", line.role_objective.pk, name="close"), page("edit_measure", measure.pk),
    ]  # fmt: skip
    for url in urls:
        shown = text(browser.get(url))
        assert "<script>alert" not in shown, url
        assert "<img src=x" not in shown, url
        assert '"><script>' not in shown, url
    shown = text(browser.get(urls[0]))
    assert "een<br>&lt;script&gt;alert(1)" in shown


# as many questions to the database for many as for one -------------------------------------------------------------


def grow(cast, number):
    """Three more of everything that stands on the page of the role objective."""
    for _each in range(3):
        own = {"level": Level.PERSONAL, "owner": cast.colleague.person, "unit": cast.team}
        child = make_objective(cast.organisation, f"Kind {number}", parents=[cast.role_objective], **own)
        make_reading(make_measure(child), 3)
        measure = make_measure(cast.role_objective, f"Meting {number}")
        make_reading(measure, 3)
        make_action(cast.role_objective, owner=cast.employee.person)
        make_check_in(cast.role_objective, "Ja")


def test_the_page_asks_as_much_for_four_of_everything_as_for_one(line, signed_in):
    browser = signed_in(line.line_manager)
    make_reading(make_measure(line.role_objective), 3)
    make_action(line.role_objective)
    make_check_in(line.role_objective, "Ja")
    url = page("objective", line.role_objective.pk)
    browser.get(url)
    with count_queries() as few:
        browser.get(url)
    grow(line, 1)
    with count_queries() as many:
        browser.get(url)
    assert many.count == few.count <= 25
    recompute_organisation(line.organisation)


def test_supporters_that_one_may_not_see_are_counted_but_not_named(line, signed_in):
    shown = text(signed_in(line.works_council).get(page("objective", line.role_objective.pk)))
    assert "personal objectives that you may not see" in shown
    assert line.personal.title not in shown
    seen = text(signed_in(line.hr).get(page("objective", line.role_objective.pk)))
    assert "that you may not see" not in seen


def test_a_new_objective_counts_from_the_period_or_from_today_as_one_chooses(line, signed_in, time_machine):
    time_machine.move_to(f"{line.period.ends_on.year}-11-15 12:00", tick=False)
    browser = signed_in(line.line_manager)
    shown = browser.get(page("new") + "?level=personal").content.decode()
    assert "Counts from today" in shown
    assert "15 Nov" in shown
    data = {"title": "Werkt veilig", "owner": line.employee.person.name, "owner_id": line.employee.person.pk,
            "period": line.period.pk, "commitment": "committed"}  # fmt: skip
    browser.post(page("new") + "?level=personal", data)
    made = Objective.objects.latest("pk")
    assert made.starts_on == line.period.starts_on
    browser.post(page("new") + "?level=personal", data | {"title": "Werkt veiliger", "from_today": "on"})
    later = Objective.objects.latest("pk")
    assert (later.pk != made.pk, later.starts_on) == (True, timezone.localdate())
    assert "from_today" not in browser.get(reverse("objectives:edit", args=[later.pk])).content.decode()


def test_an_okr_of_a_cycle_begins_with_who_writes_it_down_as_owner(line, signed_in):
    browser, url = signed_in(line.other_manager), page("new") + "?level=department"
    assert browser.get(url).context["form"]["owner"].value() is None
    of_cycle = browser.get(f"{url}&period={line.period.pk}").context["form"]
    assert of_cycle["owner"].value() == line.other_manager.person


@pytest.mark.parametrize("name", ["edit", "parents", "new_measure", "new_action"])
def test_W04_a_form_on_the_objective_of_another_is_a_look_unless_its_page_was_one(line, signed_in, name):
    def looks():
        return AuditEvent.objects.filter(event=Event.OBJECTIVE_SEEN, about_person_id=line.employee.person.pk).count()

    url, page = (reverse(f"objectives:{one}", args=[line.personal.pk]) for one in (name, "objective"))
    signed_in(line.employee).get(url)
    assert looks() == 0, "nobody looks at oneself"
    assert signed_in(line.hr).get(url).status_code == 403
    assert looks() == 0, "nobody saw a form"
    for _time in range(2):
        signed_in(line.line_manager).get(url)
    assert looks() == 1
    signed_in(line.director).get(page)
    signed_in(line.director).get(url)
    assert looks() == 2, "the page told of it already"


@pytest.mark.parametrize("name", ["objective", "weights"])
def test_W04_who_reads_what_supports_an_objective_looks_at_the_personal_ones_among_it(line, signed_in, name):
    def looks():
        found = AuditEvent.objects.filter(event=Event.PERSON_SEEN).order_by("about_person_id")
        return [(look.about_person_id, look.detail["what"], look.detail["role"]) for look in found]

    url = reverse(f"objectives:{name}", args=[line.role_objective.pk])
    signed_in(line.works_council).get(url)
    assert looks() == [], "nothing personal was seen"
    browser = signed_in(line.line_manager)
    for _time in range(2):
        assert line.personal.title in text(browser.get(url))
    both = sorted([line.employee.person.pk, line.colleague.person.pk])
    assert looks() == [(pk, "line", "line") for pk in both], "once a day for each of them"


def test_W04_a_next_page_of_supporters_is_a_look_too(line, signed_in):
    for number in range(25):
        more = make_objective(line.organisation, f"Emma {number}", level=Level.PERSONAL, owner=line.employee.person)
        make_link(more, line.role_objective)
    late = make_objective(line.organisation, "Van Pia", level=Level.PERSONAL, owner=line.project_leader.person)
    make_link(late, line.role_objective, position=1)
    recompute_organisation(line.organisation)
    browser, url = signed_in(line.line_manager), page("objective", line.role_objective.pk)
    looks = AuditEvent.objects.filter(event=Event.PERSON_SEEN, about_person_id=line.project_leader.person.pk)
    after = browser.get(url).context["next_after"]
    assert not looks.exists()
    assert "Van Pia" in text(browser.get(url, {"after": after}))
    assert looks.count() == 1
