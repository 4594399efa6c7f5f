from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Actions, and the verbs by which they change."""

    name = "actions"
    verbose_name = "Actions"
