"""Every page, with names that are markup (W45) and with parameters nobody meant (W52)."""

import re

import pytest
from django.db import connection, transaction

from tests.factories import make_cast
from tests.house.rights import TABLE
from tests.house.test_rights import address, prepare, send, sign_all_in, visitor
from zichtlijn.access.models import Organisation

pytestmark = pytest.mark.django_db
PAGES = pytest.mark.parametrize(
    "page", [page for page in TABLE if page.GET and not page.public], ids=lambda page: page.id
)
#: Ends an attribute, a tag, a script and a comment; a template and a formula besides.
MARKUP = """'"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"""
#: What may not come back so: the first bytes that would open a tag or run, and a template that was worked out.
RUNS = ["<script>alert(1)", "<img src=x", "alert(2)&gt;49"]


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker):
    """A cast of whom everything that is called something is called markup."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast(word=MARKUP, mail="proef.example")
        Organisation.objects.filter(pk=cast.organisation.pk).update(acronym=MARKUP[:50])
        prepare(cast)
        sign_all_in(cast)
        connection.check_constraints()  # else PostgreSQL looks at these rows again after each test
        yield cast
        transaction.set_rollback(True)


@pytest.mark.once
@PAGES
def test_W45_markup_in_names_is_shown_as_text(page, marked):
    """As director and as employee; as administrator it is looked at below."""
    url = address(page, marked)
    for member in (marked.director, marked.employee):
        answer = send(visitor(member), "GET", url)
        assert answer.status_code < 500, url
        assert runs_in(answer) == [], url


def runs_in(answer) -> list[str]:
    """What came back in this page as it was given, and would run."""
    return [each for each in RUNS if answer["Content-Type"].startswith("text/html") and each in answer.said]


#: Names that have nothing to do with one another are asked about at once.
ODD = [
    "sort=password&page=-1&unit=-1&period=x&open=x&path=x&on=x&of=x&from=x&until=x&status=x&perspective=x&role=x",
    "sort=-user__password&order=x&group=y&page=x&after=x&before=x&q=%00&name=%00&text=%00",
    "&".join(f"{name}={10**20 - 1}" for name in ("page", "unit", "period", "owner", "parent")) + "&q=%27%22%25_%5C--",
    f"after={10**20 - 1}&before={10**20 - 1}&q=" + "x" * 5000,
    "level=%27&state=%27&unit=%27&period=%27&owner=%27&q[]=1&q=1&q=2",
    "level=a&level=b",
]


@PAGES
def test_W45_W52_odd_parameters_break_no_page_and_run_in_none(page, marked):
    with_query = address(page, marked)
    url, browser = with_query.split("?")[0], visitor(marked.administrator)
    plain = send(browser, "GET", with_query)
    assert plain.status_code < 500, url
    assert runs_in(plain) == [], url
    allowed = {plain.status_code, 200, 302, 400, 404}
    for query in ODD:
        answer = send(browser, "GET", f"{url}?{query}")
        assert answer.status_code in allowed, f"{url}?{query[:60]}: {answer.status_code}"
        assert runs_in(answer) == [], url
        assert not re.search(r"sqlite3|psycopg|OperationalError|SELECT ", answer.said), url
        if "GET" not in vars(answer.wsgi_request):  # Django parses them when they are first asked for
            break  # a page that never looked at its parameters answers the others alike


def test_W45_the_markup_is_really_on_the_pages(marked):
    """Else the sweep above would prove nothing."""
    for url in ("/people/", "/units/", "/positions/", "/projects/", "/objectives/", "/members/", "/"):
        said = send(visitor(marked.administrator), "GET", url).said
        assert "&lt;script&gt;alert(1)" in said, url
        assert "alert(2)&gt;{{7*7}}" in said, url
