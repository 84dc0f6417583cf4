"""From the bytes of a file to a plan that follows Part 2 of the standard, with every deviation that was mended."""

from django.utils.translation import gettext as _

from zichtlijn.exchange.stratml.mending import Deviation, Mender, Plan
from zichtlijn.exchange.stratml.opening import MAX_BYTES, Unreadable, opened
from zichtlijn.exchange.stratml.rules import SCHEMAS

__all__ = ["MAX_BYTES", "Deviation", "Plan", "Unreadable", "check", "read"]


def read(content: bytes) -> Plan:
    """Read a StratML file. Raises Unreadable when it is not safe, not XML, or no plan."""
    raw = opened(content)
    for element in raw.walk():
        if element.name in SCHEMAS:
            break
    else:
        raise Unreadable(
            _("This is no StratML plan: it holds no StrategicPlan and no PerformancePlanOrReport, but “%(name)s”.")
            % {"name": raw.name[:60]}
        )
    mender = Mender(SCHEMAS[element.name])
    return mender.plan(element, inside=raw)


def check(content: bytes) -> list[Deviation]:
    """Every deviation from the standard; none when the file follows it."""
    return read(content).deviations
