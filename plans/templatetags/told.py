"""Templates tell steps: ``{% told steps as lines %}`` gives what components/timeline.html draws."""

from collections.abc import Iterable
from dataclasses import replace

from django import template

from plans.models import Step
from plans.telling import ToldStep, tell

register = template.Library()


@register.simple_tag
def told(steps: Iterable[Step]) -> list[ToldStep]:
    """In the order in which they are given."""
    return [tell(step) for step in steps]


@register.simple_tag
def told_by_name(steps: Iterable[Step]) -> list[ToldStep]:
    """The same where the steps are of different rows: each line says which."""
    return [replace(tell(step), words=f"{tell(step).words} – {step.reference}") for step in steps]
