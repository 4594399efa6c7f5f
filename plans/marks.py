"""Marking what is not for everyone: marking, confirming, naming who reads it all the same, releasing, and lifting."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Unpack

from django.core.exceptions import PermissionDenied

from people import clock
from people.models import Meeting, Organisation, Post, User, british
from plans.models import PARAGRAPHS, Mark, MarkGrant, Plan, Role, Step
from plans.rights import people_holding, roles_of
from plans.steps import How, Refused, one_step, together, words_for
from plans.withheld import heeds_naming

K = Mark.Kind


@dataclass(frozen=True)
class Marked:
    """What is marked: the row of ``thing``, or a ``text`` of its own beside an action; where it lies, and whose words it is."""

    plan: Plan
    thing: str
    key: int
    within: int
    reference: str
    lead_post: Post
    text: str = ""
    along: tuple[int, ...] = ()  # keys of the asks that were made with an update


def mark(
    marked: Marked,
    *,
    kind: str,
    because: str,
    paragraphs: list[str] | None = None,
    review_on: dt.date | None = None,
    may_go_to_members: bool = False,
    organisations: list[Organisation] | None = None,
    **how: Unpack[How],
) -> Step:
    """Withhold it from now on, from everyone but those who read things of this ``kind``; ``because`` is the ground.

    What is exempt names its ``paragraphs`` and when that is looked at again, and waits for the proper officer, withheld
    meanwhile. ``organisations`` are named in the same step. A second mark on the same thing is refused, and so is a whole action
    by who is neither plan manager nor chief officer.
    """
    new = Mark(
        plan=marked.plan,
        kind=kind,
        thing=marked.thing,
        key=marked.key,
        within=marked.within,
        reference=marked.reference,
        lead_post=marked.lead_post,
        along=list(marked.along),
        text=marked.text.strip(),
        ground=because.strip(),
        paragraphs=",".join(one for one in PARAGRAPHS if one in (paragraphs or ())),
        review_on=review_on,
        may_go_to_members=may_go_to_members,
    )
    with together(marked.plan, how=how) as circumstances:
        with one_step(new, "mark", because=because, **circumstances()) as row:
            if row.thing == Mark.Thing.ACTION and not marks_whole_actions(roles_of(how["recorded_by"], row.plan)):
                raise PermissionDenied("A plan manager or a chief officer marks a whole action.")
            _refuse_odd_mark(row)
            _leave_out_what_is_of_another_kind(row)
            row.marked_at, row.marked_words = clock.now(), words_for(how["by"], row)
        for organisation in organisations or []:
            _give(row, MarkGrant(organisation=organisation), "name_reader", because, circumstances())
    return row.last_step


def marks_whole_actions(roles: frozenset[Role]) -> bool:
    """What an action is called is the plan's; an officer marks the words of her own organisation."""
    return bool(roles & {Role.PLAN_MANAGER, Role.CHIEF_OFFICER})


def confirm_mark(marked: Mark, *, because: str, **how: Unpack[How]) -> Step:
    """The proper officer agrees that it is exempt."""
    with one_step(marked, "confirm_mark", because=because, **how) as row:
        _refuse_lifted(row)
        if not row.waits_for_the_proper_officer:
            raise Refused("There is nothing here to confirm: what is exempt alone waits for the proper officer.")
        row.confirmed_on, row.confirmed_words = clock.today(), words_for(how["by"], row)
    return row.last_step


def name_reader(marked: Mark, *, reader: Organisation | User, because: str, **how: Unpack[How]) -> Step:
    """An organisation, or one person, reads it all the same."""
    if isinstance(reader, User) and not heeds_naming(marked.kind, roles_of(reader, marked.plan)):
        raise Refused(f"{reader} reads it already, or holds no role by which anybody is named.", "person")
    grant = MarkGrant(**{"person" if isinstance(reader, User) else "organisation": reader})
    with together(marked.plan, how=how) as circumstances:
        return _give(marked, grant, "name_reader", because, circumstances())


def release_mark(marked: Mark, *, meeting: Meeting, because: str, **how: Unpack[How]) -> Step:
    """The proper officer lets those who sit at ``meeting`` read it, up to the end of that day."""
    with together(marked.plan, how=how) as circumstances:
        if meeting.held_on < clock.today():
            raise Refused(f"That meeting was on {british(meeting.held_on)}. It is released for one to come.", "meeting")
        return _give(marked, MarkGrant(meeting=meeting), "release_mark", because, circumstances())


def end_grant(grant: MarkGrant, *, because: str, **how: Unpack[How]) -> Step:
    """They read it no longer."""
    with one_step(grant, "end_grant", right="name_reader", because=because, **how) as row:
        if row.ended_on is not None:
            raise Refused(f"That ended on {british(row.ended_on)}.")
        row.ended_on = clock.today()
    return row.last_step


def ask_lifting(marked: Mark, *, because: str, **how: Unpack[How]) -> Step:
    """Ask information governance to lift it: from now on they read it and decide."""
    with one_step(marked, "ask_lifting", right="mark", because=because, **how) as row:
        _refuse_lifted(row)
        if row.lifting_asked_on is not None:
            raise Refused(f"That was asked on {british(row.lifting_asked_on)}; information governance decides.")
        if not people_holding(row.plan, Role.INFORMATION_GOVERNANCE).exists():
            raise Refused("Nobody holds the role of information governance on this plan. Give somebody the role first.")
        row.lifting_asked_on, row.lifting_because = clock.today(), because.strip()
    return row.last_step


def keep_mark(marked: Mark, *, because: str, **how: Unpack[How]) -> Step:
    """Information governance does not lift it."""
    with one_step(marked, "keep_mark", right="lift_mark", because=because, **how) as row:
        _refuse_lifted(row)
        _refuse_unasked(row)
        row.lifting_asked_on, row.lifting_because = None, ""
    return row.last_step


