"""The table of rights as a page draws it: rows in groups, a word for every role, and who holds which role today."""

from dataclasses import dataclass

from people import clock
from people.models import Membership, Post
from plans.models import Mark, Plan, PlanRole, Role
from plans.rights import BY_VERB, Right
from plans.withheld import READS, WORDS

# The order in which people ask: what may be read, who reports, who decides, who builds.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Reading", ("read_issued", "read_today", "export")),
    (
        "Reporting",
        (
            "prepare_update",
            "submit_update",
            "ask_extension",
            "milestone",
            "evidence",
            "dated_fact",
            "report_complete",
            "take_back",
            "several",
        ),
    ),
    ("Looking at what others say is done", ("verify", "refuse_verification", "waive_verification", "assurance_check")),
    (
        "Deciding",
        (
            "grant_extension",
            "refuse_extension",
            "sign_off",
            "return_report",
            "reopen",
            "agree_move",
            "confirm",
            "dispute",
            "answer_ask",
        ),
    ),
    (
        "Changing actions",
        (
            "reword",
            "correct",
            "reassign",
            "propose_move",
            "accept_move",
            "supersede",
            "withdraw",
        ),
    ),
    (
        "Marking what is not for everyone",
        ("mark", "name_reader", "confirm_mark", "release_mark", "lift_mark", "reading_log"),
    ),
    (
        "Running the plan",
        (
            "rounds",
            "no_return",
            "reminders",
            "consider",
            "issue_to_members",
            "make_public",
            "confirm_public",
            "refuse_public",
            "withdraw_from_public",
            "structure",
            "criteria",
            "rules",
            "begin_closing",
            "confirm_closing",
            "reopen_plan",
            "put_in_force",
            "record_meeting",
            "people",
        ),
    ),
    ("Taking out what may not stand", ("ask_redaction", "redact")),
)


@dataclass(frozen=True)
class RightRow:
    """One verb; ``cells`` pairs every role's name with the condition in words, empty where it is not theirs."""

    words: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class RightGroup:
    words: str
    rows: list[RightRow]


@dataclass(frozen=True)
class RoleHolders:
    """A role and who holds it today, by post or body."""

    words: str
    holders: list[str]


def role_names(plan: Plan) -> list[str]:
    """The roles in the table's order, the plan manager as this partnership calls the post."""
    return [plan.calls(role) for role in Role]


def table(plan: Plan) -> list[RightGroup]:
    return [RightGroup(words, [_row(BY_VERB[verb], role_names(plan)) for verb in verbs]) for words, verbs in GROUPS]


def marks_table(plan: Plan) -> list[RightRow]:
    """For each kind of mark who reads what is so marked."""
    return [
        RightRow(
            f"Read what is {kind.label.lower()}",
            [
                (name, WORDS.get(READS[kind].get(role, ""), ""))
                for role, name in zip(Role, role_names(plan), strict=True)
            ],
        )
        for kind in Mark.Kind
    ]


def _row(right: Right, names: list[str]) -> RightRow:
    cells = [right.roles[role].words if role in right.roles else "" for role in Role]
    return RightRow(right.words, list(zip(names, cells, strict=True)))


def holders(plan: Plan) -> list[RoleHolders]:
    """For every role its holders, in the words that papers print: posts, and names where there is no post. Three queries."""
    today = clock.today()
    held = list(PlanRole.objects.filter(plan=plan).current(today).select_related("person", "body"))
    posts: dict[int, list[str]] = {}
    for title, holder in Post.objects.filter(holder__in=[role.person_id for role in held]).values_list(
        "title", "holder"
    ):
        posts.setdefault(holder, []).append(title)
    by_role: dict[str, set[str]] = {}
    for role in held:
        words = str(role.body) if role.body else ", ".join(posts.get(role.person_id or 0, [])) or str(role.person)
        by_role.setdefault(role.role, set()).add(words)
    scrutiny_officers = Membership.objects.current(today).filter(
        body__in=[role.body_id for role in held if role.body_id], capacity=Membership.Capacity.SCRUTINY_OFFICER
    )
    for seat in scrutiny_officers.select_related("body"):
        by_role.setdefault(Role.SCRUTINY_OFFICER, set()).add(f"the scrutiny officer of {seat.body}")
    return [RoleHolders(name, sorted(by_role.get(role, ()))) for role, name in zip(Role, role_names(plan), strict=True)]
