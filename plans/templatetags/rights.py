"""Templates ask the table of rights: ``{% may "submit_update" action as can_update %}``."""

from typing import Any

from django import template

from plans import rights

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: template.Context, verb: str, thing: Any) -> bool:
    """Whether the reader of this page may do ``verb`` to ``thing``; no query, the gate has read the roles.

    A public page is drawn for nobody in particular, who may nothing.
    """
    request = context.get("request")
    return request is not None and rights.may(request.user, verb, thing, request.roles)
