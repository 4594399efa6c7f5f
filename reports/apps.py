from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """One document of the plan, and everything that is read from it."""

    name = "reports"
    verbose_name = "Reports"
