from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """One document of the plan, and everything that is read from it."""

    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        from actions.record_check import check_also
        from reports.version_check import findings

        check_also(findings)
