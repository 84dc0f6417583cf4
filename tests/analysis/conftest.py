"""An analysis to work on."""

import pytest
from django.utils import translation

from zichtlijn.analysis import actions
from zichtlijn.analysis.models import Analysis, Factor


@pytest.fixture(autouse=True)
def in_english():
    """Sentences of refusals are compared in English, as the pages of the cast are."""
    with translation.override("en"):
        yield


@pytest.fixture
def analysis(scoped):
    """The analysis of the organisation in this year, open for contributions."""
    return Analysis.objects.create(organisation=scoped.organisation, period=scoped.period)


@pytest.fixture
def of_unit(scoped):
    """That of the department that the other manager heads."""
    return Analysis.objects.create(organisation=scoped.organisation, period=scoped.period, unit=scoped.other_department)


@pytest.fixture
def factors(analysis):
    """Two factors in each list: S1, S2, W1 … T2."""
    made = {}
    for kind in ("strength", "weakness", "opportunity", "threat"):
        for place in (1, 2):
            code = f"{kind[0].upper()}{place}"
            made[code] = Factor.objects.create(
                organisation=analysis.organisation, analysis=analysis, kind=kind, place=place, text=f"{kind} {place}"
            )
    return made


@pytest.fixture
def say(scoped, analysis):
    """`say("strength", "Words", by="colleague")`: somebody brings something in."""

    def contribute(kind, text, *, by="employee", **more):
        return actions.contribute(analysis, kind=kind, text=text, by=getattr(scoped, by).actor, **more)

    return contribute
