from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who acts, for whom they act, and when it is."""

    name = "people"
    verbose_name = "People"
