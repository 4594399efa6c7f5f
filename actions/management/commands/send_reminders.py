"""Sends the reminders that fall due today: for a timer, once a day."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actions.reminders import Run, collecting, due_now, send_due
from plans.models import Plan, SentMail


class Command(BaseCommand):
    """May be run as often as wanted, and on several servers at once: each reminder goes once."""

    help = "Send the reminders of returns that fall due, one line for each person. Ends with 1 where a mail could not be sent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say who would be written to, and why")
        parser.add_argument("--plan", metavar="SLUG", help="the plan's name in its address; otherwise all plans")

    def handle(self, *args: Any, dry_run: bool, plan: str | None, **options: Any) -> None:
        of = self._plan(plan)
        if dry_run:
            planned = due_now(collecting(of))
            lines = [
                f"would be sent: {one.person} <{one.person.email}>: {one.words}" for one in planned.to_write.values()
            ]
            self._say(lines, [one.words for one in planned.nobody])
            return
        run = send_due(site=settings.SITE_ADDRESS, plan=of)
        self._say(
            [f"{_became(mail)}: {one.person} <{mail.address}>: {one.words}" for one, mail in run.mails],
            [one.words for one in run.nobody],
        )
        self._fail_where_one_failed(run)

    def _plan(self, slug: str | None) -> Plan | None:
        if slug is None:
            return None
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise CommandError(
                f"There is no plan {slug}. Its name stands in its address: /plans/<name>/. Nothing was sent."
            )
        return plan

    def _say(self, lines: list[str], nobody: list[str]) -> None:
        for line in [*lines, *(f"nobody to write to: {words}" for words in nobody)]:
            self.stdout.write(line)
        if not lines and not nobody:
            self.stdout.write("No reminder is due.")

    def _fail_where_one_failed(self, run: Run) -> None:
        if run.failed:
            number = len(run.failed)
            raise CommandError(f"{number} {'mail was' if number == 1 else 'mails were'} not sent, named above.")


def _became(mail: SentMail) -> str:
    return f"{mail.words}, because {mail.server_said}" if mail.server_said else mail.words
