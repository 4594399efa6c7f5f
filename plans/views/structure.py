"""Pages by which a plan is made: the plan itself, its themes, its rating criteria."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from people.rating import Rating
from plans.finding import the_criterion, the_theme
from plans.forms import (
    CriterionAddForm,
    CriterionRetireForm,
    PlanEditForm,
    PlanForm,
    PutInForceForm,
    RemovalForm,
    RulesForm,
    ThemeAddForm,
    ThemeRewordForm,
)
from plans.gate import PersonRequest, PlanRequest, right, signed_in
from plans.models import Plan, RatingCriterion, Theme
from plans.pages import plan_page
from plans.rights import may_create_plan
from plans.structure import (
    add_criterion,
    add_theme,
    create_plan,
    edit_plan,
    missing_for_force,
    put_in_force,
    remove_theme,
    retire_criterion,
    reword_theme,
    set_rules,
)
from plans.telling import criteria_told


@signed_in("GET", "POST")
def plan_new(request: PersonRequest) -> HttpResponse:
    if not may_create_plan(request.user):
        raise PermissionDenied("create_plan")
    form = PlanForm(request, Plan())
    if form.sent and form.done(create_plan, **form.answers, because="", by=request.user):
        messages.success(
            request,
            f"{form.cleaned_data['short_title']} is there, as a draft that only you see. Add its themes next; "
            "others see it once you put it in force.",
        )
        return redirect("actions:structure", form.cleaned_data["slug"])
    return render(request, "plans/plan_new.html", {"form": form})


@right("structure")
def plan_edit(request: PlanRequest, plan: Plan) -> HttpResponse:
    shown = {
        name: getattr(plan, name) for name in ("title", "short_title", "purpose", "manager_label", "deciding_body")
    }
    form = PlanEditForm(request, plan, initial=shown)
    if form.sent and form.done(edit_plan, plan, changes=form.changes, because=form.reason, by=request.user):
        messages.success(request, "The plan is changed. Its history keeps what stood there before.")
        return redirect("actions:structure", plan.slug)
    return plan_page(request, "plans/plan_edit.html", {"form": form})


@right("rules")
def plan_rules(request: PlanRequest, plan: Plan) -> HttpResponse:
    names = ("signing_body", "signing_post", "waiver_because", "quarters")
    form = RulesForm(request, plan, initial={name: getattr(plan, name) for name in names})
    if form.sent and form.done(set_rules, plan, changes=form.changes, because=form.reason, by=request.user):
        messages.success(
            request,
            "The rules of the plan are changed, from now on. To go back to what stood there, change them again.",
        )
        return redirect("actions:structure", plan.slug)
    return plan_page(request, "plans/plan_rules.html", {"form": form})


@right("put_in_force")
def plan_put_in_force(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = PutInForceForm(request, plan)
    if form.sent and form.done(put_in_force, plan, **form.answers, by=request.user):
        messages.success(
            request,
            f"{plan.short_title} is in force. Its actions can be reported on now; issue it when members should read it.",
        )
        return redirect("actions:structure", plan.slug)
    return plan_page(request, "plans/plan_put_in_force.html", {"form": form, "missing": missing_for_force(plan)})


@right("structure")
def theme_add(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = ThemeAddForm(request, Theme(plan=plan))
    if form.sent and form.done(add_theme, plan, **form.answers, by=request.user):
        messages.success(request, f"Theme {form.cleaned_data['number']} added. Add its objectives next.")
        return redirect("actions:structure", plan.slug)
    return plan_page(request, "plans/theme_add.html", {"form": form})


@right("structure", of=the_theme)
def theme_reword(request: PlanRequest, theme: Theme) -> HttpResponse:
    form = ThemeRewordForm(request, theme, initial={"title": theme.title, "outcome": theme.outcome})
    if form.sent and form.done(reword_theme, theme, **form.answers, by=request.user):
        messages.success(request, f"Theme {theme.number} is reworded. Its history keeps what stood there before.")
        return redirect("actions:structure", theme.plan.slug)
    return plan_page(request, "plans/theme_reword.html", {"form": form, "theme": theme})


@right("structure", of=the_theme)
def theme_remove(request: PlanRequest, theme: Theme) -> HttpResponse:
    form = RemovalForm(request, theme)
    if form.sent and form.done(remove_theme, theme, by=request.user):
        messages.success(request, f"Theme {theme} is removed from the draft. You can add it again.")
        return redirect("actions:structure", theme.plan.slug)
    return plan_page(request, "plans/theme_remove.html", {"form": form, "theme": theme})


@right("criteria", methods=("GET",))
def criterion_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    criteria = list(plan.criteria.all())
    standing = [criterion for criterion in criteria if criterion.retired_on is None]
    return plan_page(
        request,
        "plans/ratingcriterion_list.html",
        {
            "standing": [criterion for rating in "RAG" for criterion in standing if criterion.rating == rating],
            "retired": [criterion for criterion in criteria if criterion.retired_on is not None],
            "lacking": [
                words for rating, words in Rating.choices if rating not in {criterion.rating for criterion in standing}
            ],
            "steps": criteria_told(plan),
        },
    )


@right("criteria")
def criterion_add(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = CriterionAddForm(request, RatingCriterion(plan=plan))
    if form.sent and form.done(add_criterion, plan, **form.answers, by=request.user):
        messages.success(request, "The criterion is added and can be chosen now. If it should not be, retire it.")
        return redirect("plans:criterion-list", plan.slug)
    return plan_page(request, "plans/ratingcriterion_add.html", {"form": form})


@right("criteria", of=the_criterion)
def criterion_retire(request: PlanRequest, criterion: RatingCriterion) -> HttpResponse:
    form = CriterionRetireForm(request, criterion)
    if form.sent and form.done(retire_criterion, criterion, **form.answers, by=request.user):
        messages.success(
            request, "The criterion is retired. Ratings that chose it keep it; add its successor if there is one."
        )
        return redirect("plans:criterion-list", criterion.plan.slug)
    return plan_page(request, "plans/ratingcriterion_retire.html", {"form": form, "criterion": criterion})
