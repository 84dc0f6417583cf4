"""Alignment, the list of objectives and the suggestions: what each shows, to whom, and in how many questions."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.factories import CANARY, count_queries, make_link, make_measure, make_objective, make_period, make_reading
from zichtlijn.access.models import Organisation
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.objectives.actions.objectives import index_objective
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.models import Objective
from zichtlijn.objectives.queries.alignment import PAGE
from zichtlijn.objectives.states import Level, State, Status

ALIGNMENT, LIST, PICK = (reverse(f"objectives:{name}") for name in ("alignment", "list", "pick"))


def text(answer):
    return answer.content.decode()


def titles(column):
    return [objective.title for objective in column.objectives]


# alignment ---------------------------------------------------------------------------------------------------------


def test_the_own_line_is_open_from_the_mission_to_the_own_objective(line, signed_in):
    answer = signed_in(line.employee).get(ALIGNMENT)
    assert [objective.title for objective in answer.context["line"]] == [
        "Schoner water", "Minder lozen", "Slib drogen", "Pers schoon", "Pers leren",
    ]  # fmt: skip
    shown = text(answer)
    assert "Schoon water" in shown
    assert "Cas zijn doel" not in shown


def test_any_objective_can_be_opened_and_shows_what_supports_it(line, signed_in):
    answer = signed_in(line.director).get(ALIGNMENT, {"open": line.operational.pk})
    assert answer.context["opened"] == line.operational
    assert set(titles(answer.context["columns"][3])) == {"Pers schoon", "Gisting gebouwd"}
    assert answer.context["columns"][4].objectives == []


def test_every_supporter_comes_by_in_pages_once(line, signed_in):
    for number in range(60):
        child = make_objective(line.organisation, f"Steun {number:02}", level=Level.OPERATIONAL)
        make_link(child, line.department_objective, position=number // 7)
    recompute_organisation(line.organisation)
    browser, seen, after = signed_in(line.works_council), [], ""
    for number in range(9):
        answer = browser.get(ALIGNMENT, {"open": line.department_objective.pk, "from2": after})
        column = answer.context["columns"][2]
        seen += titles(column)
        if number == 0:
            assert (column.count, column.left) == (61, 61 - PAGE)
            assert f"Show {61 - PAGE} more" in text(answer)
        else:
            assert column.left == 0
        after = column.next_after
        if not after:
            break
        assert escape(f"from2={after}") in text(answer)
    assert len(seen) == len(set(seen)) == 61


def test_every_strategic_objective_comes_by_in_pages(line, signed_in):
    for number in range(30):
        make_objective(line.organisation, f"Boven {number}")
    recompute_organisation(line.organisation)
    browser = signed_in(line.director)
    column = browser.get(ALIGNMENT, {"open": line.strategic.pk}).context["columns"][0]
    assert column.count == 31
    seen = set(titles(column))
    while column.next_after:
        answer = browser.get(ALIGNMENT, {"open": line.strategic.pk, "from0": column.next_after})
        assert "Back to the first" in text(answer)
        column = answer.context["columns"][0]
        seen |= set(titles(column))
    assert len(seen) == 31


def test_a_narrow_page_shows_the_line_and_the_level_where_one_chooses_next(line, signed_in):
    browser = signed_in(line.director)
    answer = browser.get(ALIGNMENT, {"open": line.department_objective.pk})
    assert [column.is_front for column in answer.context["columns"]] == [False, False, True, False, False]
    assert text(answer).count('<section class="path"') == 3  # the mission, and both levels that were passed
    assert f'href="?open={line.strategic.pk}">Choose another' in text(answer)
    own_page = reverse("objectives:objective", args=[line.department_objective.pk])
    assert f'class="to-page" href="{own_page}"' in text(answer)
    leaf = browser.get(ALIGNMENT, {"open": line.personal.pk})
    assert [column.is_front for column in leaf.context["columns"]] == [False, False, False, False, True]
    top = browser.get(ALIGNMENT, {"open": "top"})
    assert top.context["line"] == []
    assert [column.is_front for column in top.context["columns"]] == [True, False, False, False, False]
    assert "Choose an objective in the column before." in text(top)


@pytest.mark.parametrize("query", ["open=²", "open=x", "open=", "from2=²-²", "from2=1", "from0=x", "from4=9-9-9"])
def test_nonsense_in_the_address_is_left_out(line, signed_in, query):
    assert signed_in(line.director).get(f"{ALIGNMENT}?{query}").status_code == 200


def test_what_one_may_not_know_of_cannot_be_opened(line, signed_in):
    assert signed_in(line.colleague).get(ALIGNMENT, {"open": line.personal.pk}).status_code == 404
    assert signed_in(line.director).get(ALIGNMENT, {"open": line.twin.strategic.pk}).status_code == 404
    assert signed_in(line.director).get(ALIGNMENT, {"open": 9**18}).status_code == 404


def test_W36_personal_objectives_of_others_are_not_even_counted(line, signed_in):
    column = signed_in(line.works_council).get(ALIGNMENT, {"open": line.role_objective.pk}).context["columns"][4]
    assert (column.objectives, column.count) == ([], 0)
    column = signed_in(line.hr).get(ALIGNMENT, {"open": line.role_objective.pk}).context["columns"][4]
    assert len(column.objectives) == column.count == 2


def test_alignment_asks_as_much_for_four_as_for_one(line, signed_in):
    browser, query = signed_in(line.director), {"open": line.personal.pk}
    browser.get(ALIGNMENT, query)
    with count_queries() as few:
        browser.get(ALIGNMENT, query)
    for number in range(3):
        parents = {Level.STRATEGIC: (), Level.DEPARTMENT: (line.strategic,),
                   Level.OPERATIONAL: (line.department_objective,), Level.ROLE: (line.operational,)}  # fmt: skip
        for level, above in parents.items():
            make_objective(line.organisation, f"{level} {number}", level=level, parents=above, unit=line.team)
        make_objective(line.organisation, f"Ook {number}", level=Level.PERSONAL, owner=line.colleague.person,
                       parents=[line.role_objective])  # fmt: skip
    recompute_organisation(line.organisation)
    with count_queries() as many:
        browser.get(ALIGNMENT, query)
    assert many.count == few.count <= 25


# the list ------------------------------------------------------------------------------------------------------------


def listed(answer):
    return {objective.title for objective in answer.context["page"].objects}


def test_the_list_shows_what_one_may_know_of(line, signed_in):
    everything = {"Schoner water", "Minder lozen", "Slib drogen", "Pers schoon", "Gisting gebouwd"}
    assert listed(signed_in(line.works_council).get(LIST)) == everything
    assert listed(signed_in(line.employee).get(LIST)) == everything | {"Pers leren", "Nog denken"}
    assert listed(signed_in(line.hr).get(LIST)) == everything | {"Pers leren", "Cas zijn doel"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"level": "operational"}, {"Slib drogen"}),
        ({"perspective": "processes"}, {"Schoner water"}),
        ({"state": "draft"}, {"Nog denken"}),
        ({"status": "to_measure"}, {"Gisting gebouwd", "Nog denken"}),
        ({"q": "slib"}, {"Slib drogen"}),
        ({"q": "LERE"}, {"Pers leren"}),
        ({"q": "bestaat niet"}, set()),
        ({"unit": "²"}, None),
        ({"unit": "999999999"}, set()),
    ],
)
def test_filters(line, signed_in, query, expected):
    for objective in Objective.objects.all():
        index_objective(objective)
    found = listed(signed_in(line.employee).get(LIST, query))
    assert found == expected or expected is None


def test_a_unit_counts_with_all_below_it(line, signed_in):
    browser = signed_in(line.director)
    assert "Slib drogen" in listed(browser.get(LIST, {"unit": line.department.pk}))
    assert listed(browser.get(LIST, {"unit": line.other_department.pk})) == set()
    assert listed(browser.get(LIST, {"unit": line.twin.top.pk})) == set()


def rank(sort, value):
    """Where this value belongs in an order: the worst status first, levels from the top."""
    ranks = {"status": ["off_course", "behind", "partial", "to_measure", "on_course"], "level": Level.values}
    return ranks[sort].index(value) if sort in ranks else value


@pytest.mark.parametrize("sort", ["title", "status", "progress", "level", "ends_on"])
def test_sorting_up_and_down(line, signed_in, sort):
    """Up and down; what is not measured stands last whichever way."""
    statuses = [Status.OFF_COURSE, Status.ON_COURSE, Status.BEHIND, Status.PARTIAL, Status.TO_MEASURE]
    for number, objective in enumerate(Objective.objects.order_by("title")):
        Objective.objects.filter(pk=objective.pk).update(
            status=statuses[number % 5],
            progress=[0.5, None, 0.25][number % 3],
            ends_on=line.period.ends_on - timedelta(5 * number % 7),
        )
    browser, shown = signed_in(line.director), []
    for way in (sort, f"-{sort}"):
        page = browser.get(LIST, {"sort": way}).context["page"]
        found = [getattr(objective, sort) for objective in page.objects]
        known = [value for value in found if value is not None]
        assert len(set(known)) > 1
        assert known == sorted(known, key=lambda value: rank(sort, value), reverse=way.startswith("-"))
        assert found == known + [None] * (len(found) - len(known))
        shown.append({objective.pk for objective in page.objects})
    assert shown[0] == shown[1]
    recompute_organisation(line.organisation)


def test_what_is_not_measured_stands_last_whichever_way(line, signed_in):
    browser = signed_in(line.director)
    for sort in ("progress", "-progress"):
        found = [o.progress for o in browser.get(LIST, {"sort": sort}).context["page"].objects]
        known = [progress for progress in found if progress is not None]
        assert found[: len(known)] == known
        assert known == sorted(known, reverse=sort.startswith("-"))


def test_the_worst_status_and_the_highest_level_stand_first(line, signed_in):
    make_objective(line.organisation, "Mis", level=Level.ROLE, status=Status.OFF_COURSE)
    browser = signed_in(line.director)
    by_status = [o.status for o in browser.get(LIST, {"sort": "status"}).context["page"].objects]
    assert by_status == sorted(by_status, key=["off_course", "behind", "partial", "to_measure", "on_course"].index)
    assert by_status[0] == Status.OFF_COURSE
    assert browser.get(LIST, {"sort": "level"}).context["page"].objects[0].level == Level.STRATEGIC
    recompute_organisation(line.organisation)


@pytest.mark.parametrize(
    "query",
    ["sort=owner__email", "sort=--title", "sort=title;drop", "sort=password", "level=cosmic", "state=x", "status='",
     "perspective=planet"],
)  # fmt: skip
def test_W52_an_unknown_name_in_sort_or_filter_is_a_bad_request(line, signed_in, query):
    answer = signed_in(line.director).get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert "SQL" not in text(answer)


@pytest.mark.parametrize(
    "query", ["after=²", "after=-1", "after=99999999999999999999", "before=x", "page=9", "order=x"]
)
def test_nonsense_in_the_pages_is_left_out(line, signed_in, query):
    assert signed_in(line.director).get(f"{LIST}?{query}").status_code == 200


def test_the_list_goes_on_in_pages_and_back(line, signed_in):
    for number in range(60):
        make_objective(line.organisation, f"Nog {number:02}")
    recompute_organisation(line.organisation)
    browser = signed_in(line.works_council)
    first = browser.get(LIST)
    assert len(first.context["page"].objects) == 50
    onward = re.search(r'href="(\?[^"]*after=[^"]*)"', text(first))[1].replace("&amp;", "&")
    second = browser.get(LIST + onward)
    assert len(listed(first) | listed(second)) == 65
    back = re.search(r'href="(\?[^"]*before=[^"]*)"', text(second))[1].replace("&amp;", "&")
    assert listed(browser.get(LIST + back)) == listed(first)


def test_W04_a_look_at_personal_objectives_in_the_list_is_written_down_with_whose_they_are(line, signed_in):
    def looks(*about):
        found = AuditEvent.objects.filter(event=Event.PERSON_SEEN, about_person_id__in=[one.person.pk for one in about])
        return [(look.about_person_id, look.detail) for look in found.order_by("about_person_id")]

    signed_in(line.employee).get(LIST)
    assert looks(line.employee) == [], "nobody looks at oneself"
    for _time in range(2):
        signed_in(line.hr).get(LIST, {"level": "personal"})
    detail = {"what": "line", "role": "hr", "purpose": "objectives"}
    both = sorted([line.employee.person.pk, line.colleague.person.pk])
    assert looks(line.employee, line.colleague) == [(pk, detail) for pk in both], "once a day"
    signed_in(line.hr).get(LIST, {"level": "strategic"})
    assert AuditEvent.objects.filter(event=Event.PERSON_SEEN).count() == 2


def test_what_is_hidden_or_of_another_year_takes_no_place_of_what_is_found(line, signed_in, monkeypatch):
    monkeypatch.setattr("zichtlijn.organisation.search.THROUGH", 3)
    past = make_period(line.organisation, line.period.starts_on.year - 1)
    days = {"period": past, "starts_on": past.starts_on, "ends_on": past.ends_on}
    for number in range(3):
        owners = {"level": Level.PERSONAL, "owner": line.works_council.person}
        index_objective(make_objective(line.organisation, f"Fiets {number}", **owners))
        owners["owner"] = line.employee.person
        index_objective(make_objective(line.organisation, f"Fiets van toen {number}", **owners, **days))
    mine = make_objective(line.organisation, "Fiets nu", level=Level.PERSONAL, owner=line.employee.person)
    shared = make_objective(line.organisation, "Fiets delen", level=Level.ROLE, unit=line.team)
    for objective in (mine, shared):
        index_objective(objective)
    for number in range(3):
        index_objective(make_objective(line.organisation, f"Fiets later {number}", **owners, **days))
    cut = "only the newest were looked through"
    for member in (line.employee, line.line_manager):
        answer = signed_in(member).get(LIST, {"q": "fiets"})
        assert (listed(answer), cut in text(answer)) == ({mine.title, shared.title}, False)
        assert {value.split(" [")[0] for value in picked(signed_in(member).get(PICK, {"q": "fiets"}))} >= {
            mine.title, shared.title,
        }  # fmt: skip
    assert listed(signed_in(line.employee).get(LIST, {"q": "fiets", "level": "personal"})) == {mine.title}
    assert listed(signed_in(line.employee).get(LIST, {"q": "fiets", "level": "role"})) == {shared.title}
    assert listed(signed_in(line.colleague).get(LIST, {"q": "fiets"})) == {shared.title}
    assert cut in text(signed_in(line.hr).get(LIST, {"q": "fiets"})), "who sees all is told when that is too many"
    assert cut not in text(signed_in(line.hr).get(LIST, {"q": "fiets", "level": "role"}))
    recompute_organisation(line.organisation)


def test_what_the_unit_opened_is_found_in_the_list_and_no_more(line, signed_in):
    line.organisation.personal_objectives_seen_by = Organisation.SeenBy.UNIT
    line.organisation.save()
    for objective in Objective.objects.all():
        index_objective(objective)
    assert listed(signed_in(line.colleague).get(LIST, {"q": "pers leren"})) == {"Pers leren"}
    assert listed(signed_in(line.other_manager).get(LIST, {"q": "pers leren"})) == set()
    assert listed(signed_in(line.colleague).get(LIST, {"q": "nog denken"})) == set(), "a draft of another"


@pytest.mark.parametrize("who", ["employee", "line_manager", "hr"])
def test_many_words_ask_no_more_than_a_page_may(line, signed_in, who):
    words = "een twee drie vier vijf zes"
    index_objective(make_objective(line.organisation, words))
    browser = signed_in(getattr(line, who))
    for url in (LIST, PICK):
        with count_queries() as asked:
            assert words in text(browser.get(url, {"q": words}))
        assert asked.count <= 25
    recompute_organisation(line.organisation)


def test_a_code_is_offered_where_hidden_or_closed_objectives_have_the_word(line, signed_in):
    for number in range(25):
        index_objective(make_objective(line.organisation, f"K7 oud {number}", level=Level.ROLE, state=State.CLOSED))
    make_objective(line.organisation, "Met een code", level=Level.ROLE, key="K7-1")
    assert [value.split(" [")[0] for value in picked(signed_in(line.employee).get(PICK, {"q": "k7"}))] == [
        "Met een code"
    ]
    recompute_organisation(line.organisation)


def test_the_list_asks_as_much_for_many_as_for_few(line, signed_in):
    browser = signed_in(line.director)
    browser.get(LIST)
    with count_queries() as few:
        browser.get(LIST)
    for number in range(3):
        made = make_objective(line.organisation, f"Nog {number}", unit=line.team, owner=line.colleague.person)
        make_reading(make_measure(made), 3)
    recompute_organisation(line.organisation)
    with count_queries() as many:
        browser.get(LIST)
    assert many.count == few.count <= 25


# suggestions ---------------------------------------------------------------------------------------------------------


def picked(answer):
    """Titles with their codes, as they may be typed too."""
    rows = re.findall(r'data-name="([^"]*)">[^<]*<small>([^<]*)', text(answer))
    return [f"{title} [{detail.split(' · ')[0]}]" for title, detail in rows]


def test_suggestions_are_at_most_twenty_and_of_the_levels_asked(line, signed_in):
    for number in range(30):
        index_objective(make_objective(line.organisation, f"Rol {number:02}", level=Level.ROLE, unit=line.team))
    index_objective(make_objective(line.organisation, "Rol erboven", level=Level.OPERATIONAL))
    browser = signed_in(line.employee)
    found = picked(browser.get(PICK, {"levels": "role,project", "q": "rol"}))
    assert len(found) == 20
    assert all(value.startswith("Rol ") and "erboven" not in value for value in found)
    assert len(picked(browser.get(PICK, {"levels": "role"}))) == 20
    assert picked(browser.get(PICK, {"levels": "operational", "q": "rol e"})) != []
    recompute_organisation(line.organisation)


def test_suggestions_know_only_what_one_may_know_of(line, signed_in):
    for objective in [*Objective.objects.all(), make_objective(line.organisation, "Pers weg", state=State.DROPPED)]:
        index_objective(objective)
    with in_organisation(line.twin.organisation):
        for objective in Objective.objects.all():
            index_objective(objective)
    assert not any("Cas" in value for value in picked(signed_in(line.employee).get(PICK, {"q": "cas"})))
    assert any("Cas" in value for value in picked(signed_in(line.line_manager).get(PICK, {"q": "cas"})))
    assert {value.split(" [")[0] for value in picked(signed_in(line.employee).get(PICK, {"q": "pers"}))} == {
        "Pers schoon", "Pers leren",
    }  # fmt: skip
    assert picked(signed_in(line.director).get(PICK, {"q": CANARY[:4]})) == []
    assert picked(signed_in(line.twin.director).get(PICK, {"q": CANARY[:4]})) != []
    recompute_organisation(line.organisation)


def test_what_a_suggestion_offers_is_what_the_field_understands(line, signed_in):
    index_objective(line.role_objective)
    browser = signed_in(line.employee)
    [value] = picked(browser.get(PICK, {"levels": "role", "q": "pers"}))
    url = reverse("objectives:parents", args=[line.personal.pk])
    assert browser.post(url, {"parent": value}).status_code == 302


def test_a_list_of_one_unit_says_so_and_shows_the_way_out(line, signed_in):
    browser, address = signed_in(line.employee), reverse("objectives:list")
    shown = text(browser.get(address, {"unit": line.team.pk, "sort": "title"}))
    assert f"Only of {line.team} and the units below it." in shown
    assert '<a href="?sort=title">' in shown
    assert f'<input type="hidden" name="unit" value="{line.team.pk}">' in shown
    assert "Only of" not in text(browser.get(address))


def test_the_filter_of_statuses_uses_the_words_of_the_marks(line, signed_in):
    shown = text(signed_in(line.employee).get(reverse("objectives:list")))
    for word in ("On course", "Behind", "Off course", "To measure", "Partly measured"):
        assert f">{word}</option>" in shown


def test_a_list_without_objectives_says_how_to_begin_and_a_narrowed_one_how_to_widen_it(line, signed_in):
    browser, address = signed_in(line.director), reverse("objectives:list")
    narrowed = text(browser.get(address, {"q": "bestaat-niet"}))
    assert "Try other words, or remove a filter." in narrowed
    assert 'class="filters"' in narrowed
    Objective.objects.update(state=State.DROPPED)
    recompute_organisation(line.organisation)
    bare = text(browser.get(address))
    assert "Begin with a strategic objective" in bare
    assert 'class="filters"' not in bare
    assert reverse("objectives:new") in bare


def test_without_a_mission_the_columns_lead_whoever_may_to_setting_one(line, signed_in, monkeypatch):
    monkeypatch.setattr("zichtlijn.objectives.queries.alignment.direction_at", lambda day: None)
    link = f'<a href="{reverse("strategy:new")}">'
    assert link in text(signed_in(line.director).get(ALIGNMENT))
    shown = text(signed_in(line.employee).get(ALIGNMENT))
    assert "No mission has been set for this period." in shown
    assert link not in shown
