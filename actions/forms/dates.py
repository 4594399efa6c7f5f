"""A date as people say it, in a form: a day, or words that are kept with what they were read as."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms

from actions.fuzzy_dates import LONGEST, QuarterYear, read_fuzzy_date, said
from people import clock
from people.forms import PlainTextField, read_date
from plans.models import Plan

# Which day of those that the words allow counts; the second where they do not name the first.
LAST = ("latest",)  # something is due: late once the last has passed
START = ("earliest", "latest")  # something begins
SINCE = ("latest", "earliest")  # something is so since, or until


@dataclass(frozen=True)
class SaidDate:
    """``day`` is the one that counts; ``words`` are empty beside a plain day. ``read_as`` says how words were read."""

    day: dt.date | None = None
    words: str = ""
    read_as: str = ""

    @property
    def said(self) -> str:
        return said(self.words, self.day)


class DateWordsField(PlainTextField):
    """31 May 2016, or "July or August 2016". ``of(plan)`` says what a quarter means there."""

    quarters: QuarterYear | None = None
    stands: SaidDate | None = None

    def __init__(self, *, help_text: str = "", counts: tuple[str, ...] = LAST, **kwargs: Any) -> None:
        words = "A day, such as 31 May 2016, or words, such as “July or August 2016”. The words are kept."
        super().__init__(help_text=help_text or words, max_length=LONGEST, **kwargs)
        self.widget.attrs["autocomplete"] = "off"
        self.counts = counts

    def of(self, plan: Plan, stands: SaidDate | None = None) -> None:
        """``stands`` is what the form shows: words that come back as they were keep the day that they were read as."""
        self.quarters = QuarterYear(plan.quarters) if plan.quarters else None
        self.stands = stands

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        # "July" said last year is not the July to come; words that named no day may name one now.
        if self.stands and self.stands.day and self.stands.words == " ".join(written.split()) != "":
            return self.stands
        return read_said(written, near=clock.today(), quarters=self.quarters, counts=self.counts)


def read_said(
    written: str, *, near: dt.date, quarters: QuarterYear | None = None, counts: tuple[str, ...] = LAST
) -> SaidDate:
    """The day that is written, or the words with what they are read as; a ValidationError for a day that is in no calendar."""
    if not written:
        return SaidDate()
    with suppress(forms.ValidationError):
        return SaidDate(read_date(written))
    read = read_fuzzy_date(written, near=near, quarters=quarters)
    if "no such day in the calendar" in read.read_as:
        raise forms.ValidationError(f"There is no {written} in the calendar. Look at day and month.")
    day = next((found for name in counts if (found := getattr(read, name))), None)
    if day is not None and not 1900 <= day.year <= 2200:
        raise forms.ValidationError(f"“{written}” is too far away. Look at the year.")
    return SaidDate(day, read.words, read.read_as.removeprefix("no date: " if day else ""))
