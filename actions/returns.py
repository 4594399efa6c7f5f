"""Returns: which post owes one in a round, what has come in, and why something has not."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Unpack

from django.db.models import Q

from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, ProgressUpdate
from people import clock
from people.models import Post
from plans.models import NoReturn, Plan, Reminder, Role, Round, Step
from plans.rights import roles_of
from plans.steps import How, Refused, one_step, words_for

# An action with a rhythm of its own is asked for when that time is nearly over, so that it is not left out by a day.
NEARLY = dt.timedelta(days=14)


@dataclass
class Return:
    """What one post owes in a round: its actions, each with the update that came in, and what was said in its stead."""

    post: Post
    actions: list[Action] = field(default_factory=list)
    updates: dict[int, ProgressUpdate] = field(default_factory=dict)  # by the action's key
    no_return: NoReturn | None = None
    reminded: Reminder | None = None  # the last that its holder was given, where a page asks for it

    @property
    def missing(self) -> list[Action]:
        """Those for which nothing has come in."""
        return [action for action in self.actions if action.pk not in self.updates]

    @property
    def came_in(self) -> int:
        return len(self.actions) - len(self.missing)

    @property
    def is_whole(self) -> bool:
        """Nothing is owed any more: every action is reported on, or it is said why not."""
        return not self.missing or self.no_return is not None

    @property
    def words(self) -> str:
        if not self.missing:
            return "in"
        if self.no_return is not None:
            return str(self.no_return.get_kind_display()).lower()
        return "partly in" if self.came_in else "not in yet"


def returns_of(round_: Round) -> list[Return]:
    """Who owes a return in ``round_``, by organisation and post; where it is over or frozen, what came of it. Four queries.

    Owed for actions under way, not for those not yet due to start, nor for those whose own rhythm leaves this round out.
    """
    updates = {
        update.action_id: update
        for update in ProgressUpdate.objects.filter(round=round_).order_by("action_version").select_related("criterion")
    }
    found: dict[int, Return] = {}
    posts = _posts_then(round_)
    for action in _asked_of(round_, set(updates)):
        post = posts.get(action.pk, action.lead_post)
        one = found.setdefault(post.pk, Return(post))
        one.actions.append(action)
        if action.pk in updates:
            one.updates[action.pk] = updates[action.pk]
    for said in NoReturn.objects.filter(round=round_).select_related("post__organisation", "post__holder"):
        found.setdefault(said.post_id, Return(said.post)).no_return = said
    return sorted(found.values(), key=lambda one: (str(one.post.organisation), one.post.title))


def return_of(round_: Round, post: Post) -> Return:
    """What ``post`` owes in ``round_``; nothing where it leads nothing under way."""
    return next((one for one in returns_of(round_) if one.post.pk == post.pk), Return(post))


def say_no_return(round_: Round, *, post: Post, kind: str, because: str, **how: Unpack[How]) -> Step:
    """Say why a post sends no return, or not for all its actions. Its holder says *nothing to report*; *held* and *missed*
    the plan manager. Said again, the later word counts."""
    said = NoReturn.objects.filter(round=round_, post=post).first() or NoReturn(
        plan=round_.plan, round=round_, post=post
    )
    with one_step(said, "say_no_return", right="no_return", because=because, **how) as row:
        fresh = Round.objects.get(pk=round_.pk)
        if not fresh.is_collecting:
            raise Refused(f"The {fresh} is not collecting returns any more: {fresh.get_status_display().lower()}.")
        if not return_of(fresh, post).missing:
            raise Refused(f"Nothing is missing from the {post.title} in this round.")
        managing = Role.PLAN_MANAGER in roles_of(how["recorded_by"], row.plan)
        if kind != NoReturn.Kind.NOTHING and not managing:
            raise Refused(
                "A lead says that there is nothing to report; the plan manager says what is held or missed.", "kind"
            )
        row.kind, row.because = kind, because.strip()
        row.said_on, row.said_words = clock.today(), words_for(how["by"], round_)
    return row.last_step


def set_rhythm(action: Action, *, rhythm: int | None, because: str, **how: Unpack[How]) -> Step:
    """Give an action a rhythm of its own, in months, or let it follow the rounds again."""
    with one_step(action, "set_rhythm", right="rounds", because=because, **how) as row:
        refuse_out_of_turn(row, "set_rhythm")
        if row.rhythm == rhythm:
            raise Refused("That is its rhythm already.", "rhythm")
        row.rhythm = rhythm
    return row.last_step


def not_in(round_: Round) -> list[Return]:
    """The returns of which nobody has said why they are missing."""
    return [one for one in returns_of(round_) if not one.is_whole]


def _asked_of(round_: Round, reported: set[int]) -> list[Action]:
    """The actions on which this round asks, and those on which it was reported all the same, in the plan's order."""
    under_way = Q(status__in=Action.UNDER_WAY) & (Q(start_on__isnull=True) | Q(start_on__lte=round_.returns_due_on))
    if not round_.is_collecting:
        under_way = Q(pk__in=[key for keys in round_.asked.values() for key in keys])
    rows = Action.objects.filter(under_way | Q(pk__in=reported), plan=round_.plan_id)
    rows = rows.select_related(
        "lead_post__organisation", "lead_post__holder", "criterion", "latest_update__criterion", "objective__theme"
    )
    asked_of = [
        action for action in rows if action.pk in reported or not round_.is_collecting or _is_due(action, round_)
    ]
    for action in asked_of:
        action.plan = round_.plan
    return asked_of


def asked_now(round_: Round) -> dict[str, list[int]]:
    """Who owes what at this moment, as a round keeps it when it is frozen: ``{key of a post: keys of actions}``."""
    return {str(one.post.pk): [action.pk for action in one.actions] for one in returns_of(round_) if one.actions}


def _posts_then(round_: Round) -> dict[int, Post]:
    """``{action's key: the post that led it when the round was frozen}``; one query, none while it collects."""
    if not round_.asked:
        return {}
    posts = Post.objects.select_related("organisation", "holder").in_bulk([int(key) for key in round_.asked])
    return {action: posts[int(key)] for key, actions in round_.asked.items() for action in actions}


def _is_due(action: Action, round_: Round) -> bool:
    """Whether the action's own rhythm, if it has one, lets it be asked for in this round."""
    last = action.latest_update
    if action.rhythm is None or last is None:
        return True
    return _months_after(last.submitted_at.date(), action.rhythm) - NEARLY <= round_.returns_due_on


def _months_after(day: dt.date, months: int) -> dt.date:
    number = day.month - 1 + months
    return dt.date(day.year + number // 12, number % 12 + 1, min(day.day, 28))


def rounds_without(plan: Plan) -> dict[int, list[NoReturn]]:
    """``{post's key: why it sent none, round by round}``. One query."""
    found: dict[int, list[NoReturn]] = {}
    for said in NoReturn.objects.filter(plan=plan).select_related("round", "post").order_by("round"):
        found.setdefault(said.post_id, []).append(said)
    return found
