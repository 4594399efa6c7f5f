"""Updates that a colleague has prepared and the lead submits: seen inside the lead's organisation, nowhere else."""

from collections.abc import Sequence

from actions.models import Action
from people.models import User
from plans import drafts
from plans.gate import PersonRequest
from plans.models import Draft, Role
from plans.rights import OWN_ORGANISATION, people_holding

# What the update's form is called in drafts.
FORM = "update"


def prepared_for(reader: User, actions: Sequence[Action], roles: frozenset[Role]) -> dict[int, list[Draft]]:
    """``{action's key: drafts}``: what others of the lead's organisation have begun to say of actions of one plan, latest
    first; nobody else sees it. Two queries."""
    theirs = {drafts.about(one): one for one in actions if _reports(reader, one, roles)}
    begun = Draft.objects.filter(form=FORM, about__in=theirs).exclude(person=reader).select_related("person")
    found = list(begun.order_by("-saved_at"))
    officers = set(people_holding(actions[0].plan, Role.OFFICER)) if found else set()
    prepared: dict[int, list[Draft]] = {}
    for draft in found:
        action = theirs[draft.about]
        if draft.person in officers and OWN_ORGANISATION.holds(draft.person, action):
            prepared.setdefault(action.pk, []).append(draft)
    return prepared


def keep_for_the_lead(request: PersonRequest) -> bool:
    """Keep what a colleague sends, whichever way it is sent; False where the form's token is not hers."""
    token = drafts.read_token(request.POST.get("form_token", ""))
    if token is None or token.person != request.user.pk:
        return False
    drafts.keep(token, request.POST)
    return True


def _reports(person: User, action: Action, roles: frozenset[Role]) -> bool:
    return Role.OFFICER in roles and OWN_ORGANISATION.holds(person, action)
