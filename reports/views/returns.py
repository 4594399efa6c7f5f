"""A return as one page to fill in: of one's own posts, or of a post for which it is prepared or recorded."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import said
from actions.forms import WholeReturn
from actions.returns import Return, returns_of
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan, Role, Round
from plans.openings import note_opened, seen_on
from plans.pages import plan_page
from plans.rights import may
from plans.rounds import collecting_round, route_of
from reports.round_page import Owed, the_owed


@right("read_today")
def my_return(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What this person's posts owe in the round that runs, in the plan's order."""
    collecting = collecting_round(plan)
    returns = []
    if collecting is not None:
        collecting.plan = plan
        returns = returns_of(collecting)
    mine = [one for one in returns if one.post.holder_id == request.user.pk]
    return _filled_in(request, collecting, mine, prepares=_to_prepare(request, returns))


@right("prepare_update", of=the_owed)
def return_fill_in(request: PlanRequest, owed: Owed) -> HttpResponse:
    """The same page of one post: its holder submits, a colleague prepares, the plan manager records what reached her."""
    collecting = owed.round if owed.round.is_collecting else None
    return _filled_in(request, collecting, [owed.owed] if collecting else [], post=owed.owed.post)


def _filled_in(request: PlanRequest, round_: Round | None, returns: list[Return], **more: object) -> HttpResponse:
    page = WholeReturn(request, returns)
    if request.method == "POST":
        said.kept_for_later(request, page.keep_strays())
        if "submit" in request.POST and page.may_submit:
            page.submit()
            said.return_submitted(request, page)
        else:
            kept = page.keep()
            if "take_over" in request.POST:
                return redirect(page.taking_over(request.POST["take_over"]))
            said.return_prepared(request, kept)
        if not page.errors:
            return redirect(request.path)
    if request.method == "GET":
        asked_for = (action.pk for one in returns for action in one.actions)
        note_opened(request, seen_on(request, asked_for), Opening.Through.PAGE)
    context = {"form": page, "round": round_, "returns": returns, "route": route_of(request.plan), **more}
    return plan_page(request, "reports/my_return.html", context)


def _to_prepare(request: PlanRequest, returns: list[Return]) -> list[Return]:
    """What colleagues of this officer's organisation owe; a plan manager finds all of them on the round's page."""
    if Role.PLAN_MANAGER in request.roles:
        return []
    others = [one for one in returns if one.missing and one.post.holder_id != request.user.pk]
    return [one for one in others if may(request.user, "prepare_update", one.missing[0], request.roles)]
