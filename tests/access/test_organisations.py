"""The wall between one organisation and the next."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation
from django_scopes.exceptions import ScopeError

from tests.factories import CANARY, Client, count_queries, make_person, make_unit, sign_in
from zichtlijn.access.actor import actor_for
from zichtlijn.access.backends import AccountBackend
from zichtlijn.access.kept import page_of_form, typed_in
from zichtlijn.access.middleware import OrganisationMiddleware
from zichtlijn.access.models import Membership, User
from zichtlijn.access.scoping import OrganisationOwned, in_organisation
from zichtlijn.organisation.models import Person

#: Tables without an organisation of their own: accounts and what belongs to them, and the machinery. Anything else is
#: scoped. `access.Membership` and `RoleAssignment` are read before an organisation is known.
GLOBAL = {
    "access.User",
    "access.AddressChange",
    "access.Organisation",
    "access.Membership",
    "access.RoleAssignment",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "django_tasks_database.DBTaskResult",
    "django_tasks_db.DBTaskResult",
    "jobs.Schedule",
    "mfa.Authenticator",
    "notices.OutgoingMail",
    "notices.Silence",
    "sessions.Session",
}
OWNED = [model for model in apps.get_models() if issubclass(model, OrganisationOwned)]


def test_W33_every_model_is_scoped_or_listed_as_global():
    unlisted = {
        model._meta.label
        for model in apps.get_models()
        if model not in OWNED and not model.__name__.startswith("Historical") and model._meta.label not in GLOBAL
    }
    assert unlisted == set()


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_W33_a_query_outside_an_organisation_raises(db, model):
    for ask in (
        lambda: list(model.objects.all()),
        lambda: model.objects.filter(pk=1).exists(),
        lambda: model.objects.get(pk=1),
        lambda: model.objects.filter(pk=1).update(organisation=1),
        lambda: model.objects.filter(pk=1).delete(),
        lambda: model.objects.count(),
    ):
        with pytest.raises(ScopeError):
            ask()


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_W33_inside_an_organisation_the_rows_of_another_are_not_there(cast, model):
    """By what is asked too: of most models the other organisation has no row."""
    theirs = set(model._base_manager.filter(organisation=cast.twin.organisation).values_list("pk", flat=True))
    with in_organisation(cast.organisation):
        _what, _from, which = str(model.objects.order_by().query).partition(" WHERE ")
        assert which == f'"{model._meta.db_table}"."organisation_id" = {cast.organisation.pk}'
        assert not theirs & set(model.objects.values_list("pk", flat=True))
        assert not model.objects.filter(pk__in=theirs).exists()


def test_W33_a_page_outside_an_organisation_can_read_nothing(cast, client):
    """Somebody without an organisation gets the page that says so, not an error and not somebody's data."""
    sign_in(client, cast.employee)
    Membership.objects.filter(user=cast.employee.user).delete()
    for url in ("/", "/members/", "/log/", "/people/", "/objectives/"):
        assert client.get(url)["Location"] == "/no-organisation"


def test_W26_roles_of_one_organisation_mean_nothing_in_the_other(cast, client):
    """The consultant keeps objectives here and is a plain member there."""
    twin = cast.twin
    sign_in(client, cast.consultant)
    assert client.get(f"/objectives/{cast.strategic.pk}/edit/").status_code == 200
    assert client.get(f"/objectives/{twin.strategic.pk}/edit/").status_code == 404
    client.post("/switch", {"organisation": "elders"})
    client.organisation_slug = "elders"
    assert client.get(f"/objectives/{twin.strategic.pk}/edit/").status_code == 403
    assert client.get(f"/objectives/{cast.strategic.pk}/edit/").status_code == 404


def test_W43_a_form_of_another_organisation_saves_nothing_and_shows_what_was_typed(cast, client):
    twin = cast.twin
    Membership.objects.filter(organisation=twin.organisation, user=cast.consultant.user).delete()
    for organisation in (cast.organisation, twin.organisation):
        Membership.objects.get_or_create(organisation=organisation, user=cast.administrator.user)
    sign_in(client, cast.administrator)
    client.post("/switch", {"organisation": "elders"})
    typed = {"email": "nieuw@proef.example", "name": "Nina <b>Nieuw</b>", "password": "niet tonen"}
    answer = client.post("/members/add", typed, organisation="proef")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nina &lt;b&gt;Nieuw&lt;/b&gt;" in page
    assert 'value="proef"' in page, "a button that switches back"
    assert "niet tonen" not in page
    assert not Membership.objects.filter(user__email="nieuw@proef.example").exists()
    back = client.post("/switch", {"organisation": "proef", "next": re.search(r'name="next" value="([^"]*)"', page)[1]})
    assert back["Location"] == "/members/add", "the page of the form, where it belongs"


