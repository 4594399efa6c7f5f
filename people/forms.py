"""What every form shares: one helper that draws it, text that both databases can keep, dates as people write them."""

import calendar
import datetime as dt
import re
import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name

from people.models import british
from people.widgets import DateText

# No text box is without a limit; this one holds two printed pages.
LONGEST_TEXT = 8_000


def house_helper() -> FormHelper:
    """The one crispy helper. The template writes ``<form>``, the token and the buttons; base.html the error summary."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    # A layout that forgets the version seen or the form's token would lose them without a word.
    helper.render_hidden_fields = True
    return helper


def when_rated(*fields: Any, ratings: str, legend: str) -> Fieldset:
    """Questions that only some ratings ask (``ratings="R A"``), for a crispy layout.

    With JavaScript they appear when such a criterion is chosen; without it they always stand there and ``legend`` says
    when they need an answer. ``legend`` is drawn as a template: never put users' words in it.
    """
    return Fieldset(legend, *fields, css_class="when-rated", data_when_rated=ratings)


class _House(forms.BaseForm):
    # The server answers with a summary that links to each field; the browser's own bubbles would come before it.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = house_helper()

    def full_clean(self) -> None:
        """An empty answer's message names its question, unless the form says it better."""
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = f"“{field.label or pretty_name(name)}” needs an answer."
        super().full_clean()


class HouseForm(_House, forms.Form):
    """Base of every form that is not a ModelForm."""


class FormsTogether:
    """Several forms that one page sends together, for the error summary: ``(what tells it from the others, id, form)``."""

    @property
    def named(self) -> list[tuple[str, str, forms.BaseForm]]:
        raise NotImplementedError

    @property
    def errors(self) -> list[forms.BaseForm]:
        return [form for _, _, form in self.named if form.errors]


class PlainTextField(forms.CharField):
    """Text that both databases and every paper can keep.

    Line endings become one kind. Control characters, which one database stores and the other refuses, are refused with
    their place; the form then shows the text without them, so that sending it again is enough.
    """

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        self.limit = max_length or LONGEST_TEXT
        super().__init__(max_length=self.limit, **kwargs)

    def to_python(self, value: Any) -> str:
        text = one_kind_of_line_ending(str(value)) if value not in self.empty_values else ""
        place = first_unkeepable(text)
        if place is not None:
            raise ValidationError(_unkeepable_words(text, place), code="unkeepable")
        if not isinstance(self.widget, forms.Textarea):
            text = text.replace("\n", " ")
        return str(super().to_python(text)) if can_be_seen(text) else ""

    def run_validators(self, value: Any) -> None:
        if len(value) > self.limit:
            raise ValidationError(
                f"This is {len(value):,} characters long and the limit is {self.limit:,}: take out "
                f"{len(value) - self.limit:,}. All of it still stands in the box.",
                code="max_length",
            )
        super().run_validators(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        shown = super().bound_data(data, initial)
        return "".join(c for c in shown if can_be_kept(c)) if isinstance(shown, str) else shown

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        # A browser that knows the limit cuts off what is pasted, without a word.
        attrs.pop("maxlength", None)
        return attrs


def one_kind_of_line_ending(text: str) -> str:
    """``text`` with ``\\n`` at the end of each line, whatever stood there."""
    return re.sub("\r\n|[\r\u2028\u2029]", "\n", text)


def can_be_seen(text: str) -> bool:
    """Whether there is a character with ink: a reason of zero-width spaces is no reason."""
    return any(unicodedata.category(one) not in ("Cf", "Zs", "Zl", "Zp", "Cc") and one not in _BLANK for one in text)


# Letters by category that show nothing.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


def can_be_kept(character: str) -> bool:
    """Whether both databases and every paper can hold it."""
    if character in "\n\r\t":
        return True
    # Control characters, half of a surrogate pair, and the two that no XML (and so no Word paper) can hold.
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"


def first_unkeepable(text: str) -> int | None:
    """Where the first character stands that no database and no paper can keep; None where all can be kept."""
    return next((place for place, character in enumerate(text) if not can_be_kept(character)), None)


def _unkeepable_words(text: str, place: int) -> str:
    before = " ".join(text[:place].split()[-4:])
    where = f"after “{_short(before)}”" if before else "at the very beginning"
    return (
        f"An invisible control character (U+{ord(text[place]):04X}) stood {where}; it cannot be kept. "
        "It has been taken out of the box: read the text through and send it again."
    )


class SeveralOf(forms.ModelMultipleChoiceField):
    """Several rows, by tick boxes. What is no key of any row is refused in words, also where no database holds the number."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not re.fullmatch(r"[0-9]{1,18}", str(key)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(key)[:40]}
                )
        return super().clean(value)


class DateField(forms.DateField):
    """A day as people write it: 31 May 2016, 31st May 2016, 31/05/2016, 31/5/16, 31 5 2016 or 2016-05-31."""

    widget = DateText

    def __init__(self, *, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text or "For example, 31 May 2016 or 31/5/16: the day first", **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        return read_date(str(value), in_short=True)


_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})[\s./-]+(\d+)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def read_date(text: str, *, in_short: bool = False) -> dt.date:
    """The day that ``text`` names; a ValidationError that says what is wrong with it. ``in_short``: 16 is 2016."""
    written = " ".join(text.replace(",", " ").replace(" of ", " ").split())
    if match := _YEAR_FIRST.fullmatch(written):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(written):
        day, month, year = match.groups()
    else:
        raise ValidationError(f"“{_short(text)}” cannot be read as a date. Write it like 31 May 2016.", code="invalid")
    if in_short and len(year) == 2:
        year = f"20{year}"
    if len(year) != 4:
        raise ValidationError(f"Write the year of “{_short(text)}” with four figures, like 2016.", code="invalid")
    number = int(month) if month.isdigit() else _month_number(month)
    if number is None:
        raise ValidationError(f"“{month}” is not a month. Write the date like 31 May 2016.", code="invalid")
    try:
        found = dt.date(int(year), number, int(day))
    except ValueError:
        words = f"There is no {_short(text)} in the calendar. Look at day and month."
        raise ValidationError(words, code="invalid") from None
    if not 1900 <= found.year <= 2200:
        raise ValidationError(f"{british(found)} is too far away. Look at the year.", code="invalid")
    return found


def _month_number(word: str) -> int | None:
    if word.lower() == "sept":
        return 9
    starting = [number for name, number in _MONTHS.items() if name.startswith(word.lower())]
    return starting[0] if len(starting) == 1 else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
