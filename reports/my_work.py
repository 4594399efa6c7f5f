"""My work: what waits for one person, by role. Tables are read here, each question once for all plans."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Prefetch, Q

from actions import prepared
from actions.models import Action, Ask, Extension, Move, SignOff, Verdict
from actions.withheld import OPEN, Withheld
from people import clock
from people.models import Membership, Post, User
from plans.confirming import standing_disputes, waiting_for
from plans.drafts import about
from plans.mailing import came_back_since
from plans.models import Dispute, Draft, Mark, Plan, Release, Role, Round, RouteStop, Step
from plans.rights import may, may_see, roles_by_plan
from plans.telling import ToldStep, tell
from plans.withheld import with_any_mark
from reports.models import KeptDocument, Redaction
from reports.newer import NOTHING, Newer, newer_of
from reports.reading import reads_today
from reports.visible import figures_seen, withheld_from
from scrutiny.closing import waiting_closings
from scrutiny.models import NamedOfficer

# What is over asks for nothing any more.
OVER = (Action.Status.COMPLETE, *Action.GONE)
# A decision on a lead's action stands at the top of the page for so long, and word of a mail that came back.
LATELY = dt.timedelta(days=30)


@dataclass(frozen=True)
class Decision:
    """What somebody else decided on an action that this person leads."""

    action: Action
    words: str
    on: dt.date
    by: str
    because: str


@dataclass(frozen=True)
class Led:
    """An action that one of the person's posts leads, with its delay told as in every other list."""

    action: Action
    extensions_decided: list[Extension]
    reports_returned: list[SignOff]
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def extensions_granted(self) -> list[Extension]:
        return [one for one in self.extensions_decided if one.outcome == Extension.Outcome.GRANTED]

    def decisions(self, since: dt.date) -> list[Decision]:
        """Reports and updates returned, ratings of a body, extensions decided since that day, oldest first."""
        found: list[tuple[SignOff | Extension, str]] = [
            *((one, "report of completion returned") for one in self.reports_returned),
            *((one, f"extension {one.get_outcome_display().lower()}") for one in self.extensions_decided),
        ]
        decisions = [
            Decision(self.action, words, one.decided_on, one.decided_words, one.decided_because)
            for one, words in found
            if one.decided_on and one.decided_on >= since
        ]
        decisions += [
            Decision(self.action, _said_at_the_table(one), one.decided_on, one.decided_words, one.because)
            for one in self.verdicts
            if one.decided_on >= since
        ]
        return sorted(decisions, key=lambda decision: decision.on)

    @property
    def days_late(self) -> int:
        return self.action.days_late(clock.today())

    @property
    def days_slipped(self) -> int:
        due_on, original = self.action.due_on, self.action.original_due_on
        return (due_on - original).days if due_on and original else 0


def _said_at_the_table(verdict: Verdict) -> str:
    if verdict.criterion is None:
        return "update returned by the body: mend it and send it again"
    return f"rated {verdict.criterion.get_rating_display()} at the table"


def roles_in_words(plan: Plan, roles: frozenset[Role]) -> str:
    """As this partnership calls them."""
    return ", ".join(plan.calls(role).lower() for role in Role if role in roles)


@dataclass
class PlanWork:
    """One plan that a person may read, with what waits for them there."""

    plan: Plan
    roles: frozenset[Role]
    withheld: Withheld = OPEN
    issued: KeptDocument | None = None
    newer: Newer = NOTHING  # what the issued version does not hold, and what changed since this person last looked
    leads: list[Led] = field(default_factory=list)
    decided: list[Decision] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    asks: int = 0
    to_verify: list[Action] = field(default_factory=list)
    to_sign: list[Action] = field(default_factory=list)
    moves_in: int = 0
    redactions: int = 0  # asked for by others, for her to decide
    round: Round | None = None  # the one that runs
    prepared: list[tuple[Action, Draft]] = field(default_factory=list)  # by colleagues, for her to submit
    marks: list[tuple[Mark, str]] = field(default_factory=list)  # that wait for this person, with what they wait for
    came_back: int = 0  # mails, lately
    sits_before: bool = False  # on a body before which that round lies
    to_confirm_public: list[Release] = field(default_factory=list)  # versions that another proposed to make public

    @property
    def role_words(self) -> str:
        return roles_in_words(self.plan, self.roles)

    @property
    def manages(self) -> bool:
        return Role.PLAN_MANAGER in self.roles

    @property
    def prepares(self) -> bool:
        """Whether she may fill returns in for colleagues of her organisation."""
        return Role.OFFICER in self.roles

    @property
    def owed(self) -> list[Led]:
        """The actions of her posts on which nothing has come in in this round; My return says which of them are asked for."""
        if self.round is None or not self.round.is_collecting:
            return []
        return [
            one
            for one in self.leads
            if one.action.status in Action.UNDER_WAY
            and (one.action.latest_update is None or one.action.latest_update.round_id != self.round.pk)
        ]

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
    to_confirm: list[tuple[Step, ToldStep]]
    disputes: list[Dispute]  # in plans that she manages: to be put right
    closings: list[NamedOfficer]


