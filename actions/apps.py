from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Actions, and the verbs by which they change."""

    name = "actions"
    verbose_name = "Actions"

    def ready(self) -> None:
        from actions.evidence_store import findings
        from actions.plan_structure import actions_led
        from actions.record_check import check_also
        from actions.withheld import hides_step
        from plans.posts import Duty, named_for_also
        from plans.withheld import hide_steps_also

        named_for_also(Duty("leads {} action", "leads {} actions", actions_led))
        check_also(findings)
        hide_steps_also(hides_step)
