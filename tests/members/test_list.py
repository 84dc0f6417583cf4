"""The list of members: one order over all its pages, of people and of members who are none."""

import pytest

from tests.factories import count_queries, make_member, make_user
from zichtlijn.access.models import Membership
from zichtlijn.access.scoping import in_organisation
from zichtlijn.members import queries
from zichtlijn.organisation.models import fold


def add_other(cast, name, email):
    """A member who is no person here."""
    return Membership.objects.create(organisation=cast.organisation, user=make_user(email, name=name), name=name)


def place(member):
    """Where somebody belongs: by family name, people and others alike."""
    if member.person:
        return member.person.sort_name, 0, member.person.pk
    words = (member.name or member.user.email).split()
    return fold(f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else words[0]), 1, member.pk


@pytest.mark.parametrize("others", [0, 1, 7])
def test_members_come_in_one_order_over_all_pages(cast, others):
    with in_organisation(cast.organisation):
        by = cast.administrator.actor
        names = ("Piet Proef", "Aad Aarts", "Zeno Zwart", "Lotte Lijn", "Émile Ek", "Xandra", "Daan van Kuik")
        for number, name in enumerate(names[:others]):
            add_other(cast, name, f"ander{number}@elders.example")
        whole = Membership.objects.filter(organisation=cast.organisation).select_related("person", "user")
        expected = [member.pk for member in sorted(whole, key=place)]
        assert any(member.person is None for member in whole)
        for sort, wanted in (("name", expected), ("-name", expected[::-1])):
            found = queries.members_of(by, sort=sort)
            assert [member.pk for member in found[:]] == wanted
            assert len(found) == len(wanted)
            for size in (1, 3, 5):
                assert [m.pk for at in range(0, len(found), size) for m in found[at : at + size]] == wanted
        by_email = [member.pk for member in sorted(whole, key=lambda member: member.user.email)]
        assert [member.pk for member in queries.members_of(by, sort="email")[:]] == by_email


def test_more_others_than_people_still_come_one_by_one(cast):
    with in_organisation(cast.organisation):
        by = cast.administrator.actor
        for number in range(30):
            add_other(cast, f"Zz {number:02}", f"z{number}@elders.example")
        found = queries.members_of(by, sort="name")
        seen = [m.pk for at in range(0, len(found), 4) for m in found[at : at + 4]]
        assert len(seen) == len(set(seen)) == Membership.objects.filter(organisation=cast.organisation).count()
        assert [member.pk for member in found[:]] == seen


def test_a_page_asks_as_much_for_many_members_as_for_one(cast):
    with in_organisation(cast.organisation):
        by = cast.administrator.actor

        def page():
            with count_queries() as asked:
                list(queries.members_of(by)[0:50])
            return asked.count

        few = page()
        for number in range(12):
            make_member(cast.organisation, email=f"nog{number}@proef.example")
            add_other(cast, f"Ander {number}", f"ook{number}@elders.example")
        assert page() == few
