"""Recorded for another, not yet confirmed: who may confirm a step, or say that it is not what was decided."""

from collections.abc import Iterable
from typing import Any, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse

from people import clock
from people.forms import can_be_seen
from people.models import Membership, User
from people.tracking import written
from plans.mailing import Letter, post, record, why_not_to
from plans.models import Confirmation, Dispute, MailKind, Plan, Role, SentMail, Step
from plans.rights import may_see, roles_of
from plans.steps import How, Refused, words_for
from plans.telling import TOLD_WITH
from plans.withheld import marks_for, withholds_step

# What was recorded for a person, for whoever holds a post, or for a body without naming its minute.
FOR_A_PERSON = Q(by_person__isnull=False) & ~Q(by_person=F("recorded_by"))
FOR_A_POST = Q(by_post__isnull=False) & (Q(by_holder__isnull=True) | ~Q(by_holder=F("recorded_by")))
FOR_A_BODY = Q(by_body__isnull=False, minute="")


def unconfirmed() -> Any:
    """Steps of plans in force that were recorded for another and that nobody has confirmed."""
    drafted = Q(plan__status=Plan.Status.DRAFT)
    return Step.objects.filter(
        FOR_A_PERSON | FOR_A_POST | FOR_A_BODY, confirmation__isnull=True, plan__isnull=False
    ).exclude(drafted)


def waiting_for(person: User, plans: Iterable[int]) -> list[Step]:
    """The steps of ``plans`` that ``person`` can confirm: in her name, for a post she held, for a body she chairs.

    ``plans``: the keys of those that she may see. One query.
    """
    chaired = Membership.objects.current(clock.today()).filter(person=person, capacity=Membership.Capacity.CHAIR)
    as_successor = Q(by_post__holder=person) & (Q(by_holder__isnull=True) | Q(by_holder__is_active=False))
    mine = Q(by_person=person) | Q(by_holder=person) | as_successor | Q(by_body__in=chaired.values("body"))
    own = Q(by_person=person) | Q(recorded_by=person) | Q(by_holder=person)
    before = Step.objects.filter(own, kind=OuterRef("kind"), key=OuterRef("key"), pk__lt=OuterRef("pk"))
    found = unconfirmed().filter(mine, plan__in=plans).exclude(recorded_by=person)
    found = found.exclude(Exists(before), by_body__isnull=False)
    return list(found.select_related("plan", *TOLD_WITH))


def is_waiting(step: Step) -> bool:
    """Whether ``step`` reads "recorded, not yet confirmed"."""
    return unconfirmed().filter(key=step.key, kind=step.kind, version=step.version).exists()


def may_confirm(person: User, step: Step) -> bool:
    """The decider herself, who held the post then (or holds it now, if that person has left), the chair of the body."""
    if person.pk == step.recorded_by_id or not person.is_active:
        return False
    if step.by_person_id:
        return step.by_person_id == person.pk
    if step.by_post is not None:
        held = step.by_holder if step.by_holder is not None and step.by_holder.is_active else step.by_post.holder
        return held == person
    if had_a_hand(person, step):
        return False
    seats = Membership.objects.current(clock.today()).filter(person=person, body=step.by_body)
    return seats.filter(capacity=Membership.Capacity.CHAIR).exists()


def had_a_hand(person: User, step: Step) -> bool:
    """Whether ``person`` did something to the same row before: who asked or reported does not confirm for a body what became
    of it; its minute does, or another who chairs it."""
    own = Q(by_person=person) | Q(recorded_by=person) | Q(by_holder=person)
    return Step.objects.filter(own, kind=step.kind, key=step.key, pk__lt=step.pk).exists()


def confirm(step: Step, **how: Unpack[How]) -> Confirmation:
    """The decider confirms; or a plan manager attaches the minute in which a body's decision stands.

    Whoever does it does it in their own name: ``by`` and ``recorded_by`` are one person. Done twice, it is done once.
    """
    by, minute = how["recorded_by"], how.get("minute", "")
    assert step.plan_id is not None, "What belongs to no plan is confirmed by nobody."
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(pk=step.plan_id)
        fresh = Step.objects.select_related("by_post__holder", "by_holder").get(pk=step.pk)
        roles = roles_of(by, plan)
        attaches = bool(minute.strip()) and fresh.by_body_id is not None and Role.PLAN_MANAGER in roles
        if not may_see(plan, roles) or not (attaches or may_confirm(by, fresh)):
            raise PermissionDenied("Only who decided confirms it, or the plan manager with the minute.")
        if standing := Confirmation.objects.filter(step=fresh, by=by).first():
            return standing
        if not is_waiting(fresh):
            raise Refused("This does not wait for anybody’s confirmation.")
        confirmation = Confirmation(
            step=fresh, plan=plan, at=clock.now(), by=by, by_words=words_for(by), minute=minute.strip()
        )
        with written():
            confirmation.save()
    return confirmation


