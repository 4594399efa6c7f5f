from django.urls import path

from objectives import views

app_name = "objectives"

urlpatterns = [
    path("plans/<str:plan>/themes/<int:number>/objectives/add/", views.objective_add, name="objective-add"),
    path("plans/<str:plan>/objectives/<str:objective>/reword/", views.objective_reword, name="objective-reword"),
    path("plans/<str:plan>/objectives/<str:objective>/reassign/", views.objective_reassign, name="objective-reassign"),
    path("plans/<str:plan>/objectives/<str:objective>/renumber/", views.objective_renumber, name="objective-renumber"),
    path("plans/<str:plan>/objectives/<str:objective>/remove/", views.objective_remove, name="objective-remove"),
    path("plans/<str:plan>/objectives/<str:objective>/workstreams/add/", views.workstream_add, name="workstream-add"),
    path("plans/<str:plan>/workstreams/<int:key>/end/", views.workstream_end, name="workstream-end"),
]
