from django.urls import path

from actions import plan_structure, views

app_name = "actions"

urlpatterns = [
    path("plans/<str:plan>/structure/", plan_structure.structure, name="structure"),
    path("plans/<str:plan>/objectives/<str:objective>/actions/new/", views.action_add, name="action-add"),
    path("plans/<str:plan>/actions/<str:action>/edit/", views.action_edit, name="action-edit"),
    path("plans/<str:plan>/actions/<str:action>/remove/", views.action_remove, name="action-remove"),
    path("plans/<str:plan>/actions/<str:action>/update/", views.action_update, name="action-update"),
    path("plans/<str:plan>/actions/<str:action>/extension/", views.extension_ask, name="action-ask-extension"),
    path(
        "plans/<str:plan>/actions/<str:action>/extension/grant/", views.extension_grant, name="action-grant-extension"
    ),
    path(
        "plans/<str:plan>/actions/<str:action>/extension/refuse/",
        views.extension_refuse,
        name="action-refuse-extension",
    ),
    path("plans/<str:plan>/actions/<str:action>/reword/", views.action_reword, name="action-reword"),
    path("plans/<str:plan>/actions/<str:action>/correct/", views.action_correct, name="action-correct"),
    path("plans/<str:plan>/actions/<str:action>/reassign/", views.action_reassign, name="action-reassign"),
    path("plans/<str:plan>/asks/<int:ask>/answer/", views.ask_answer, name="ask-answer"),
]
