"""The gallery and the base page: for who is signed in, in the reader's language, complete without scripts."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from lxml import html

import zichtlijn.ui
from zichtlijn.ui.icons import ICONS


def test_a_stranger_is_sent_to_the_sign_in_page(client, db):
    answer = client.get("/ui/gallery/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_nothing_can_be_sent_to_the_gallery(signed_in, cast):
    assert signed_in(cast.employee).post("/ui/gallery/").status_code == 405


@pytest.fixture
def gallery(signed_in, cast):
    def open_gallery(language="nl"):
        cast.employee.user.language = language
        cast.employee.user.save()
        answer = signed_in(cast.employee).get("/ui/gallery/")
        assert answer.status_code == 200
        return html.document_fromstring(answer.content.decode())

    return open_gallery


@pytest.mark.parametrize(
    ("language", "heading", "words"),
    [
        ("nl", "Galerij", {"Op koers", "Achter", "Niet op koers", "Te meten", "Deels gemeten"}),
        ("en", "Gallery", {"On course", "Behind", "Off course", "To measure", "Partly measured"}),
    ],
)
def test_every_component_stands_there_with_its_states(gallery, language, heading, words):
    page = gallery(language)
    assert page.get("lang") == language
    assert page.xpath("string(//h1)") == heading
    assert words <= {element.text for element in page.xpath("//span[contains(@class, 'st ')]")}
    assert len(page.xpath("//*[@id='status']//table//*[local-name()='svg' and contains(@class, 'bar')]")) == 2 * 7
    assert page.xpath("//ol[@class='sight']/li[contains(@class, 'broken')]")
    assert page.xpath("//*[@data-levels]//a[contains(@class, 'on')]")
    assert len(page.xpath("//figure[@data-chart]")) == 2
    assert page.xpath("//form//*[@data-error-summary]")
    for component in (
        "todo",
        "timeline",
        "steps",
        "facts",
        "tabs",
        "pager",
        "progress",
        "empty-state",
        "scale",
        "notice",
    ):
        assert page.xpath(f"//*[contains(concat(' ', @class, ' '), ' {component} ')]"), component
    names = page.xpath("//section[h2]//small/text()")
    assert set(ICONS) <= set(names)


def test_ids_are_unique_and_links_within_the_page_arrive(gallery):
    page = gallery()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for link in page.xpath("//a[starts-with(@href, '#')]/@href"):
        assert link[1:] in ids
    for name in page.xpath("//@aria-labelledby | //@aria-describedby | //@popovertarget | //@data-dialog-open"):
        assert set(name.split()) <= set(ids), name


def test_headings_go_down_one_step_at_a_time(gallery):
    levels = [
        int(heading.tag[1]) for heading in gallery().xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    assert levels.count(1) == 1
    assert all(next_ - now <= 1 for now, next_ in pairwise(levels))


def test_the_base_page_carries_the_way_out_the_language_and_the_organisation(gallery, cast):
    page = gallery()
    forms = {form.get("action"): form for form in page.xpath("//header//form")}
    assert "/accounts/logout/" in forms
    assert forms["/accounts/logout/"].method == "POST"
    assert set(forms["/language"].xpath(".//button/@value")) == {"nl", "en"}
    assert forms["/language"].xpath(".//button[@aria-pressed='true']/@value") == ["nl"]
    for form in forms.values():
        if form.method == "POST":
            assert form.fields["_organisation"] == cast.organisation.slug
            assert form.fields["csrfmiddlewaretoken"]
    assert page.xpath("//meta[@name='organisation']/@content") == [cast.organisation.slug]
    assert page.xpath("//meta[@name='csrf-token']/@content")[0]
    assert page.xpath("string(//a[@class='skip']/@href)") == "#content"
    assert page.xpath("//*[@id='messages']/@aria-live") == ["polite"]


def test_a_page_is_light(gallery):
    """What a browser fetches once for every page: style, behaviour and letters, compressed as they are served."""
    static = Path(zichtlijn.ui.__file__).parent / "static"
    page = gallery()
    files = [
        *page.xpath("//link[@rel='stylesheet']/@href"),
        *page.xpath("//script/@src"),
        *page.xpath("//link[@rel='preload']/@href"),
    ]
    weight = 0
    for address in files:
        content = (static / re.sub(r"^/static/", "", address)).read_bytes()
        weight += len(content) if address.endswith(".woff2") else len(gzip.compress(content))
    assert weight < 150_000


@pytest.mark.parametrize("template", ["ui/base.html", "ui/base_plain.html"])
def test_a_page_outside_any_organisation_draws_too(template):
    """The sign-in page and the answers that say no have no organisation, no navigation, and perhaps no request."""
    for request in (None, RequestFactory().get("/")):
        with translation.override("en"):
            text = engines["django"].get_template(template).render({}, request)
        page = html.document_fromstring(text)
        assert page.get("lang") == "en"
        assert not page.xpath("//input[@name='_organisation']")
        assert page.xpath("//main[@id='content']")


def test_messages_are_text():
    evil = "<img src=x onerror=alert(1)>"
    area = html.fragment_fromstring(engines["django"].get_template("ui/messages.html").render({"messages": [evil]}))
    assert area.text_content() == evil
    assert not area.xpath(".//img")
