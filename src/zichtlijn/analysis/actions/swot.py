"""Bringing in, merging and ranking: how many contributions become at most five factors in a list."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.access.models import Organisation
from zichtlijn.access.permissions import require
from zichtlijn.access.refusals import NotNow
from zichtlijn.analysis.models import Analysis, Contribution, Factor, Rater
from zichtlijn.analysis.permissions import (
    can_change_contribution,
    can_lead_analysis,
    can_lead_analysis_of,
    can_take_part,
)
from zichtlijn.analysis.states import MOST_EVIDENCE, MOST_FACTORS
from zichtlijn.analysis.wording import tell_refusals, tell_room
from zichtlijn.audit import actions as audit
from zichtlijn.audit.models import Event
from zichtlijn.audit.versions import save_version
from zichtlijn.calculations.confrontation import Factor as Listed
from zichtlijn.calculations.confrontation import FactorKind, swot_problems

#: One analysis is a workshop, no archive: beyond so many that stand loose nobody reads it any more.
MOST_CONTRIBUTIONS = 400
#: So many of them of one person, so that nobody fills it alone.
MOST_OF_ONE = 100


def lock(analysis: Analysis) -> Analysis:
    """The analysis as it is now; others who write in it wait their turn."""
    now: Analysis = Analysis.objects.select_for_update(no_key=True).get(pk=analysis.pk)
    return now


def moved(analysis: Analysis) -> None:
    """Let open pages know that there is something new."""
    Analysis.objects.filter(pk=analysis.pk).update(moves=F("moves") + 1)


def require_lead(by, analysis: Analysis) -> None:
    """Refuse whoever does not lead this analysis."""
    require(can_lead_analysis(by, analysis), _("Only whoever leads this analysis can do that."))


def same_words(text: str) -> str:
    """A text without what does not make it another one: capitals and spaces."""
    return " ".join(text.casefold().split())


@transaction.atomic
def start_analysis(*, unit, period, by) -> Analysis:
    """Start the analysis of a unit, or without one of the whole organisation, in a period."""
    require(
        can_lead_analysis_of(by, unit),
        _("You can start an analysis of the units that you head. That of the organisation is for the direction."),
    )
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=by.organisation.pk)  # one after the other
    if Analysis.objects.filter(unit=unit, period=period).exists():
        raise NotNow(_("There is an analysis of this already in %(period)s.") % {"period": period})
    analysis = Analysis.objects.create(organisation=by.organisation, unit=unit, period=period)
    audit.record(Event.ANALYSIS_STARTED, on=analysis, by=by)
    return analysis


@transaction.atomic
def set_gathering(analysis: Analysis, is_open: bool, *, by) -> Analysis:
    """Open or close an analysis for contributions."""
    require_lead(by, analysis)
    now = lock(analysis)
    if now.is_gathering != is_open:
        now.is_gathering = is_open
        now.save(update_fields=["is_gathering"])
        moved(now)
        audit.record(Event.GATHERING_OPENED if is_open else Event.GATHERING_CLOSED, on=now, by=by)
    return now


# contributions ----------------------------------------------------------------------------------------------------


@transaction.atomic
def contribute(analysis: Analysis, *, kind: str, text: str, evidence: str = "", by) -> Contribution:
    """Bring something in. The same words of the same person in the same list are there once, however often sent."""
    require(can_take_part(by), _("You can read this analysis, but not contribute to it."))
    now = lock(analysis)
    _require_gathering(now)
    said = Contribution.objects.filter(analysis=now, kind=kind)
    for mine in said.filter(by=by.user):
        if same_words(mine.text) == same_words(text):
            return mine
    _refuse_when_full(now, by)
    made = Contribution.objects.create(
        organisation=now.organisation,
        analysis=now,
        kind=kind,
        text=text,
        evidence=evidence,
        by=by.user,
        by_name=by.name,
    )
    moved(now)
    audit.record(Event.CONTRIBUTION_ADDED, on=made, by=by, detail={"list": kind})
    return made


@transaction.atomic
def change_contribution(contribution: Contribution, changes: dict, *, version: int, by) -> list[str]:
    """Change one's own words, evidence or list, as long as contributions are gathered."""
    _require_own(contribution, by)
    now = lock(contribution.analysis)
    _require_gathering(now)
    contribution = _contribution_now(now, contribution)
    if "kind" in changes and changes["kind"] != contribution.kind and contribution.factor_id:
        raise NotNow(_("This is part of a factor already, so it stays in its list."))
    changed = save_version(contribution, changes, version=version)
    if changed:
        moved(now)
        audit.record(Event.CONTRIBUTION_CHANGED, on=contribution, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def withdraw_contribution(contribution: Contribution, *, by) -> None:
    """Take one's own contribution back, as long as it is not part of a factor."""
    _require_own(contribution, by)
    now = lock(contribution.analysis)
    _require_gathering(now)
    contribution = _contribution_now(now, contribution)
    if contribution.factor_id:
        raise NotNow(_("This is part of a factor already and can no longer be withdrawn."))
    audit.record(Event.CONTRIBUTION_WITHDRAWN, on=contribution, by=by, detail={"list": contribution.kind})
    contribution.delete()
    moved(now)


def _require_own(contribution: Contribution, by) -> None:
    require(
        can_change_contribution(by, contribution),
        _("This is a contribution of %(name)s. You can only change your own.") % {"name": contribution.by_name},
    )


def _contribution_now(analysis: Analysis, contribution: Contribution) -> Contribution:
    still = Contribution.objects.filter(analysis=analysis, pk=contribution.pk).first()
    if still is None:
        raise NotNow(_("This contribution was withdrawn in the meantime."))
    return still


def _refuse_when_full(analysis: Analysis, by) -> None:
    """Refuse more than is read, of one person and of everybody. Only what stands loose counts: merging makes room."""
    loose = Contribution.objects.filter(analysis=analysis, factor__isnull=True)
    if loose.filter(by=by.user).count() >= MOST_OF_ONE:
        raise NotNow(
            _(
                "You have %(n)s contributions that are not merged yet, and that is the most. Withdraw what matters "
                "least, or ask whoever leads this analysis to merge first."
            )
            % {"n": MOST_OF_ONE}
        )
    if loose.count() >= MOST_CONTRIBUTIONS:
        raise NotNow(
            _(
                "There are %(n)s contributions that are not merged yet, and that is the most. Once whoever leads this "
                "analysis merges some of them there is room again."
            )
            % {"n": MOST_CONTRIBUTIONS}
        )


def _require_gathering(analysis: Analysis) -> None:
    if not analysis.is_gathering:
        raise NotNow(_("Contributions are closed. Ask whoever leads this analysis to open them again."))


# factors ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge_contributions(
    analysis: Analysis,
    kind: str,
    contributions: Collection[int],
    *,
    into: Factor | None = None,
    text: str = "",
    evidence: str = "",
    by,
) -> Factor:
    """Make these contributions one factor: a new one at the end of its list, or one that is there already.

    A new one says `text`, or what the first contribution says. Without contributions it is a factor by itself. One that
    is there keeps its words; what shows it is added to what it had.
    """
    require_lead(by, analysis)
    now = lock(analysis)
    found = list(Contribution.objects.filter(analysis=now, kind=kind, pk__in=contributions).order_by("pk"))
    if len(found) != len(set(contributions)):
        raise NotNow(_("Some of these contributions are no longer in this list. Look at the list and choose again."))
    if into is None:
        factor = _add_factor(now, kind, found, text, evidence)
    else:
        factor = _factor_now(now, into)
        shown = _joined(factor.evidence, _shown_by(found, evidence))
        save_version(factor, {"evidence": shown}, version=factor.version)
    Contribution.objects.filter(pk__in=[one.pk for one in found]).update(factor=factor)
    moved(now)
    event = Event.FACTOR_CHANGED if into is not None else Event.FACTOR_ADDED
    audit.record(event, on=factor, by=by, detail={"list": kind, "merged": len(found)})
    return factor


