"""Looking from the side of the few that somebody may see gives the same as looking at all."""

import pytest

from tests.factories import make_link, make_objective, make_person, make_placement
from zichtlijn.access.actor import actor_for
from zichtlijn.access.models import Organisation
from zichtlijn.objectives.actions.standing import recompute_organisation
from zichtlijn.objectives.queries import alignment
from zichtlijn.objectives.states import Level, State


@pytest.fixture
def crowd(scoped):
    """Supporters of the role objective in two units and of several states, one of them of somebody far away."""
    far = make_person(scoped.organisation, "Ver", "Weg")
    make_placement(far, scoped.other_department, scoped.position)
    for number, (owner, unit, state) in enumerate(
        [
            (scoped.colleague.person, scoped.team, State.AGREED),
            (scoped.colleague.person, scoped.team, State.PROPOSED),
            (far, scoped.other_department, State.AGREED),
            (scoped.employee.person, scoped.team, State.DRAFT),
        ]
    ):
        made = make_objective(
            scoped.organisation, f"S{number}", level=Level.PERSONAL, owner=owner, unit=unit, state=state
        )
        make_link(made, scoped.role_objective)
    recompute_organisation(scoped.organisation)
    scoped.role_objective.refresh_from_db()
    return scoped


@pytest.mark.parametrize("seen_by", Organisation.SeenBy.values)
@pytest.mark.parametrize(
    "who", ["employee", "line_manager", "other_manager", "director", "consultant", "works_council"]
)
def test_the_short_way_finds_what_the_long_way_finds(crowd, monkeypatch, who, seen_by):
    Organisation.objects.filter(pk=crowd.organisation.pk).update(personal_objectives_seen_by=seen_by)
    member = getattr(crowd, who)
    member.membership.organisation.refresh_from_db()
    actor = actor_for(member.membership)

    def seen():
        found, _next = alignment.supporters(actor, crowd.role_objective, period=crowd.period)
        return [o.title for o in found], alignment.supporter_count(actor, crowd.role_objective, crowd.period)

    long_way = seen()
    monkeypatch.setattr(alignment, "MANY", 0)
    assert seen() == long_way


@pytest.mark.parametrize("who", ["employee", "colleague", "line_manager", "other_manager", "director", "works_council"])
def test_columns_read_together_hold_what_each_would_hold_alone(crowd, monkeypatch, who):
    """Also drafts of shared objectives, which only some may see, before and among what everybody sees."""
    for number, state in enumerate([State.DRAFT, State.AGREED, State.PROPOSED, State.DROPPED]):
        made = make_objective(
            crowd.organisation,
            f"O{number}",
            level=Level.ROLE,
            unit=crowd.team,
            state=state,
            made_by=crowd.employee.user,
        )
        make_link(made, crowd.operational)
    recompute_organisation(crowd.organisation)
    actor = getattr(crowd, who).actor
    line = alignment.primary_line(actor, crowd.role_objective)

    def seen():
        columns = alignment.columns(actor, crowd.period, line)
        return [([o.title for o in column.objectives], column.count, column.next_after) for column in columns]

    together = seen()
    monkeypatch.setattr(alignment, "HANDFUL", 0)
    assert seen() == together
    monkeypatch.setattr(alignment, "MANY", 0)
    monkeypatch.setattr(alignment, "FEW", -1)  # nor from the side of the few: each column by itself
    monkeypatch.setattr(alignment, "_fill_short", lambda actor, period, short, links: None if not short else 1 / 0)
    assert seen() == together


def test_a_column_of_many_proposals_is_read_page_by_page(scoped, monkeypatch):
    """What was only proposed does not count as support yet: nothing says beforehand how much of it there is."""
    top = make_objective(scoped.organisation, "Top")
    for number in range(13):
        below = make_objective(
            scoped.organisation, f"V{number:02}", level=Level.DEPARTMENT, unit=scoped.department, state=State.PROPOSED
        )
        make_link(below, top)

    def column():
        found = alignment.columns(scoped.employee.actor, scoped.period, [top])[1]
        return [o.title for o in found.objectives], found.next_after

    together = column()
    assert together[0] == [f"V{number:02}" for number in range(12)]
    monkeypatch.setattr(alignment, "MANY", 2)
    monkeypatch.setattr(alignment, "_fill_short", lambda actor, period, short, links: None if not short else 1 / 0)
    assert column() == together
