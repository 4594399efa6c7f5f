from django.urls import path

from scrutiny import views

app_name = "scrutiny"

urlpatterns = [
    path("plans/<str:plan>/closing/begin/", views.closing_begin, name="closing-begin"),
    path("plans/<str:plan>/closing/give-up/", views.closing_give_up, name="closing-give-up"),
    path("plans/<str:plan>/closing/account/<str:kind>/<int:key>/", views.closing_account, name="closing-account"),
    path("plans/<str:plan>/closing/officers/<int:officer>/confirm/", views.closing_confirm, name="closing-confirm"),
    path("plans/<str:plan>/closing/officers/<int:officer>/replace/", views.closing_replace, name="closing-replace"),
    path("plans/<str:plan>/closing/close/", views.closing_close, name="closing-close"),
    path("plans/<str:plan>/closing/reopen/", views.plan_reopen, name="plan-reopen"),
]
