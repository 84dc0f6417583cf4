"""Help while writing a plan: what a text says, SMART objectives, the rules of an OGSM, good numbers of things."""

from zichtlijn.calculations.plans.ogsm import Goal, Indicator, PlannedAction, Sheet, Strategy, ogsm_remarks
from zichtlijn.calculations.plans.one_page import Column, Fit, PageRow, Sharpen, fit_on_page
from zichtlijn.calculations.plans.remarks import USUAL_GUIDES, Counted, Guide, Remark, RemarkCode, Where, count_remark
from zichtlijn.calculations.plans.smart import DraftMeasure, DraftObjective, smart_remarks
from zichtlijn.calculations.plans.texts import (
    Found,
    Language,
    WhatHow,
    numbers_in,
    sentences_in,
    vague_words_in,
    what_and_how,
)

__all__ = [
    "USUAL_GUIDES",
    "Column",
    "Counted",
    "DraftMeasure",
    "DraftObjective",
    "Fit",
    "Found",
    "Goal",
    "Guide",
    "Indicator",
    "Language",
    "PageRow",
    "PlannedAction",
    "Remark",
    "RemarkCode",
    "Sharpen",
    "Sheet",
    "Strategy",
    "WhatHow",
    "Where",
    "count_remark",
    "fit_on_page",
    "numbers_in",
    "ogsm_remarks",
    "sentences_in",
    "smart_remarks",
    "vague_words_in",
    "what_and_how",
]