def work_of(person: User) -> Work:
    """What waits for ``person``: at most twenty-two queries, however many plans, and one more for each on which a mark stands."""
    work = {plan.pk: PlanWork(plan, roles, withheld_from(person, plan, roles)) for plan, roles in plans_of(person)}
    _add_versions(work, person)
    _add_leads(work, person)
    _add_prepared(work, person)
    _add_decisions(work)
    _add_reports(work, person)
    _add_rounds(work, person)
    _add_marks(work, person)
    _add_mails(work)
    _add_releases(work, person)
    _add_redactions(work, person)
    return Work(
        plans=list(work.values()),
        drafts=list(Draft.objects.filter(person=person).order_by("-saved_at")),
        posts=list(Post.objects.filter(holder=person).select_related("organisation")),
        to_confirm=[(step, tell(step)) for step in waiting_for(person, work) if not _is_withheld(step, work)],
        disputes=standing_disputes([plan for plan, one in work.items() if one.manages]),
        closings=list(waiting_closings(person).select_related("plan", "closing")),
    )


def _add_rounds(work: dict[int, PlanWork], person: User) -> None:
    """The round that runs in each plan, and whether this person sits on a body before which it lies. Two queries."""
    for one in Round.objects.running().filter(plan__in=work):
        work[one.plan_id].round = one
    seats = Membership.objects.current(clock.today()).filter(person=person, capacity__in=Membership.SITTING)
    before = RouteStop.objects.standing().filter(
        plan__in=work, body__in=seats.values("body"), plan__rounds__status=Round.Status.BEFORE_THE_BODY
    )
    for plan in before.values_list("plan_id", flat=True):
        work[plan].sits_before = True


def _add_marks(work: dict[int, PlanWork], person: User) -> None:
    """Marks to confirm, to lift or keep, and to look at again. One query for each plan on which one waits to be confirmed."""
    for one in work.values():
        seen = one.withheld.marks.seen
        waiting = [mark for mark in seen if mark.waits_for_the_proper_officer]
        if waiting and may(person, "confirm_mark", one.plan, one.roles):
            one.marks += [(mark, "confirm that it is exempt") for mark in waiting]
        if may(person, "lift_mark", one.plan, one.roles):
            one.marks += [(mark, "lift it, or keep it") for mark in seen if mark.lifting_asked_on]
        if one.manages:
            due = [mark for mark in seen if mark.review_on and mark.review_on <= clock.today()]
            one.marks += [(mark, "look at it again: the day has come") for mark in due]


def _add_mails(work: dict[int, PlanWork]) -> None:
    """How many mails about the plans that this person manages came back lately. One query."""
    managed = [plan for plan, one in work.items() if one.manages]
    lately = clock.now() - LATELY
    for plan, number in came_back_since(lately, managed).items():
        work[plan].came_back = number


def _add_releases(work: dict[int, PlanWork], person: User) -> None:
    """Versions that somebody else proposed to make public, and that this person may confirm. One query."""
    for release in Release.objects.proposed().filter(plan__in=work).order_by("version_number"):
        one = work[release.plan_id]
        release.plan = one.plan
        if may(person, "confirm_public", release, one.roles):
            one.to_confirm_public.append(release)


def _add_redactions(work: dict[int, PlanWork], person: User) -> None:
    """What others asked to have taken out, in the plans of which this person governs the information. One query."""
    governed = [plan for plan, one in work.items() if Role.INFORMATION_GOVERNANCE in one.roles]
    waiting = Redaction.objects.open().filter(plan__in=governed).exclude(asked_by=person)
    for plan in waiting.values_list("plan_id", flat=True):
        work[plan].redactions += 1


def plans_of(person: User) -> list[tuple[Plan, frozenset[Role]]]:
    """The plans that ``person`` may read, each with the roles held on it. Two queries."""
    roles = roles_by_plan(person)
    plans = with_any_mark(Plan.objects.filter(pk__in=roles)).select_related(
        "deciding_body", "signing_body", "signing_post"
    )
    return [(plan, roles[plan.pk]) for plan in plans if may_see(plan, roles[plan.pk])]


