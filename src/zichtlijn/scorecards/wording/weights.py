"""What is said of a scorecard beside its numbers: what the weights come to, and what does not stand on it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zichtlijn.objectives.models import NamedPerspective
from zichtlijn.scorecards.queries import MapPage, ScorecardPage
from zichtlijn.scorecards.wording.perspectives import in_sentence
from zichtlijn.ui.wording import write_full_date, write_percent


def tell_cut(page: ScorecardPage | MapPage) -> str:
    """That there are more objectives than stand here; nothing when there are not."""
    if not page.is_cut:
        return ""
    return _(
        "Here are the first of many objectives. A scorecard that people can steer by has fifteen to twenty-five "
        "measures."
    )


def tell_weighing(page: ScorecardPage) -> list[str]:
    """From when the weights hold, what is planned, and why something counts otherwise than it was filled in."""
    if not page.is_weighed:
        said = [_("No weights yet: every objective counts the same.")] if page.count else []
    else:
        since = next((each.from_on for each in page.divisions if each.holds), None)
        said = [_("These weights hold since %(day)s.") % {"day": write_full_date(since)}] if since else []
    if page.weighed.is_converted:
        said.append(
            _(
                "Together they were %(sum)s, because an objective came or went since. They are converted to 100%% here "
                "until somebody divides them again."
            )
            % {"sum": write_percent(page.weighed.whole / 100)}
        )
    said += [
        _("“%(title)s” weighs 0%%: it has no weight of its own, and the others leave nothing.")
        % {"title": row.objective.title}
        for row in page.without_rest
    ]
    if page.outside and page.is_weighed:
        said.append(
            ngettext(
                "%(n)d objective has no perspective and does not weigh.",
                "%(n)d objectives have no perspective and do not weigh.",
                len(page.outside),
            )
            % {"n": len(page.outside)}
        )
    said += [
        _("From %(day)s other weights hold: %(shares)s.")
        % {"day": write_full_date(each.from_on), "shares": tell_shares_of(each.shares)}
        for each in page.planned
    ]
    return said


def tell_shares_of(shares: list[tuple[NamedPerspective, float]]) -> str:
    """What each perspective weighs, as part of a sentence."""
    if not shares:
        return _("every objective counts the same")
    return ", ".join(f"{in_sentence(each.label)} {write_percent(part / 100)}" for each, part in shares)
