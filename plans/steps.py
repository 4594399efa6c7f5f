"""The one private step by which everything changes, and what stops it.

A verb opens ``one_step`` on the row it changes, sets what it must inside the block, and is done: the lock, the version,
the right, the history row and the Step are seen to here, in one transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Required, TypedDict, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from people import clock
from people.forms import can_be_seen
from people.models import GovernanceBody, Meeting, Post, User
from people.tracking import Tracked, written
from plans import rights
from plans.models import Plan, RatingCriterion, Role, Step
from plans.telling import TOLD_WITH

T = TypeVar("T", bound=Tracked)
Decider = User | Post | GovernanceBody


class How(TypedDict, total=False):
    """The circumstances that every verb takes by name and hands to ``one_step``."""

    by: Required[Decider]  # who decided: a person, a post or a body
    recorded_by: Required[User]  # the person signed in
    received_by: str  # form, mail, phone, meeting
    agreed_at: Meeting | None  # where a body decided
    minute: str  # the minute's reference
    version_seen: int | None  # the version that the form showed
    form_token: str | None  # a second sending finds the first one's step


# What still changes in a closed plan: who has a part in it, what members read of it, later checks and answers, its reopening,
# and what may not stand in it.
AFTER_CLOSING = frozenset(
    {
        "assurance_check", "answer_ask", "issue_to_members", "reopen_plan", "undo_closing",
        "mark", "confirm_mark", "name_reader", "release_mark", "end_grant", "ask_lifting", "keep_mark", "lift_mark",
        "make_public", "confirm_public", "refuse_public", "withdraw_from_public",
        "grant_role", "end_role", "take_seat", "end_membership", "hand_on", "hold_post", "record_meeting",
        "ask_redaction", "redact", "refuse_redaction",
    }
)  # fmt: skip

# The right to give a new plan its first role: it is there only while nobody holds one.
FOUNDING = "founding"


class Refused(Exception):
    """A verb will not be done: ``message`` says why and what to do, ``field`` at which question of the form."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ChangedMeanwhile(Refused):
    """The row has moved on since the form showed it. ``steps``: what was done since, newest first."""

    def __init__(self, thing: Tracked, steps: list[Step]) -> None:
        super().__init__(
            "Somebody changed this meanwhile. Nothing of yours is lost: read what was done, then send again."
        )
        self.thing = thing
        self.steps = steps


class SentBefore(Refused):
    """The same form was sent before with other answers: gone back to in the browser, say, and changed."""

    def __init__(self, step: Step) -> None:
        sent = timezone.localtime(step.at)
        super().__init__(
            f"This form was sent before, at {sent.hour}.{sent:%M}, with other answers. Those stand. "
            "What you typed now is still here: read what stands, then send it again."
        )


class AlreadyDone(Exception):
    """The same form was sent twice; ``step`` is what the first sending did."""

    def __init__(self, step: Step) -> None:
        super().__init__(f"This form was already sent: {step}")
        self.step = step


@contextmanager
def one_step(
    thing: T,
    verb: str,
    *,
    by: Decider,
    recorded_by: User,
    because: str = "",
    right: str | None = None,
    for_plan: Plan | None = None,
    received_by: str = Step.Received.FORM,
    agreed_at: Meeting | None = None,
    minute: str = "",
    minor: bool = False,
    removes: bool = False,
    version_seen: int | None = None,
    form_token: str | None = None,
) -> Iterator[T]:
    """Lock, check, hand the fresh row to the block, then save it once with its history row and its Step.

    ``thing`` may be new (without a key). ``right`` is the row of the table of rights, where it is not the verb's own name;
    ``for_plan`` the plan on which that right is held, for a row that belongs to no plan itself (a post, a meeting).
    ``removes`` deletes the row at the end (a plan in draft alone allows that). What the row's own fields do not say, the block
    puts into ``row.also_told``: ``{name: (was, now)}`` in words. After the block, ``last_step`` of the yielded row is the
    Step. Raises ``PermissionDenied``, ``ChangedMeanwhile``, ``AlreadyDone`` or ``Refused``;
    then nothing has changed.
    """
    with transaction.atomic():
        fresh = _locked(thing)
        plan = fresh if isinstance(fresh, Plan) else getattr(fresh, "plan", None)
        stop_second_sending(form_token)
        role = _right_of(recorded_by, right or verb, fresh, for_plan)
        _refuse_false_decider(by, recorded_by, agreed_at, fresh, for_plan or plan)
        if version_seen is not None and version_seen != fresh.version:
            raise ChangedMeanwhile(fresh, steps_since(fresh, version_seen))
        _refuse_once_closed(plan, verb)
        if not can_be_seen(because) and (plan is None or not plan.is_draft):
            raise Refused("Say why. The reason is kept with the change.", "because")
        before = {} if fresh.pk is None else _told(fresh)
        fresh.also_told = {}

        yield fresh

        fresh.version += 1
        _write(fresh, because=because, recorded_by=recorded_by, removes=removes)
        was, now = _differences(fresh, before, {} if removes else _told(fresh))
        was |= {name: words[0] or None for name, words in fresh.also_told.items()}
        now |= {name: words[1] or None for name, words in fresh.also_told.items()}
        step = Step(
            plan=plan,
            kind=kind_of(fresh),
            key=fresh.pk or before["id"],
            reference=fresh.step_reference()[:200],
            version=fresh.version,
            verb=verb,
            at=clock.now(),
            by_person=by if isinstance(by, User) else None,
            by_post=by if isinstance(by, Post) else None,
            by_holder=by.holder if isinstance(by, Post) else None,
            by_body=by if isinstance(by, GovernanceBody) else None,
            by_words=words_for(by, fresh),
            role=role,
            recorded_by=recorded_by,
            recorded_words=words_for(recorded_by, fresh),
            received_by=received_by,
            because=because.strip(),
            agreed_at=agreed_at,
            minute=minute,
            minor=minor,
            was=was,
            now=now,
            form_token=form_token,
        )
        _check_lengths(step)
        with written():
            step.save()
        fresh.last_step = step


