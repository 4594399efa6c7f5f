"""What the pages of a round show: who has answered, what lies before the body, what was said of it."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404

from actions.models import Action, ProgressUpdate, Verdict
from actions.reminders import last_reminders
from actions.returns import Return, returns_of
from actions.withheld import Withheld
from people import clock
from people.models import GovernanceBody
from people.working_days import working_days_between
from plans.models import Consideration, NoReturn, Plan, Round, Step
from plans.rounds import WORDS, body_whose_turn, route_of
from plans.telling import TOLD_WITH, ToldStep, tell
from reports.entries import ActionEntry
from reports.versions import mended_entries, opened, version_before_body
from reports.visible import open_part


def the_round(plan: Plan, number: int) -> Round:
    """Finder for the gate."""
    found = Round.objects.filter(plan=plan, number=number).first()
    if found is None:
        raise Http404("No such round.")
    found.plan = plan
    return found


@dataclass(frozen=True)
class Day:
    """One planned day of a round, with the working days that are left to it."""

    words: str
    on: object
    left: int

    @property
    def left_words(self) -> str:
        if self.left == 0:
            return "today"
        days = f"{abs(self.left)} working day{'' if abs(self.left) == 1 else 's'}"
        return f"in {days}" if self.left > 0 else f"{days} ago"


def days_of(round_: Round) -> list[Day]:
    """The planned days, in their order."""
    today = clock.today()
    planned = [(words, getattr(round_, name)) for name, words in WORDS.items()]
    return [Day(words, day, working_days_between(today, day)) for words, day in planned if day]


@dataclass(frozen=True)
class OfOrganisation:
    """The returns of one organisation."""

    organisation: str
    returns: list[Return]

    @property
    def whole(self) -> int:
        return sum(1 for one in self.returns if one.is_whole)


def by_organisation(round_: Round, withheld: Withheld) -> list[OfOrganisation]:
    """Progress by organisation and lead, of the actions that this reader may read, and when each lead was reminded last.

    One query more than ``returns_of``.
    """
    returns, reminded = returns_of(round_), last_reminders(round_)
    for one in returns:
        one.actions = [action for action in one.actions if action.pk not in withheld.actions]
        one.reminded = reminded.get(one.post.holder_id or 0)
    returns = [one for one in returns if one.actions or one.no_return]
    grouped = groupby(returns, key=lambda one: str(one.post.organisation))
    return [OfOrganisation(organisation, list(found)) for organisation, found in grouped]


@dataclass(frozen=True)
class Said:
    """What a body of the route made of the round, or that it is still to come."""

    body: GovernanceBody
    consideration: Consideration | None
    step: ToldStep | None
    is_turn: bool


def said_of(round_: Round) -> list[Said]:
    """Each body on the round's route, in its order; of a round that is over those that said something. Four queries."""
    made = {
        one.body_id: one
        for one in Consideration.objects.filter(round=round_).select_related("body", "meeting__body").order_by("pk")
    }
    steps = Step.objects.filter(kind="consideration", key__in=[one.pk for one in made.values()])
    told = {step.key: tell(step) for step in steps.select_related(*TOLD_WITH)}
    turn = body_whose_turn(round_)
    bodies = route_of(round_.plan) if round_.is_running else [one.body for one in made.values()]
    return [
        Said(body, made.get(body.pk), told.get(made[body.pk].pk) if body.pk in made else None, body == turn)
        for body in bodies
    ]


@dataclass(frozen=True)
class BeforeTheBody:
    """One entry of the version that lies before a body, with what was said of it at the table."""

    entry: ActionEntry
    verdicts: list[Verdict]
    may_be_decided: bool
    is_mended: bool


def entries_before(round_: Round, withheld: Withheld) -> list[BeforeTheBody]:
    """Every action of the round's version that was reported on, or that stands there with a rating, in the plan's order."""
    document = open_part(opened(version_before_body(round_)), withheld)
    verdicts: dict[int, list[Verdict]] = {}
    for verdict in Verdict.objects.filter(round=round_).select_related("criterion", "update__criterion"):
        verdicts.setdefault(verdict.action_id, []).append(verdict)
    mended = {action.pk for action in mended_entries(round_)}
    open_to_it = Action.objects.filter(
        plan=round_.plan, status__in=(*Action.UNDER_WAY, Action.Status.REPORTED_COMPLETE)
    )
    statuses = dict(open_to_it.values_list("pk", "status"))
    returned = {key for key, said in verdicts.items() if said[-1].kind == Verdict.Kind.RETURNED}
    return [
        BeforeTheBody(
            entry,
            [] if entry.withheld else verdicts.get(entry.key, []),
            may_be_decided=entry.update is not None and entry.key in statuses and entry.key not in returned,
            is_mended=entry.key in mended,
        )
        for entry in document.actions
        if not entry.is_gone
    ]


@dataclass(frozen=True)
class Entry:
    """An entry that a body decides on: the action as it stands, and its update in the version."""

    plan: Plan
    action: Action
    round: Round
    update: ProgressUpdate | None


def the_entry(plan: Plan, number: int, action: str) -> Entry:
    """Finder for the gate: the entry of this action in the round's version."""
    round_ = the_round(plan, number)
    found = Action.objects.filter(plan=plan, slug=action).select_related("lead_post", "criterion").first()
    if found is None or round_.version_number is None:
        raise Http404("No such entry.")
    found.plan = plan
    entry = opened(version_before_body(round_)).action(action)
    key = entry.update.key if entry is not None and entry.update is not None else None
    update = ProgressUpdate.objects.filter(action=found, pk__in=[key]).select_related("criterion").first()
    return Entry(plan, found, round_, update)


@dataclass(frozen=True)
class Owed:
    """What a post owes in a round; ``lead_post`` is what rights ask about."""

    plan: Plan
    round: Round
    owed: Return
    said: NoReturn

    @property
    def lead_post(self) -> object:
        return self.owed.post


def the_owed(plan: Plan, number: int, post: int) -> Owed:
    """Finder for the gate."""
    round_ = the_round(plan, number)
    for one in returns_of(round_):
        if one.post.pk == post:
            return Owed(plan, round_, one, one.no_return or NoReturn(plan=plan, round=round_, post=one.post))
    raise Http404("That post owes nothing in this round.")
