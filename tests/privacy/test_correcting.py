"""A request for a correction: the way to where it stands for who decides, and all that was asked for who asked."""

from django.urls import reverse

from tests.factories import sign_in
from zichtlijn.privacy.actions import speaking


def test_who_decides_gets_the_way_to_where_it_stands_and_who_asked_reads_what_it_should_be(scoped, client):
    asked = speaking.ask_correction(wrong="Mijn naam", right="Emma met twee m’s", by=scoped.employee.actor)
    person = scoped.employee.person.pk
    page = sign_in(client, scoped.hr).get(reverse("privacy:correction", args=[asked.pk])).content.decode()
    assert f'href="{reverse("organisation:person", args=[person])}"' in page
    assert f'href="{reverse("organisation:change_person", args=[person])}"' in page
    mine = sign_in(client, scoped.employee).get(reverse("home:my_file")).content.decode()
    assert "Emma met twee m’s" in mine
    assert 'href="#looks"' in mine  # a long page: the way to who looked stands above it
    speaking.decide_correction(asked, decision="refused", reason="Klopt al", by=scoped.hr.actor)
    page = sign_in(client, scoped.hr).get(reverse("privacy:correction", args=[asked.pk])).content.decode()
    assert reverse("organisation:change_person", args=[person]) not in page
