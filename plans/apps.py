from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The plan, its rights, and the one private step by which everything changes."""

    name = "plans"
    verbose_name = "Plans"
