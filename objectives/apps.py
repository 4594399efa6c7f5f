from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    """Strategic objectives and the workstreams under them."""

    name = "objectives"
    verbose_name = "Objectives"

    def ready(self) -> None:
        from objectives.structure import accountable_posts, workstream_leads
        from plans.posts import Duty, named_for_also

        named_for_also(Duty("answers for {} objective", "answers for {} objectives", accountable_posts))
        named_for_also(Duty("leads {} workstream", "leads {} workstreams", workstream_leads))
