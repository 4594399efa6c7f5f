from django.urls import path

from actions.plan_structure import structure as plan_structure
from actions.views import deciding, reporting, structure, wording

app_name = "actions"

urlpatterns = [
    path("plans/<str:plan>/structure/", plan_structure, name="structure"),
    path("plans/<str:plan>/objectives/<str:objective>/actions/new/", structure.action_add, name="action-add"),
    path("plans/<str:plan>/actions/<str:action>/edit/", structure.action_edit, name="action-edit"),
    path("plans/<str:plan>/actions/<str:action>/remove/", structure.action_remove, name="action-remove"),
    path("plans/<str:plan>/actions/<str:action>/update/", reporting.action_update, name="action-update"),
    path("plans/<str:plan>/actions/<str:action>/extension/", reporting.extension_ask, name="action-ask-extension"),
    path(
        "plans/<str:plan>/actions/<str:action>/extension/grant/",
        deciding.extension_grant,
        name="action-grant-extension",
    ),
    path(
        "plans/<str:plan>/actions/<str:action>/extension/refuse/",
        deciding.extension_refuse,
        name="action-refuse-extension",
    ),
    path("plans/<str:plan>/actions/<str:action>/reword/", wording.action_reword, name="action-reword"),
    path("plans/<str:plan>/actions/<str:action>/correct/", wording.action_correct, name="action-correct"),
    path("plans/<str:plan>/actions/<str:action>/reassign/", wording.action_reassign, name="action-reassign"),
    path("plans/<str:plan>/asks/<int:ask>/answer/", deciding.ask_answer, name="ask-answer"),
]
