"""The results of a performance indicator, brought up to date with the rows as they are now."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zichtlijn.exchange.stratml.amounts import BASELINE, MAXIMUM, MILESTONE, MINIMUM, Place, amounts_of
from zichtlijn.exchange.stratml.elements import Element, element_of, texts
from zichtlijn.exchange.stratml.mapping import plain
from zichtlijn.exchange.stratml.values import write_amount
from zichtlijn.objectives.states import Kind


@dataclass
class MeasureRows:
    measure: Any
    interim: dict[date, Decimal] = field(default_factory=dict)
    milestones: list = field(default_factory=list)
    readings: list = field(default_factory=list)


class Results:
    """The results of one indicator, brought up to date with the targets, readings and milestones as they are now."""

    def __init__(self, indicator: Element, rows: MeasureRows):
        self.indicator, self.rows, self.measure = indicator, rows, rows.measure
        self.instances = indicator.all("MeasurementInstance")
        self.amounts = amounts_of(indicator)
        self.given = self.measure.published.get("given", {})

    def bring_up_to_date(self) -> None:
        self._baseline()
        self._band()
        if self.measure.kind not in {Kind.BAND, Kind.MILESTONES} or self.amounts.targets:
            self._targets()
        self._milestones()
        self._readings()
        self.indicator.put("MeasurementInstance", self.instances)

    def _changed(self, name: str) -> bool:
        return plain(getattr(self.measure, name)) != self.given.get(name)

    def _baseline(self) -> None:
        value, place = self.measure.baseline, self.amounts.baseline
        if not self._changed("baseline"):
            return
        if place:
            self._set(place, value)
        elif value is not None:
            self._add("ActualResult", self.measure.starts_on, value, descriptor=(BASELINE, ""), alone=True, first=True)

    def _band(self) -> None:
        measure = self.measure
        if not self._changed("lower") and not self._changed("upper"):
            return
        for place in (self.amounts.lower, self.amounts.upper):
            if place:
                self._set(place, None)
        for label, value in ((MINIMUM, measure.lower), (MAXIMUM, measure.upper)):
            if value is not None:
                self._add("TargetResult", measure.ends_on, value, descriptor=(label, ""))

    def _targets(self) -> None:
        """The target and those on the way: by the day for which they hold."""
        measure, amounts = self.measure, self.amounts
        wanted = dict(self.rows.interim)
        undated = amounts.undated_target
        if undated and not self._changed("ends_on"):
            if self._changed("target"):
                self._set(undated, measure.target)
        else:
            if undated:
                self._set(undated, None)
            if measure.target is not None:
                last = amounts.targets[-1].day if amounts.targets and not self._changed("ends_on") else measure.ends_on
                wanted[last] = measure.target
        for place in amounts.targets:
            value = wanted.pop(place.day, None)
            if value != place.value:
                self._set(place, value)
        for on in sorted(wanted):
            self._add("TargetResult", on, wanted[on])

    def _readings(self) -> None:
        now = {reading.measured_on: reading for reading in self.rows.readings}
        for place in self.amounts.readings:
            reading = now.pop(place.on, None)
            if reading is None or reading.value != place.value:
                self._set(place, reading.value if reading else None)
            if reading is not None and reading.note != place.note:
                place.result.put_text("Description", reading.note)
        for on in sorted(now):
            self._add("ActualResult", on, now[on].value, note=now[on].note)

    def _milestones(self) -> None:
        """Milestones are written anew when one of them changed: they have no number to recognise them by."""
        published = [(s.name, s.due_on, s.weight, s.done_on) for s in self.amounts.milestones]
        now = [(m.name, m.due_on, m.weight, m.done_on) for m in self.rows.milestones]
        if sorted(published, key=str) == sorted(now, key=str):
            return
        old = {step.instance for step in self.amounts.milestones}
        self.instances = [instance for number, instance in enumerate(self.instances) if number not in old]
        for name, due_on, weight, done_on in now:
            descriptor = element_of(
                "Descriptor", *texts(DescriptorName=MILESTONE, DescriptorValue=write_amount(Decimal(str(weight))))
            )
            results = [element_of("TargetResult", *texts(EndDate=due_on.isoformat(), Description=name), descriptor)]
            if done_on:
                results.append(element_of("ActualResult", *texts(EndDate=done_on.isoformat(), Description=name)))
            self.instances.append(element_of("MeasurementInstance", *results))

    # one result

    def _set(self, place: Place, value: Decimal | None) -> None:
        """Give a published result another value, or take it out."""
        if value is None:
            for instance in self.instances:
                instance.children = [result for result in instance.children if result is not place.result]
            self.instances = [instance for instance in self.instances if instance.children]
            return
        if not place.result.text_of("NumberOfUnits") and place.result.one("Description"):
            place.result.put_text("Description", "")
        place.result.put_text("NumberOfUnits", write_amount(value))

    def _add(self, name: str, on: date, value: Decimal, *, descriptor=None, note="", alone=False, first=False) -> None:
        """Add a result: in the instance of that day when there is one that only lacks this, else in one of its own."""
        result = element_of(
            name, *texts(EndDate=on.isoformat(), NumberOfUnits=write_amount(value), Description=note or None)
        )
        if descriptor:
            label, said = descriptor
            result.put(
                "Descriptor", [element_of("Descriptor", *texts(DescriptorName=label, DescriptorValue=said or None))]
            )
        instance = None if alone else self._instance_of(name, on, descriptor)
        if instance is None:
            instance = element_of("MeasurementInstance")
            self.instances.insert(0 if first else self._where(on), instance)
        instance.put(name, [*instance.all(name), result])

    def _instance_of(self, name: str, on: date, descriptor) -> Element | None:
        for instance in self.instances:
            days = {result.text_of("EndDate") for result in instance.children}
            if days != {on.isoformat()} or any(_is_baseline(result) for result in instance.children):
                continue
            if not instance.all(name) or (descriptor and all(r.one("Descriptor") for r in instance.all(name))):
                return instance
        return None

    def _where(self, on: date) -> int:
        """After the last instance that ends on this day or before."""
        where = 0
        for number, instance in enumerate(self.instances, start=1):
            days = [result.text_of("EndDate")[:10] for result in instance.children if result.text_of("EndDate")]
            if not days or min(days) <= on.isoformat():
                where = number
        return where


def _is_baseline(result: Element) -> bool:
    return result.text_of("Descriptor", "DescriptorName") == BASELINE
