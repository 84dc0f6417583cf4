"""Across appraisals: what waits for whom, the calibration session, and how labels are distributed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q

from zichtlijn.access.permissions import Permission
from zichtlijn.access.scoping import path_step
from zichtlijn.appraisals.models import Appraisal, KeptDistribution, Level, Passage, Scheme
from zichtlijn.appraisals.permissions import APPROVING, WITH, done_by, mandates_to_decide, second_appraisers
from zichtlijn.appraisals.queries.sheet import levels_of
from zichtlijn.appraisals.states import CLOSED, OPEN, State
from zichtlijn.calculations.anonymity import LEAST, shown_table
from zichtlijn.calculations.appraisal import (
    Calibrated,
    Distribution,
    DistributionProblem,
    TargetShare,
    distribution_problems,
    label_distribution,
)
from zichtlijn.conversations.models import Conversation, Cycle
from zichtlijn.conversations.states import BEFORE_SENDING, CycleState, Kind
from zichtlijn.organisation.models import Person, Placement, Unit

#: So many that wait are listed.
MOST = 100
#: Units are grouped by the layer below the top; the group of what is taken together has no path of a unit.
_LAYER, _POOL = 2 * len(path_step(0)), "-"


def waiting_appraisals(actor, *, today: date) -> tuple[list[Appraisal], list[Appraisal]]:
    """What waits for the actor: appraisals to approve, the longest waiting first, and objections to decide on."""
    # Each way by itself is a short walk along its keys; in one condition the database may look through all of them.
    ways = [Appraisal.objects.filter(way).values("pk") for way in (*_as_second(actor, today), *_as_decider(actor))]
    if not ways:
        return [], []
    found = Appraisal.objects.filter(pk__in=ways[0].union(*ways[1:])).select_related(*WITH)
    rows = list(found.order_by("report__sent_at", "pk")[:MOST])
    waiting = [row for row in rows if row.state != State.OBJECTED]
    seconds = second_appraisers([row.report.conversation for row in waiting]) if waiting else {}
    to_approve = [
        row
        for row in waiting
        if (second := seconds[row.report.conversation_id]) is not None and second.pk == actor.person_id
    ]
    objected = [row for row in rows if row.state == State.OBJECTED]
    led = Conversation.objects.led_by(actor).filter(pk__in=[row.report.conversation_id for row in objected])
    theirs = set(led.values_list("pk", flat=True)) if objected else set()  # who became the manager does not decide
    return to_approve, sorted(
        (row for row in objected if row.report.conversation_id not in theirs), key=lambda row: row.pk
    )


def _as_second(actor, today: date) -> list[Q]:
    """Conditions: answered, or not within the term, and perhaps the actor is the second appraiser."""
    if actor.person_id is None:
        return []
    below_me = Placement.objects.today().filter(line_manager=actor.person_id).values("person_id")
    # also who left: their last manager ends what is open; `second_appraisers` says for whom it really is
    two_below = Placement.objects.filter(line_manager__in=below_me, starts_on__lte=today).values("person_id")
    late = Q(state=State.SENT, report__respond_by__lt=today)
    waits = (Q(state=State.ANSWERED) | late) & Q(report__conversation__step__cycle__state=CycleState.RUNNING)
    return [
        waits & Q(report__conversation__mandate__second=actor.person_id),
        waits & Q(report__conversation__employee__in=two_below),
    ]


def _as_decider(actor) -> list[Q]:
    """Conditions: an objection for the actor by name, or as HR when nobody else can; never on what they judged."""
    waits = Q(state=State.OBJECTED)
    own = Passage.objects.filter(done_by(actor), move__in=APPROVING, appraisal__state=State.OBJECTED)
    waits &= ~Q(pk__in=own.values("appraisal"))
    if actor.person_id:
        waits &= ~Q(report__writer=actor.person_id) & ~Q(report__conversation__employee=actor.person_id)
    found = [waits & Q(report__conversation__mandate__decider=actor.person_id)] if actor.person_id else []
    if actor.may(Permission.RUN_CONVERSATIONS):
        named = mandates_to_decide().values("conversation_id")
        found.append(waits & ~Q(report__conversation__in=named))
    return found


def cycles_with_appraisal() -> list[Cycle]:
    """Cycles that have an appraisal conversation, the newest first."""
    found = Cycle.objects.filter(steps__kind=Kind.APPRAISAL).select_related("period", "unit").distinct()
    return list(found.order_by("-period__starts_on", "name", "pk"))


# calibration ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """A part of the organisation below the top, with its labels: level → people, before and after calibration."""

    key: str
    name: str
    before: Counter[int]
    after: Counter[int]


@dataclass(frozen=True)
class Calibration:
    """The session: the distribution of what was sent and is not final, by group too, and what of a target it misses."""

    levels: list[Level]
    whole: Distribution
    problems: list[DistributionProblem]
    groups: list[Group]
    drafts: int
    final: int
    without: int


def appraisals_of(cycle: Cycle):
    """Every appraisal in a cycle."""
    return Appraisal.objects.filter(report__conversation__step__cycle=cycle)


def open_appraisals(cycle: Cycle, group: str = ""):
    """Those that were sent and are not final, of one group of units or of all."""
    found = appraisals_of(cycle).filter(state__in=OPEN).select_related(*WITH)
    if group:
        found = found.filter(_in_group(group, "report__conversation__unit__path"))
    return found.order_by("report__conversation__unit__path", "report__conversation__employee__sort_name", "pk")


def _in_group(group: str, path: str) -> Q:
    """Condition: in this group. Who is placed in the top itself is one, and not everybody below."""
    return Q(**{path if len(group) < _LAYER else f"{path}__startswith": group})


def targets_of(levels: Sequence[Level]) -> dict[str, TargetShare]:
    """Label → the target that HR filled in; empty when there is none."""
    return {
        level.name: TargetShare(
            Decimal(level.least or 0) / 100, Decimal(100 if level.most is None else level.most) / 100
        )
        for level in levels
        if level.least is not None or level.most is not None
    }


def calibration_of(cycle: Cycle, levels: list[Level], group: str = "") -> Calibration:
    """The distribution of what was sent and is not final: by the label of the manager, and as it stands.

    Labels that are final are read by a look, and counted in the distribution of a closed cycle (`shown_distribution`).
    """
    names = {level.number: level.name for level in levels}
    sent = appraisals_of(cycle).filter(state__in=OPEN)
    rows = list(sent.values_list("report__conversation__unit__path", "chosen", "label"))
    groups: dict[str, Group] = {}
    words = group_names(path for path, *_rest in rows)
    for path, chosen, label in rows:
        key = path[:_LAYER]
        found = groups.setdefault(key, Group(key, words.get(key, "–"), Counter(), Counter()))
        found.before[chosen] += 1
        found.after[label] += 1
    people = [
        Calibrated(names.get(chosen), names.get(label)) for path, chosen, label in rows if group in ("", path[:_LAYER])
    ]
    whole = label_distribution(list(names.values()), people)
    conversations = Conversation.objects.filter(step__cycle=cycle, step__kind=Kind.APPRAISAL)
    if group:
        conversations = conversations.filter(_in_group(group, "unit__path"))
    counted = conversations.aggregate(
        # an earlier manager may have left a draft behind in what another one sent
        drafts=Count("pk", filter=Q(state__in=BEFORE_SENDING, reports__appraisal__state=State.DRAFT), distinct=True),
        final=Count("pk", filter=Q(reports__appraisal__state__in=CLOSED), distinct=True),
        all=Count("pk", distinct=True),
    )
    return Calibration(
        levels,
        whole,
        distribution_problems(whole, targets_of(levels)),
        sorted(groups.values(), key=lambda one: one.key),
        counted["drafts"],
        counted["final"],
        max(0, counted["all"] - counted["drafts"] - counted["final"] - len(people)),
    )


def told_by_counts(cycle: Cycle, groups: Sequence[Group]) -> list[Person]:
    """Of whom a group of the session tells the label by its counts alone: whoever sees them looked at these people."""
    found = Q()
    for one in groups:
        if _tells(one.before) or _tells(one.after):
            found |= _in_group(one.key, "report__conversation__unit__path")
    if not found:
        return []
    rows = appraisals_of(cycle).filter(found, state__in=OPEN)
    return list(Person.objects.filter(pk__in=rows.values("report__conversation__employee")))


def group_names(paths) -> dict[str, str]:
    """Path of a group → the name of its unit."""
    return dict(Unit.objects.filter(path__in={path[:_LAYER] for path in paths}).values_list("path", "name"))


# the distribution for who counts ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownRow:
    """A group with its cells: people by label, None where it would tell of too few; and the total likewise.

    Without a name it is what was taken together.
    """

    name: str
    cells: list[int | None]
    total: int | None


@dataclass(frozen=True)
class ShownDistribution:
    """What may be shown of the labels of a closed cycle."""

    levels: list[Level]
    rows: list[ShownRow]
    totals: list[int | None]
    people: int | None
    is_hidden: bool

    @property
    def shares(self) -> list[Fraction | None]:
        """Of the people, by label."""
        return [Fraction(n, self.people) if n is not None and self.people else None for n in self.totals]


def shown_distribution(cycle: Cycle, levels: list[Level]) -> ShownDistribution:
    """Final labels by group of units as they are now, without what would tell of fewer people than the floor.

    By the label with which each became final. It is kept when the cycle is closed (`actions.counting`) and shown as it
    was kept: figures that never change again, so that nobody can subtract yesterday's from today's.
    """
    names = {level.number: level.name for level in levels}
    final = appraisals_of(cycle).filter(state__in=CLOSED, label__in=names)
    by_group: dict[str, Counter[int]] = defaultdict(Counter)
    for path, label in final.values_list("report__conversation__unit__path", "label"):
        by_group[path[:_LAYER]][label] += 1
    groups = _pooled(by_group)
    if any(_tells(labels) for labels in groups.values()):  # the whole is too small, or all have one label
        return ShownDistribution(levels, [], [None] * len(levels), None, True)
    counts = {(key, str(n)): labels[n] for key, labels in groups.items() for n in names}
    shown = shown_table([counts])
    words = group_names(groups)
    rows = [
        ShownRow(
            words.get(key, ""),
            [labels[n] if (key, str(n)) in shown.cells else None for n in names],
            labels.total() if key in shown.rows else None,
        )
        for key, labels in groups.items()
    ]
    sums = Counter({n: sum(labels[n] for labels in groups.values()) for n in names})
    totals = [sums[n] if str(n) in shown.columns else None for n in names]
    whole = sums.total() if shown.whole else None
    is_hidden = whole is None or None in totals or any(None in (*row.cells, row.total) for row in rows)
    return ShownDistribution(levels, rows, totals, whole, is_hidden)


def _tells(labels: Counter[int]) -> bool:
    """True for a group that tells of its members: too few people, or all of them with one label."""
    return labels.total() < LEAST or sum(count > 0 for count in labels.values()) == 1


def _pooled(by_group: dict[str, Counter[int]]) -> dict[str, Counter[int]]:
    """The groups in their order; those that tell of their members are taken together, with the smallest of the others
    as long as even that tells."""
    own = {key: labels for key, labels in sorted(by_group.items()) if not _tells(labels)}
    pool: Counter[int] = Counter()
    for key, labels in by_group.items():
        if key not in own:
            pool += labels
    while pool and _tells(pool) and own:
        pool += own.pop(min(own, key=lambda key: (own[key].total(), key)))
    return own | ({_POOL: pool} if pool else {})


def kept_distribution(cycle: Cycle, scheme: Scheme) -> ShownDistribution:
    """The distribution of a closed cycle as it was kept; of one that was closed before that was done, as it is now."""
    kept = KeptDistribution.objects.filter(cycle=cycle).first()
    if kept is None:
        return shown_distribution(cycle, levels_of(scheme))
    content = kept.content
    rows = [ShownRow(**row) for row in content["rows"]]
    return ShownDistribution(levels_of(scheme), rows, content["totals"], content["people"], content["is_hidden"])