def keep_record(record: Tracked, *, because: str, recorded_by: User) -> None:
    """Save a record (an update, an extension) that belongs to the step being taken, with its own history row.

    Called inside the block of ``one_step``; a failure there or later leaves neither behind.
    """
    record.version += 1
    _write(record, because=because, recorded_by=recorded_by, removes=False)


@contextmanager
def together(*plans: Plan, how: How) -> Iterator[Callable[[], How]]:
    """Several steps as one: all are done, or none. The plans are locked in the order of their keys, as everywhere.

    What is yielded gives the circumstances of the next step. The first alone carries the form's token, which stands once;
    none carries the version that a form showed: whoever takes several steps says of each row what was seen of it.
    """
    once = iter([how.get("form_token")])
    rest: How = {**how}
    rest.pop("version_seen", None)
    with transaction.atomic():
        lock_plans(*plans)
        stop_second_sending(how.get("form_token"))
        yield lambda: {**rest, "form_token": next(once, None)}


def lock_plans(*plans: Plan) -> list[Plan]:
    """The plans as they are now, locked in the order of their keys."""
    keys = {plan.pk for plan in plans}
    return list(Plan.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


@contextmanager
def standing(*rows: User | Post | None, field: str | None = None) -> Iterator[None]:
    """Keep people from leaving and posts from ending until the block is done; refuse where one has done so already.

    A form shows what stood when it was opened. Locks are taken in one order everywhere (people, posts, then plans), so that
    no two steps wait for each other.
    """
    with transaction.atomic():
        for model in (User, Post):
            keys = [row.pk for row in rows if isinstance(row, model)]
            for row in model._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"):
                if isinstance(row, User) and not row.is_active:
                    raise Refused(f"{row} has left. Choose somebody else.", field)
                if isinstance(row, Post) and row.ended_on is not None:
                    raise Refused("That post has ended. Choose one that stands.", field)
        yield


def steps_since(thing: Tracked, version: int) -> list[Step]:
    """The steps of a row after ``version``, newest first."""
    return list(Step.objects.filter(kind=kind_of(thing), key=thing.pk, version__gt=version).select_related(*TOLD_WITH))


def kind_of(thing: Tracked) -> str:
    """What a Step calls the rows of this model: ``action``, ``strategicobjective``."""
    return str(thing._meta.model_name)


def words_for(decider: Decider, thing: Any = None) -> str:
    """How a step names who decided: the post by which a person acts, so that papers print posts; else the name."""
    if not isinstance(decider, User):
        return str(decider)
    lead = getattr(thing, "lead_post", None)
    if lead is not None and lead.holder_id == decider.pk:
        return str(lead)
    post = Post.objects.filter(holder=decider).order_by("pk").first()
    return str(post or decider)


def _locked(thing: T) -> T:
    """The row as it is now, read under the lock of its plan (or its body, or its own)."""
    model = type(thing)
    owner = thing.kept_under()
    if owner.pk is None:
        return thing
    locked = type(owner)._base_manager.select_for_update(no_key=True).get(pk=owner.pk)
    if owner is thing:
        return locked  # type: ignore[return-value]
    fresh = thing if thing.pk is None else model._base_manager.get(pk=thing.pk)
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is type(owner) and getattr(fresh, field.attname) == owner.pk:
            setattr(fresh, field.name, locked)
    return fresh


def stop_second_sending(form_token: str | None) -> None:
    """A form's token is its random part and, after a colon, a digest of the answers: the same answers twice are one step."""
    if not form_token:
        return
    once = form_token.partition(":")[0]
    earlier = Step.objects.filter(Q(form_token=once) | Q(form_token__startswith=f"{once}:")).first()
    if earlier is not None:
        raise AlreadyDone(earlier) if earlier.form_token == form_token else SentBefore(earlier)


def _refuse_once_closed(plan: Plan | None, verb: str) -> None:
    if plan is not None and plan.status == Plan.Status.CLOSED and verb not in AFTER_CLOSING:
        raise Refused("This plan is closed. Reopen the plan first; then it can go on.")


def _refuse_false_decider(
    by: Decider, recorded_by: User, agreed_at: Meeting | None, thing: Any, plan: Plan | None
) -> None:
    """A body decides at one of its own meetings, and that has taken place; a person has a part in the plan."""
    if isinstance(by, GovernanceBody) and (agreed_at is None or agreed_at.body_id != by.pk):
        raise Refused("Name the meeting at which the body decided.", "agreed_at")
    if agreed_at is not None and agreed_at.held_on > clock.today():
        raise Refused("That meeting has not taken place yet.", "agreed_at")
    if isinstance(by, User) and by != recorded_by and plan is not None:
        leads = getattr(getattr(thing, "lead_post", None), "holder_id", None) == by.pk
        if not leads and not rights.roles_of(by, plan):
            raise Refused(f"{by} has no part in this plan, and so decides nothing in it.", "decided_by")


def _check_lengths(step: Step) -> None:
    """What is too long for its column is refused here; SQLite would keep it, and PostgreSQL would break."""
    relations = [field.name for field in Step._meta.concrete_fields if field.is_relation]
    try:
        step.full_clean(
            exclude=["was", "now", "form_token", *relations], validate_unique=False, validate_constraints=False
        )
    except ValidationError as error:
        raise _refused_by(error) from error


def _right_of(person: User, verb: str, thing: Any, for_plan: Plan | None) -> str:
    """The role by which ``person`` may do this; an administrator's office where the row belongs to no plan."""
    if isinstance(thing, Plan) and thing._state.adding:
        if rights.may_create_plan(person):
            return Role.PLAN_MANAGER
        raise PermissionDenied("Only a plan manager or an administrator creates a plan.")
    plan = for_plan or (thing if isinstance(thing, Plan) else getattr(thing, "plan", None))
    if plan is None:
        if person.is_staff:
            return "administrator"
        raise PermissionDenied("Only an administrator changes this.")
    if verb == FOUNDING and not plan.plan_roles.exists():
        return "founder"
    roles = rights.roles_of(person, plan)
    role = rights.role_for(person, verb, thing, roles) if rights.may_see(plan, roles) else None
    if role is None:
        raise PermissionDenied(f"{person} may not do this here.")
    return role


def _write(thing: Tracked, *, because: str, recorded_by: User, removes: bool) -> None:
    """Save or delete once; the three marks for the history are set and cleared here and nowhere else."""
    marks = {"_change_reason": because.strip() or None, "_history_user": recorded_by, "_history_date": clock.now()}
    vars(thing).update(marks)
    try:
        if not removes:
            # The database itself checks constraints and relations; asking it beforehand would double every query.
            relations = [field.name for field in thing._meta.concrete_fields if field.is_relation]
            thing.full_clean(exclude=["version", *relations], validate_unique=False, validate_constraints=False)
        with transaction.atomic(), written():
            thing.delete() if removes else thing.save()
    except ValidationError as error:
        raise _refused_by(error) from error
    except IntegrityError as error:
        raise _explained(thing, error) from error
    finally:
        for mark in marks:
            del vars(thing)[mark]


def _explained(thing: Tracked, error: IntegrityError) -> Exception:
    """Why the database refused a row, in the model's words; its own error where the model finds nothing wrong."""
    try:
        thing.full_clean(exclude=["version"])
    except ValidationError as reasons:
        return _refused_by(reasons)
    return error


def _refused_by(error: ValidationError) -> Refused:
    """A model's complaint as a refusal at the field it is about."""
    for field, messages in error.message_dict.items():
        return Refused(" ".join(messages), None if field == "__all__" else field)
    return Refused("This cannot be kept as it stands.")


def _told(thing: Tracked) -> dict[str, Any]:
    """``{field: value}`` of what a reader of a step is told about; relations as keys."""
    return {
        field.name: field.value_from_object(thing)
        for field in thing._meta.concrete_fields
        if field.name not in ("version", *thing.untold_fields)
    }


def _differences(
    thing: Tracked, before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the fields that changed were and are, in a form that JSON keeps and a page can print."""
    was, now = {}, {}
    for name in {**before, **after}:
        if name != "id" and (before.get(name) != after.get(name) or name in thing.always_told):
            field = thing._meta.get_field(name)
            was[name], now[name] = _plain(field, before.get(name)), _plain(field, after.get(name))
    return was, now


def _plain(field: Any, value: Any) -> Any:
    """A value for JSON. A relation keeps its key, its words, and where it has one its rating."""
    if value is None or value == "":
        return None
    if field.is_relation:
        related = field.related_model._base_manager.get(pk=value)
        told = {"key": value, "words": str(related)}
        return (
            {**told, "rating": related.rating, "words": related.words} if isinstance(related, RatingCriterion) else told
        )
    return value if isinstance(value, (str, int, float, bool, list, dict)) else value.isoformat()
