"""Posts: who holds which, which is lead gone, which is lost."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from people import clock
from people.models import Organisation, Post, User
from plans.finding import InPlan, the_post
from plans.forms import PostAddForm, PostEndForm, PostHolderForm
from plans.gate import PlanRequest, right
from plans.models import Plan, PlanRole
from plans.pages import plan_page
from plans.posts import add_post, end_post, hold_post, named_for
from plans.rights import roles_of
from plans.telling import steps_of


@dataclass(frozen=True)
class PostLine:
    """One post of the list, with what the plan names it for."""

    post: Post
    named_for: list[str]

    @property
    def lost(self) -> bool:
        return self.post.ended_on is not None

    @property
    def lead_gone(self) -> bool:
        return not self.lost and self.post.holder_id is None


@dataclass
class OrganisationPosts:
    organisation: Organisation
    lines: list[PostLine] = field(default_factory=list)


@right("people", methods=("GET",))
def post_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """All posts there are, the organisations that have to do with this plan first: posts are shared by all plans."""
    named = named_for(plan)
    groups = {organisation.pk: OrganisationPosts(organisation) for organisation in Organisation.objects.all()}
    for post in Post.objects.select_related("holder", "organisation"):
        groups[post.organisation_id].lines.append(PostLine(post, named.get(post.pk, [])))
    ours = _organisations_with_people(plan) | {
        group.organisation.pk for group in groups.values() if any(line.named_for for line in group.lines)
    }
    lines = [line for group in groups.values() for line in group.lines if line.named_for]
    return plan_page(
        request,
        "plans/post_list.html",
        {
            "ours": [group for key, group in groups.items() if key in ours],
            "others": [group for key, group in groups.items() if key not in ours and group.lines],
            "gone": [line for line in lines if line.lead_gone],
            "lost": [line for line in lines if line.lost],
        },
    )


def _organisations_with_people(plan: Plan) -> set[int]:
    """Organisations of those who hold a role on the plan themselves."""
    holding = PlanRole.objects.filter(plan=plan, person__organisation__isnull=False).current(clock.today())
    return set(holding.values_list("person__organisation", flat=True))


@right("people")
def post_add(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = PostAddForm(request, Post())
    if form.sent and form.done(add_post, plan, **form.answers, by=request.user):
        messages.success(request, f"{form.cleaned_data['title']} is added, and actions can name it as their lead.")
        return redirect("plans:post-list", plan.slug)
    return plan_page(request, "plans/post_add.html", {"form": form})


@right("people", of=the_post)
def post_hold(request: PlanRequest, found: InPlan[Post]) -> HttpResponse:
    post, plan = found.row, found.plan
    form = PostHolderForm(request, post, initial={"holder": post.holder_id})
    if form.sent and form.done(hold_post, post, plan=plan, **form.answers, by=request.user):
        messages.success(request, _who_holds_it_now(post, form.cleaned_data["holder"], plan))
        return redirect("plans:post-list", plan.slug)
    return plan_page(request, "plans/post_hold.html", {"form": form, **_about(post, plan)})


@right("people", of=the_post)
def post_end(request: PlanRequest, found: InPlan[Post]) -> HttpResponse:
    post, plan = found.row, found.plan
    form = PostEndForm(request, post, initial={"ended_on": clock.today()})
    if form.sent and form.done(end_post, post, plan=plan, **form.answers, by=request.user):
        named = named_for(plan).get(post.pk, [])
        messages.success(request, f"{post} has ended. {_still_named('Post lost: it', named)}".strip())
        return redirect("plans:post-list", plan.slug)
    return plan_page(request, "plans/post_end.html", {"form": form, **_about(post, plan)})


def _about(post: Post, plan: Plan) -> dict[str, object]:
    return {
        "post": post,
        "named_for": named_for(plan).get(post.pk, []),
        "steps": steps_of("post", post.pk, post.version),
    }


def _who_holds_it_now(post: Post, holder: User | None, plan: Plan) -> str:
    if holder is None:
        return f"Nobody holds {post} now. {_still_named('Lead gone: it', named_for(plan).get(post.pk, []))}".strip()
    without_role = "" if roles_of(holder, plan) else f" {holder} holds no role on this plan yet: give one under People."
    return f"{holder} holds {post} now.{without_role}"


def _still_named(what: str, named: list[str]) -> str:
    return f"{what} {' and '.join(named)} in this plan." if named else ""
