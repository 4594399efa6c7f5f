"""Templates tell steps: ``{% told steps as lines %}`` gives what components/timeline.html draws."""

from collections.abc import Iterable

from django import template

from plans.models import Step
from plans.telling import ToldStep, tell

register = template.Library()


@register.simple_tag
def told(steps: Iterable[Step]) -> list[ToldStep]:
    """In the order in which they are given."""
    return [tell(step) for step in steps]
