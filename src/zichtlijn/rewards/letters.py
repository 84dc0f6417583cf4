"""The letter about a reward: what changes and from when, how that was computed, and how and until when to object."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.models import Membership
from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.organisation.models import Person
from zichtlijn.organisation.permissions import can_see_details
from zichtlijn.rewards.models import Objection, Promotion, Proposal, RewardSystem
from zichtlijn.rewards.permissions import objection_of
from zichtlijn.rewards.queries.promotions import PromotionPage, promotion_page
from zichtlijn.rewards.queries.rounds import ProposalPage, proposal_page
from zichtlijn.rewards.reckoning import rules_of
from zichtlijn.rewards.states import Act
from zichtlijn.rewards.wording import Told, money, percent, tell_raise, tell_scale, write_decided


def language_of(person: Person) -> str:
    """The language in which somebody is written to: that of their account, else that of the organisation."""
    member = Membership.objects.filter(person=person.pk, is_active=True).select_related("user", "organisation").first()
    return str(member.user.language or member.organisation.language) if member else str(person.organisation.language)


def letter_pdf(proposal: Proposal, *, by, at: datetime) -> bytes:
    """The letter in the language of whom it is to, whoever takes it along."""
    with translation.override(language_of(proposal.employee)):
        # The personnel number is for who may see it; whom HR named to decide on an objection does not.
        number = proposal.employee.key if can_see_details(by, proposal.employee) else ""
        return _letter(proposal_page(by, proposal), number, by.organisation.name, at)


def promotion_letter_pdf(promotion: Promotion, *, by, at: datetime) -> bytes:
    """The letter about a promotion, in the language of whom it is to."""
    with translation.override(language_of(promotion.person)):
        number = promotion.person.key if can_see_details(by, promotion.person) else ""
        return _promotion_letter(promotion_page(promotion), number, by.organisation.name, at)


def _promotion_letter(page: PromotionPage, number: str, organisation: str, at: datetime) -> bytes:
    promotion = page.promotion
    assert promotion.decided_on is not None
    words = {"day": _day(promotion.from_on)}
    subject = _("Your promotion from %(day)s") % words
    decided = {**words, "decided": _day(promotion.decided_on), "scale": promotion.scale, "position": promotion.position}
    if promotion.position:
        told = _("On %(decided)s it was decided that from %(day)s you are %(position)s, in scale %(scale)s.")
    else:
        told = _("On %(decided)s it was decided that you go to scale %(scale)s from %(day)s.")
    told_lines = list(page.lines)
    if promotion.new != promotion.computed:
        otherwise = [Told(_("Decided otherwise by people, for full-time work"), money(promotion.new))]
        told_lines = write_decided(page.found, otherwise, promotion.new) if page.found else otherwise
    lines = [{"text": line.text, "amount": line.amount} for line in told_lines]
    data: dict[str, Any] = {
        "meta": heading(subject, promotion.person.name, organisation=organisation, at=at),
        "organisation": organisation,
        "confidential": _("Personal and confidential"),
        "addressee": [promotion.person.name],
        "facts": [
            {"name": _("Date"), "text": _day(promotion.decided_on)},
            {"name": _("Reference"), "text": number or str(promotion.pk)},
        ],
        "subject": subject,
        "salutation": _("Dear %(name)s,") % {"name": promotion.person.name},
        "opening": f"{told % decided} {_('Below you read what changes and how that was computed.')}",
        "changes_head": ["", _("Until then"), _("From %(day)s") % words],
        "changes": _promoted(promotion),
        "also": [_("Amounts are before tax and, unless a year is named, for each period of pay.")],
        "lines_title": _("How it was computed"),
        "lines_intro": _rules(promotion.system),
        "lines_head": [_("Step"), _("Amount")],
        "lines": lines,
        "reason": promotion.reason,
        "reason_title": _("Why this was decided"),
        "object_title": _("Do you disagree?"),
        "object": [_("Do you have questions, or do you disagree? Talk about it with your manager or with HR first.")],
        "closing": _("Kind regards,"),
        "signed": {"name": promotion.decided_by_name, "role": _("decided on the promotion"), "for": organisation},
    }
    return make_pdf("rewards/paper/letter.typ", data, at=at)


def _promoted(promotion: Promotion) -> list[list[str]]:
    """What it was and what it becomes, row by row."""
    scales = rules_of(promotion.system).scales
    told = [
        tell_scale(scales[name], amount) if name in scales else name
        for name, amount in ((promotion.old_scale, promotion.old), (promotion.scale, promotion.new))
    ]
    rows = [[_("Scale"), *told], [_("Salary for full-time work"), money(promotion.old), money(promotion.new)]]
    if promotion.part_time != 1:
        part = percent(promotion.part_time)
        paid = [money(Fraction(amount) * Fraction(promotion.part_time)) for amount in (promotion.old, promotion.new)]
        rows += [[_("Part of full-time work"), part, part], [_("Salary that is paid"), *paid]]
    return [*rows, [_("Raise"), "", tell_raise(promotion.old, promotion.new)]]


def _letter(page: ProposalPage, number: str, organisation: str, at: datetime) -> bytes:
    proposal, given = page.proposal, page.given
    assert given is not None
    assert proposal.final_on is not None
    words = {"day": _day(proposal.round.effective_on)}
    subject = _("Your reward from %(day)s") % words
    objection = objection_of(proposal)
    written_on = (objection.decided_on if objection and not objection.is_open else None) or proposal.final_on
    data: dict[str, Any] = {
        "meta": heading(subject, f"{proposal.round.name} · {proposal.employee.name}", organisation=organisation, at=at),
        "organisation": organisation,
        "confidential": _("Personal and confidential"),
        "addressee": [proposal.employee.name, proposal.unit.name],
        "facts": [
            {"name": _("Date"), "text": _day(written_on)},
            {"name": _("Reference"), "text": f"{proposal.round.name} / {number or proposal.pk}"},
        ],
        "subject": subject,
        "salutation": _("Dear %(name)s,") % {"name": proposal.employee.name},
        "opening": _opening(page, objection),
        "changes_head": ["", _("Until then"), _("From %(day)s") % words],
        "changes": _changes(page),
        "also": _also(page),
        "lines_title": _("How it was computed"),
        "lines_intro": _rules(page.proposal.round.system),
        "lines_head": [_("Step"), _("Amount")],
        "lines": [{"text": line.text, "amount": line.amount} for line in _lines(page, objection)],
        "reason": proposal.reason,
        "reason_title": _("Why this was decided") if page.deviates else _("Explanation of your manager"),
        "object_title": _("Your objection") if objection is not None else _("Do you disagree?"),
        "object": _objecting(proposal, objection),
        "closing": _("Kind regards,"),
        "signed": _signed(page, organisation, objection),
    }
    return make_pdf("rewards/paper/letter.typ", data, at=at)


def _day(day: date) -> str:
    """A day as a letter writes it: 1 januari 2027, 1 January 2027."""
    return format_date(day, "j F Y")


def _opening(page: ProposalPage, objection: Objection | None) -> str:
    proposal, given = page.proposal, page.given
    assert given is not None
    assert proposal.final_on is not None
    words = {
        "decided": _day(proposal.final_on),
        "day": _day(proposal.round.effective_on),
        "level": page.level_name,
        "amount": money(given.new),
    }
    if objection is not None and not objection.is_open:
        assert objection.decided_on is not None
        words["objected"], words["decided"] = _day(objection.made_on), _day(objection.decided_on)
        told = (
            _(
                "On %(objected)s you objected to the decision about your reward. A decision on that was taken on "
                "%(decided)s. This letter takes the place of the earlier one."
            )
            % words
        )
        stays = (objection.before, objection.before_one_off) == (proposal.new, proposal.one_off_ratio)
        return f"{told} {_('The reward stays as it is.') if stays else _('The reward becomes more.')}"
    if page.level_name:
        return (
            _(
                "On %(decided)s it was decided what your reward is from %(day)s. It follows from your appraisal "
                "“%(level)s” and from the reward system. Below you read what changes and how that was computed."
            )
            % words
        )
    return (
        _(
            "On %(decided)s it was decided what your reward is from %(day)s. Below you read what changes and how that "
            "was computed."
        )
        % words
    )


def _changes(page: ProposalPage) -> list[list[str]]:
    """What it was and what it becomes, row by row."""
    proposal, given = page.proposal, page.given
    assert given is not None
    scale = page.base.scale if page.base else given.scale
    rows = [
        [_("Scale"), tell_scale(scale, given.old), tell_scale(given.scale, given.new)],
        [_("Salary for full-time work"), money(given.old), money(given.new)],
    ]
    if proposal.part_time != 1:
        part = percent(proposal.part_time)
        rows += [
            [_("Part of full-time work"), part, part],
            [_("Salary that is paid"), money(given.paid_old), money(given.paid_new)],
        ]
    added = tell_raise(given.old, given.new) if given.new != given.old else _("none")
    return [*rows, [_("Raise"), "", added]]


def _also(page: ProposalPage) -> list[str]:
    """What is given beside the salary, and that all is before tax."""
    told = []
    if page.one_off:
        words = {"amount": money(page.one_off), "ratio": percent(page.proposal.one_off_ratio)}
        told.append(_("You also receive %(amount)s once: %(ratio)s of what you are paid in a year.") % words)
    if page.proposal.other_reward:
        told.append(_("Apart from money you receive: %(what)s") % {"what": page.proposal.other_reward})
    told.append(_("Amounts are before tax and, unless a year is named, for each period of pay."))
    return told


def _rules(system: RewardSystem) -> str:
    return _("By the rules of “%(system)s”, which you can read in Zichtlijn under Reward system.") % {
        "system": system.name
    }


def _lines(page: ProposalPage, objection: Objection | None) -> list[Told]:
    """The calculation, what people decided otherwise, and what is paid of what was decided."""
    given = page.given
    assert given is not None
    assert page.base is not None
    was = page.proposal.new if objection is None else objection.before
    told = []
    if was != page.proposal.computed:
        told.append(Told(_("Decided otherwise by people, for full-time work"), money(was)))
    if was != page.proposal.new:
        told.append(Told(_("Decided on your objection, for full-time work"), money(given.new)))
    return write_decided(page.base, told, given.new)


def _objecting(proposal: Proposal, objection: Objection | None) -> list[str]:
    if objection is not None and objection.is_open:
        return [
            _("You objected on %(day)s. Somebody who did not decide on your reward decides on it.")
            % {"day": _day(objection.made_on)}
        ]
    if objection is not None:
        return [objection.decision]
    first = _("Do you have questions, or do you disagree? Talk about it with your manager or with HR first.")
    if proposal.object_until is None:
        return [first]
    days = proposal.round.system.objection_days
    words = {"day": _day(proposal.object_until), "n": days}
    return [
        first,
        ngettext(
            "You can object until %(day)s, within %(n)s day of this decision: in Zichtlijn under My reward, or in "
            "writing to HR. Write why you disagree.",
            "You can object until %(day)s, within %(n)s days of this decision: in Zichtlijn under My reward, or in "
            "writing to HR. Write why you disagree.",
            days,
        )
        % words,
        _("Somebody who did not decide on your reward decides on your objection. You never get less by objecting."),
    ]


def _signed(page: ProposalPage, organisation: str, objection: Objection | None) -> dict[str, str]:
    """Who puts a name under it: who made it final, or decided on the objection."""
    if objection is not None and not objection.is_open:
        return {"name": objection.decided_by_name, "role": _("decided on the objection"), "for": organisation}
    finished = page.proposal.decisions.filter(act__in=(Act.FINISH, Act.FINISH_ALONE)).last()
    return {"name": finished.by_name if finished else "", "role": _("HR"), "for": organisation}
