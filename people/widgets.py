"""The two widgets of our own: a day in words, and the choice of a rating criterion."""

import datetime as dt
from typing import Any

from django import forms

from people.models import british


class DateText(forms.DateInput):
    """One text box for a day; a calendar of boxes is slower to type and to hear."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return british(value) if isinstance(value, dt.date) else value


class CriterionRadio(forms.RadioSelect):
    """Choosing the criterion is choosing the rating: each option shows the rating beside its full sentence.

    For a ModelChoiceField whose rows have ``rating`` and ``words``. Nothing is chosen beforehand; ``last_time`` (a
    primary key) is only noted beside its sentence.
    """

    last_time: Any = None

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        criterion = getattr(value, "instance", None)
        if criterion is not None:
            option["criterion"] = criterion
            option["last_time"] = self.last_time is not None and str(value) == str(self.last_time)
            option["attrs"]["data-rating"] = criterion.rating
        return option
