"""The reward system on paper, and the file for the payroll."""

import csv
import io
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zichtlijn.documents.pdf import heading, make_pdf
from zichtlijn.documents.sheets import Sheet, guard, make_workbook
from zichtlijn.rewards.queries.payroll import PayrollRow
from zichtlijn.rewards.queries.systems import SystemPage
from zichtlijn.rewards.wording import money, percent
from zichtlijn.ui.wording import write_full_date

BOM = "\ufeff"


def system_pdf(page: SystemPage, *, organisation: str, at: datetime) -> bytes:
    """What everybody may read: the rules, never a salary of somebody."""
    system = page.system
    subtitle = _("Holds from %(day)s") % {"day": write_full_date(system.from_on)}
    data = {
        "meta": heading(system.name, f"{subtitle} · {system.get_state_display()}", organisation=organisation, at=at),
        "texts": [
            {"name": name, "text": text}
            for name, text in (
                (_("Principles and rules"), system.principles),
                (_("One-off rewards"), system.one_offs),
                (_("Rewards other than money"), system.other_rewards),
            )
            if text
        ],
        "scales_title": _("Salary scales"),
        "scales_note": _("For full-time work, per period of pay, before tax."),
        "scales_head": [_("Scale"), _("Minimum"), _("Maximum"), _("Salary steps")],
        "scales": [
            {
                "name": scale.name,
                "minimum": money(scale.minimum),
                "maximum": money(scale.maximum),
                "steps": " · ".join(money(amount) for amount in scale.step_amounts) or _("open range"),
            }
            for scale in page.scales
        ],
        "matrix_title": _("What an appraisal gives"),
        "matrix_note": _("The percentages are taken %(of)s. The place in the scale is told %(by)s.")
        % {"of": system.get_percentage_of_display(), "by": system.get_position_by_display()},
        "matrix_head": [_("Appraisal"), *page.bands],
        "matrix": [{"name": level.name, "cells": [_cell(cell) for cell in cells]} for level, cells in page.matrix],
        "steps_note": ", ".join(f"{level.name}: {level.steps}" for level, _cells in page.matrix)
        if page.has_steps
        else "",
        "steps_title": _("Steps in a scale with steps"),
        "rules_title": _("What always holds"),
        "rules": always(page),
        "council": _council(page),
        "council_title": _("Works council"),
    }
    return make_pdf("rewards/paper/system.typ", data, at=at)


def _cell(cell: dict[str, str]) -> str:
    return f"{cell['ratio']} ({_('once')}: {cell['once']})" if cell["once"] else cell["ratio"]


def always(page: SystemPage) -> list[str]:
    """The guard rails, in words."""
    system = page.system
    words = {"order": system.get_collective_order_display(), "most": percent(system.most_deviation)}
    words["promotion"] = percent(system.promotion)
    return [
        _("Nobody goes down, and nobody passes the maximum of the scale by a raise."),
        _("Part-time work changes the amount that is paid, never the place in the scale or the percentage."),
        _("Leave, illness, pregnancy and work for the council change nothing."),
        _("Without a final appraisal nothing is computed: that is no verdict, and never a raise of zero."),
        _("A collective raise goes %(order)s.") % words,
        _(
            "A promotion to another scale gives %(promotion)s of the salary, at least to the minimum of that scale; "
            "nobody goes down by it."
        )
        % words,
        _("A manager may deviate by at most %(most)s of the salary, with a reason.") % words,
        _("People decide: the manager proposes, the second manager agrees, HR makes it final. Nobody decides twice."),
        ngettext(
            "Who disagrees can object within %(n)s day; somebody who did not decide on the reward decides on it.",
            "Who disagrees can object within %(n)s days; somebody who did not decide on the reward decides on it.",
            system.objection_days,
        )
        % {"n": system.objection_days},
    ]


def _council(page: SystemPage) -> str:
    system = page.system
    if not system.consent:
        return ""
    told = [str(system.get_consent_display())]
    if system.consent_on:
        told += [write_full_date(system.consent_on), system.consent_document, system.consent_scope]
    return " · ".join(part for part in told if part)


def _payroll_head() -> list[str]:
    return [
        _("Personnel number"),
        _("Name"),
        _("Scale"),
        _("Part of full-time work"),
        _("Old salary, full-time"),
        _("New salary, full-time"),
        _("New salary, paid"),
        _("Once"),
        _("Holds from"),
    ]


def _cells(row: PayrollRow) -> list[Any]:
    return [row.number, row.name, row.scale, row.part_time, row.old, row.new, row.paid, row.once, row.from_on]


def payroll_workbook(rows: list[PayrollRow], *, title: str) -> bytes:
    """The file for the payroll as a workbook: text is text, numbers are numbers."""
    return make_workbook([Sheet(_("Payroll"), _payroll_head(), [_cells(row) for row in rows], {3})], title=title)


def payroll_csv(rows: list[PayrollRow], *, title: str) -> bytes:
    """The same as CSV, as the reader's language writes it: `;` and a comma in Dutch, `,` and a point in English."""
    is_dutch = (get_language() or "nl").startswith("nl")
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";" if is_dutch else ",")
    writer.writerow([guard(text) for text in _payroll_head()])
    for row in rows:
        writer.writerow([_as_text(value, is_dutch) for value in _cells(row)])
    return (BOM + target.getvalue()).encode()


def _as_text(value: Any, is_dutch: bool) -> str:
    if isinstance(value, str):
        return guard(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return f"{value:f}".replace(".", ",") if is_dutch else f"{value:f}"