def test_W43_a_page_of_another_organisation_gets_nothing_of_this_one(cast, client):
    """Searching and picking in a tab that stands open: it would show people of the organisation chosen elsewhere."""
    sign_in(client, cast.employee)
    for page in ("/pick/person/?q=emma", "/search/?q=emma"):
        answer = client.get(page, headers={"X-Organisation": "elders"})
        assert (answer.status_code, answer.content) == (409, b"")
        assert answer["X-Works-In"] == "Waterschap%20Proef"
        for of_page in ("proef", ""):
            assert client.get(page, headers={"X-Organisation": of_page}).status_code == 200
    assert client.get("/account", headers={"X-Organisation": "elders"}).status_code == 200


def test_W43_a_part_sent_from_a_page_of_another_organisation_brings_no_page_back(cast, client):
    """htmx would put it into the page that stands open, over what is typed there."""
    sign_in(client, cast.employee)
    answer = client.post("/objectives/remarks/", {"title": "x"}, headers={"X-Organisation": "elders"}, htmx=True)
    assert (answer.status_code, answer.content) == (409, b"")
    assert answer["X-Works-In"] == "Waterschap%20Proef"


def test_a_refusal_of_a_part_of_a_page_is_its_reasons_and_not_a_page(cast, client):
    sign_in(client, cast.employee)
    answer = client.post("/periods/new/", {}, htmx=True)
    assert answer.status_code == 403
    assert (answer["X-Refused"], answer["Content-Type"]) == ("reasons", "text/plain; charset=utf-8")
    assert "<" not in answer.content.decode()
    assert len(answer.content.decode()) > 10
    page = client.post("/periods/new/", {})
    assert (page.status_code, page.get("X-Refused")) == (403, None)
    assert answer.content.decode() in page.content.decode(), "the same sentence"


# a form that came too late

TYPED = {"name": "Nina <b>Nieuw</b>", "password1": "niet tonen", "csrfmiddlewaretoken": "nooit tonen"}
FROM_HERE = {"Origin": "http://testserver", "Referer": "http://testserver/periods/new/?x=1"}


def had_a_session(client, value="of-gisteren"):
    client.cookies["sessionid"] = value
    return client


def test_W21_what_was_typed_when_the_session_ended_is_shown_to_who_sent_it(cast, client):
    answer = had_a_session(client).post("/periods/new/", TYPED, headers=FROM_HERE)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Nina &lt;b&gt;Nieuw&lt;/b&gt;" in page
    assert "tonen" not in page
    assert 'href="/accounts/login/?next=/periods/new/%3Fx%3D1"' in page
    assert "Waterschap" not in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elders.example"}, {"Origin": "null"}])
def test_W21_words_of_another_site_are_not_shown_here(cast, client, headers):
    answer = had_a_session(client).post("/periods/new/", TYPED, headers=headers)
    assert (answer.status_code, answer.content) == (302, b"")


def test_W21_without_a_session_before_there_is_only_the_way_to_sign_in(cast, client):
    answer = client.post("/periods/new/", TYPED, headers=FROM_HERE)
    assert (answer.status_code, answer.content) == (302, b"")
    nothing_typed = had_a_session(client).post("/periods/new/", {"version": "1"}, headers=FROM_HERE)
    assert (nothing_typed.status_code, nothing_typed.content) == (302, b"")


