"""What a person says she has read of a plan, so that *since I last looked* begins there."""

from django.db import transaction
from django.db.models import Max

from people import clock
from people.models import User
from plans.models import Plan, Step
from reports.changes import COMPARED
from reports.models import KeptDocument, Looked
from reports.versions import keep_todays_position


class ReadLessThanThere(Exception):
    """Something came in between the page that was read and saying so."""


def looked(person: User, plan: Plan) -> Looked | None:
    """What she has read last, its text not fetched; None where she never said so. One query."""
    found = Looked.objects.filter(person=person, plan=plan).select_related("kept").defer("kept__text")
    return found.first()


def last_step_of(plan: Plan) -> int:
    """The key of the last step of which a comparison could tell; 0 before the first. One query."""
    steps = Step.objects.filter(plan=plan, kind__in=COMPARED)
    return int(steps.aggregate(last=Max("pk"))["last"] or 0)


def remember_version(person: User, kept: KeptDocument) -> Looked:
    """She has read this version. Said again, the later word counts."""
    found, _ = Looked.objects.update_or_create(
        person=person, plan=kept.plan, defaults={"kept": kept, "at": clock.now()}
    )
    return found


def remember_today(person: User, plan: Plan, *, last_step: int) -> Looked:
    """She has read today's position up to ``last_step``. It is kept like that of a paper, so that it can be compared later.

    Raises ``ReadLessThanThere`` where there is a later step, and keeps nothing.
    """
    with transaction.atomic():
        _, kept = keep_todays_position(plan, person)
        if last_step_of(plan) != last_step:
            raise ReadLessThanThere
        return remember_version(person, kept)
