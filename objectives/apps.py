from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    """Strategic objectives and the workstreams under them."""

    name = "objectives"
    verbose_name = "Objectives"
