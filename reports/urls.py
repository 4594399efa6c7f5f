from django.urls import path

from reports.views import audit, closing, comparison, evidence, papers, reading, redactions, rounds, search

app_name = "reports"


def both(route: str, view: object, name: str) -> list[object]:
    """A reading page twice: the reader's own reading, and the same page of one version."""
    return [
        path(f"plans/<str:plan>/{route}", view, name=name),  # type: ignore[call-overload]
        path(f"plans/<str:plan>/versions/<int:version>/{route}", view, name=f"version-{name}"),  # type: ignore[call-overload]
    ]


urlpatterns = [
    path("", reading.my_work, name="my-work"),
    path("help/", reading.help_index, name="help"),
    path("help/<slug:role>/", reading.help_for, name="help-for"),
    path("search/", search.search_page, name="search"),
    path("plans/", reading.plan_list, name="plan-list"),
    path("plans/csv/", reading.plan_list_csv, name="plan-list-csv"),
    path("plans/<str:plan>/changes/", comparison.comparison, name="comparison"),
    path("plans/<str:plan>/changes/csv/", comparison.comparison_csv, name="comparison-csv"),
    path("plans/<str:plan>/every-change/", audit.audit_csv, name="audit-csv"),
    path("plans/<str:plan>/versions/", reading.version_list, name="version-list"),
    path("plans/<str:plan>/versions/issue/", reading.version_issue, name="version-issue"),
    path("plans/<str:plan>/my-return/", rounds.my_return, name="my-return"),
    path("plans/<str:plan>/rounds/", rounds.round_list, name="round-list"),
    path("plans/<str:plan>/rounds/route/", rounds.route_set, name="route-set"),
    path("plans/<str:plan>/rounds/open/", rounds.round_open, name="round-open"),
    path("plans/<str:plan>/rounds/<int:number>/", rounds.round_detail, name="round"),
    path("plans/<str:plan>/rounds/<int:number>/days/", rounds.round_change, name="round-change"),
    path("plans/<str:plan>/rounds/<int:number>/give-up/", rounds.round_give_up, name="round-give-up"),
    path("plans/<str:plan>/rounds/<int:number>/returns/<int:post>/", rounds.no_return, name="no-return"),
    path("plans/<str:plan>/rounds/<int:number>/freeze/", rounds.round_freeze, name="round-freeze"),
    path("plans/<str:plan>/rounds/<int:number>/before-the-body/", rounds.round_table, name="round-table"),
    path("plans/<str:plan>/rounds/<int:number>/considered/", rounds.round_considered, name="round-considered"),
    path(
        "plans/<str:plan>/rounds/<int:number>/not-considered/", rounds.round_not_considered, name="round-not-considered"
    ),
    path("plans/<str:plan>/rounds/<int:number>/mended/", rounds.round_mended, name="round-mended"),
    path("plans/<str:plan>/rounds/<int:number>/entries/<str:action>/return/", rounds.entry_return, name="entry-return"),
    path("plans/<str:plan>/rounds/<int:number>/entries/<str:action>/rate/", rounds.entry_rate, name="entry-rate"),
    path("plans/<str:plan>/redactions/", redactions.redaction_list, name="redaction-list"),
    path("plans/<str:plan>/redactions/ask/", redactions.redaction_ask, name="redaction-ask"),
    path("plans/<str:plan>/redactions/<int:key>/", redactions.redaction_do, name="redaction-do"),
    path("plans/<str:plan>/redactions/<int:key>/refuse/", redactions.redaction_refuse, name="redaction-refuse"),
    *both("", reading.dashboard, "dashboard"),
    *both("themes/<int:number>/", reading.theme, "theme"),
    *both("objectives/<str:objective>/", reading.objective, "objective"),
    *both("actions/<str:action>/", reading.action, "action"),
    *both("evidence/<int:evidence>/", evidence.evidence_file, "evidence-file"),
    path("plans/<str:plan>/closing/statements/<int:closing>/", closing.closing_statement, name="closing-statement"),
    *both("closing/", closing.closing, "closing"),
    *both("asks/", reading.asks, "ask-list"),
    path("plans/<str:plan>/papers/", papers.paper_list, name="paper-list"),
    path("plans/<str:plan>/papers/word/", papers.paper_word, name="paper-word"),
    path("plans/<str:plan>/papers/csv/", papers.paper_csv, name="paper-csv"),
    path("plans/<str:plan>/versions/<int:version>/papers/", papers.version_paper_list, name="version-paper-list"),
    path(
        "plans/<str:plan>/versions/<int:version>/papers/word/",
        papers.version_paper_word,
        name="version-paper-word",
    ),
    path("plans/<str:plan>/versions/<int:version>/papers/csv/", papers.version_paper_csv, name="version-paper-csv"),
    *both("ratings/", reading.rating_key, "rating-key"),
]
