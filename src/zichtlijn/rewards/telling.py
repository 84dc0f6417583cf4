"""Mail about rewards: that something waits and where; never who it is about, nor an amount."""

from django.urls import reverse
from django.utils import timezone

from zichtlijn.access.models import Membership
from zichtlijn.access.permissions import Permission
from zichtlijn.access.roles import roles_with
from zichtlijn.conversations.queries.course import members_of
from zichtlijn.notices.telling import tell
from zichtlijn.organisation.models import Placement
from zichtlijn.rewards.models import Promotion, Proposal, RewardSystem
from zichtlijn.rewards.queries.waiting import adopters, free_to_decide, keepers
from zichtlijn.rewards.states import PromotionState


def tell_returned(proposal: Proposal, *, by) -> None:
    """The manager whose proposal came back."""
    if proposal.manager_id is None:
        return
    members = members_of(by.organisation.pk, [proposal.manager_id], today=timezone.localdate())
    tell(members, "rewards/mail/returned.txt", path=reverse("rewards:team"), by=by)


def tell_final(proposals: list[Proposal], *, by) -> None:
    """The people whose letter is there."""
    people = [proposal.employee_id for proposal in proposals]
    members = members_of(by.organisation.pk, people, today=timezone.localdate())
    tell(members, "rewards/mail/final.txt", path=reverse("rewards:mine"), by=by)


def tell_objected(proposal: Proposal, *, by) -> None:
    """Who is to decide on the objection: whom HR named, else those of HR who did not decide on the reward; when all
    of HR did, HR is asked to name somebody."""
    decider, template = proposal.objection.decider_id, "rewards/mail/objected.txt"
    if decider is not None:
        members = members_of(by.organisation.pk, [decider], today=timezone.localdate())
    else:
        hr = list(_of_hr(proposal.employee_id, by=by))
        members = free_to_decide(proposal, hr)
        if not members:
            members, template = hr, "rewards/mail/name_decider.txt"
    tell(members, template, path=reverse("rewards:proposal", args=[proposal.pk]), by=by)


def tell_proposed(system: RewardSystem, *, by) -> None:
    """Who can adopt a version of the reward system: directors and the others of HR."""
    members = adopters(by.organisation.pk).exclude(user=by.user)
    tell(members, "rewards/mail/system.txt", path=reverse("rewards:system", args=[system.pk]), by=by)


def tell_decided(proposal: Proposal, *, by) -> None:
    """The person who objected, that it was decided."""
    members = members_of(by.organisation.pk, [proposal.employee_id], today=timezone.localdate())
    tell(members, "rewards/mail/objection_decided.txt", path=reverse("rewards:mine"), by=by)


def _of_hr(but: int, *, by):
    """Who keeps rewards and can sign in, but for this person."""
    return keepers(by.organisation.pk).exclude(person=but)


def tell_promotion(promotion: Promotion, *, by) -> None:
    """Once it is proposed the managers above the person, who can decide, else HR; once it is decided the person, and
    when it was not agreed who proposed it."""
    today, path = timezone.localdate(), reverse("rewards:promotion", args=[promotion.pk])
    if promotion.decided_on is None:
        line = set(Placement.objects.today().filter(person=promotion.person_id).values_list("line_manager", flat=True))
        above = Placement.objects.today().filter(person__in=line).values_list("line_manager", flat=True)
        members = members_of(by.organisation.pk, {*line, *above} - {None}, today=today)
        members = members.filter(roles__role__in=roles_with(Permission.DECIDE_REWARDS)).distinct()
        members = members.exclude(person=promotion.person_id).exclude(user=by.user)
        tell(members or _of_hr(promotion.person_id, by=by), "rewards/mail/promotion.txt", path=path, by=by)
    elif promotion.state == PromotionState.RETURNED:
        proposer = Membership.objects.open_on(today).filter(organisation=by.organisation)
        proposer = proposer.filter(user=promotion.proposed_by_id or 0).select_related("user", "person")
        tell(proposer, "rewards/mail/promotion_returned.txt", path=path, by=by)
    else:
        tell(
            members_of(by.organisation.pk, [promotion.person_id], today=today),
            "rewards/mail/promoted.txt",
            path=path,
            by=by,
        )
