"""My work: what waits for one person, by role. Tables are read here, each question once for all plans."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from actions.models import Action, Ask, Extension, Move
from people import clock
from people.models import Post, User
from plans.confirming import waiting_for
from plans.models import Draft, Plan, Role, Step
from plans.rights import may, may_see, roles_by_plan
from reports.models import KeptDocument
from reports.reading import reads_today


@dataclass(frozen=True)
class Led:
    """An action that one of the person's posts leads, with its delay told as in every other list."""

    action: Action
    extensions_granted: list[Extension]

    @property
    def days_late(self) -> int:
        return self.action.days_late(clock.today())

    @property
    def days_slipped(self) -> int:
        due_on, original = self.action.due_on, self.action.original_due_on
        return (due_on - original).days if due_on and original else 0


@dataclass
class PlanWork:
    """One plan that a person may read, with what waits for them there."""

    plan: Plan
    roles: frozenset[Role]
    issued: KeptDocument | None = None
    newer: int = 0  # updates that the issued version does not hold
    leads: list[Led] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    asks: int = 0
    to_verify: list[Action] = field(default_factory=list)
    to_sign: list[Action] = field(default_factory=list)
    moves_in: int = 0

    @property
    def role_words(self) -> str:
        return ", ".join(self.plan.calls(role).lower() for role in Role if role in self.roles)

    @property
    def manages(self) -> bool:
        return Role.PLAN_MANAGER in self.roles

    @property
    def decides(self) -> bool:
        return bool({Role.PLAN_MANAGER, Role.CHIEF_OFFICER} & self.roles)

    @property
    def reads_versions_only(self) -> bool:
        return not reads_today(self.roles)


@dataclass
class Work:
    """Everything that waits for one person."""

    plans: list[PlanWork]
    drafts: list[Draft]
    posts: list[Post]
    to_confirm: list[Step]


def work_of(person: User) -> Work:
    """What waits for ``person``: at most thirteen queries, however many plans."""
    work = {plan.pk: PlanWork(plan, roles) for plan, roles in plans_of(person)}
    _add_versions(work)
    _add_leads(work, person)
    _add_decisions(work)
    _add_reports(work, person)
    return Work(
        plans=list(work.values()),
        drafts=list(Draft.objects.filter(person=person).order_by("-saved_at")),
        posts=list(Post.objects.filter(holder=person).select_related("organisation")),
        to_confirm=waiting_for(person, work),
    )


def plans_of(person: User) -> list[tuple[Plan, frozenset[Role]]]:
    """The plans that ``person`` may read, each with the roles held on it. Two queries."""
    roles = roles_by_plan(person)
    plans = Plan.objects.filter(pk__in=roles).select_related("deciding_body")
    return [(plan, roles[plan.pk]) for plan in plans if may_see(plan, roles[plan.pk])]


def _add_versions(work: dict[int, PlanWork]) -> None:
    """The version that members read, and how many updates were submitted after it."""
    for kept in KeptDocument.objects.lightly().filter(plan__in=work, number__isnull=False).order_by("number"):
        work[kept.plan_id].issued = kept
    submitted = Step.objects.filter(plan__in=work, verb="submit_update", at__gte=_oldest(work.values()))
    for plan, at in submitted.values_list("plan_id", "at"):
        issued = work[plan].issued
        work[plan].newer += issued is None or at > issued.kept_at


def _oldest(work: Iterable[PlanWork]) -> object:
    """Steps before this moment stand in every issued version."""
    times = [one.issued.kept_at for one in work if one.issued]
    return min(times, default=clock.now())


def _add_leads(work: dict[int, PlanWork], person: User) -> None:
    """The actions that this person's posts lead, where they report as officer or plan manager."""
    reporting = [plan for plan, one in work.items() if {Role.OFFICER, Role.PLAN_MANAGER} & one.roles]
    actions = Action.objects.filter(
        plan__in=reporting, lead_post__holder=person, plan__status=Plan.Status.IN_FORCE
    ).exclude(status__in=(Action.Status.COMPLETE, *Action.GONE))
    granted = Prefetch("extensions", queryset=Extension.objects.granted())
    rows = actions.select_related("plan", "criterion", "latest_update", "lead_post").prefetch_related(granted)
    for action in rows.order_by("due_on", "position"):
        work[action.plan_id].leads.append(Led(action, list(action.extensions.all())))


def _add_decisions(work: dict[int, PlanWork]) -> None:
    """Extensions that wait for a decision, and asks that wait for an answer."""
    deciding = [plan for plan, one in work.items() if one.decides]
    waiting = Extension.objects.filter(plan__in=deciding).open().select_related("action__plan", "action__lead_post")
    for extension in waiting.order_by("asked_on"):
        work[extension.plan_id].extensions.append(extension)
    for plan in Ask.objects.filter(plan__in=deciding).open().values_list("plan_id", flat=True):
        work[plan].asks += 1


def _add_reports(work: dict[int, PlanWork], person: User) -> None:
    """Reports of completion that this person can verify or decide on, and moves that wait for this plan's answer."""
    waiting = Action.objects.filter(
        plan__in=[plan for plan, one in work.items() if one.plan.in_force],
        status__in=(Action.Status.REPORTED_COMPLETE, Action.Status.VERIFIED),
    )
    for action in waiting.select_related("plan", "lead_post").order_by("plan", "position", "pk"):
        one = work[action.plan_id]
        if action.status == Action.Status.VERIFIED and may(person, "sign_off", action, one.roles):
            one.to_sign.append(action)
        elif action.status == Action.Status.REPORTED_COMPLETE and may(person, "verify", action, one.roles):
            one.to_verify.append(action)
    managed = [plan for plan, one in work.items() if one.manages]
    agreed = Move.objects.open().filter(to_plan__in=managed, agreed_version__isnull=False)
    for plan in agreed.values_list("to_plan_id", flat=True):
        if plan is not None:
            work[plan].moves_in += 1
