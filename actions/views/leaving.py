"""How an action leaves its plan: moved, superseded, withdrawn."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import leaving, said
from actions.finding import MoveIn, the_action, the_move_in
from actions.forms import (
    AcceptMoveForm,
    AcceptOutsideForm,
    AgreeMoveForm,
    ProposeMoveForm,
    RefuseMoveForm,
    RefuseMoveInForm,
    SupersedeForm,
    WithdrawForm,
)
from actions.lifecycle import why_not
from actions.marking import marks_on_wholes
from actions.models import Action, Extension, Move
from actions.pages import gesture_page
from people import clock
from plans.gate import PlanRequest, right
from plans.models import Mark, Opening, Plan
from plans.openings import named_on, note_opened
from plans.pages import plan_page


@right("propose_move", of=the_action)
def action_move(request: PlanRequest, action: Action) -> HttpResponse:
    form = ProposeMoveForm(request, action)
    if form.sent and form.done(leaving.propose_move, action, **form.answers):
        said.move_proposed(request, action)
        return redirect(action)
    move = leaving.open_move(action)
    marked = any(mark.within == action.pk for mark in (*request.marks.seen, *request.marks.withheld))
    return gesture_page(
        request, "actions/action_move.html", action, form, verb="propose_move", move=move, marked=marked
    )


@right("agree_move", of=the_action)
def action_agree_move(request: PlanRequest, action: Action) -> HttpResponse:
    form, move = AgreeMoveForm(request, action), leaving.open_move(action)
    if form.sent and form.done(leaving.agree_move, action, **form.answers):
        said.move_agreed(request, action, move)
        return redirect(action)
    return gesture_page(request, "actions/action_agree_move.html", action, form, verb="agree_move", move=move)


@right("agree_move", of=the_action)
def action_refuse_move(request: PlanRequest, action: Action) -> HttpResponse:
    form, move = RefuseMoveForm(request, action), leaving.open_move(action)
    if form.sent and form.done(leaving.refuse_move, action, **form.answers):
        said.move_refused(request, action)
        return redirect(action)
    return gesture_page(request, "actions/action_refuse_move.html", action, form, verb="refuse_move", move=move)


@right("propose_move", of=the_action)
def action_accept_outside(request: PlanRequest, action: Action) -> HttpResponse:
    form, move = AcceptOutsideForm(request, action), leaving.open_move(action)
    if form.sent and form.done(leaving.accept_move_outside, action, **form.answers):
        said.moved_outside(request, action, move)
        return redirect(action)
    return gesture_page(
        request, "actions/action_accept_outside.html", action, form, verb="accept_move_outside", move=move
    )


@right("accept_move", methods=("GET",))
def move_in_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What other plans want this one to take over."""
    moves = list(Move.objects.open().filter(to_plan=plan).select_related("plan", "action__lead_post"))
    marked = {mark.key for mark in _opened(request, moves)}
    return plan_page(request, "actions/move_in_list.html", {"moves": moves, "marked": marked})


@right("accept_move", of=the_move_in)
def move_in_accept(request: PlanRequest, waiting: MoveIn) -> HttpResponse:
    form, move = AcceptMoveForm(request, waiting.move), waiting.move
    if form.sent:
        taken = form.done(leaving.accept_move, move, **form.answers)
        if taken:
            said.taken_over(request, move, form)
            return redirect("reports:action", request.plan.slug, leaving.slug_of(form.cleaned_data["reference"]))
    return _move_in_page(request, "actions/move_in_accept.html", move, form)


@right("accept_move", of=the_move_in)
def move_in_refuse(request: PlanRequest, waiting: MoveIn) -> HttpResponse:
    form, move = RefuseMoveInForm(request, waiting.move), waiting.move
    if form.sent and form.done(leaving.refuse_move_in, move, **form.answers):
        said.move_in_refused(request, move)
        return redirect("actions:move-in-list", request.plan.slug)
    return _move_in_page(request, "actions/move_in_refuse.html", move, form)


def _move_in_page(request: PlanRequest, template: str, move: Move, form: object) -> HttpResponse:
    """What the other plan has put to this one: the action with its dates and its delay, and nothing else of that plan."""
    action = move.action
    context = {
        "form": form,
        "move": move,
        "action": action,
        "days_late": action.days_late(clock.today()),
        "granted": list(Extension.objects.granted().filter(action=action)),
        "marked": _opened(request, [move]),
    }
    return plan_page(request, template, context)


def _opened(request: PlanRequest, moves: list[Move]) -> list[Mark]:
    """The marks on what other plans put to this one. Who is to accept it reads it all the same: an opening like any other."""
    marked = marks_on_wholes(move.action_id for move in moves) if moves else []
    if request.method == "GET":
        note_opened(request, marked, Opening.Through.PAGE)
    return marked


@right("supersede", of=the_action)
def action_supersede(request: PlanRequest, action: Action) -> HttpResponse:
    form = SupersedeForm(request, action)
    if form.sent and form.done(leaving.supersede, action, **form.answers):
        said.superseded(request, action, form)
        return redirect(action)
    if request.method == "GET" and request.marks.seen and not why_not(action, "supersede"):
        # The form lists the wordings of the others.
        others = form.fields["successors"].queryset.values_list("pk", flat=True)  # type: ignore[attr-defined]
        note_opened(request, named_on(request, others), Opening.Through.PAGE)
    return gesture_page(request, "actions/action_supersede.html", action, form, verb="supersede")


@right("withdraw", of=the_action)
def action_withdraw(request: PlanRequest, action: Action) -> HttpResponse:
    form = WithdrawForm(request, action)
    if form.sent and form.done(leaving.withdraw, action, **form.answers):
        said.withdrawn(request, action)
        return redirect(action)
    return gesture_page(request, "actions/action_withdraw.html", action, form, verb="withdraw")
