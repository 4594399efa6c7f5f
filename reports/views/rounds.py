"""Rounds: opened, returned for, put before the bodies of the route, considered, issued."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from actions.at_the_table import re_rate, return_update
from actions.lifecycle import why_not
from actions.reminders import Run, by_hand, send_by_hand
from actions.returns import not_in, rounds_without, say_no_return
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan, Round
from plans.openings import note_opened, seen_on
from plans.pages import plan_page
from plans.rounds import (
    body_whose_turn,
    change_round,
    give_up_round,
    open_round,
    route_of,
    running_round,
    set_route,
)
from plans.telling import steps_of
from reports.forms import (
    ChangeRoundForm,
    ConsiderForm,
    FreezeAgainForm,
    GiveUpRoundForm,
    NoReturnForm,
    NotConsideredForm,
    OpenRoundForm,
    PutBeforeBodyForm,
    ReRateForm,
    ReturnEntryForm,
    RouteForm,
)
from reports.models import KeptDocument
from reports.reading import Place, reads_frozen
from reports.round_page import (
    Entry,
    Owed,
    by_organisation,
    days_of,
    entries_before,
    said_of,
    the_entry,
    the_owed,
    the_round,
)
from reports.versions import (
    consider,
    freeze_again,
    mended_entries,
    not_considered,
    put_before_body,
)
from reports.visible import withheld_by


@right("read_today", methods=("GET",))
def round_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Every round of the plan, its route and rhythm, and who sent no return how often and why."""
    rounds = list(Round.objects.filter(plan=plan).order_by("-number"))
    without = [(said[0].post, said) for said in rounds_without(plan).values()]
    context = {
        "rounds": rounds,
        "running": next((one for one in rounds if one.is_running), None),
        "route": route_of(plan),
        "without": sorted(without, key=lambda pair: -len(pair[1])),
    }
    return plan_page(request, "reports/round_list.html", context)


@right("read_today", of=the_round, methods=("GET",))
def round_detail(request: PlanRequest, round_: Round) -> HttpResponse:
    """One round: its days, who has answered, what the bodies made of it."""
    organisations = by_organisation(round_, withheld_by(request))
    context = {
        "round": round_,
        "days": days_of(round_),
        "organisations": organisations,
        "owed": sum(len(one.returns) for one in organisations),
        "whole": sum(one.whole for one in organisations),
        "said": said_of(round_),
        "turn": body_whose_turn(round_),
        "mended": [one for one in mended_entries(round_) if one.pk not in withheld_by(request).actions],
        "editions": list(KeptDocument.objects.lightly().filter(plan=round_.plan, number=round_.version_number or 0)),
        "steps": steps_of("round", round_.pk, round_.version),
    }
    return plan_page(request, "reports/round_detail.html", context)


