"""Who can see and do what, for everybody who may read the plan."""

from django.http import HttpResponse

from plans.gate import PlanRequest, right
from plans.models import Plan
from plans.pages import plan_page
from plans.who_can_see import holders, marks_table, role_names, table


@right("read_issued", methods=("GET",))
def who_can_see_what(request: PlanRequest, plan: Plan) -> HttpResponse:
    page = {"groups": table(plan), "holders": holders(plan), "role_names": role_names(plan), "marks": marks_table(plan)}
    return plan_page(request, "plans/who_can_see_what.html", page)
