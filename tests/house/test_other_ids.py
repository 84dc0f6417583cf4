"""W15: whatever a form takes by its number is one's own to take: a number of elsewhere is refused and links nothing."""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from lxml import html

from tests.factories import CANARY
from tests.house.rights import ROLES, TABLE
from tests.house.test_rights import WRITES, WRITTEN_BY_LOOKING, address, visitor, world
from zichtlijn.access.rules import _is_owned, owned_links
from zichtlijn.access.scoping import scopes_disabled

__all__ = ["world"]  # a fixture
pytestmark = pytest.mark.django_db
#: The kind of row that a field suggests, by the end of the address that it asks.
SUGGESTED = {
    "pick/person/": "organisation.Person", "pick/unit/": "organisation.Unit", "pick/position/": "organisation.Position",
    "pick/project/": "organisation.Project", "objectives/pick/": "objectives.Objective",
}  # fmt: skip
#: Numbers that are no numbers of a row.
NO_ROW = re.compile(
    r"(^|[_-])(version|revision|replace|year|month|minutes|score|scale|label|level|FORMS)$|^_|^csrf|^(score|mark|level)[-_]"
)


def numbers_of(cast) -> dict[str, set[int]]:
    """Of each table of organisations: the numbers of the rows of this one."""
    owned = [model for model in apps.get_models() if _is_owned(model)]
    with scopes_disabled():
        return {
            model._meta.label: set(
                model._base_manager.filter(organisation=cast.organisation).values_list("pk", flat=True)
            )
            for model in owned
        }


def offered_by(form) -> dict[str, set[int]]:
    """Each field that offers rows by their numbers, with what it offers."""
    found: dict[str, set[int]] = {}
    for field in form.xpath(".//select | .//input[@type='checkbox' or @type='radio' or @type='hidden']"):
        name = field.get("name") or ""
        values = [option.get("value", "") for option in field.findall(".//option")] or [field.get("value") or ""]
        numbers = {int(value) for value in values if value.isdigit()}
        if name and numbers and not NO_ROW.search(name) and not name.endswith(("_id", "_choice")):
            found.setdefault(name, set()).update(numbers)
    return found


def alien_values(form, ours, theirs):
    """What is tried in this form: names of fields with a number of the other organisation in it."""
    for name, numbers in offered_by(form).items():
        fitting = [label for label in ours if numbers <= ours[label] and theirs[label] - ours[label]]
        for label in fitting[:2]:
            yield name, {name: str(min(theirs[label] - ours[label]))}
    for asks in form.xpath(".//*[@data-pick]"):
        url = asks.get("data-pick").split("?")[0]
        label = next((label for ending, label in SUGGESTED.items() if url.endswith(ending)), None)
        text = next(iter(asks.xpath("descendant-or-self::input[@type='text' or not(@type)]/@name")), None)
        if label and text:
            pk = min(theirs[label])
            with scopes_disabled():
                row = apps.get_model(label)._base_manager.get(pk=pk)
            called = str(getattr(row, "name", None) or row.title)
            yield text, {text: called, f"{text}_id": str(pk)}
            yield text, {text: called, f"{text}_choice": str(pk), f"{text}_choice_for": called}


def sent(browser, url, data, cast) -> tuple[int, str, set[str], list[str]]:
    """The answer to a form; which tables it wrote, and which links lead out of the organisation then. Taken back."""
    written = set()

    def watch(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            written.add(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = browser.post(url, data)
        written -= WRITTEN_BY_LOOKING
        broken = []
        with scopes_disabled():
            for model, field in owned_links():
                if model._meta.db_table in written:
                    rows = model._base_manager.filter(organisation=cast.organisation, **{f"{field}__isnull": False})
                    if rows.exclude(**{f"{field}__organisation": cast.organisation}).exists():
                        broken.append(f"{model._meta.label}.{field}")
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode(errors="replace"), written, broken


def test_W15_a_number_of_elsewhere_in_any_field_is_refused_and_links_nothing(world):
    ours, theirs = numbers_of(world), numbers_of(world.twin)
    tried, seen, wrong = {}, set(), []
    for page in TABLE:
        if not page.GET or not page.POST or page.public or "+" not in page.POST or page.name in seen:
            continue
        seen.add(page.name)
        letter = next(
            (one for one in "AHDME" if page.POST[list(ROLES).index(one)] == "+"), list(ROLES)[page.POST.index("+")]
        )
        member, url = getattr(world, ROLES[letter]), address(page, world)
        browser = visitor(member)
        answer = browser.get(url)
        if answer.status_code != 200 or not answer.content:
            continue
        for form in html.fromstring(answer.content).xpath("//main//form[translate(@method,'POST','post')='post']"):
            kept = {name: value for name, value in form.form_values() if not name.startswith("csrf")}
            for name, alien in alien_values(form, ours, theirs):
                tried.setdefault(page.name, set()).add(name)
                status, said, written, broken = sent(browser, form.get("action") or url, {**kept, **alien}, world)
                what = f"{page.id}: {alien} → {status}, writes {sorted(written)}"
                if status >= 500 or broken or (written and status < 300) or CANARY in said.replace(*shown(alien)):
                    wrong.append(f"{what} {broken}")
    assert wrong == []
    fields = {f"{name} {field}" for name, names in tried.items() for field in names}
    assert {"development:change_goal objective", "conversations:agreement objective", "members:add person",
            "objectives:edit period", "rewards:add_round cycle", "analysis:force drivers-0-pk"} <= fields  # fmt: skip
    assert len(fields) > 60, "the sweep must see lists to choose from and fields that suggest"


def shown(alien) -> tuple[str, str]:
    """What was typed comes back in its field: that is no leak."""
    return next((value for value in alien.values() if CANARY in value), "\0"), ""


@pytest.mark.parametrize("page_id", ["objectives:parents pk=personal", "objectives:new", "development:add_goal"])
def test_W15_what_is_personal_of_a_colleague_cannot_be_linked_to_ones_own(world, page_id):
    theirs = world.colleague_personal
    page = next(page for page in TABLE if page.id == page_id)
    url, browser = address(page, world), visitor(world.employee)
    fields = {name for name in ("parent", "objective") if f'name="{name}"' in browser.get(url).content.decode()}
    assert fields, "the form must have the field"
    data = {"title": "Van mij", "level": "personal", "period": world.period.pk}
    for name in fields:
        data |= {name: theirs.title if name == "parent" else theirs.pk, f"{name}_id": theirs.pk}
    status, _said, written, _broken = sent(browser, url, data, world)
    assert (status, written) == (422, set())