@transaction.atomic
def take_apart(analysis: Analysis, kind: str, contributions: Collection[int], *, by) -> list[Factor]:
    """Make each of these contributions a factor of its own, in the order in which they were brought in; all or none."""
    require_lead(by, analysis)
    room = MOST_FACTORS - Factor.objects.filter(analysis=lock(analysis), kind=kind).count()
    if len(set(contributions)) > room > 0:
        raise NotNow(tell_room(len(set(contributions)), room))
    return [merge_contributions(analysis, kind, [one], by=by) for one in sorted(set(contributions))]


def _refuse_when_scored(analysis: Analysis) -> None:
    """What people scored stays what they scored: no factor comes or goes under it."""
    raters = Rater.objects.filter(analysis=analysis, scored_at__isnull=False).count()
    if raters:
        raise NotNow(
            ngettext(
                "%(n)s person has scored these factors. Begin the matrix again before you add or remove one.",
                "%(n)s people have scored these factors. Begin the matrix again before you add or remove one.",
                raters,
            )
            % {"n": raters}
        )


def _factor_now(analysis: Analysis, factor: Factor) -> Factor:
    still = Factor.objects.filter(analysis=analysis, pk=factor.pk).first()
    if still is None:
        raise NotNow(_("This factor was removed in the meantime."))
    return still