@right("rounds")
def route_set(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = RouteForm(request, plan)
    if form.sent and form.done(set_route, plan, **form.answers):
        messages.success(
            request, "Route and rhythm are set, and who agreed them is told. To change them, set them again."
        )
        return redirect("reports:round-list", plan.slug)
    return plan_page(request, "reports/route_set.html", {"form": form, "running": running_round(plan)})


@right("rounds")
def round_open(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = OpenRoundForm(request, plan)
    if form.sent and (opened := form.done(open_round, plan, **form.answers)):
        messages.success(
            request, "The round is open: each post with actions under way finds it in My work. It can be given up."
        )
        return redirect("reports:round-list", plan.slug) if not isinstance(opened, Round) else redirect(opened)
    return plan_page(request, "reports/round_open.html", {"form": form, "running": running_round(plan)})


@right("rounds", of=the_round)
def round_change(request: PlanRequest, round_: Round) -> HttpResponse:
    form = ChangeRoundForm(request, round_)
    if form.sent and form.done(change_round, round_, **form.answers):
        messages.success(
            request, "The days are changed; those before stay told. Change them again where they move once more."
        )
        return redirect(round_)
    return plan_page(request, "reports/round_change.html", {"form": form, "round": round_})


@right("rounds", of=the_round)
def round_give_up(request: PlanRequest, round_: Round) -> HttpResponse:
    form = GiveUpRoundForm(request, round_)
    if form.sent and form.done(give_up_round, round_, **form.answers):
        messages.success(
            request, "The round is given up. What was reported stays with its actions; open another when it is time."
        )
        return redirect(round_)
    return plan_page(request, "reports/round_give_up.html", {"form": form, "round": round_})


@right("no_return", of=the_owed)
def no_return(request: PlanRequest, owed: Owed) -> HttpResponse:
    form = NoReturnForm(request, owed.said, owed.owed)
    if form.sent and form.done(say_no_return, owed.round, post=owed.owed.post, **form.answers):
        messages.success(
            request,
            f"Recorded for {owed.owed.post.title}. A report that comes after all counts; the reason stays told.",
        )
        return (
            redirect("reports:my-return", owed.plan.slug)
            if request.user.pk == owed.owed.post.holder_id
            else redirect(owed.round)
        )
    return plan_page(request, "reports/no_return.html", {"form": form, "round": owed.round, "owed": owed.owed})


@right("reminders", of=the_round)
def round_remind(request: PlanRequest, round_: Round) -> HttpResponse:
    """The last page before reminders go: who is written to and who cannot be. Sent again, it reminds nobody twice a day."""
    if request.method == "POST":
        _tell(request, send_by_hand(round_, by=request.user, site=request.build_absolute_uri("/")))
        return redirect(round_)
    planned = by_hand([round_] if round_.is_collecting else [])
    return plan_page(request, "reports/round_remind.html", {"round": round_, "planned": planned})


def _tell(request: PlanRequest, run: Run) -> None:
    """How many mails went, and which did not."""
    if run.sent or not run.failed:
        number = len(run.sent)
        messages.success(
            request,
            f"{number} mail{'' if number == 1 else 's'} sent. A mail cannot be called back; each stands under Mails."
            if number
            else "No mail was sent: nobody is left to remind today.",
        )
    if run.failed:
        number = len(run.failed)
        messages.warning(
            request,
            f"{number} mail{'' if number == 1 else 's'} could not be sent: why stands under Mails. Mend that, and send again.",
        )


@right("rounds", of=the_round)
def round_freeze(request: PlanRequest, round_: Round) -> HttpResponse:
    """The last page before the plan's document is frozen: which returns are missing, and who considers it."""
    form = PutBeforeBodyForm(request, round_)
    if form.sent and form.done(put_before_body, round_, **form.answers):
        messages.success(
            request,
            f"Frozen as “{round_.label}”. What is reported from now on is not in it. To start again, give the round up.",
        )
        return redirect(round_)
    context = {
        "form": form,
        "round": round_,
        "missing": not_in(round_) if round_.is_collecting else [],
        "route": route_of(round_.plan),
    }
    return plan_page(request, "reports/round_freeze.html", context)


# --- before the body ---------------------------------------------------------------------------------


@right("read_issued", of=Place.named, methods=("GET",))
def round_table(request: PlanRequest, place: Place) -> HttpResponse:
    """The body's page: every entry of the version that lies before it, and what was said at the table."""
    round_ = the_round(place.plan, place.address["number"])
    if round_.version_number is None or not reads_frozen(request):
        raise Http404("Nothing lies before a body of this plan.")
    entries = entries_before(round_, withheld_by(request))
    note_opened(request, seen_on(request, (one.entry.key for one in entries)), Opening.Through.PAGE)
    context = {
        "round": round_,
        "entries": entries,
        "said": said_of(round_),
        "turn": body_whose_turn(round_),
    }
    return plan_page(request, "reports/round_table.html", context)


@right("consider", of=the_entry)
def entry_return(request: PlanRequest, entry: Entry) -> HttpResponse:
    form = ReturnEntryForm(request, entry.action, body_whose_turn(entry.round))
    if (
        form.sent
        and entry.update
        and form.done(return_update, entry.action, round_=entry.round, update=entry.update, **form.answers)
    ):
        messages.success(
            request,
            f"{entry.action.reference} is returned: rating and expected finish are those before. Its lead mends it; what is "
            "mended can be taken in.",
        )
        return redirect("reports:round-table", entry.plan.slug, entry.round.number)
    return _entry_page(request, "reports/entry_return.html", entry, form, "return_update")


@right("consider", of=the_entry)
def entry_rate(request: PlanRequest, entry: Entry) -> HttpResponse:
    form = ReRateForm(request, entry.action, body_whose_turn(entry.round))
    if (
        form.sent
        and entry.update
        and form.done(re_rate, entry.action, round_=entry.round, update=entry.update, **form.answers)
    ):
        messages.success(
            request,
            f"{entry.action.reference} is rated by the body, and what its lead chose stands beside. It can be rated again while "
            "the body sits.",
        )
        return redirect("reports:round-table", entry.plan.slug, entry.round.number)
    return _entry_page(request, "reports/entry_rate.html", entry, form, "re_rate")


def _entry_page(request: PlanRequest, template: str, entry: Entry, form: object, verb: str) -> HttpResponse:
    if request.method == "GET":
        note_opened(request, seen_on(request, [entry.action.pk]), Opening.Through.PAGE)
    out_of_turn = why_not(entry.action, verb)
    if not out_of_turn and (entry.update is None or entry.round.status != Round.Status.BEFORE_THE_BODY):
        out_of_turn = "This entry does not lie before a body."
    context = {"entry": entry, "action": entry.action, "round": entry.round, "form": form, "out_of_turn": out_of_turn}
    return plan_page(request, template, context)


@right("consider", of=the_round)
def round_considered(request: PlanRequest, round_: Round) -> HttpResponse:
    body = body_whose_turn(round_)
    form = ConsiderForm(request, round_, body)
    if form.sent and form.done(consider, round_, **form.answers):
        messages.success(
            request,
            f"Considered by the {body}. What it decided counts in the version; it is for the next, or to be issued.",
        )
        return redirect("reports:round-table", round_.plan.slug, round_.number)
    return plan_page(request, "reports/round_considered.html", {"form": form, "round": round_, "turn": body})


@right("consider", of=the_round)
def round_not_considered(request: PlanRequest, round_: Round) -> HttpResponse:
    body = body_whose_turn(round_)
    form = NotConsideredForm(request, round_, body)
    if form.sent and form.done(not_considered, round_, **form.answers):
        messages.success(
            request, f"Recorded that the {body} did not consider it, and why. Members read that beside the version."
        )
        return redirect("reports:round-table", round_.plan.slug, round_.number)
    return plan_page(request, "reports/round_not_considered.html", {"form": form, "round": round_, "turn": body})


@right("rounds", of=the_round)
def round_mended(request: PlanRequest, round_: Round) -> HttpResponse:
    mended = mended_entries(round_)
    form = FreezeAgainForm(request, round_, mended)
    if form.sent and form.done(freeze_again, round_, **form.answers):
        messages.success(
            request, "The mended entries are in the version; the edition before is kept. Others can follow."
        )
        return redirect(round_)
    return plan_page(request, "reports/round_mended.html", {"form": form, "round": round_, "mended": mended})
