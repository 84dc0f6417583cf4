"""The list of members: one order over all its pages, whatever stretches it is made of."""

from zichtlijn.access.models import Membership
from zichtlijn.access.scoping import in_organisation
from zichtlijn.members import queries


def test_members_come_in_one_order_over_all_pages(cast):
    with in_organisation(cast.organisation):
        by = cast.administrator.actor
        whole = Membership.objects.filter(organisation=cast.organisation).select_related("person", "user")

        def place(member):
            return (member.person is None, member.person.sort_name if member.person else member.name, member.user.email)

        expected = [member.pk for member in sorted(whole, key=place)]
        assert any(member.person is None for member in whole)
        for sort, wanted in (("name", expected), ("-name", expected[::-1])):
            found = queries.members_of(by, sort=sort)
            assert [member.pk for member in found[:]] == wanted
            assert len(found) == len(wanted)
            assert [found[at : at + 1][0].pk for at in range(len(found))] == wanted
            assert [m.pk for at in range(0, len(found), 3) for m in found[at : at + 3]] == wanted
        by_email = [member.pk for member in sorted(whole, key=lambda member: member.user.email)]
        assert [member.pk for member in queries.members_of(by, sort="email")[:]] == by_email
