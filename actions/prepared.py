"""Updates that a colleague has prepared and the lead submits: seen inside the lead's organisation, nowhere else."""

from actions.models import Action
from people.models import User
from plans import drafts
from plans.gate import PersonRequest
from plans.models import Draft, Role
from plans.rights import OWN_ORGANISATION, roles_of

# What the update's form is called in drafts.
FORM = "update"


def prepared_for(reader: User, action: Action, roles: frozenset[Role]) -> list[Draft]:
    """What others of the lead's organisation have begun to say of ``action``, latest first; nobody else sees it."""
    if not _reports(reader, action, roles):
        return []
    begun = Draft.objects.filter(form=FORM, about=drafts.about(action)).exclude(person=reader).select_related("person")
    return [
        one for one in begun.order_by("-saved_at") if _reports(one.person, action, roles_of(one.person, action.plan))
    ]


def keep_for_the_lead(request: PersonRequest) -> bool:
    """Keep what a colleague sends, whichever way it is sent; False where the form's token is not hers."""
    token = drafts.read_token(request.POST.get("form_token", ""))
    if token is None or token.person != request.user.pk:
        return False
    drafts.keep(token, request.POST)
    return True


def _reports(person: User, action: Action, roles: frozenset[Role]) -> bool:
    return Role.OFFICER in roles and OWN_ORGANISATION.holds(person, action)
