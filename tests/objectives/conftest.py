"""What the tests of objectives share: a cast whose standings are computed, the last line of the log, a refusal."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.utils import translation

from zichtlijn.audit.models import AuditEvent
from zichtlijn.objectives.actions.standing import differences


@pytest.fixture(autouse=True)
def in_english():
    """The sentences of refusals as the code has them; pages are in the language of the reader all the same."""
    with translation.override("en"):
        yield


@pytest.fixture
def line(standing):
    """The cast with every stored standing right; afterwards they are right still, whatever the test did."""
    yield standing
    assert differences(standing.organisation) == []


@pytest.fixture
def last_line(scoped):
    """`last_line()`: the newest line of the log, as (event, kind of thing, id, whose file, who)."""

    def newest():
        found = AuditEvent.objects.order_by("-sequence").first()
        return found and (found.event, found.on_type, found.on_id, found.about_person_id, found.by_id)

    return newest


def everything() -> dict[str, list]:
    """Every row of the objective graph and of the log."""
    models = [*apps.get_app_config("objectives").get_models(), AuditEvent]
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in models}


@pytest.fixture
def refused():
    """`with refused(NotNow, "has ended"):` what is done inside is refused with these words and changes not one row."""

    @contextmanager
    def refusing(kind, words=""):
        before = everything()
        with pytest.raises(kind) as caught:
            yield caught
        assert words in str(caught.value)
        assert everything() == before

    return refusing
