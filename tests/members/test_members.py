"""Who is a member, with which roles."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.utils import timezone

from tests.factories import count_queries, make_member, make_person, make_placement, make_user
from zichtlijn.access.models import Membership, User
from zichtlijn.access.refusals import EditConflict, NotAllowed, NotNow
from zichtlijn.access.roles import Role
from zichtlijn.access.scoping import in_organisation
from zichtlijn.audit.models import AuditEvent, Event
from zichtlijn.members import actions, queries, tasks
from zichtlijn.members.forms import AddMemberForm
from zichtlijn.organisation.models import Person


@pytest.fixture(autouse=True)
def tasks_run_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def add(scoped, email="nieuw@proef.example", **fields):
    return actions.add_member(email=email, roles={Role.EMPLOYEE}, by=scoped.administrator.actor, **fields)


def change(scoped, member, **changes):
    membership = Membership.objects.get(pk=member.membership.pk)
    given = {
        "name": membership.name,
        "person": membership.person,
        "roles": set(membership.roles.values_list("role", flat=True)),
        "is_active": membership.is_active,
        "version": membership.version,
    } | changes
    return actions.change_member(membership, by=given.pop("by", scoped.administrator.actor), **given)


def test_a_new_member_gets_an_account_and_a_link_to_choose_a_password(scoped):
    membership = add(scoped, name="Nina Nieuw")
    assert membership.user.name == "Nina Nieuw"
    assert not membership.user.has_usable_password()
    assert [role.role for role in membership.roles.all()] == ["employee"]
    (sent,) = mail.outbox
    assert sent.to == ["nieuw@proef.example"]
    assert "/accounts/password/reset/key/" in sent.body
    assert AuditEvent.objects.get(event=Event.MEMBER_ADDED).detail == {"roles": ["employee"]}


def test_somebody_with_an_account_keeps_it_and_is_called_as_we_say(scoped):
    user = make_user("coen@elders.example", name="Coen Elders")
    membership = add(scoped, "Coen@elders.example", name="Coen")
    assert membership.user == user
    assert membership.shown_name == "Coen"
    assert "/accounts/login/" in mail.outbox[0].body
    assert "/reset/key/" not in mail.outbox[0].body


def test_the_person_with_this_address_is_found(scoped):
    person = make_person(scoped.organisation, "Nina", "Nieuw", email="Nieuw@proef.example")
    assert add(scoped).person == person


def test_a_member_is_added_once(scoped):
    add(scoped)
    with pytest.raises(NotNow):
        add(scoped, " NIEUW@proef.example")


def test_who_is_a_member_already_is_not_added_under_another_address(scoped):
    with pytest.raises(NotNow, match="gekoppeld"):
        add(scoped, person=scoped.employee.person)
    assert not User.objects.filter(email="nieuw@proef.example").exists()


def test_R14_two_who_make_the_same_member_come_one_after_the_other(scoped, monkeypatch):
    locked, real = [], QuerySet.select_for_update

    def watch(self, *args, **kwargs):
        locked.append(self.model.__name__)
        return real(self, *args, **kwargs)

    person = make_person(scoped.organisation, "Nina", "Nieuw", email="nina@proef.example")
    monkeypatch.setattr(QuerySet, "select_for_update", watch)
    by = scoped.administrator.actor
    membership = add(scoped)
    assert locked[0] == "Organisation"
    locked.clear()
    assert actions.invite_people([person.pk], by=by).number == 1
    assert locked[0] == "Organisation"
    locked.clear()
    actions.invite_elsewhere(membership, email="elders@proef.example", by=by)
    assert locked[0] == "Organisation"


def test_R14_an_account_that_another_organisation_makes_at_the_same_moment_is_joined(scoped, monkeypatch):
    one, other = make_user("nieuw@proef.example", name="Van elders"), make_user("ander@proef.example")
    monkeypatch.setattr(User.objects, "filter", lambda **_asked: User.objects.none())  # as it was a moment before
    membership = add(scoped, name="Nina")
    assert (membership.user, membership.shown_name) == (one, "Nina")
    actions.invite_elsewhere(membership, email=other.email, by=scoped.administrator.actor)
    membership.refresh_from_db()
    assert membership.user == other


@pytest.mark.parametrize("part", ["employee", "line_manager", "hr", "director", "consultant", "works_council"])
def test_W27_a_lower_role_gives_no_role(scoped, part):
    by = getattr(scoped, part).actor
    with pytest.raises(NotAllowed):
        actions.add_member(email="x@proef.example", roles={Role.ADMINISTRATOR}, by=by)
    with pytest.raises(NotAllowed):
        change(scoped, getattr(scoped, part), roles={Role.ADMINISTRATOR}, by=by)
    with pytest.raises(NotAllowed):
        actions.invite_people([scoped.employee.person.pk], by=by)
    with pytest.raises(NotAllowed):
        actions.start_inviting(by=by)
    with pytest.raises(NotAllowed):
        actions.invite_in_parts(None, lambda *_so_far: None, by=by)
    with pytest.raises(NotAllowed):
        actions.invite_again(scoped.colleague.membership, by=by)
    assert not Membership.objects.filter(user__email="x@proef.example").exists()


def test_who_left_is_not_invited_again(scoped, signed_in):
    page = f"/members/{scoped.employee.membership.pk}/"
    browser = signed_in(scoped.administrator)
    assert f"{page}invite" in browser.get(page).content.decode()
    Person.objects.filter(pk=scoped.employee.person.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert f"{page}invite" not in browser.get(page).content.decode()
    now = Membership.objects.get(pk=scoped.employee.membership.pk)
    with pytest.raises(NotNow, match="niet meer inloggen"):
        actions.invite_again(now, by=scoped.administrator.actor)


def test_roles_are_given_and_taken_and_written_down(scoped):
    change(scoped, scoped.employee, roles={Role.MANAGER, Role.EMPLOYEE})
    change(scoped, scoped.employee, roles={Role.MANAGER})
    assert scoped.employee.actor.roles == {Role.MANAGER}
    lines = AuditEvent.objects.filter(event=Event.ROLES_CHANGED).order_by("sequence").values_list("detail", flat=True)
    assert list(lines) == [{"given": ["manager"], "taken": []}, {"given": [], "taken": ["employee"]}]


def test_W27_the_last_administrator_stays(scoped):
    other = make_member(scoped.organisation, Role.ADMINISTRATOR)
    change(scoped, other, is_active=False)
    with pytest.raises(NotNow):
        change(scoped, scoped.administrator, roles={Role.EMPLOYEE})
    change(scoped, other, is_active=True)
    change(scoped, scoped.administrator, roles={Role.EMPLOYEE})
    with pytest.raises(NotNow):
        change(scoped, other, roles=set(), by=other.actor)


def test_an_administrator_whose_account_is_out_of_use_does_not_count(scoped):
    other = make_member(scoped.organisation, Role.ADMINISTRATOR)
    User.objects.filter(pk=other.user.pk).update(is_active=False)
    with pytest.raises(NotNow):
        change(scoped, scoped.administrator, roles=set())


def test_an_administrator_who_left_does_not_count(scoped):
    other = make_member(
        scoped.organisation, Role.ADMINISTRATOR, person=make_person(scoped.organisation, ends_on="2021-01-01")
    )
    with pytest.raises(NotNow):
        change(scoped, scoped.administrator, roles=set())
    assert other.membership.pk


def test_nobody_puts_themselves_out_of_use(scoped):
    make_member(scoped.organisation, Role.ADMINISTRATOR)
    with pytest.raises(NotNow):
        change(scoped, scoped.administrator, is_active=False)


def test_one_person_is_one_member(scoped):
    with pytest.raises(NotNow):
        change(scoped, scoped.consultant, person=scoped.employee.person)


def test_W79_the_second_of_two_administrators_sees_both_versions(scoped):
    version = Membership.objects.get(pk=scoped.employee.membership.pk).version
    change(scoped, scoped.employee, roles={Role.EMPLOYEE, Role.HR}, version=version)
    with pytest.raises(EditConflict) as clash:
        change(scoped, scoped.employee, roles={Role.EMPLOYEE, Role.MANAGER}, version=version)
    assert len(clash.value.fields) == 1
    assert scoped.employee.actor.roles == {Role.EMPLOYEE, Role.HR}


def test_a_form_sent_twice_is_saved_once_and_is_no_clash(scoped):
    version = Membership.objects.get(pk=scoped.employee.membership.pk).version
    for _time in range(2):
        change(scoped, scoped.employee, roles={Role.EMPLOYEE, Role.HR}, version=version)
    assert Membership.objects.get(pk=scoped.employee.membership.pk).version == version + 1


def test_people_without_an_account_are_invited_together(scoped):
    manager = make_person(scoped.organisation, "Mia", "Manager", email="mia@proef.example")
    make_placement(make_person(scoped.organisation, "Piet", "Post"), line_manager=manager)
    gone = make_person(scoped.organisation, "Gerda", "Gaan", email="gerda@proef.example", ends_on="2021-01-01")
    twice = make_person(scoped.organisation, "Mia", "Tweede", email="mia@proef.example")
    assert set(queries.people_to_invite(scoped.administrator.actor)) == {manager, twice}
    assert actions.invite_people([manager.pk, twice.pk, gone.pk], by=scoped.administrator.actor) == (1, [twice])
    membership = Membership.objects.get(user__email="mia@proef.example")
    assert set(membership.roles.values_list("role", flat=True)) == {"employee", "manager"}
    assert not Membership.objects.filter(person=gone).exists()
    assert len(mail.outbox) == 1


def test_W41_an_invitation_for_another_organisation_is_not_sent(scoped):
    tasks.send_invitation.call(scoped.employee.membership.pk, scoped.twin.organisation.pk)
    assert mail.outbox == []


def test_W74_an_invitation_that_was_taken_back_is_not_sent(scoped):
    change(scoped, scoped.employee, is_active=False)
    tasks.send_invitation.call(scoped.employee.membership.pk, scoped.organisation.pk)
    assert mail.outbox == []


def test_W74_an_invitation_works_once(scoped, client):
    add(scoped)
    link = re.search(r"http://\S+", mail.outbox[0].body)[0].split("127.0.0.1:8000")[1]
    form = client.get(link, follow=True)
    words = {"password1": "een goede lange zin", "password2": "een goede lange zin"}
    assert client.post(form.request["PATH_INFO"], words).status_code == 302
    assert (
        client.post("/accounts/login/", {"login": "nieuw@proef.example", "password": words["password1"]}).status_code
        == 302
    )
    client.post("/accounts/logout/")
    assert "no longer works" in client.get(link, follow=True).content.decode()


# pages


def test_the_list_finds_by_name_address_role_and_use(cast, signed_in):
    browser = signed_in(cast.administrator)

    def found(query):
        return re.findall(r'/members/\d+/">([^<]+)<', browser.get(f"/members/?{query}").content.decode())

    assert len(found("")) == 10
    assert found("q=eik") == ["Emma Eik"]
    assert found("q=emma+e") == ["Emma Eik"]
    assert found("q=consultant@") == ["Coen van Buiten"]
    assert found("role=hr") == ["Hanna Heer"]
    assert found("use=no") == []
    assert len(found("use=yes")) == 10
    yesterday, today = timezone.localdate() - timedelta(days=1), timezone.localdate()
    with in_organisation(cast.organisation):
        Person.objects.filter(pk=cast.employee.person.pk).update(ends_on=yesterday)
        Person.objects.filter(pk=cast.colleague.person.pk).update(ends_on=today)
    Membership.objects.filter(pk=cast.consultant.membership.pk).update(is_active=False)
    User.objects.filter(pk=cast.works_council.user.pk).update(is_active=False)
    outside = {cast.employee.person.name, "Coen van Buiten", cast.works_council.person.name}
    assert set(found("use=no")) == outside
    assert set(found("use=yes")) == set(found("")) - outside
    make_member(cast.organisation, Role.EMPLOYEE, person=make_person(cast.organisation, "Zoë", "Çelik"))
    assert found("q=Zoë") == found("q=zoe+çelik") == ["Zoë Çelik"]


@pytest.mark.parametrize("query", ["role=god", "use=perhaps"])
def test_W52_an_unknown_filter_is_refused(cast, signed_in, query):
    assert signed_in(cast.administrator).get(f"/members/?{query}").status_code == 400


@pytest.mark.parametrize("url", ["/members/?q=", "/log/?who="])
def test_of_a_text_too_long_to_look_for_the_beginning_counts(cast, signed_in, url):
    assert signed_in(cast.administrator).get(url + "x" * 300).status_code == 200


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_members(cast, signed_in):
    browser = signed_in(cast.administrator)
    browser.get("/members/")
    with count_queries() as few:
        browser.get("/members/")
    for _more in range(5):
        make_member(cast.organisation, Role.EMPLOYEE, Role.HR)
    with count_queries() as many:
        browser.get("/members/")
    assert few.count == many.count <= 25


def test_a_member_is_changed_on_the_page(cast, signed_in):
    browser = signed_in(cast.administrator)
    url = f"/members/{cast.employee.membership.pk}/"
    form = {"roles": ["employee", "hr"], "is_active": "on", "version": 1, "person": cast.employee.person.name}
    assert browser.post(url, form).status_code == 302
    assert cast.employee.actor.roles == {Role.EMPLOYEE, Role.HR}
    again = browser.post(url, form | {"roles": ["employee"]})
    assert again.status_code == 409
    assert "This was changed in the meantime" in again.content.decode()


def test_a_refused_change_keeps_the_form_as_it_was_filled_in(cast, signed_in):
    browser, member = signed_in(cast.administrator), cast.consultant.membership
    form = {"name": "Coen van Adviesburo", "roles": ["hr", "works_council"], "is_active": "on", "version": 1,
            "person": cast.employee.person.name}  # fmt: skip
    refused = browser.post(f"/members/{member.pk}/", form)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f"{cast.employee.person.name} is already linked to another member." in page
    assert 'value="Coen van Adviesburo"' in page
    ticked = re.findall(r'<input[^>]* value="(\w+)"[^>]* checked', page)
    assert [value for value in ticked if value in set(Role)] == ["hr", "works_council"]
    assert Membership.objects.get(pk=member.pk).name != "Coen van Adviesburo"
    last = {"name": "Ada Anders", "roles": ["employee"], "is_active": "on", "version": 1}
    refused = browser.post(f"/members/{cast.administrator.membership.pk}/", last)
    assert refused.status_code == 422
    assert "This is the last administrator." in refused.content.decode()
    assert 'value="Ada Anders"' in refused.content.decode()


def test_a_member_added_by_another_meanwhile_keeps_the_form_as_it_was_filled_in(cast, signed_in, monkeypatch):
    form = {"email": cast.employee.email, "name": "Nina Nieuw", "roles": ["employee"]}
    monkeypatch.setattr(AddMemberForm, "clean_email", lambda form: form.cleaned_data["email"])  # not there yet then
    refused = signed_in(cast.administrator).post("/members/add", form)
    assert refused.status_code == 422
    assert f"{cast.employee.email} is already a member." in refused.content.decode()
    assert 'value="Nina Nieuw"' in refused.content.decode()


@pytest.fixture
def left(cast):
    """A member in use whose person has left; a namesake works here."""
    with in_organisation(cast.organisation):
        person = make_person(cast.organisation, "Gerda", "Gaan", ends_on="2021-01-01")
        make_person(cast.organisation, "Gerda", "Gaan")
        return make_member(cast.organisation, Role.EMPLOYEE, Role.HR, person=person)


def sent_of(member, **changes):
    person = member.membership.person
    return {"roles": ["employee"], "version": 1, "person": person.name, "person_id": person.pk, **changes}


@pytest.mark.parametrize("in_use", [{"is_active": "on"}, {}])
def test_a_member_who_left_loses_a_role_or_the_use_and_stays_who_they_are(cast, signed_in, left, in_use):
    browser, url = signed_in(cast.administrator), f"/members/{left.membership.pk}/"
    assert "has left" in browser.get(url).content.decode()
    assert browser.post(url, sent_of(left, **in_use)).status_code == 302
    now = Membership.objects.get(pk=left.membership.pk)
    assert (now.person_id, now.is_active) == (left.membership.person_id, bool(in_use))
    assert [role.role for role in now.roles.all()] == ["employee"]


def test_W27_clearing_the_person_who_left_does_not_open_the_door_again(cast, signed_in, left):
    browser, url = signed_in(cast.administrator), f"/members/{left.membership.pk}/"
    answer = browser.post(url, sent_of(left, person="", is_active="on"))
    assert answer.status_code == 422
    assert "This person has left; make the member inactive first." in answer.content.decode()
    assert Membership.objects.get(pk=left.membership.pk).person_id == left.membership.person_id
    assert browser.post(url, sent_of(left, person="")).status_code == 302
    assert not Membership.objects.get(pk=left.membership.pk).is_active


def test_another_who_left_cannot_be_chosen(cast, signed_in, left):
    browser, url = signed_in(cast.administrator), f"/members/{cast.consultant.membership.pk}/"
    gone = make_person(cast.organisation, "Wil", "Weg", ends_on="2021-01-01")
    form = {"roles": ["employee"], "version": 1, "is_active": "on", "person": gone.name, "person_id": gone.pk}
    assert browser.post(url, form).status_code == 422


def test_W37_a_member_of_another_organisation_does_not_exist_here(cast, signed_in):
    browser = signed_in(cast.administrator)
    url = f"/members/{cast.twin.employee.membership.pk}/"
    assert browser.get(url).status_code == 404
    assert browser.post(url, {"is_active": "on", "version": 1}).status_code == 404
    with in_organisation(cast.organisation):
        assert not AuditEvent.objects.exists()


def test_W73_adding_a_known_and_an_unknown_address_looks_the_same(cast, signed_in):
    make_user("bekend@elders.example", name="Bekend Elders")
    browser = signed_in(cast.administrator)

    def added(email):
        answer = browser.post("/members/add", {"email": email, "roles": ["employee"]}, follow=True)
        shown = answer.content.decode().replace(email, "ADDRESS")
        for changing in (r'csrf\S+" (value|content)="[^"]+"', r"/members/\d+/"):
            shown = re.sub(changing, "", shown)
        return answer.status_code, shown

    first = added("bekend@elders.example")
    Membership.objects.filter(user__email="bekend@elders.example").delete()
    assert first == added("bekend-niet@elders.example")
