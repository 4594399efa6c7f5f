"""Bringing a plan in from a spreadsheet: the file is kept first, looked at, and written in one go once that is confirmed."""

import datetime as dt
from typing import Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction

from actions.models import PlanImport
from actions.plan_file import OpenedFile
from actions.plan_reading import understand
from actions.plan_told import ActionTold, PlanTold, Understood, known_now
from actions.structure import FromFile, add_action
from objectives.models import StrategicObjective
from objectives.structure import add_objective, add_workstream
from people import clock
from people.models import User, british
from plans.models import Plan, Step
from plans.rights import may_create_plan
from plans.steps import AlreadyDone, How, Refused, standing, stop_second_sending
from plans.structure import add_criterion, add_theme, create_plan, set_rules


def keep_file(opened: OpenedFile, *, person: User) -> PlanImport:
    """Keep what stands in the file until its plan is brought in. A file that ``person`` sent before and left gives way."""
    if not may_create_plan(person):
        raise PermissionDenied("create_plan")
    with transaction.atomic():
        PlanImport.objects.filter(person=person, plan__isnull=True).delete()
        return PlanImport.objects.create(
            person=person,
            file_name=opened.fit.name,
            sha256=opened.fit.sha256,
            kept_at=clock.now(),
            sheets=opened.sheets,
            others=list(opened.others),
        )


def throw_away(kept: PlanImport) -> None:
    """Forget a file of which nothing was written; one that was brought in stays remembered."""
    PlanImport.objects.filter(pk=kept.pk, plan__isnull=True).delete()


def understood_of(kept: PlanImport) -> Understood:
    """What the file says, by what is known today. Three queries."""
    return understand(kept.sheets, known_now(), today=clock.today(), others=tuple(kept.others))


def brought_in_before(kept: PlanImport) -> PlanImport | None:
    """The same file, letter by letter, if ``person`` has brought it in already."""
    return (
        PlanImport.objects.filter(person=kept.person_id, sha256=kept.sha256, plan__isnull=False)
        .exclude(pk=kept.pk)
        .select_related("plan")
        .first()
    )


def bring_in_plan(kept: PlanImport, **how: Unpack[How]) -> Plan:
    """Write all that the file says as a new draft, by the verbs that build a plan: every row has its step, or nothing is there.

    The first step alone carries the form's token.
    """
    rest: How = {"by": how["by"], "recorded_by": how["recorded_by"]}
    first: How = {**rest, "form_token": how.get("form_token")}
    with transaction.atomic():
        stop_second_sending(how.get("form_token"))
        fresh = PlanImport.objects.select_for_update().filter(pk=kept.pk).first()
        if fresh is None:
            raise Refused(
                "You have sent another file meanwhile, and this one gave way to it. Nothing of it was written."
            )
        if fresh.plan_id is not None:
            raise AlreadyDone(Step.objects.get(plan=fresh.plan_id, verb="create_plan"))
        said = understood_of(fresh)
        told = said.plan
        if said.troubles or told is None:
            raise Refused("Something in the file cannot be read by now: look at the list. Nothing was written.")
        because = f"Brought in from “{fresh.file_name}”, as at {british(told.as_at)}."
        # People, posts, plans: in that order everywhere, so that no two steps wait for each other.
        with standing(*said.posts):
            plan = create_plan(
                slug=told.slug,
                title=told.title,
                short_title=told.short_title,
                purpose=told.purpose,
                manager_label=told.manager_label,
                because=because,
                **first,
            )
            _build(plan, said, told, because, rest)
        fresh.plan, fresh.brought_in_at = plan, clock.now()
        fresh.sheets, fresh.others = {}, []
        fresh.save()
    return plan


def _build(plan: Plan, said: Understood, told: PlanTold, because: str, how: How) -> None:
    if told.quarters:
        changes: dict[str, object] = {"signing_body": None, "signing_post": None, "quarters": told.quarters}
        set_rules(plan, changes=changes, because=because, **how)
    for criterion in said.criteria:
        add_criterion(plan, rating=criterion.rating, words=criterion.words, because=because, **how)
    themes = {
        theme.number: add_theme(
            plan, number=theme.number, title=theme.title, outcome=theme.outcome, because=because, **how
        )
        for theme in said.themes
    }
    objectives = {
        one.reference: add_objective(
            themes[one.theme],
            reference=one.reference,
            wording=one.wording,
            accountable_post=one.accountable_post,
            responsible_body=one.responsible_body,
            because=because,
            **how,
        )
        for one in said.objectives
    }
    for workstream in said.workstreams:
        add_workstream(
            objectives[workstream.objective],
            name=workstream.name,
            lead_post=workstream.lead_post,
            because=because,
            **how,
        )
    for action in said.actions:
        _add(objectives[action.objective], action, told.as_at, because, how)


def _add(objective: StrategicObjective, action: ActionTold, as_at: dt.date, because: str, how: How) -> None:
    add_action(
        objective,
        reference=action.reference,
        wording=action.wording,
        lead_post=action.lead_post,
        success_criteria=action.success_criteria,
        partners=action.partners,
        start_on=action.start.day,
        start_words=action.start.words,
        due_on=action.due.day,
        due_words=action.due.words,
        from_file=FromFile(
            as_at=as_at,
            colour=action.colour,
            words=action.words,
            original_due_on=action.original_due.day,
            original_due_words=action.original_due.words,
        ),
        because=because,
        **how,
    )
