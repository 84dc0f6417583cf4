"""Amounts and ratios on the pages of rewards."""

from decimal import Decimal
from fractions import Fraction

from django import template

from zichtlijn.calculations.rewards import to_cents
from zichtlijn.rewards import wording
from zichtlijn.rewards.models import Salary
from zichtlijn.ui.wording import MISSING, write_percent

register = template.Library()


@register.filter
def money(amount) -> str:
    """An amount in euros; a dash when there is none."""
    return wording.money(amount)


@register.filter
def ratio(value) -> str:
    """A ratio as a percentage, with as many decimals as it needs."""
    return wording.percent(value)


@register.simple_tag
def added(old, new) -> str:
    """What is added to a salary, and what part of it that is; a dash when there is no salary yet."""
    return wording.tell_raise(old, new) if old and new is not None else MISSING


@register.simple_tag
def paid(salary: Salary) -> str:
    """What is paid of a salary for the part that is worked."""
    return wording.money(to_cents(Fraction(salary.amount) * Fraction(salary.part_time)))


@register.simple_tag
def amount(stored: str | None) -> str:
    """An amount as it was kept in figures."""
    return wording.money(None if stored is None else Decimal(stored))


@register.simple_tag
def gap(stored: str | None) -> str:
    """A gap as it was kept in figures, in percent with one decimal."""
    return write_percent(None if stored is None else Decimal(stored), 1)