def _add_versions(work: dict[int, PlanWork], person: User) -> None:
    """The version that members read, what came after it, and what changed since this person last looked. Two queries."""
    for kept in KeptDocument.objects.lightly().versions().filter(plan__in=work).order_by("number"):
        work[kept.plan_id].issued = figures_seen(kept, work[kept.plan_id].withheld)
    told = Q()
    for one in work.values():
        told &= one.withheld.told if one.withheld else Q()
    for plan, newer in newer_of(person, {plan: reads_today(one.roles) for plan, one in work.items()}, told).items():
        work[plan].newer = newer


def _is_withheld(step: Step, work: dict[int, PlanWork]) -> bool:
    return step.kind == "action" and step.plan_id in work and work[step.plan_id].withheld.hides(step.key, step.version)


def _add_leads(work: dict[int, PlanWork], person: User) -> None:
    """The actions that this person's posts lead, where they report as officer or plan manager."""
    reporting = [plan for plan, one in work.items() if {Role.OFFICER, Role.PLAN_MANAGER} & one.roles]
    actions = Action.objects.filter(
        plan__in=reporting, lead_post__holder=person, plan__status=Plan.Status.IN_FORCE
    ).exclude(status__in=(Action.Status.COMPLETE, *Action.GONE))
    since = clock.today() - LATELY
    decided = Extension.objects.filter(outcome__in=(Extension.Outcome.GRANTED, Extension.Outcome.REFUSED))
    returned = SignOff.objects.filter(outcome=SignOff.Outcome.RETURNED, decided_on__gte=since)
    rows = actions.select_related("plan", "criterion", "latest_update", "lead_post")
    rows = rows.prefetch_related(Prefetch("extensions", queryset=decided))
    rows = rows.prefetch_related(Prefetch("sign_offs", queryset=returned))
    said = Verdict.objects.filter(decided_on__gte=since).select_related("criterion")
    rows = rows.prefetch_related(Prefetch("verdicts", queryset=said))
    for action in rows.order_by("due_on", "position"):
        led = Led(action, list(action.extensions.all()), list(action.sign_offs.all()), list(action.verdicts.all()))
        work[action.plan_id].leads.append(led)
        work[action.plan_id].decided += led.decisions(since)


def _add_prepared(work: dict[int, PlanWork], person: User) -> None:
    """Updates that colleagues have prepared for this person's actions: she reads and submits them. One query and a few."""
    led = {about(one.action): one.action for plan in work.values() for one in plan.leads if plan.plan.in_force}
    begun = Draft.objects.filter(form=prepared.FORM, about__in=led).exclude(person=person)
    about_some = set(begun.values_list("about", flat=True))
    for plan, actions in groupby([led[key] for key in led if key in about_some], key=lambda action: action.plan_id):
        of_plan = list(actions)
        found = prepared.prepared_for(person, of_plan, work[plan].roles)
        work[plan].prepared = [(action, draft) for action in of_plan for draft in found.get(action.pk, [])]


def _add_decisions(work: dict[int, PlanWork]) -> None:
    """Extensions that wait for a decision, and asks that wait for an answer."""
    deciding = [plan for plan, one in work.items() if one.decides]
    waiting = Extension.objects.filter(plan__in=deciding).open().select_related("action__plan", "action__lead_post")
    for extension in waiting.order_by("asked_on"):
        work[extension.plan_id].extensions.append(extension)
    for plan in (
        Ask.objects.filter(plan__in=deciding).open().exclude(action__status__in=OVER).values_list("plan_id", flat=True)
    ):
        work[plan].asks += 1


def _add_reports(work: dict[int, PlanWork], person: User) -> None:
    """Reports of completion that this person can verify or decide on, and moves that wait for this plan's answer."""
    waiting = Action.objects.filter(
        plan__in=[plan for plan, one in work.items() if one.plan.in_force],
        status__in=(Action.Status.REPORTED_COMPLETE, Action.Status.VERIFIED),
    )
    for action in waiting.select_related("plan", "lead_post").order_by("plan", "position", "pk"):
        one = work[action.plan_id]
        if action.pk in one.withheld.actions:
            continue
        if action.status == Action.Status.VERIFIED and may(person, "sign_off", action, one.roles):
            one.to_sign.append(action)
        elif action.status == Action.Status.REPORTED_COMPLETE and may(person, "verify", action, one.roles):
            one.to_verify.append(action)
    managed = [plan for plan, one in work.items() if one.manages]
    agreed = Move.objects.open().filter(to_plan__in=managed, agreed_version__isnull=False)
    for plan in agreed.values_list("to_plan_id", flat=True):
        if plan is not None:
            work[plan].moves_in += 1