def lift_mark(marked: Mark, *, because: str, **how: Unpack[How]) -> Step:
    """Information governance releases it: everyone reads it who reads the plan, in what was issued before too."""
    with one_step(marked, "lift_mark", because=because, **how) as row:
        _refuse_lifted(row)
        _refuse_unasked(row)
        _refuse_the_asker(row, how)
        row.lifted_at, row.lifted_words = clock.now(), words_for(how["by"], row)
    return row.last_step


def marks_follow(action: Any, lead_post: Post, *, because: str, how: How) -> None:
    """The marks on an action and on what lies under it follow it to another lead: they are that organisation's words now.

    Called within the lock of the verb that gives the action to that lead.
    """
    for one in Mark.objects.standing().filter(plan=action.plan, within=action.pk):
        with one_step(one, "move_mark", right="reassign", because=because, **_once_more(how)) as row:
            row.lead_post = lead_post


def mark_what_carries_on(action: Any, successor: Any, *, because: str, how: How) -> None:
    """Of an action of which anything is marked that which carries it on in another plan is marked as a whole.

    What is still open goes along with it, and with that words that are not for everyone. One mark stands for all there, so
    nobody reads by it whom any of them shut out: the strictest kind, to members only where all of them may go to members, and
    the organisations that all of them name. People are named anew, by those who know the other plan. Called within the locks
    of both plans.
    """
    strictest = list(K).index
    standing = list(Mark.objects.standing().filter(plan=action.plan, within=action.pk))
    if not standing:
        return
    one = max(standing, key=lambda mark: strictest(K(mark.kind)))
    carried = Mark(
        plan=successor.plan,
        kind=one.kind,
        thing=Mark.Thing.ACTION,
        key=successor.pk,
        within=successor.pk,
        reference=successor.reference,
        lead_post=successor.lead_post,
        ground=one.ground,
        paragraphs=one.paragraphs,
        review_on=one.review_on,
        may_go_to_members=all(mark.may_go_to_members for mark in standing),
        marked_at=clock.now(),
        marked_words=one.marked_words,
    )
    with one_step(carried, "mark", because=because, **_once_more(how)) as row:
        pass
    for organisation in _named_by_all(standing):
        _give(row, MarkGrant(organisation=organisation), "name_reader", because, _once_more(how))


def _named_by_all(standing: list[Mark]) -> list[Organisation]:
    """The organisations that are named on each of these marks, in the order in which the first names them."""
    named: dict[int, dict[Organisation, None]] = {mark.pk: {} for mark in standing}
    given = MarkGrant.objects.filter(mark__in=standing, ended_on=None, organisation__isnull=False)
    for grant in given.select_related("organisation").order_by("pk"):
        assert grant.organisation is not None  # the query says so
        named[grant.mark_id][grant.organisation] = None
    first, *others = named.values()
    return [one for one in first if all(one in other for other in others)]


def _once_more(how: How) -> How:
    """The circumstances of a further step of the same gesture: the form's token and version belong to the first."""
    further: How = {**how}
    further.pop("form_token", None)
    further.pop("version_seen", None)
    return further


def _give(marked: Mark, grant: MarkGrant, verb: str, because: str, how: How) -> Step:
    grant.plan, grant.mark = marked.plan, marked
    with one_step(grant, verb, because=because, **how) as row:
        fresh = Mark.objects.get(pk=marked.pk)
        _refuse_lifted(fresh)
        if verb == "release_mark" and fresh.waits_for_the_proper_officer:
            raise Refused("Confirm first that it is exempt; then it is released.")
        same = MarkGrant.objects.filter(mark=marked, ended_on__isnull=True)
        if same.filter(organisation=row.organisation, person=row.person, meeting=row.meeting).exists():
            raise Refused(f"{row.to} reads it already.", "organisation" if row.meeting is None else "meeting")
        row.given_on, row.given_words = clock.today(), words_for(how["by"], row)
    return row.last_step


def _refuse_odd_mark(row: Mark) -> None:
    standing = Mark.objects.standing().filter(plan=row.plan, thing=row.thing, key=row.key)
    if row.thing != Mark.Thing.TEXT and standing.exists():
        raise Refused("This is marked already. Lift that mark first, or name who else reads it.", "what")
    if row.thing == Mark.Thing.TEXT and not row.text:
        raise Refused("Write the text that is not for publication.", "text")
    if row.kind == K.EXEMPT and not row.paragraphs:
        raise Refused("Name the paragraphs of Schedule 12A by which it is exempt.", "paragraphs")
    if row.kind == K.EXEMPT and (row.review_on is None or row.review_on <= clock.today()):
        raise Refused("Say on which day to come this is looked at again.", "review_on")


def _leave_out_what_is_of_another_kind(row: Mark) -> None:
    if row.kind != K.EXEMPT:
        row.paragraphs, row.review_on = "", None
    if row.kind != K.RESTRICTED:
        row.may_go_to_members = False


def _refuse_lifted(row: Mark) -> None:
    if not row.is_standing:
        raise Refused("This mark was lifted: everybody reads it.")


def _refuse_the_asker(row: Mark, how: How) -> None:
    """Two people lift a mark, also where one holds both roles."""
    asked = Step.objects.filter(kind="mark", key=row.pk, verb="ask_lifting").latest("pk")
    if asked.recorded_by_id == how["recorded_by"].pk:
        raise Refused("You asked for it to be lifted. Somebody else of information governance lifts it, or keeps it.")


def _refuse_unasked(row: Mark) -> None:
    if row.lifting_asked_on is None:
        raise Refused("Nobody has asked for this mark to be lifted.")
