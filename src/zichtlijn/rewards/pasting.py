"""Rows of salaries as people paste them from a spreadsheet: read all at once, with everything that is wrong by row."""

from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zichtlijn.organisation.models import Person
from zichtlijn.rewards.actions.salaries import Pasted
from zichtlijn.rewards.forms import read_number

#: So many rows may be pasted at once, and so many mistakes are told.
MOST_ROWS, TOLD = 5000, 20
DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
CELLS = 5


class PasteForm(forms.Form):
    """Rows of a spreadsheet: personnel number, scale, salary for full-time work, part of full-time work, day."""

    rows = forms.CharField(
        label=_("Rows"),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "A row for each salary, without a head: personnel number, scale, salary for full-time work, part of "
            "full-time work in percent, and the day from which it holds. Copy them from a spreadsheet, or put a "
            "semicolon between the cells."
        ),
    )

    def __init__(self, *args, scales: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.scales = set(scales)

    def clean_rows(self) -> list[Pasted]:
        """The rows, or everything that is wrong with them."""
        lines = [line for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            raise ValidationError(_("Paste at most %(most)s rows at once.") % {"most": MOST_ROWS})
        split = [[cell.strip() for cell in line.split("\t" if "\t" in line else ";")] for line in lines]
        keys = {cells[0] for cells in split}
        people = {person.key: person for person in Person.objects.filter(key__in=keys)}
        found: list[Pasted] = []
        wrong: list[str] = []
        seen: set[tuple[int, date]] = set()
        for number, cells in enumerate(split, start=1):
            try:
                row = self._read(cells, people)
                if (row.person.pk, row.from_on) in seen:
                    raise ValidationError(_("This person stands here twice for this day."))
                seen.add((row.person.pk, row.from_on))
                found.append(row)
            except ValidationError as refusal:
                wrong.append(_("Row %(number)s: %(why)s") % {"number": number, "why": refusal.messages[0]})
        if wrong:
            raise ValidationError(wrong[:TOLD])
        return found

    def _read(self, cells: list[str], people: dict[str, Person]) -> Pasted:
        if len(cells) != CELLS:
            raise ValidationError(_("It has %(count)s cells, and must have five.") % {"count": len(cells)})
        key, scale, amount, part, day = cells
        if key not in people:
            raise ValidationError(_("Nobody has the personnel number “%(key)s”.") % {"key": key[:50]})
        if scale not in self.scales:
            raise ValidationError(_("The reward system has no scale “%(scale)s”.") % {"scale": scale[:40]})
        salary, share = read_number(amount), read_number(part.rstrip("%")) / 100
        if salary != round(salary, 2):
            raise ValidationError(_("Enter an amount in whole cents."))
        if not 0 < share <= Decimal("1.5") or share != round(share, 4):
            raise ValidationError(_("The part of full-time work lies above 0% and at most at 150%."))
        return Pasted(people[key], _day(day), scale, salary, share)


def _day(text: str) -> date:
    for form in DAYS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        if 1900 <= found.year <= 2200:
            return found
    raise ValidationError(_("“%(text)s” is no day; write it as 2026-01-31.") % {"text": text[:40]})
