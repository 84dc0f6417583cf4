"""In what a package departs from the standard, or from what is kept here, and what was done about it: in sentences."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: So many names go into one sentence.
MOST_NAMES = 5


class Deviations:
    """What was found while a package was read; told once it is."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._names: dict[str, list[str]] = {}
        self._left_out: Counter[str] = Counter()
        self._relations: Counter[str] = Counter()
        self._loose = 0

    def say(self, sentence: str) -> None:
        self._said.append(sentence)

    def _about(self, kind: str, name: str) -> None:
        self._names.setdefault(kind, []).append(name if len(name) <= 60 else name[:59] + "…")

    def without_text(self, number: int) -> None:
        self._about("without_text", str(number))

    def without_identifier(self, name: str) -> None:
        self._about("without_identifier", name)

    def circle(self, name: str) -> None:
        self._about("circle", name)

    def second_parent(self, name: str) -> None:
        self._about("second_parent", name)

    def shortened(self, name: str) -> None:
        self._about("shortened", name)

    def renamed(self, name: str) -> None:
        self._about("renamed", name)

    def without_group(self, name: str) -> None:
        self._about("without_group", name)

    def empty_group(self, name: str) -> None:
        self._about("empty_group", name)

    def deeper(self, name: str) -> None:
        self._about("deeper", name)

    def in_order(self, name: str) -> None:
        self._about("in_order", name)

    def together(self, name: str) -> None:
        self._about("together", name)

    def beside_rubric(self, name: str) -> None:
        self._about("beside_rubric", name)

    def other_levels(self, name: str) -> None:
        self._about("other_levels", name)

    def loose_criterion(self, name: str) -> None:
        self._about("loose_criterion", name)

    def left_out(self, field: str) -> None:
        self._left_out[field] += 1

    def other_relation(self, kind: str) -> None:
        self._relations[kind] += 1

    def loose_relation(self) -> None:
        self._loose += 1

    def told(self) -> list[str]:
        """Everything, one sentence for each kind."""
        said = list(self._said)
        for kind, names in self._names.items():
            some = ", ".join(f"“{name}”" for name in names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
            said.append(_sentence(kind, len(names)) % {"count": len(names), "names": some})
        if self._relations:
            said.append(
                _("Relations of another kind than “is child of” are not kept: %(kinds)s.")
                % {"kinds": _counted(self._relations)}
            )
        if self._loose:
            said.append(
                ngettext(
                    "%(count)s relation points at an item that is not in the package; it was passed over.",
                    "%(count)s relations point at items that are not in the package; they were passed over.",
                    self._loose,
                )
                % {"count": self._loose}
            )
        if self._left_out:
            said.append(
                _("What has no place here was not taken over: %(fields)s.") % {"fields": _counted(self._left_out)}
            )
        return said


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name[:60]} ({count})" for name, count in counter.most_common(20))


def _sentence(kind: str, count: int) -> str:
    match kind:
        case "without_text":
            return ngettext(
                "%(count)s item has no text and was passed over (number in the list: %(names)s).",
                "%(count)s items have no text and were passed over (numbers in the list: %(names)s).",
                count,
            )
        case "without_identifier":
            return ngettext(
                "%(count)s item has no identifier of its own, so nothing can stand under it: %(names)s.",
                "%(count)s items have no identifier of their own, so nothing can stand under them: %(names)s.",
                count,
            )
        case "circle":
            return _("Items stand under themselves in a circle. The circle was opened at %(names)s.")
        case "second_parent":
            return ngettext(
                "%(count)s item stands in more than one place; only the first counts: %(names)s.",
                "%(count)s items stand in more than one place; only the first counts: %(names)s.",
                count,
            )
        case "shortened":
            return ngettext(
                "%(count)s text is too long for a name. The name is its beginning, the whole is kept: %(names)s.",
                "%(count)s texts are too long for a name. The name is the beginning, the whole is kept: %(names)s.",
                count,
            )
        case "renamed":
            return ngettext(
                "%(count)s competency has the name of another. Code, group or number was put beside it: %(names)s.",
                "%(count)s competencies have the name of another. Code, group or number was put beside it: %(names)s.",
                count,
            )
        case "without_group":
            return ngettext(
                "%(count)s competency is in no group and was put in one with the name of the package: %(names)s.",
                "%(count)s competencies are in no group and were put in one with the name of the package: %(names)s.",
                count,
            )
        case "empty_group":
            return ngettext(
                "%(count)s group without competencies was passed over: %(names)s.",
                "%(count)s groups without competencies were passed over: %(names)s.",
                count,
            )
        case "deeper":
            return ngettext(
                "Under %(count)s competency items lie deeper than one step; all are read as behaviours: %(names)s.",
                "Under %(count)s competencies items lie deeper than one step; all are read as behaviours: %(names)s.",
                count,
            )
        case "in_order":
            return ngettext(
                "The package gives no levels. Of %(count)s competency the behaviours were given the levels in their "
                "order: %(names)s.",
                "The package gives no levels. Of %(count)s competencies the behaviours were given the levels in their "
                "order: %(names)s.",
                count,
            )
        case "together":
            return ngettext(
                "The package gives no levels. Of %(count)s competency all behaviours were put at the highest level: "
                "%(names)s.",
                "The package gives no levels. Of %(count)s competencies all behaviours were put at the highest level: "
                "%(names)s.",
                count,
            )
        case "beside_rubric":
            return ngettext(
                "Of %(count)s competency items stand beside its rubric; they were put in its description: %(names)s.",
                "Of %(count)s competencies items stand beside the rubric; they were put in the description: %(names)s.",
                count,
            )
        case "other_levels":
            return ngettext(
                "%(count)s criterion has other levels than the rest; what fits none of them was put in the "
                "description: %(names)s.",
                "%(count)s criteria have other levels than the rest; what fits none of them was put in the "
                "description: %(names)s.",
                count,
            )
        case "loose_criterion":
            return ngettext(
                "%(count)s criterion belongs to no competency of the package and was passed over: %(names)s.",
                "%(count)s criteria belong to no competency of the package and were passed over: %(names)s.",
                count,
            )
        case other:
            raise ValueError(f"no words for {other!r}")
