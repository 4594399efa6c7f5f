from django.urls import path

from reports.views import (
    audit,
    closing,
    comparison,
    evidence,
    mails,
    marks,
    papers,
    public,
    reading,
    redactions,
    releases,
    returns,
    rounds,
    search,
)

app_name = "reports"


def both(route: str, view: object, name: str) -> list[object]:
    """A reading page twice: the reader's own reading, and the same page of one version."""
    return [
        path(f"plans/<str:plan>/{route}", view, name=name),  # type: ignore[call-overload]
        path(f"plans/<str:plan>/versions/<int:version>/{route}", view, name=f"version-{name}"),  # type: ignore[call-overload]
    ]


def both_public(route: str, view: object, name: str) -> list[object]:
    """A public page twice: of the latest public version, and of one by its number."""
    return [
        path(f"public/<str:plan>/{route}", view, name=f"public-{name}"),  # type: ignore[call-overload]
        path(f"public/<str:plan>/versions/<int:version>/{route}", view, name=f"public-version-{name}"),  # type: ignore[call-overload]
    ]


urlpatterns = [
    path("public/", public.public_list, name="public-list"),
    path("public/<str:plan>/versions/", public.public_versions, name="public-version-list"),
    path("public/<str:plan>/compare/<int:before>/<int:after>/", public.comparison, name="public-comparison"),
    *both_public("", public.dashboard, "dashboard"),
    *both_public("themes/<int:number>/", public.theme, "theme"),
    *both_public("objectives/<str:objective>/", public.objective, "objective"),
    *both_public("actions/<str:action>/", public.action, "action"),
    *both_public("csv/", public.plan_csv, "csv"),
    *both_public("json/", public.plan_json, "json"),
    path("", reading.my_work, name="my-work"),
    path("help/", reading.help_index, name="help"),
    path("help/<slug:role>/", reading.help_for, name="help-for"),
    path("search/", search.search_page, name="search"),
    path("plans/", reading.plan_list, name="plan-list"),
    path("plans/csv/", reading.plan_list_csv, name="plan-list-csv"),
    path("plans/<str:plan>/changes/", comparison.comparison, name="comparison"),
    path("plans/<str:plan>/changes/csv/", comparison.comparison_csv, name="comparison-csv"),
    path("plans/<str:plan>/changes/word/", comparison.comparison_word, name="comparison-word"),
    path("plans/<str:plan>/changes/read/", comparison.comparison_read, name="comparison-read"),
    path("plans/<str:plan>/every-change/", audit.audit_csv, name="audit-csv"),
    path("plans/<str:plan>/marks/", marks.mark_list, name="mark-list"),
    path("plans/<str:plan>/marks/<int:key>/", marks.mark_detail, name="mark"),
    path("plans/<str:plan>/reading-log/", marks.reading_log, name="reading-log"),
    path("plans/<str:plan>/versions/", reading.version_list, name="version-list"),
    path("plans/<str:plan>/versions/issue/", reading.version_issue, name="version-issue"),
    path("plans/<str:plan>/mails/", mails.mail_list, name="mail-list"),
    path("plans/<str:plan>/my-return/", returns.my_return, name="my-return"),
    path("plans/<str:plan>/versions/<int:version>/make-public/", releases.release_propose, name="release-propose"),
    path("plans/<str:plan>/versions/<int:version>/confirm-public/", releases.release_confirm, name="release-confirm"),
    path("plans/<str:plan>/versions/<int:version>/refuse-public/", releases.release_refuse, name="release-refuse"),
    path(
        "plans/<str:plan>/versions/<int:version>/withdraw-from-public/",
        releases.release_withdraw,
        name="release-withdraw",
    ),
    path("plans/<str:plan>/rounds/", rounds.round_list, name="round-list"),
    path("plans/<str:plan>/rounds/route/", rounds.route_set, name="route-set"),
    path("plans/<str:plan>/rounds/open/", rounds.round_open, name="round-open"),
    path("plans/<str:plan>/rounds/<int:number>/", rounds.round_detail, name="round"),
    path("plans/<str:plan>/rounds/<int:number>/days/", rounds.round_change, name="round-change"),
    path("plans/<str:plan>/rounds/<int:number>/give-up/", rounds.round_give_up, name="round-give-up"),
    path("plans/<str:plan>/rounds/<int:number>/returns/<int:post>/", rounds.no_return, name="no-return"),
    path("plans/<str:plan>/rounds/<int:number>/reminders/", rounds.round_remind, name="round-remind"),
    path(
        "plans/<str:plan>/rounds/<int:number>/returns/<int:post>/fill-in/",
        returns.return_fill_in,
        name="return-fill-in",
    ),
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