def test_a_part_of_a_page_leads_back_to_the_page_after_signing_in(cast, client):
    answer = client.get("/pick/person/?q=a", htmx=True, headers={"Referer": "http://testserver/periods/?x=1"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["HX-Redirect"] == "/accounts/login/?next=/periods/%3Fx%3D1"


def test_W23_a_form_that_expired_shows_what_was_typed(cast):
    browser = sign_in(Client(enforce_csrf_checks=True), cast.administrator)
    answer = browser.post("/periods/new/", TYPED, headers=FROM_HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Nina &lt;b&gt;Nieuw&lt;/b&gt;" in page
    assert "tonen" not in page
    assert 'href="/periods/new/?x=1"' in page
    for headers in ({}, {"Origin": "https://elders.example"}):
        assert "Nina" not in browser.post("/periods/new/", TYPED, headers=headers).content.decode()
    of_signing_in = browser.post("/accounts/login/", {"login": "iemand@proef.example"}, headers=FROM_HERE)
    assert "iemand" not in of_signing_in.content.decode()


def test_a_page_of_refusal_goes_on_in_another_language_where_the_form_stood(cast, client):
    sign_in(client, cast.employee)
    page = client.post("/members/mail/again", headers=FROM_HERE)
    assert page.status_code == 403
    assert 'name="next" value="/periods/new/?x=1"' in page.content.decode()
    assert 'name="next" value="/units/?q=a"' in client.get("/units/?q=a").content.decode()


def test_W43_only_what_was_typed_is_shown_with_labels_that_people_know():
    sent = QueryDict(mutable=True)
    sent.update({
        "values-TOTAL_FORMS": "4", "values-INITIAL_FORMS": "0", "values-MIN_NUM_FORMS": "0", "version": "7",
        "csrfmiddlewaretoken": "x", "_organisation": "proef", "password1": "geheim", "id": "5", "owner": "12",
        "values-1-name": "Moed", "starts_on": "2026-01-01", "family_name": " ", "level": "personal",
        "mission": "Droge voeten\nen schoon water",
    })  # fmt: skip
    with translation.override("nl"):
        typed = typed_in(sent)
    assert [(each.label, each.value, each.rows) for each in typed] == [
        ("Naam 2", "Moed", 1),
        ("Van", "2026-01-01", 1),
        ("Niveau", "persoonlijke doelstelling", 1),
        ("Missie", "Droge voeten\nen schoon water", 2),
    ]


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/strategy/1/change/?a=1", "/strategy/1/change/?a=1"),
        ("https://elsewhere.example/x", "/members/add"),
        ("", "/members/add"),
    ],
)
def test_W65_the_way_back_to_a_form_stays_here(rf, came_from, back):
    assert page_of_form(rf.post("/members/add", headers={"Referer": came_from})) == back


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"])
def test_W65_after_switching_nobody_is_sent_elsewhere(client, cast, target):
    sign_in(client, cast.consultant)
    assert client.post("/switch", {"organisation": "proef", "next": target})["Location"] == "/"


def test_a_link_in_a_mail_opens_in_its_own_organisation(client, cast):
    """Who works in another one at that time is asked first: a link changes nothing by itself."""
    assert cast.twin.organisation.slug == "elders"
    sign_in(client, cast.consultant)
    assert client.get("/in/proef/objectives/?sort=title")["Location"] == "/objectives/?sort=title"
    asked = client.get("/in/elders/objectives/?sort=title")
    assert asked.status_code == 200
    assert 'value="/objectives/?sort=title"' in asked.content.decode()
    assert client.get("/in/proef/people/")["Location"] == "/people/", "nothing was switched yet"
    went = client.post("/switch", {"organisation": "elders", "next": "/objectives/?sort=title"})
    assert went["Location"] == "/objectives/?sort=title"
    assert client.get("/in/elders/objectives/")["Location"] == "/objectives/"


@pytest.mark.parametrize(
    "path",
    [
        "/in/elders/people/",
        "/in/bestaat-niet/people/",
        "/in/proef//elsewhere.example/",
        "/in/proef/%09/elsewhere.example/",
        "/in/proef/%09/%5B",
        "/in/proef/%5Celsewhere.example/",
    ],
)
def test_W65_a_link_into_an_organisation_says_nothing_of_others_and_stays_here(client, cast, path):
    assert cast.twin.organisation.slug == "elders"
    sign_in(client, cast.employee)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("sent", ["elders", "", "bestaat-niet"])
def test_W43_without_the_right_organisation_nothing_is_saved(cast, signed_in, sent):
    browser = signed_in(cast.administrator)
    before = Membership.objects.count()
    answer = browser.post("/members/add", {"email": "nieuw@proef.example"}, organisation=sent or None)
    assert answer.status_code == 409
    if sent:
        header = browser.post("/members/add", {"email": "x@proef.example"}, headers={"X-Organisation": sent})
        assert header.status_code == 409
    assert Membership.objects.count() == before


def test_W40_the_same_address_shows_each_organisation_its_own_and_is_kept_nowhere(cast):
    here, there = Client(), Client()
    sign_in(here, cast.administrator)
    sign_in(there, cast.twin.administrator)
    for url in ("/members/", "/people/", "/units/", "/objectives/", "/"):
        for _twice in range(2):
            ours, theirs = here.get(url), there.get(url)
            assert CANARY not in ours.content.decode()
            assert CANARY in theirs.content.decode()
            assert ours["Cache-Control"] == theirs["Cache-Control"] == "no-store"


def test_W40_the_same_address_shows_each_role_its_own(cast, signed_in):
    url = f"/objectives/{cast.personal.pk}/"
    for _twice in range(2):
        assert signed_in(cast.hr).get(url).status_code == 200
        assert signed_in(cast.colleague).get(url).status_code == 404


def test_a_streamed_answer_reads_in_its_own_organisation_and_leaves_the_door_shut(cast):
    make_person(cast.organisation, "Stroom")
    request = RequestFactory().get("/")
    request.user, request.session, request.LANGUAGE_CODE = cast.hr.user, {"organisation": "proef"}, "nl"
    middleware = OrganisationMiddleware(
        lambda request: StreamingHttpResponse(f"{Person.objects.count()} " for _part in range(2))
    )
    parts = iter(middleware(request).streaming_content)
    first = next(parts)
    with pytest.raises(ScopeError):
        Person.objects.count()
    assert [first, *parts] == [b"10 ", b"10 "]


def test_W36_what_is_hidden_and_what_does_not_exist_look_the_same(cast, signed_in):
    browser = signed_in(cast.colleague)
    answers = [
        browser.get(url)
        for url in (
            f"/objectives/{cast.personal.pk}/",
            f"/objectives/{cast.twin.strategic.pk}/",
            "/objectives/987654321/",
            f"/members/{cast.twin.employee.membership.pk}/",
            "/no/such/page",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_an_answer_of_the_middleware_itself_is_not_streamed(cast):
    request = RequestFactory().get("/")
    request.user, request.session = cast.hr.user, {}
    assert OrganisationMiddleware(lambda request: HttpResponse("x"))(request).content == b"x"


def test_a_visit_begins_where_the_last_one_was(cast, client):
    cast.twin  # noqa: B018 - the consultant is a member of both
    client.force_login(cast.consultant.user)
    assert 'content="proef"' in client.get("/members/roles").content.decode(), "first where one was a member first"
    client.post("/switch", {"organisation": "elders"})
    again = Client()
    again.force_login(cast.consultant.user)
    assert 'content="elders"' in again.get("/members/roles").content.decode()
    Membership.objects.filter(organisation=cast.twin.organisation, user=cast.consultant.user).update(is_active=False)
    assert 'content="proef"' in again.get("/members/roles").content.decode()


def test_a_command_about_an_unknown_organisation_names_those_that_are(cast):
    known = [cast.organisation.slug, cast.twin.organisation.slug]
    with pytest.raises(CommandError) as refused:
        call_command("check_line", organisation="proeff")
    said = f"There is no organisation with the short name proeff. There are: {', '.join(sorted(known))}."
    assert str(refused.value) == said


def test_the_account_comes_with_its_memberships_in_one_question(cast):
    """Roles and headed units of now as well; a unit that has ended is no longer headed."""
    member = cast.line_manager
    today = timezone.localdate()
    ended = make_unit(cast.organisation, "Opgeheven", head=member.person, ends_on=today - timedelta(days=1))
    ending = make_unit(cast.organisation, "Laatste dag", head=member.person, ends_on=today)
    with count_queries() as asked:
        user = AccountBackend().get_user(member.user.pk)
        (membership,) = user.open_memberships
        actor = actor_for(membership)
        headed, roles = actor.headed_paths, actor.roles
        assert (membership.user, membership.organisation, membership.person) == (user, cast.organisation, member.person)
    assert asked.count == 1
    assert ended.path not in headed
    assert ending.path in headed
    with in_organisation(cast.organisation):
        again = actor_for(Membership.objects.get(pk=membership.pk))
        assert (again.roles, sorted(again.headed_paths)) == (roles, sorted(headed))
        assert len(headed) == len(set(headed)) > 1


def test_an_account_without_an_organisation_is_still_an_account(db):
    user = User.objects.create_user("alleen@example.org", "een-lang-wachtwoord")
    assert AccountBackend().get_user(user.pk) == user
    user.is_active = False
    user.save()
    assert AccountBackend().get_user(user.pk) is None
    assert AccountBackend().get_user(0) is None