def _add_factor(analysis: Analysis, kind: str, found: list[Contribution], text: str, evidence: str) -> Factor:
    most = Factor._meta.get_field("text").max_length or 0
    _refuse_when_scored(analysis)
    text = text or (found[0].text if found else "")
    if len(text) > most:
        raise NotNow(
            _("“%(text)s” is longer than the %(most)s characters of a factor. Write the factor in fewer words.")
            % {"text": text, "most": most}
        )
    evidence = _joined("", _shown_by(found, evidence))
    there = list(Factor.objects.filter(analysis=analysis))
    refuse_wrong_lists(there, Factor(kind=kind, place=MOST_FACTORS + 1, text=text))
    place = 1 + max((factor.place or 0 for factor in there if factor.kind == kind), default=0)
    return Factor.objects.create(
        organisation=analysis.organisation, analysis=analysis, kind=kind, place=place, text=text, evidence=evidence
    )


def _shown_by(found: list[Contribution], evidence: str) -> list[str]:
    """What was written when merging, or else what the contributions say shows it."""
    return [evidence] if evidence else [one.evidence for one in found]


def _joined(before: str, added: list[str]) -> str:
    """What shows a factor with what is added to it, nothing twice; refused when that is more than fits."""
    joined = before
    for each in added:
        if not set(each.splitlines()) <= set(joined.splitlines()):
            joined = f"{joined}\n{each}" if joined else each
    if len(joined) > MOST_EVIDENCE and joined != before:
        raise NotNow(
            _("Together what shows it is longer than %(most)s characters. Write in short what shows it.")
            % {"most": MOST_EVIDENCE}
        )
    return joined


def refuse_wrong_lists(factors: Collection[Factor], added: Factor) -> None:
    """Refuse a factor with which the lists would be wrong, with every reason; what was wrong before does not count."""
    listed = [Listed(str(f.pk), FactorKind(f.kind), f.place or 0, f.text) for f in [*factors, added]]
    reasons = [problem for problem in swot_problems(listed) if str(added.pk) in problem.keys]
    said_in = [factor.kind for factor in factors if same_words(factor.text) == same_words(added.text)]
    said_as = said_in[0] if said_in and added.kind not in said_in else ""
    if said := tell_refusals(reasons, said_as):
        raise NotNow(*said)


@transaction.atomic
def loosen_contribution(contribution: Contribution, *, by) -> None:
    """Take a contribution out of its factor again; it stands loose in its list."""
    require_lead(by, contribution.analysis)
    now = lock(contribution.analysis)
    factor = Factor.objects.filter(contributions=contribution).first()
    if factor is None:
        return
    Contribution.objects.filter(pk=contribution.pk).update(factor=None)
    moved(now)
    audit.record(Event.FACTOR_CHANGED, on=factor, by=by, detail={"list": factor.kind, "loosened": 1})


@transaction.atomic
def change_factor(factor: Factor, changes: dict, *, version: int, by) -> list[str]:
    """Change the words, the evidence or the weight of a factor."""
    require_lead(by, factor.analysis)
    now = lock(factor.analysis)
    factor = _factor_now(now, factor)
    if same_words(changes.get("text", factor.text)) != same_words(factor.text):
        others = list(Factor.objects.filter(analysis=now).exclude(pk=factor.pk))
        refuse_wrong_lists(others, Factor(pk=factor.pk, kind=factor.kind, place=factor.place, text=changes["text"]))
    changed = save_version(factor, changes, version=version)
    if changed:
        moved(now)
        audit.record(Event.FACTOR_CHANGED, on=factor, by=by, detail={"fields": changed})
    return changed


@transaction.atomic
def move_factor(factor: Factor, step: int, *, by) -> None:
    """Move a factor one place up (-1) or down (1) in its list; at the end of the list nothing happens."""
    require_lead(by, factor.analysis)
    now = lock(factor.analysis)
    order = list(Factor.objects.filter(analysis=now, kind=factor.kind))
    here = next((place for place, other in enumerate(order) if other.pk == factor.pk), None)
    if here is None:
        raise NotNow(_("This factor was removed in the meantime."))
    there = here + step
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    put_in_order(order)
    moved(now)
    audit.record(
        Event.FACTOR_CHANGED, on=factor, by=by, detail={"list": factor.kind, "from": here + 1, "to": there + 1}
    )


@transaction.atomic
def remove_factor(factor: Factor, *, by) -> None:
    """Take a factor off its list; what was merged into it stands loose again, and the others move up."""
    require_lead(by, factor.analysis)
    now = lock(factor.analysis)
    factor = _factor_now(now, factor)
    _refuse_when_scored(now)
    audit.record(Event.FACTOR_REMOVED, on=factor, by=by, detail={"list": factor.kind})
    factor.delete()
    put_in_order(list(Factor.objects.filter(analysis=now, kind=factor.kind)))
    moved(now)


def put_in_order(factors: list[Factor]) -> None:
    """Give these factors the places 1, 2, 3 … of their list; two never have one place, also not in between."""
    if not factors:
        return
    Factor.objects.filter(pk__in=[factor.pk for factor in factors]).update(place=None)
    for place, factor in enumerate(factors, start=1):
        factor.place = place
    Factor.objects.bulk_update(factors, ["place"])
