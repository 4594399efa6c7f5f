"""Building the objectives of a plan: freely in draft, with a reason once it is in force."""

from typing import Unpack

from objectives.models import StrategicObjective, Workstream
from people import clock
from people.models import GovernanceBody, Post
from plans.models import Step, Theme
from plans.references import slug_of
from plans.steps import How, Refused, one_step, refuse_unless_body_met
from plans.structure import refuse_in_force


def add_objective(
    theme: Theme,
    *,
    reference: str,
    wording: str,
    accountable_post: Post | None = None,
    responsible_body: GovernanceBody | None = None,
    because: str = "",
    **how: Unpack[How],
) -> StrategicObjective:
    """Add an objective at the end of a theme. Its reference is given once and for all as soon as the plan is in force."""
    last = theme.objectives.order_by("-position").first()
    objective = StrategicObjective(
        plan=theme.plan,
        theme=theme,
        reference=reference.strip(),
        slug=slug_of(reference),
        wording=wording.strip(),
        accountable_post=accountable_post,
        responsible_body=responsible_body,
        position=last.position + 1 if last else 1,
    )
    with one_step(objective, "add_objective", right="structure", because=because, **how) as row:
        pass
    return row


def reword_objective(objective: StrategicObjective, *, wording: str, because: str = "", **how: Unpack[How]) -> Step:
    """Change the wording; in force as a body decided at its meeting."""
    with one_step(objective, "reword_objective", right="structure", because=because, **how) as row:
        if row.plan.in_force:
            if not isinstance(how["by"], GovernanceBody):
                raise Refused("A change of wording is decided by a body: name it and its meeting.", "agreed_at")
            refuse_unless_body_met(how["by"], how.get("agreed_at"))
        if wording.strip() == row.wording:
            raise Refused("Nothing in the wording is different.", "wording")
        row.wording = wording.strip()
    return row.last_step


def reassign_objective(
    objective: StrategicObjective,
    *,
    accountable_post: Post | None,
    responsible_body: GovernanceBody | None,
    because: str = "",
    **how: Unpack[How],
) -> Step:
    """Say anew which post answers for the objective and which body is responsible."""
    with one_step(objective, "reassign_objective", right="structure", because=because, **how) as row:
        if (accountable_post, responsible_body) == (row.accountable_post, row.responsible_body):
            raise Refused("Nothing is different.", "accountable_post")
        row.accountable_post, row.responsible_body = accountable_post, responsible_body
    return row.last_step


def renumber_objective(objective: StrategicObjective, *, reference: str, **how: Unpack[How]) -> Step:
    """Give another reference, in draft alone."""
    with one_step(objective, "renumber_objective", right="structure", **how) as row:
        if row.plan.in_force:
            raise Refused("A reference never changes once the plan is in force.", "reference")
        row.reference, row.slug = reference.strip(), slug_of(reference)
    return row.last_step


def remove_objective(objective: StrategicObjective, *, because: str = "", **how: Unpack[How]) -> Step:
    """Take an objective without actions out of a draft."""
    with one_step(objective, "remove_objective", right="structure", removes=True, because=because, **how) as row:
        refuse_in_force(row.plan)
    return row.last_step


def add_workstream(
    objective: StrategicObjective, *, name: str, lead_post: Post | None = None, because: str = "", **how: Unpack[How]
) -> Workstream:
    """Name a strand of work under an objective."""
    workstream = Workstream(plan=objective.plan, objective=objective, name=name.strip(), lead_post=lead_post)
    with one_step(workstream, "add_workstream", right="structure", because=because, **how) as row:
        pass
    return row


def end_workstream(workstream: Workstream, *, because: str, **how: Unpack[How]) -> Step:
    """Say that a strand of work has ended, and why. It stays on the objective."""
    with one_step(workstream, "end_workstream", right="structure", because=because, **how) as row:
        if row.ended_on is not None:
            raise Refused("This workstream has ended already.")
        if not because.strip():
            raise Refused("Say why it ends.", "because")
        row.ended_on, row.ended_because = clock.today(), because.strip()[:300]
    return row.last_step

