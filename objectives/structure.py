"""Building the objectives of a plan: freely in draft, with a reason once it is in force."""

from typing import Any, Unpack

from django.db.models import Count, QuerySet

from objectives.models import StrategicObjective, Workstream
from people import clock
from people.models import GovernanceBody, Post
from plans.deciding import refuse_another_body
from plans.models import Plan, Step, Theme
from plans.references import slug_of
from plans.steps import How, Refused, one_step, standing
from plans.structure import REMOVED, only_if_empty, refuse_in_force


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
    with (
        standing(accountable_post, field="accountable_post"),
        one_step(objective, "add_objective", right="structure", because=because, **how) as row,
    ):
        _refuse_taken(row)
    return row


def reword_objective(objective: StrategicObjective, *, wording: str, because: str = "", **how: Unpack[How]) -> Step:
    """Change the wording; in force as a body decided at its meeting."""
    with one_step(objective, "reword_objective", right="structure", because=because, **how) as row:
        if not row.plan.is_draft:
            if not isinstance(how["by"], GovernanceBody):
                raise Refused("A change of wording is decided by a body: name it and its meeting.", "agreed_at")
            refuse_another_body(row.plan, how["by"])
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
    new_post = accountable_post if accountable_post != objective.accountable_post else None
    with (
        standing(new_post, field="accountable_post"),
        one_step(objective, "reassign_objective", right="structure", because=because, **how) as row,
    ):
        if (accountable_post, responsible_body) == (row.accountable_post, row.responsible_body):
            raise Refused("Nothing is different.", "accountable_post")
        row.accountable_post, row.responsible_body = accountable_post, responsible_body
    return row.last_step


def renumber_objective(objective: StrategicObjective, *, reference: str, **how: Unpack[How]) -> Step:
    """Give another reference, in draft alone."""
    with one_step(objective, "renumber_objective", right="structure", because="Renumbered in the draft.", **how) as row:
        if not row.plan.is_draft:
            raise Refused("A reference never changes once the plan is in force.", "reference")
        if reference.strip() == row.reference:
            raise Refused("Nothing is different.", "reference")
        row.reference, row.slug = reference.strip(), slug_of(reference)
        _refuse_taken(row)
    return row.last_step


def remove_objective(objective: StrategicObjective, *, because: str = "", **how: Unpack[How]) -> Step:
    """Take an objective without actions out of a draft."""
    with (
        only_if_empty("Remove its actions and workstreams first: an objective is removed when it is empty."),
        one_step(
            objective, "remove_objective", right="structure", removes=True, because=because or REMOVED, **how
        ) as row,
    ):
        refuse_in_force(row.plan)
    return row.last_step


def add_workstream(
    objective: StrategicObjective, *, name: str, lead_post: Post | None = None, because: str = "", **how: Unpack[How]
) -> Workstream:
    """Name a strand of work under an objective."""
    workstream = Workstream(plan=objective.plan, objective=objective, name=name.strip(), lead_post=lead_post)
    with (
        standing(lead_post, field="lead_post"),
        one_step(workstream, "add_workstream", right="structure", because=because, **how) as row,
    ):
        if Workstream.objects.filter(objective=objective, name=row.name).exists():
            raise Refused(f"Objective {objective.reference} has a workstream of this name.", "name")
    return row


def end_workstream(workstream: Workstream, *, because: str, **how: Unpack[How]) -> Step:
    """Say that a strand of work has ended, and why. It stays on the objective."""
    with one_step(workstream, "end_workstream", right="structure", because=because, **how) as row:
        if row.ended_on is not None:
            raise Refused("This workstream has ended already.")
        if not because.strip():
            raise Refused("Say why it ends.", "because")
        row.ended_on, row.ended_because = clock.today(), because.strip()
    return row.last_step


def _refuse_taken(objective: StrategicObjective) -> None:
    """A reference is one objective's alone, in words and in its address."""
    others = StrategicObjective.objects.filter(plan=objective.plan).exclude(pk=objective.pk)
    if others.filter(reference=objective.reference).exists():
        raise Refused(
            f"{objective.reference} is taken in this plan. A used reference is never given again.", "reference"
        )
    alike = others.filter(slug=objective.slug).first()
    if alike is not None:
        raise Refused(
            f"{objective.reference} would have the same address as {alike.reference}. Choose another reference.",
            "reference",
        )


def accountable_posts(plan: Plan) -> dict[int, int]:
    """For each post's key, how many objectives of the plan it answers for."""
    return _counted(StrategicObjective.objects.filter(plan=plan, accountable_post__isnull=False), "accountable_post")


def workstream_leads(plan: Plan) -> dict[int, int]:
    """For each post's key, how many running workstreams of the plan it leads."""
    return _counted(Workstream.objects.filter(plan=plan, lead_post__isnull=False, ended_on__isnull=True), "lead_post")


def _counted(rows: QuerySet[Any], post: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(post).annotate(number=Count("pk")))
