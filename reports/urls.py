from django.urls import path

from reports import audit_views, closing_views, comparison_views, evidence_views, paper_views, views

app_name = "reports"


def both(route: str, view: object, name: str) -> list[object]:
    """A reading page twice: the reader's own reading, and the same page of one version."""
    return [
        path(f"plans/<str:plan>/{route}", view, name=name),  # type: ignore[call-overload]
        path(f"plans/<str:plan>/versions/<int:version>/{route}", view, name=f"version-{name}"),  # type: ignore[call-overload]
    ]


urlpatterns = [
    path("", views.my_work, name="my-work"),
    path("help/", views.help_index, name="help"),
    path("help/<slug:role>/", views.help_for, name="help-for"),
    path("plans/", views.plan_list, name="plan-list"),
    path("plans/<str:plan>/changes/", comparison_views.comparison, name="comparison"),
    path("plans/<str:plan>/changes/csv/", comparison_views.comparison_csv, name="comparison-csv"),
    path("plans/<str:plan>/every-change/", audit_views.audit_csv, name="audit-csv"),
    path("plans/<str:plan>/versions/", views.version_list, name="version-list"),
    path("plans/<str:plan>/versions/issue/", views.version_issue, name="version-issue"),
    *both("", views.dashboard, "dashboard"),
    *both("themes/<int:number>/", views.theme, "theme"),
    *both("objectives/<str:objective>/", views.objective, "objective"),
    *both("actions/<str:action>/", views.action, "action"),
    *both("evidence/<int:evidence>/", evidence_views.evidence_file, "evidence-file"),
    path("plans/<str:plan>/closing/statement/", closing_views.closing_statement, name="closing-statement"),
    *both("closing/", closing_views.closing, "closing"),
    *both("asks/", views.asks, "ask-list"),
    path("plans/<str:plan>/papers/", paper_views.paper_list, name="paper-list"),
    path("plans/<str:plan>/papers/word/", paper_views.paper_word, name="paper-word"),
    path("plans/<str:plan>/papers/csv/", paper_views.paper_csv, name="paper-csv"),
    path("plans/<str:plan>/versions/<int:version>/papers/", paper_views.version_paper_list, name="version-paper-list"),
    path(
        "plans/<str:plan>/versions/<int:version>/papers/word/",
        paper_views.version_paper_word,
        name="version-paper-word",
    ),
    path(
        "plans/<str:plan>/versions/<int:version>/papers/csv/", paper_views.version_paper_csv, name="version-paper-csv"
    ),
    *both("ratings/", views.rating_key, "rating-key"),
]
