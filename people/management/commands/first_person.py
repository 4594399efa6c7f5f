"""The first person of an empty installation: an administrator, who may create the first plan."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from people.accounts import account_without_password
from people.models import User
from people.password_link import password_link


class Command(BaseCommand):
    help = "Make the first administrator of an empty installation, and print the link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="the address with which they sign in")
        parser.add_argument("--name", required=True, help="as it stands on the pages")
        parser.add_argument(
            "--site", default="http://127.0.0.1:8000", help="where people open Followthrough: https://plans.example.org"
        )

    @transaction.atomic
    def handle(self, *args: Any, email: str, name: str, site: str, **options: Any) -> None:
        if not site.startswith(("http://", "https://")):
            raise CommandError(f"--site is a whole address, such as https://plans.example.org, not {site}.")
        earlier = User.objects.here().filter(is_staff=True).first()
        if earlier is not None:
            raise CommandError(
                f"There is an administrator already: {earlier.email}. They make others on the page /admin/ . Nothing was changed."
            )
        person = self._person(email.strip(), name.strip())
        self.stdout.write(
            f"{person.name} is the administrator. This link sets the password; it works once, for seven days:"
        )
        self.stdout.write(f"\n    {password_link(person, site)}\n")
        self.stdout.write(f"Then sign in at {site.rstrip('/')}/ and start the first plan under Plans.")

    def _person(self, email: str, name: str) -> User:
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account already. Give another address. Nothing was changed.")
        try:
            validate_email(email)
            return account_without_password(
                email, name, by=None, because="The first administrator, made at the server.", administrator=True
            )
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
