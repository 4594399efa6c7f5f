"""Who decides on an action: the plan's deciding body or a chief officer on dates, the plan's signer on sign-off."""

import datetime as dt

from actions.models import Action
from people.models import GovernanceBody, Meeting, Post, User, british
from plans.deciding import refuse_another_body
from plans.models import Plan, Role
from plans.rights import roles_of
from plans.steps import Decider, Refused


def person_behind(decider: Decider) -> User | None:
    """The one person who decides: herself, or who holds the post; nobody where a body does."""
    if isinstance(decider, Post):
        return decider.holder
    return decider if isinstance(decider, User) else None


def signer_of(plan: Plan) -> GovernanceBody | Post | None:
    """The post or the body that this plan names for signing off; where it names neither, its deciding body."""
    return plan.signing_post or plan.signing_body or plan.deciding_body


def refuse_unless_deciding(action: Action, decider: Decider) -> None:
    """Dates move when the plan's deciding body agrees, or a chief officer who does not lead the action."""
    refuse_another_body(action.plan, decider)
    is_chief_officer = isinstance(decider, User) and Role.CHIEF_OFFICER in roles_of(decider, action.plan)
    if not isinstance(decider, GovernanceBody) and not is_chief_officer:
        raise Refused("Due dates move when a body or a chief officer of the plan agrees: name which.", "decided_by")
    if isinstance(decider, User) and action.lead_post.holder_id == decider.pk:
        raise Refused("The lead of an action does not decide on its own extension.", "decided_by")


def refuse_unless_deciding_body(action: Action, decider: Decider, what: str) -> None:
    """``what`` is decided by the plan's own deciding body."""
    if not isinstance(decider, GovernanceBody):
        raise Refused(f"{what} is decided by a body: name it and its meeting.", "agreed_at")
    refuse_another_body(action.plan, decider)


def refuse_unless_signing(action: Action, decider: Decider) -> None:
    """Signing off, returning and reopening are for the body or the post that the plan names."""
    signer = signer_of(action.plan)
    if isinstance(signer, Post) and signer.holder is None:
        raise Refused(
            f"Nobody holds the post {signer}, which signs in this plan. Name its holder first, or another signer."
        )
    if decider == signer or (isinstance(signer, Post) and person_behind(decider) == signer.holder is not None):
        return
    field = "agreed_at" if isinstance(signer, GovernanceBody) else "decided_by"
    raise Refused(f"In this plan {_the(signer)} signs actions off, returns and reopens them.", field)


def refuse_own_work(action: Action, person: User | None, *others: User | None) -> None:
    """Who signs is neither the lead nor anybody who had a hand in the report or its verification."""
    if person is None:
        return
    if person.pk == action.lead_post.holder_id:
        raise Refused("The lead of an action does not sign it off.", "decided_by")
    if person in others:
        raise Refused("Who reports, who verifies and who signs off are three people.", "decided_by")


def refuse_before(meeting: Meeting | None, day: dt.date | None, what: str) -> None:
    """A body decides on what is there: its meeting was not held before ``day``, on which ``what`` came about."""
    if meeting is not None and day is not None and meeting.held_on < day:
        raise Refused(
            f"That meeting was held before {what}, on {british(day)}. Name the one that decided.", "agreed_at"
        )


def _the(signer: GovernanceBody | Post | None) -> str:
    return f"the {signer}" if signer else "nobody yet"
