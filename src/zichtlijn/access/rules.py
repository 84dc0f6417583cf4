"""What always holds of the data and can be looked up: links stay in the organisation, and rules of each room.

`zichtlijn check` asks; a room says its rules in its `rules.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import F, Model

#: Sentences about rows for which a rule does not hold; asked inside the organisation's own scope.
Rule = Callable[[], Iterable[str]]

_rules: list[Rule] = []


def data_rule(rule: Rule) -> Rule:
    """Mark a function as a rule of the data of one organisation."""
    _rules.append(rule)
    return rule


def broken_rules(organisation) -> list[str]:
    """For which rows of this organisation a rule does not hold; inside its scope."""
    return [*_links_elsewhere(organisation), *(sentence for rule in _rules for sentence in rule())]


def _links_elsewhere(organisation) -> Iterator[str]:
    """Rows that point at a row of another organisation."""
    for model, field in owned_links():
        wrong = model.objects.filter(organisation=organisation, **{f"{field}__isnull": False})
        wrong = wrong.exclude(**{f"{field}__organisation": F("organisation")})
        for number in wrong.order_by("pk").values_list("pk", flat=True):
            yield f"{model._meta.label} {number} points with {field} at another organisation"


def owned_links() -> Iterator[tuple[type[Any], str]]:
    """Every field of a table of organisations that points at a table of organisations."""
    owned = {model for model in apps.get_models() if _is_owned(model)}
    for model in sorted(owned, key=lambda model: model._meta.label):
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model in owned:
                yield model, field.name


def _is_owned(model: type[Model]) -> bool:
    names = {field.name for field in model._meta.local_fields}
    return "organisation" in names and not model._meta.proxy and not hasattr(model, "history_object")
