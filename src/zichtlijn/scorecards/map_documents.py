"""The strategy map to take along: a drawing on paper, shapes and arrows on a slide, and a workbook of its numbers."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.sheets import Sheet, make_workbook
from zichtlijn.documents.slides import Deck
from zichtlijn.organisation.models import Period, Unit
from zichtlijn.scorecards.pictures import MapPicture, draw_map
from zichtlijn.scorecards.pictures.strategy_map import Box, DrawnLane
from zichtlijn.scorecards.queries import ArrowOn, MapPage
from zichtlijn.scorecards.wording import axis_of, tell_cut, tell_no_way, tell_together, tell_way
from zichtlijn.ui.templatetags.ui import status_style, status_word
from zichtlijn.ui.wording import write_percent

#: Colours of the house, as six hexadecimal digits.
_INK, _INK_2, _FLOOR, _PAPER, _AGAINST = "14213d", "4a5468", "f7f5f0", "ffffff", "c8420b"
_PERSPECTIVES: Final = {
    "fin": "1d6b57", "cus": "2656b8", "pro": "84550a", "lrn": "71358f", "own-1": "0f6674", "own-2": "9a3a5b",
    "own-3": "4d5a1e",
}  # fmt: skip
_STATUS: Final = {"ok": "17693f", "risk": "8f5400", "off": "a8201a"}

#: The room a number of an arrow takes on a slide, in units of the picture.
_NUMBER_WIDE: Final = 22


@dataclass(frozen=True)
class TakenMap:
    """A strategy map as it is at one moment, of whom and of which period."""

    page: MapPage
    organisation: str
    unit: Unit | None
    period: Period | None
    at: datetime

    @property
    def title(self) -> str:
        named = self.unit.name if self.unit else self.organisation
        words = {"name": named, "period": self.period.name if self.period else ""}
        return (_("Strategy map %(name)s %(period)s") % words).strip()

    @property
    def subtitle(self) -> str:
        return " ".join(said for said in (tell_way(self.page), tell_cut(self.page)) if said)


def map_pdf(taken: TakenMap) -> bytes:
    """The map as a drawing on its first page, and each arrow in words after it."""
    page = taken.page
    picture = draw_map(page, axis_of)
    data = {
        "meta": heading(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at),
        "words": {
            "arrows": _("Arrows"),
            "head": ["", _("From"), _("To"), _("What the figures say")],
            "no_arrows": _(
                "No arrow has been drawn yet. Begin with what people must learn, and ask each time: and what does that "
                "lead to?"
            ),
            "association": _(
                "Measures that go together need not cause each other. Of several delays the strongest is told, and the "
                "more are tried, the sooner one looks strong by chance."
            ),
            "lacks": _("What the map still lacks"),
            "outside": _("Without a perspective"),
            "against": _("Against the grain"),
            "budget": _("Budget link"),
        },
        "svg": draw_svg(picture),
        "alt": tell_map(page),
        "wide": picture.width / picture.height,
        "arrows": [
            {
                "number": each.number,
                "cause": each.cause.title,
                "effect": each.effect.title,
                "is_against": each.is_against,
                "is_budget": each.arrow.is_budget,
                "note": each.arrow.note,
                "figures": tell_figures(each),
            }
            for each in page.arrows
        ],
        "lacks": tell_lacks(page),
        "outside": [each.title for each in page.outside],
    }  # fmt: skip
    return make_pdf("scorecards/paper/map.typ", data, at=taken.at)


def tell_figures(each: ArrowOn) -> str:
    """How the two measures of an arrow went together."""
    named = f"{each.together.cause.name} · {each.together.effect.name}: " if each.together else ""
    return f"{named}{tell_together(each.together)}"


def tell_map(page: MapPage) -> str:
    """The map in words: each perspective with its objectives, then each arrow."""
    lanes = [f"{lane.perspective.label}: {'; '.join(o.title for o in lane.objectives)}." for lane in page.lanes]
    arrows = [f"{each.number}. {each.cause.title} → {each.effect.title}." for each in page.arrows]
    return " ".join([_("Strategy map"), *lanes, *arrows])


def tell_lacks(page: MapPage) -> list[str]:
    """What the map still lacks, in sentences."""
    said = [] if page.has_way else [tell_no_way(page)]
    said += [_("“%(title)s” leads to nothing yet.") % {"title": each.title} for each in page.without_effect]
    n = len(page.unannounced)
    if n:
        told = ngettext(
            "Of %(number)s objective no leading measure announces the result.",
            "Of %(number)s objectives no leading measure announces the result.",
            n,
        ) % {"number": n}
        said.append(f"{told} {'; '.join(each.title for each in page.unannounced)}.")
    return said or [_("Nothing: every objective leads somewhere, and every result is announced.")]


def _standing(box: Box) -> str:
    known = [] if box.objective.progress is None else [write_percent(box.objective.progress)]
    return " · ".join([*known, status_word(box.objective.status)])


def draw_svg(picture: MapPicture) -> str:
    """The map as a drawing that stands by itself; words of people are escaped."""
    whole = f'viewBox="0 0 {picture.width} {picture.height:g}" font-family="Instrument Sans" font-size="12.5"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {whole}>',
        "<defs>",
        *(
            f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
            f'orient="auto"><path d="M0 0L10 5L0 10z" fill="#{colour}"/></marker>'
            for name, colour in (("tip", _INK_2), ("against", _AGAINST))
        ),
        "</defs>",
        *(_draw_lane(lane, picture) for lane in picture.lanes),
    ]
    for drawn in picture.arrows:
        name, colour = ("against", _AGAINST) if drawn.arrow.is_against else ("tip", _INK_2)
        parts.append(
            f'<path d="{drawn.path}" fill="none" stroke="#{colour}" stroke-width="1.6" marker-end="url(#{name})"/>'
        )
    parts += [_draw_box(box, lane, picture) for lane in picture.lanes for box in lane.boxes]
    for drawn in picture.arrows:
        colour = _AGAINST if drawn.arrow.is_against else _INK_2
        parts.append(
            f'<circle cx="{drawn.x}" cy="{drawn.y}" r="9" fill="#{_PAPER}" stroke="#{colour}"/>'
            f'<text x="{drawn.x}" y="{drawn.y + 4}" font-size="10.5" text-anchor="middle" fill="#{colour}">'
            f"{drawn.arrow.number}</text>"
        )
    return "".join([*parts, "</svg>"])


def _draw_lane(lane: DrawnLane, picture: MapPicture) -> str:
    colour = _PERSPECTIVES.get(lane.style, _INK_2)
    axis = f'<tspan dx="8" font-weight="400" fill="#{_INK_2}">{escape(lane.axis)}</tspan>' if lane.axis else ""
    drawn = (
        f'<rect x="0" y="{lane.y:g}" width="{picture.width}" height="{lane.height:g}" rx="8" fill="#{_FLOOR}"/>'
        f'<text x="14" y="{lane.y + 20:g}" font-weight="600" fill="#{colour}">{escape(lane.label)}{axis}</text>'
    )
    if not lane.boxes:
        empty = escape(_("No objective here: this perspective is empty."))
        drawn += f'<text x="570" y="{lane.y + 76:g}" text-anchor="middle" fill="#{_INK_2}">{empty}</text>'
    return drawn


def _draw_box(box: Box, lane: DrawnLane, picture: MapPicture) -> str:
    colour = _PERSPECTIVES.get(lane.style, _INK_2)
    status = _STATUS.get(status_style(box.objective.status), _INK_2)
    lines = "".join(f'<text x="{box.x + 14:g}" y="{y:g}" fill="#{_INK}">{escape(line)}</text>' for y, line in box.lines)
    return (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{picture.box}" height="{picture.high}" rx="6" fill="#{_PAPER}" '
        f'stroke="#cfc9bb"/>'
        f'<rect x="{box.x:g}" y="{box.y:g}" width="4" height="{picture.high}" rx="2" fill="#{colour}"/>'
        f'{lines}<text x="{box.x + 14:g}" y="{box.base:g}" font-size="11" font-weight="600" fill="#{status}">'
        f"{escape(_standing(box))}</text>"
    )


def map_slides(taken: TakenMap) -> bytes:
    """The map as shapes with arrows that follow them, each arrow in words, and what the map still lacks."""
    page = taken.page
    picture = draw_map(page, axis_of)
    deck = Deck(taken.title, taken.subtitle, organisation=taken.organisation, at=taken.at)
    canvas = deck.canvas(_("Strategy map"), width=picture.width, height=picture.height)
    shapes = {}
    for lane in picture.lanes:
        label = f"{lane.label} · {lane.axis}" if lane.axis else lane.label
        canvas.box(0, lane.y, picture.width, lane.height, text=label, fill=_FLOOR, top=True)
    for lane in picture.lanes:
        colour = _PERSPECTIVES.get(lane.style, _INK_2)
        for box in lane.boxes:
            text = f"{box.objective.title}\n{_standing(box)}"
            made = canvas.box(box.x, box.y, picture.box, picture.high, text=text, fill=_PAPER, line=colour)
            shapes[box.objective.pk] = (made, box.row)
    for each in page.arrows:
        (start, start_row), (end, end_row) = shapes[each.cause.pk], shapes[each.effect.pk]
        canvas.arrow(
            start,
            end,
            upward=end_row < start_row,
            beside=end_row == start_row,
            words=f"{each.number}. {each.cause.title} → {each.effect.title}",
            line=_AGAINST if each.is_against else _INK_2,
        )
    for arrow, x, y in _places_of_numbers(picture):
        canvas.number(x, y, arrow.number, line=_AGAINST if arrow.is_against else _INK_2)
    if page.arrows:
        rows = [[str(e.number), e.cause.title, e.effect.title, tell_figures(e)] for e in page.arrows]
        deck.table(_("Arrows"), ["", _("From"), _("To"), _("What the figures say")], rows, widths=(0.5, 3, 3, 5.3))
    deck.points(_("What the map still lacks"), tell_lacks(page))
    if page.outside:
        deck.points(_("Without a perspective"), [each.title for each in page.outside])
    return deck.save()


def _places_of_numbers(picture: MapPicture) -> list[tuple[ArrowOn, float, float]]:
    """Each arrow with the place of its number on a slide, where arrows run straight: before the first row it meets."""
    boxes = {box.objective.pk: box for row in picture.rows for box in row}
    places: list[tuple[ArrowOn, float, float]] = []
    for drawn in picture.arrows:
        cause, effect = boxes[drawn.arrow.cause.pk], boxes[drawn.arrow.effect.pk]
        x, y = (cause.middle + effect.middle) / 2, drawn.y
        if cause.row != effect.row:
            start, end = (
                (cause.y, effect.y + picture.high) if effect.row < cause.row else (cause.y + picture.high, effect.y)
            )
            x = cause.middle + (effect.middle - cause.middle) * (y - start) / (end - start)
        while any(abs(x - other) < _NUMBER_WIDE and abs(y - down) < _NUMBER_WIDE for _arrow, other, down in places):
            x += _NUMBER_WIDE
        places.append((drawn.arrow, x, y))
    return places


def map_workbook(taken: TakenMap) -> bytes:
    """Every number of the map: its objectives, and each arrow with how the measures went together."""
    page = taken.page
    objectives = Sheet(
        _("Objectives"),
        [_("Perspective"), _("Code"), _("Objective"), _("Progress"), _("Expected"), _("Status")],
        [
            [label, o.key, o.title, o.progress, o.expected, status_word(o.status)]
            for label, some in [*((lane.perspective.label, lane.objectives) for lane in page.lanes), ("", page.outside)]
            for o in some
        ]
        + ([["", "", tell_cut(page)]] if page.is_cut else []),
        percent={3, 4},
    )
    head = [
        _("Number"), _("From"), _("To"), _("Why"), _("Against the grain"), _("Budget link"), _("Cause"), _("Effect"),
        _("Pairs"), _("Association (r)"), _("From (95%)"), _("To (95%)"), _("Months later"),
    ]  # fmt: skip
    return make_workbook([objectives, Sheet(_("Arrows"), head, [_arrow(e) for e in page.arrows])], title=taken.title)


def _arrow(each: ArrowOn) -> list:
    together, found = each.together, each.together.found if each.together else None
    yes = _("yes")
    return [
        each.number,
        each.cause.title,
        each.effect.title,
        each.arrow.note,
        yes if each.is_against else "",
        yes if each.arrow.is_budget else "",
        together.cause.name if together else "",
        together.effect.name if together else "",
        together.pairs if together else None,
        *((found.pearson, found.low, found.high, found.lag * together.months) if together and found else (None,) * 4),
    ]


MAP_MAKERS = {"pdf": map_pdf, "pptx": map_slides, "xlsx": map_workbook}
