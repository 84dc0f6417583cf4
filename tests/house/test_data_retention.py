"""Every field that is stored has a rule in docs/data-retention.yaml: why it is kept, how long, what happens then."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps

FILE = Path(__file__).parents[2] / "docs" / "data-retention.yaml"
POLICY = yaml.safe_load(FILE.read_text(encoding="utf-8"))
#: What history adds to the copy of a row: the same facts about whoever changed it, kept as long as the copy.
OF_HISTORY = {"history_id", "history_date", "history_change_reason", "history_type", "history_user"}


def is_history(model):
    return hasattr(model, "history_object")


def stored_models():
    """Every model with a table of its own rows; link tables hold two keys and go with the rows that they link."""
    return [model for model in apps.get_models() if not is_history(model)]


def fields_of(model):
    return {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}


def ruled(label):
    return [name for names in POLICY["models"].get(label, {}).values() for name in names]


@pytest.mark.parametrize("model", stored_models(), ids=lambda model: model._meta.label)
def test_every_field_has_one_rule(model):
    label = model._meta.label
    names = ruled(label)
    missing, unknown = fields_of(model) - set(names), set(names) - fields_of(model)
    assert not missing, f"{label}: give {sorted(missing)} a rule in {FILE.name}"
    assert not unknown, f"{label}: {FILE.name} has a rule for {sorted(unknown)}, which are not stored"
    assert len(names) == len(set(names)), f"{label}: a field stands under two rules"


@pytest.mark.parametrize("model", [model for model in apps.get_models() if is_history(model)], ids=str)
def test_history_keeps_nothing_that_the_model_itself_has_no_rule_for(model):
    names = fields_of(model) - OF_HISTORY
    assert names <= set(ruled(model.instance_type._meta.label))


def test_no_rule_for_a_model_that_is_gone():
    assert set(POLICY["models"]) == {model._meta.label for model in stored_models()}


@pytest.mark.parametrize("name", POLICY["rules"])
def test_every_rule_says_why_how_long_and_what_then(name):
    rule = POLICY["rules"][name]
    texts = {"label", "why", "keep", "then"}
    assert {"personal", "nl"} | texts <= set(rule) <= {"personal", "nl", "term", "term_of"} | texts
    assert isinstance(rule["personal"], bool)
    for told in (rule, rule["nl"]):
        assert all(isinstance(told[part], str) and told[part].strip() for part in texts)
    assert set(rule["nl"]) == texts
    if term := rule.get("term"):
        assert term["least"] <= term["years"] <= term["most"]
    assert "term" in POLICY["rules"][rule.get("term_of", name)] or "term_of" not in rule


def test_every_rule_is_used_and_every_used_rule_is_stated():
    used = {rule for rules in POLICY["models"].values() for rule in rules}
    assert used == set(POLICY["rules"])
