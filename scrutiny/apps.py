from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """What others ask of a plan, and the closing of it: the first room that sees all that must be accounted for."""

    name = "scrutiny"
    verbose_name = "Scrutiny"

    def ready(self) -> None:
        from actions.record_check import check_also
        from scrutiny.closing import findings

        check_also(findings)
