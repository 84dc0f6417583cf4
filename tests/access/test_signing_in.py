"""Signing in, and everything that ends it."""


import pytest

from tests.factories import PASSWORD, sign_in

LOGIN = "/accounts/login/"


def give_password(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_the_right_password_opens_the_door(client, cast):
    answer = give_password(client, cast.employee.email)
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("email", ["Employee@proef.example", " employee@proef.example "])
def test_capitals_and_spaces_in_the_address_do_not_matter(client, cast, email):
    assert give_password(client, email).status_code == 302


def test_a_wrong_password_does_not(client, cast):
    answer = give_password(client, cast.employee.email, "iets anders dan dat")
    assert answer.status_code == 422
    assert client.get("/account").status_code == 302


def test_signing_out_is_a_post_and_drops_what_the_browser_kept(client, cast):
    sign_in(client, cast.employee)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/account").status_code == 200
    answer = client.post("/accounts/logout/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/", "/accounts/2fa/webauthn/"])
def test_pages_that_are_not_used_do_not_exist(client, cast, path):
    sign_in(client, cast.employee)
    assert client.get(path).status_code == 404