def dispute(step: Step, *, because: str, **how: Unpack[How]) -> Dispute:
    """The decider says that this is not what was decided, and what was. The step stays; done twice, it is done once.

    It can still be confirmed, or put right by a new decision.
    """
    by = how["recorded_by"]
    assert step.plan_id is not None, "What belongs to no plan is disputed by nobody."
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(pk=step.plan_id)
        fresh = Step.objects.select_related("by_post__holder", "by_holder").get(pk=step.pk)
        if not may_see(plan, roles_of(by, plan)) or not may_confirm(by, fresh):
            raise PermissionDenied("Only who decided says that it is not so.")
        if standing := Dispute.objects.filter(step=fresh).first():
            if standing.by_id == by.pk:
                return standing
            raise Refused(f"{standing.by_words} has said so already.")
        if not is_waiting(fresh):
            raise Refused("This does not wait for anybody’s confirmation.")
        if not can_be_seen(because):
            raise Refused("Say what was decided instead, or that nothing was.", "because")
        disputed = Dispute(
            step=fresh, plan=plan, at=clock.now(), by=by, by_words=words_for(by), because=because.strip()
        )
        with written():
            disputed.save()
    return disputed


# By these, as by the same verb again, what was recorded is put right whoever decides them.
PUT_RIGHT = ("reopen", "refuse_move", "undo_closing")


def standing_disputes(plans: Iterable[int]) -> list[Dispute]:
    """Those of ``plans`` that wait to be put right: not confirmed after all, and not decided anew since. One query."""
    again = (
        Q(verb__in=PUT_RIGHT)
        | Q(verb=OuterRef("step__verb"))
        | Q(by_body=OuterRef("step__by_body"))
        | Q(by_post=OuterRef("step__by_post"))
        | Q(by_person=OuterRef("by"))
    )
    later = Step.objects.filter(
        again, kind=OuterRef("step__kind"), key=OuterRef("step__key"), pk__gt=OuterRef("step"), at__gte=OuterRef("at")
    )
    found = Dispute.objects.filter(~Exists(later), plan__in=plans, step__confirmation__isnull=True)
    return list(found.select_related("step__plan").order_by("at"))


def deciders_to_ask(step: Step) -> list[User]:
    """Who could confirm ``step``: the person, who held the post then, those who chair the body."""
    if step.by_person_id:
        people = User.objects.here().filter(pk=step.by_person_id)
    elif step.by_post_id:
        then = User.objects.here().filter(pk__in=[step.by_holder_id])
        people = then if then.exists() else User.objects.here().filter(posts=step.by_post_id)
    else:
        chairs = Membership.objects.current(clock.today()).filter(
            body=step.by_body_id,
            capacity=Membership.Capacity.CHAIR,
        )
        people = User.objects.here().filter(pk__in=chairs.values("person"))
    found = people.exclude(pk=step.recorded_by_id).order_by("pk")
    return [
        person
        for person in found
        if (step.by_body_id is None or not had_a_hand(person, step)) and not _may_not_read(person, step)
    ]


def _may_not_read(person: User, step: Step) -> bool:
    """What is withheld from her she neither confirms nor hears of; the minute of the body confirms it then."""
    return step.plan is not None and withholds_step(marks_for(step.plan, person, roles_of(person, step.plan)), step)


def mail_link(step: Step, site: str) -> bool:
    """Ask the decider, by one link in a mail, to confirm what was recorded. False where a mail could not be sent.

    The mail holds references and a link, never the plan's words; following the link uses nothing up.
    """
    if not is_waiting(step):
        return True
    assert step.plan is not None
    link = f"{site}{reverse('plans:step-confirm', args=[step.plan.slug, step.pk])}"
    words = {
        "reference": step.reference,
        "plan": step.plan.short_title,
        "recorded_by": step.recorded_words,
        "link": link,
    }
    sent = True
    deciders = deciders_to_ask(step)
    not_to = why_not_to(deciders, MailKind.CONFIRMATION)
    for person in (one for one in deciders if one.pk not in not_to):
        told = {**words, "name": person.name, "site": site, "which_mails": reverse("plans:my-mails")}
        letter = Letter(
            person=person,
            kind=MailKind.CONFIRMATION,
            subject=render_to_string("plans/mail/confirm_subject.txt", told),
            body=render_to_string("plans/mail/confirm_message.txt", told),
            plan=step.plan,
            by=step.recorded_by,
        )
        sent = post(record(letter)).outcome == SentMail.Outcome.SENT and sent
    return sent
