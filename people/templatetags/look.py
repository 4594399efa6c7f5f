"""The components of the look, as template tags.

==========================================  ====================================================================
``{% rating value %}``                      shape, letter, word and colour; value is R, A, G, B, nothing, or of a file
``{% rating_shape value %}``                the shape alone in its colour, beside a word that says the same
``{% fact words %}`` ``{% fact w "late" %}``  a plain fact beside a rating; nothing where there are no words
``{% late days %}`` ``{% extended times %}``  the two facts that every list shows
``{% slips_since day %}``                    from when slips are counted, after an import; else nothing
``{% spread counts %}``                     the stacked bar with its figures in words
``{% step_line step %}``                    who, when, from → to, because
``{% error_summary form %}``                what is wrong, with a link to each field (base.html calls it)
``{% house_form form %}``                   all fields of a form in our markup
``{% wrap "nav" … %}…{% endwrap %}``         an element that is left out where its content is blank
==========================================  ====================================================================
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people import rating as ratings
from people.forms import FormsTogether, house_helper

register = template.Library()


# --- the rating and the facts beside it --------------------------------------------------------


@register.simple_tag
def rating(value: str | None) -> SafeString:
    return rating_html(value or ratings.NOT_RATED)


# A dashboard draws hundreds of these; there are only a few.
@lru_cache(maxsize=16)
def rating_html(value: str) -> SafeString:
    """The one rating component as HTML."""
    return _on_one_line("components/rag.html", {"shown": ratings.shown(value)})


@register.simple_tag
def rating_shape(value: str | None) -> SafeString:
    return _shape_html(value or ratings.NOT_RATED)


@lru_cache(maxsize=16)
def _shape_html(value: str) -> SafeString:
    return _on_one_line("components/rag_shape.html", {"shown": ratings.shown(value), "coloured": True})


def _on_one_line(component: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(" ".join(render_to_string(component, context).split()))


@register.simple_tag
def fact(words: str, kind: str = "plain") -> SafeString:
    if not words:
        return mark_safe("")
    return format_html('<span class="fact fact-{}">{}</span>', kind, words)


@register.simple_tag
def late(days: int | None) -> SafeString:
    return fact(ratings.late_words(days or 0), "late")


@register.simple_tag
def extended(times: int | None) -> SafeString:
    return fact(ratings.extended_words(times or 0))


@register.simple_tag
def slips_since(since: Any) -> SafeString:
    return format_html('<span class="who">{}</span>', ratings.slips_words(since)) if since else mark_safe("")


# --- the stacked bar ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Segment:
    """One colour of the bar; ``x`` and ``width`` in hundredths of the bar, as SVG writes numbers."""

    name: str
    x: str
    width: str


# Thinner than this nobody sees that one of two hundred actions is red.
_THINNEST = 1.2
_GAP = 0.4


@register.simple_tag
def spread(counts: Mapping[str, int], size: str = "small", words: str = "shown") -> SafeString:
    """Stacked bar of counts by rating. ``size``: small or large; ``words``: shown, or hidden where they stand near."""
    return _spread_html(tuple((value, number) for value, number in counts.items() if number), size, words)


@lru_cache(maxsize=512)
def _spread_html(counts: tuple[tuple[str, int], ...], size: str, words: str) -> SafeString:
    by_value = dict(counts)
    order = [value for value in ratings.WORST_FIRST if value in by_value]
    context = {
        "segments": _segments([(ratings.SHOWN[value].name, by_value[value]) for value in order]),
        "figures": ", ".join(f"{by_value[value]:,} {ratings.SHOWN[value].counted}" for value in order) or "none yet",
        "size": size,
        "words": words,
    }
    return _on_one_line("components/bar.html", context)


def _segments(counts: list[tuple[str, int]]) -> list[Segment]:
    total = sum(number for _, number in counts)
    widths = [max(100 * number / total, _THINNEST) for _, number in counts]
    scale = 100 / sum(widths) if widths else 1
    segments, x = [], 0.0
    for (name, _), width in zip(counts, widths, strict=True):
        segments.append(Segment(name, f"{x:.2f}", f"{max(width * scale - _GAP, 0.1):.2f}"))
        x += width * scale
    return segments


# --- who, when, why ----------------------------------------------------------------------------


@register.inclusion_tag("components/step.html")
def step_line(step: Any) -> dict[str, Any]:
    """Who, when, from → to, because.

    ``step`` has words, was_rating, now_rating, changes (label, was, now), by_words, at, because, agreed_words,
    recorded_words, received_words and confirmed_words. A rating that is None was not touched; an empty one is *not yet rated*.
    """
    return {"step": step, "rerated": step.now_rating is not None, "stays": step.was_rating == step.now_rating}


# --- forms -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; ``target`` is the id of the box to go to, or nothing."""

    words: str
    target: str


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm | FormsTogether | None) -> dict[str, Any]:
    """``form``: that of the page, or those that it sends together, or nothing."""
    if isinstance(form, FormsTogether):
        # What is asked once for all of them is wrong once.
        return {"problems": list(dict.fromkeys(_problems_together(form)))}
    return {"problems": list(_problems(form)) if form else []}


def _problems(form: forms.BaseForm) -> Iterable[Problem]:
    yield from (Problem(str(words), "") for words in form.non_field_errors())
    for field in form:
        yield from (Problem(_named(str(words), field), _first_box(field)) for words in field.errors)


def _problems_together(together: FormsTogether) -> Iterable[Problem]:
    """Each names its form and its question: away from both, "Say why" could mean any of them."""
    for name, anchor, form in together.named:
        yield from (Problem(f"{name}: {words}", anchor) for words in form.non_field_errors())
        for field in form:
            asked = f"{name}, “{field.label}”: " if field.html_name.startswith(f"{form.prefix}-") else ""
            yield from (Problem(f"{asked}{words}", _first_box(field) or anchor) for words in field.errors)


def _named(words: str, field: forms.BoundField) -> str:
    """A message away from its field must say which field it means."""
    unnamed = words == forms.Field.default_error_messages["required"]
    return f"{field.label}: {words[0].lower()}{words[1:]}" if unnamed else words


def _first_box(field: forms.BoundField) -> str:
    if field.is_hidden:
        return ""
    return (field.subwidgets[0].id_for_label if field.use_fieldset and field.subwidgets else field.id_for_label) or ""


@register.simple_tag
def house_form(form: forms.BaseForm) -> SafeString:
    """All fields of ``form``, ours or a package's, without ``<form>``, token and buttons."""
    helper = getattr(form, "helper", None)
    if helper is None:
        for field in form:
            # A placeholder is no label: it goes with the first letter typed. And We Do Not Write Like This.
            field.field.widget.attrs.pop("placeholder", None)
            field.label = str(field.label).capitalize()
    return mark_safe(render_crispy_form(form, helper=helper or house_helper()))


# --- the page ----------------------------------------------------------------------------------


@register.simple_block_tag
def wrap(content: str, tag: str, css: str = "", label: str = "") -> SafeString:
    if not content.strip():
        return mark_safe("")
    labelled = format_html(' aria-label="{}"', label) if label else ""
    classed = format_html(' class="{}"', css) if css else ""
    return format_html("<{}{}{}>{}</{}>", tag, classed, labelled, content, tag)
