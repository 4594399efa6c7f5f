"""Load the sample, once, into a database that holds nothing else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models

from people.models import GovernanceBody, Organisation, SampleClock, User
from plans.models import Plan
from reports.sample import people, play

WHAT_COUNTS: tuple[type[models.Model], ...] = (User, Organisation, GovernanceBody, Plan)


class Command(BaseCommand):
    help = "Load the sample: two plans, their people and half a year of what happened. Repeatable; never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", action="store_true", help="only print who there is and how they sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAMPLE:
            raise CommandError(
                "The sample is for trying the product out on one machine and never goes into a real installation."
                " Nothing was changed."
            )
        if options["people"]:
            self.print_people()
        elif SampleClock.objects.exists():
            self.stdout.write(
                "The sample is here already: nothing was changed. With --people it prints who can sign in."
            )
        else:
            self.refuse_anything_else()
            play.load()
            self.print_people()

    def refuse_anything_else(self) -> None:
        held = [
            f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
            for model in WHAT_COUNTS
            if (count := model._base_manager.count())
        ]
        if held:
            raise CommandError(
                f"This database holds something already ({', '.join(held)}), and the sample goes into an empty one."
                " Nothing was changed. Choose another folder with --data or FOLLOWTHROUGH_DATA."
            )

    def print_people(self) -> None:
        self.stdout.write(f"The sample’s people; the password of each is: {people.PASSWORD}\n\n")
        for person in people.PEOPLE:
            self.stdout.write(f"  {people.address(person):38} {person.name}: {person.comes_to}")
        further = ", ".join(people.address(person) for person in people.FURTHER_PEOPLE)
        self.stdout.write(f"\n  Further people, with the same password: {further}")
