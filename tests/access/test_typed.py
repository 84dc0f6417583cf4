"""What is typed or pasted comes in as it was seen: characters that nobody sees are left out, and break nothing."""

import pytest
from django.http import QueryDict

from tests.factories import Client, sign_in
from zichtlijn.access.models import User
from zichtlijn.access.scoping import in_organisation
from zichtlijn.access.typed import cleaned, without_unseen
from zichtlijn.organisation.models import Unit


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Vloer\x0bhoger", "Vloer hoger"),
        ("Vloer\x00 hoger\x7f", "Vloer hoger"),
        ("Jan \u202enessnaJ", "Jan nessnaJ"),
        ("regel\r\nregel\tkolom", "regel\r\nregel\tkolom"),
        ("één\u2028twee\x85drie", "één twee drie"),
        ("Żółć 中文 🙂 👩\u200d🔧 e\u0301", "Żółć 中文 🙂 👩\u200d🔧 e\u0301"),
        ("a\ud800b", "ab"),
        ("", ""),
    ],
)
def test_a_text_is_what_was_seen(typed, seen):
    assert without_unseen(typed) == seen


def test_a_form_with_nothing_unseen_is_left_as_it_is():
    form = QueryDict("name=Eik&roles=hr&roles=employee")
    assert cleaned(form) is form


def test_every_value_of_a_form_is_cleaned_and_the_form_stays_closed():
    form = cleaned(QueryDict("name=E%0Bik&roles=hr&roles=employee%00&empty="))
    assert dict(form.lists()) == {"name": ["E ik"], "roles": ["hr", "employee"], "empty": [""]}
    with pytest.raises(AttributeError, match="immutable"):
        form["name"] = "anders"


def test_what_is_pasted_from_a_slide_is_kept_as_it_was_seen(cast, client):
    sign_in(client, cast.employee)
    answer = client.post("/account", {"name": "Emma\x0bde\x00 Eik", "language": "nl"})
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.employee.user.pk).name == "Emma de Eik"


@pytest.mark.parametrize("head_id", ["\x00", "a\x00b", "1\x00"])
def test_a_zero_byte_in_a_field_that_looks_somebody_up_is_no_failure(cast, client, head_id):
    """PostgreSQL keeps none, and would refuse the question itself."""
    sign_in(client, cast.administrator)
    sent = {"name": "Ploeg\x00", "parent_id": cast.team.pk, "head": "\x00Emma", "head_id": head_id}
    assert client.post("/units/new/", sent).status_code in {302, 422}
    with in_organisation(cast.organisation):
        assert all(unit.name.isprintable() for unit in Unit.objects.all())


@pytest.mark.parametrize(
    "path",
    ["/analysis/1/rank/%00/", "/account/email/confirm/1-%00/", "/in/proef/%00", "/accounts/password/reset/key/1-%00/"],
)
def test_a_zero_byte_in_an_address_is_no_failure(cast, client, path):
    sign_in(client, cast.administrator)
    assert client.get(path).status_code in {200, 302, 404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ['"\\000abcdefghijklmnop"', "é" * 40, "a" * 5000, "none' OR 1=1"])
def test_a_session_that_was_never_given_out_is_no_session(key):
    answer = Client().get("/", headers={"cookie": f"sessionid={key}"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_zero_byte_in_the_sign_in_form_signs_nobody_in():
    answer = Client().post("/accounts/login/", {"login": "a\x00@b.example", "password": "\x00"})
    assert answer.status_code in {200, 422}
