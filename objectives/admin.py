from django.contrib import admin

from objectives.models import StrategicObjective, Workstream
from plans.administration import ReadOnlyAdmin


@admin.register(StrategicObjective)
class StrategicObjectiveAdmin(ReadOnlyAdmin):
    list_display = ["reference", "wording", "accountable_post", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "accountable_post"]


@admin.register(Workstream)
class WorkstreamAdmin(ReadOnlyAdmin):
    list_display = ["name", "objective", "lead_post", "ended_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["plan", "objective", "lead_post"]
