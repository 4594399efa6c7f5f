"""Dates as people say them: "July or August", "third week of April", "not beyond June 2016".

The words are kept; beside them stand the earliest and the latest day that they allow, and in a sentence how they were read.
Nothing is guessed in silence: where a year is missing, or a number could be a day or a year, the sentence says what was
taken for what; where the words give no deadline, it says why not.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from people.models import british
from people.working_days import working_days_after

LONGEST = 300  # characters; what is longer is a text and no date


class QuarterYear(Enum):
    """What a plan means by Q1: asked once for each plan."""

    CALENDAR = "calendar"  # January to March
    FINANCIAL = "financial"  # April to June


@dataclass(frozen=True)
class FuzzyDate:
    """``words`` as written; ``latest`` is the last day that they allow. ``read_as`` is the sentence that a page shows."""

    words: str
    earliest: dt.date | None
    latest: dt.date | None
    read_as: str

    @property
    def has_date(self) -> bool:
        """Whether there is a day after which it is late."""
        return self.latest is not None


def said(words: str, day: dt.date | None) -> str:
    """A date as a page says it: the words in which it was said, else the day, else nothing."""
    return words or (british(day) if day else "")


class NoDate(Exception):
    """The words give no deadline; the message says why."""


@dataclass(frozen=True)
class _Span:
    """Days from ``first`` to ``last``, and what was taken for what on the way."""

    first: dt.date
    last: dt.date
    notes: tuple[str, ...] = ()

    def noting(self, note: str) -> "_Span":
        return _Span(self.first, self.last, (*self.notes, note))


@dataclass(frozen=True)
class _Context:
    """What a reader needs beside the words: the day from which a missing year counts, and what a quarter means."""

    near: dt.date
    quarters: QuarterYear | None


def read_fuzzy_date(words: str, *, near: dt.date, quarters: QuarterYear | None = None) -> FuzzyDate:
    """Read a date as people write it; never raises.

    ``near`` is the day from which a missing year is counted: the next such day is meant, and the sentence says so.
    """
    kept = " ".join(words.split())
    if len(kept) > LONGEST:
        return FuzzyDate(kept, None, None, f"no date: this is a text of {len(kept):,} characters")
    try:
        return _read(kept, _plain(words), _Context(near, quarters))
    except NoDate as reason:
        return FuzzyDate(kept, None, None, f"no date: {reason}")
    except (ValueError, OverflowError):
        return FuzzyDate(kept, None, None, "no date: there is no such day in the calendar")


# --- around the date: by, before, from, onwards -------------------------------------------------

_NEVER = {
    "": "nothing is written",
    "-": "nothing is written", "?": "nothing is written", "none": "nothing is written",
    "n/a": "it is said not to apply", "na": "it is said not to apply", "not applicable": "it is said not to apply",
    "tbc": "it is still to be confirmed", "to be confirmed": "it is still to be confirmed",
    "tba": "it is still to be announced", "tbd": "it is still to be decided", "to be agreed": "it is still to be agreed",
    "ongoing": "the work is said to go on without an end", "on-going": "the work is said to go on without an end",
    "continuous": "the work is said to go on without an end", "continuing": "the work is said to go on without an end",
    "rolling": "the work is said to go on without an end", "rolling programme": "the work is said to go on without an end",
    "permanent": "the work is said to go on without an end", "in place": "it is said to be in place",
    "asap": "as soon as possible is no day", "as soon as possible": "as soon as possible is no day",
    "immediate": "immediately is no day", "immediately": "immediately is no day",
    "complete": "it says that it is done, not when", "completed": "it says that it is done, not when",
    "done": "it says that it is done, not when",
}  # fmt: skip
_RHYTHM = re.compile(
    r"\b(annual|annually|yearly|monthly|weekly|daily|quarterly|termly|bi-?annual(?:ly)?|fortnightly|every|each|per)\b"
)
_STARTS = re.compile(
    r"(?:commenced|commencing|commences?|started|starting|starts?|begins?|began|from|after|since) (?:in )?"
)
_BEFORE = re.compile(r"(?:before|prior to|ahead of) ")
_BY = re.compile(
    r"(?:(?:to be )?(?:completed?|done|due|delivered)? ?(?:by|no later than|not later than|not beyond|until|till|up to|within)|"
    r"due(?: on| in)?|deadline:?|target:?) "
)
_IN = re.compile(r"^(?:in|on|during|at) ")
_END = re.compile(r"(?:the )?(?:end|close) of ")
_AT_THE_LATEST = re.compile(r"(.+?),? (?:at the (?:very )?latest|at latest|latest)")
_ABOUT = re.compile(
    r"(?:around|about|approx(?:imately)?\.?|circa|c\.|perhaps|possibly|probably|hopefully|provisionally|likely) "
)


def _read(kept: str, plain: str, context: _Context) -> FuzzyDate:
    if plain in _NEVER:
        raise NoDate(_NEVER[plain])
    if found := re.fullmatch(r"(.+?)(?: onwards?| and after| and beyond|\+)", plain):
        return _start(kept, _span(_STARTS.sub("", found[1], count=1), context))
    if _RHYTHM.search(plain):
        raise NoDate("it is said how often, not by when")
    found = _STARTS.match(plain)
    if found and not re.match(r"from .+ (?:to|until) ", plain):
        return _start(kept, _span(plain[found.end() :], context), after=plain.startswith("after"))
    if found := _BEFORE.match(plain):
        span = _span(plain[found.end() :], context)
        if _END.match(plain, found.end()):  # "before the end of June" is by its last day, not by the one before
            return _by(kept, span.last, span.notes)
        return _by(kept, span.first - dt.timedelta(days=1), span.notes)
    relative = _relative(plain, context)
    if relative is not None:
        return _between(kept, relative)
    if found := _AT_THE_LATEST.fullmatch(plain):
        span = _span(_IN.sub("", _BY.sub("", found[1], count=1), count=1), context)
        return _by(kept, span.last, span.notes)
    if found := _BY.match(plain):
        span = _span(plain[found.end() :], context)
        return _by(kept, span.last, span.notes)
    if found := _ABOUT.match(plain):
        read, note = _read(kept, plain[found.end() :], context), f"“{found[0].strip()}” is left out of account"
        return replace(read, read_as=f"{read.read_as}; {note}")
    return _between(kept, _span(_IN.sub("", plain, count=1), context))


def _start(kept: str, span: _Span, *, after: bool = False) -> FuzzyDate:
    """A start without an end: nothing is ever late by it."""
    earliest = span.last + dt.timedelta(days=1) if after else span.first
    notes = "".join(f"; {note}" for note in span.notes)
    return FuzzyDate(
        kept, earliest, None, f"no date: it begins on {british(earliest)} or later, and no end is named{notes}"
    )


def _by(kept: str, last: dt.date, notes: tuple[str, ...]) -> FuzzyDate:
    return FuzzyDate(kept, None, last, "; ".join((f"by {british(last)}", *notes)))


def _between(kept: str, span: _Span) -> FuzzyDate:
    days = british(span.first)
    if span.first < span.last:
        days = f"between {days} and {british(span.last)}"
    return FuzzyDate(kept, span.first, span.last, "; ".join((days, *span.notes)))


# --- relative to a day ---------------------------------------------------------------------------

_IN_WORDS = [
    "zero",
    "a|an|one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_NUMBERS = {word: number for number, words in enumerate(_IN_WORDS) for word in words.split("|")}
_HOW_MANY = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_LENGTH = rf"{_HOW_MANY}(?: ?(?:-|to|or) ?{_HOW_MANY})? ?(working days?|days?|weeks?|months?|years?)(?:'s?)?"
_OF_A_DAY = re.compile(rf"(?:within |by |no later than )?{_LENGTH} (?:of|after|from|following) (.+)")
_FROM_NOW = re.compile(rf"(?:within|in|over)(?: the)?(?: next)? {_LENGTH}(?: time)?")


def _relative(plain: str, context: _Context) -> _Span | None:
    """So long after a day; None where the words say nothing of that kind."""
    found = _OF_A_DAY.fullmatch(plain)
    if found is None and (found := _FROM_NOW.fullmatch(plain)) is None:
        return _this_or_next(plain, context)
    least, most, unit = found[1], found[2], found[3]
    from_words = found[4] if found.re is _OF_A_DAY else "now"
    if from_words in ("now", "today"):
        start, note = _Span(context.near, context.near), f"counted from {british(context.near)}"
    else:
        try:
            start = _span(from_words, context)
        except NoDate:
            raise NoDate(f"it counts from “{from_words}”, and nothing says when that is") from None
        note = f"counted from {british(start.last)}"
    within = plain.startswith(("within", "in ", "by", "no later", "over"))
    first = start.first if within and not most else _later(start.first, _number(least), unit)
    return _Span(first, _later(start.last, _number(most or least), unit), start.notes).noting(note)


def _this_or_next(plain: str, context: _Context) -> _Span | None:
    near, note = context.near, f"counted from {british(context.near)}"
    month = near.replace(day=1)
    if plain in ("this month", "end of the month", "end of this month", "by the end of the month"):
        return _month(month).noting(note) if plain == "this month" else _last_day(_month(month)).noting(note)
    if plain == "next month":
        return _month(_later(month, 1, "months")).noting(note)
    if plain in ("this year", "end of the year", "by the end of the year", "end of this year"):
        year = _Span(dt.date(near.year, 1, 1), dt.date(near.year, 12, 31), ("read as the calendar year",))
        return (year if plain == "this year" else _last_day(year)).noting(note)
    if plain in ("end of the financial year", "by the end of the financial year", "end of financial year", "year end"):
        end = dt.date(near.year + (near > dt.date(near.year, 3, 31)), 3, 31)
        return _Span(end, end, ("the financial year ends on 31 March", note))
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _later(day: dt.date, number: int, unit: str) -> dt.date:
    if unit.startswith("working"):
        return working_days_after(day, number)
    if unit.startswith(("day", "week")):
        return day + dt.timedelta(days=number * (7 if unit.startswith("week") else 1))
    months = day.month - 1 + number * (12 if unit.startswith("year") else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


# --- the days themselves ---------------------------------------------------------------------------

_MONTH_NAMES = [name.casefold() for name in calendar.month_name]
_MONTHS = {name[:letters]: number for number, name in enumerate(_MONTH_NAMES) if number for letters in (3, len(name))}
_MONTHS["sept"] = 9
_M = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_Y = r"(\d{4})"
_WEEKDAYS = [name.casefold() for name in calendar.day_name]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 5}


def _plain(words: str) -> str:
    """Small letters, single spaces, one kind of dash, no ordinal endings, no full stop at the end."""
    text = "".join(" " if not character.isprintable() or character.isspace() else character for character in words)
    text = re.sub("[‐‑‒–—−]", "-", text).replace("’", "'").casefold()
    text = re.sub(r"(\d)(?:st|nd|rd|th)\b(?! week)", r"\1", text)
    text = re.sub(r"\b([a-z]{3,4})\.(?=[ \d]|$)", r"\1", text)
    text = re.sub(rf"\b{_M} ?/ ?{_M}\b", r"\1 or \2", text)
    return re.sub(r" ?, ?", ", ", " ".join(text.split())).strip(" .,;")


def _span(text: str, context: _Context) -> _Span:
    """The days that a phrase covers."""
    text = text.strip(" .,;")
    for read in _READERS:
        span = read(text, context)
        if span is not None:
            return span
    if len(_dates_in(text)) > 1:
        raise NoDate("more than one date is written: say which of them counts")
    if re.search(r"\bterm\b|\beaster\b", text):
        raise NoDate("terms and Easter fall on other days each year: write the day")
    raise NoDate("these words name no day")


def _dates_in(text: str) -> list[str]:
    return re.findall(rf"\b{_M} \d{{4}}|\bq[1-4]\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}", text)


def _end_or_part(text: str, context: _Context) -> _Span | None:
    """The end, the middle, the beginning of a month, a quarter or a year."""
    found = re.fullmatch(
        r"(?:the )?(end|beginning|start|early|middle|mid|late|later)(?: ?- ?| of | in | )(?:the )?(.+)", text
    )
    if found is None:
        return None
    span = _span(found[2], context)
    if found[1] == "end":
        return _last_day(span)
    third = ((span.last - span.first).days + 1) // 3
    if not third:
        raise NoDate(f"“{found[1]}” needs more than a day or two")
    part = {"mid": 1, "middle": 1, "late": 2, "later": 2}.get(found[1], 0)
    first = span.first + dt.timedelta(days=third * part)
    last = span.last if part == 2 else span.first + dt.timedelta(days=third * (part + 1) - 1)
    word = ("first", "middle", "last")[part]
    return _Span(first, last, (*span.notes, f"“{found[1]}” is read as the {word} third"))


def _last_day(span: _Span) -> _Span:
    return _Span(span.last, span.last, span.notes)


def _week(text: str, context: _Context) -> _Span | None:
    if found := re.fullmatch(rf"(?:the )?({'|'.join(_ORDINALS)}) week (?:of|in) (.+)", text):
        month = _span(found[2], context)
        if (month.first.day, (month.last - month.first).days < 31) != (1, True):
            raise NoDate("a week of what is not one month cannot be counted")
        first = month.last - dt.timedelta(days=6) if found[1] == "last" else None
        first = first or month.first + dt.timedelta(days=7 * (_ORDINALS[found[1]] - 1))
        last = min(first + dt.timedelta(days=6), month.last)
        return _Span(first, last, (*month.notes, f"days {first.day} to {last.day} of the month"))
    if found := re.fullmatch(r"(?:week commencing|week beginning|week of|w/c|wc) (.+)", text):
        span = _span(found[1], context)
        return _Span(span.first, span.first + dt.timedelta(days=6), span.notes)
    if found := re.fullmatch(r"(?:week ending|w/e) (.+)", text):
        span = _span(found[1], context)
        return _Span(span.last - dt.timedelta(days=6), span.last, span.notes)
    return None


def _quarter(text: str, context: _Context) -> _Span | None:
    found = re.fullmatch(r"(?:q|quarter |qtr )([1-4])(?: of)?(?:[ ,/-]+(\d{4})(?:[/-](\d{2}|\d{4}))?)?", text)
    if found is None:
        found = re.fullmatch(
            r"(?:the )?(first|second|third|fourth) quarter(?: of)?(?: (\d{4})(?:[/-](\d{2}|\d{4}))?)?", text
        )
    if found is None:
        return None
    if not found[2]:
        raise NoDate("a quarter without its year")
    number = _ORDINALS.get(found[1]) or int(found[1])
    quarters = QuarterYear.FINANCIAL if found[3] else context.quarters
    if quarters is None:
        raise NoDate(
            "are quarters of the financial year (Q1 from April) or of the calendar year? The plan does not say yet"
        )
    start = dt.date(int(found[2]), 4 if quarters is QuarterYear.FINANCIAL else 1, 1)
    first = _later(start, 3 * (number - 1), "months")
    last = _later(first, 3, "months") - dt.timedelta(days=1)
    return _Span(first, last, (f"quarter {number} of the {quarters.value} year",))


def _range(text: str, context: _Context) -> _Span | None:
    """From one phrase to another; a year that stands at the end holds for both."""
    found = re.fullmatch(r"(?:between |from )?(.+?) ?(?: to | until | and | or | & |-) ?(.+)", text)
    if (
        found is None
        or re.fullmatch(r"\d{4}-\d{1,2}(-\d{1,2})?", text)
        or re.fullmatch(r"\d{1,2}-[a-z0-9]+-\d{2,4}", text)
    ):
        return None
    first_words, last_words = found[1], found[2]
    if (
        first_words.isdigit()
        and (days := re.fullmatch(rf"(\d{{1,2}}) {_M}(?: {_Y})?", last_words))
        and len(first_words) < 3
    ):
        first_words = f"{first_words}{last_words[len(days[1]) :]}"
    year = re.search(r"\b(\d{4})$", last_words)
    if year and not re.search(r"\d{4}", first_words):
        first_words = f"{first_words} {year[1]}"
    try:
        last = _span(last_words, context)
        first = _span(first_words, context)
    except NoDate:
        return None
    is_span = " and " not in text or text.startswith(("between ", "from "))
    if not is_span and abs((last.first - first.last).days) > 1:
        raise NoDate("it names two dates: write the one that counts, or “between … and …”")
    if first.first > last.last:
        if re.search(r"\d{4}", found[1]) or first.first.year - last.last.year > 1:
            raise NoDate("the end lies before the beginning")
        if year:  # November to February 2017: the beginning lies in the year before
            first = _span(f"{found[1]} {int(year[1]) - 1}", context)
        else:
            last = _Span(_later(last.first, 1, "years"), _later(last.last, 1, "years"), last.notes)
    return _Span(first.first, last.last, tuple(dict.fromkeys((*first.notes, *last.notes))))


def _day(text: str, context: _Context) -> _Span | None:
    weekday, rest = "", text
    if found := re.match(rf"({'|'.join(f'{day}|{day[:3]}' for day in _WEEKDAYS)})\.?,? (?=\d)", text):
        weekday, rest = found[1], text[found.end() :]
    span = _numeric_day(rest) or _named_day(rest, context)
    if span is None or not weekday:
        return span
    named = next(day for day in _WEEKDAYS if day.startswith(weekday))
    falls_on = _WEEKDAYS[span.first.weekday()]
    if falls_on != named:
        return span.noting(f"that day is a {falls_on.capitalize()}, not a {named.capitalize()}")
    return span


def _numeric_day(text: str) -> _Span | None:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?", text):
        return _one(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", text):
        return _one(_full_year(found[4]), int(found[3]), int(found[1]), *_short_year(found[4]))
    return None


def _named_day(text: str, context: _Context) -> _Span | None:
    if found := re.fullmatch(rf"(\d{{1,2}})[ -]?(?:of )?{_M}(?:[ ,-]+(\d{{4}}|'?\d{{2}}))?", text):
        day, month, year = int(found[1]), _MONTHS[found[2]], (found[3] or "").strip("'")
        if year:
            return _one(_full_year(year), month, day, *_short_year(year))
        return _next_year_of(context, lambda whole: _one(whole, month, day))
    if found := re.fullmatch(rf"{_M} (\d{{1,2}}), {_Y}", text):
        return _one(int(found[3]), _MONTHS[found[1]], int(found[2]))
    if found := re.fullmatch(rf"{_M} (\d{{1,2}})", text):
        year = _full_year(found[2])
        # The day stands before the month here, so a number behind it is a year, where it can be one of this plan's.
        if int(found[2]) < 13 or abs(year - context.near.year) > 10:
            raise NoDate(f"{found[2]} may be a day or a year: write the day before the month, or the year in full")
        return _month(dt.date(year, _MONTHS[found[1]], 1)).noting(
            f"{found[2]} is read as the year {year}, not as a day"
        )
    return None


def _month_or_year(text: str, context: _Context) -> _Span | None:
    if found := re.fullmatch(rf"{_M}[ ,/-]+({_Y[1:-1]}|'\d{{2}}|(?<=-)\d{{2}})", text):
        year = found[2].strip("'")
        return _month(dt.date(_full_year(year), _MONTHS[found[1]], 1), *_short_year(year))
    if found := re.fullmatch(_M, text):
        month = _MONTHS[found[1]]
        return _next_year_of(context, lambda whole: _month(dt.date(whole, month, 1)))
    if found := re.fullmatch(r"(?:fy ?|financial year )?(\d{4})[/-](\d{2})", text):
        year = int(found[1])
        if (year + 1) % 100 != int(found[2]):
            return None
        days = _Span(dt.date(year, 4, 1), dt.date(year + 1, 3, 31))
        return days.noting(f"read as the financial year {year}/{found[2]}")
    if re.fullmatch(_Y, text):
        return _Span(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))
    return None


def _season(text: str, context: _Context) -> _Span | None:
    if found := re.fullmatch(rf"(?:the )?({'|'.join(_SEASONS)})(?: of)?(?: {_Y})?", text):
        month, word = _SEASONS[found[1]], found[1]

        def season(year: int) -> _Span:
            first = dt.date(year, month, 1)
            return _Span(first, _later(first, 3, "months") - dt.timedelta(days=1))

        span = season(int(found[2])) if found[2] else _next_year_of(context, season)
        months = f"{british(span.first).split()[1]} to {british(span.last).split()[1]}"
        return span.noting(f"{word} is read as {months}")
    if found := re.fullmatch(rf"(?:christmas|xmas)(?: {_Y})?", text):
        if found[1]:
            return _one(int(found[1]), 12, 25)
        return _next_year_of(context, lambda year: _one(year, 12, 25))
    return None


_READERS = (_week, _quarter, _day, _month_or_year, _season, _end_or_part, _range)


def _one(year: int, month: int, day: int, *notes: str) -> _Span:
    only = dt.date(year, month, day)
    return _Span(only, only, notes)


def _month(first: dt.date, *notes: str) -> _Span:
    return _Span(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), notes)


def _next_year_of(context: _Context, span_in: Callable[[int], _Span]) -> _Span:
    """The next such days that are not over on ``near``."""
    for year in range(context.near.year - 1, context.near.year + 9):
        try:
            span = span_in(year)
        except ValueError:  # 29 February
            continue
        if span.last >= context.near:
            return span.noting(f"the year is not written; read as the next one after {british(context.near)}")
    raise NoDate("there is no such day in the calendar")


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _short_year(text: str) -> tuple[str, ...]:
    return () if len(text) == 4 else (f"{text} is read as the year {_full_year(text)}",)
