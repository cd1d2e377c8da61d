from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnerships import token_services
from partnerships.models import Organisation, User
from sharedservices.core.errors import RuleViolation


class Command(BaseCommand):
    help = "Makes an API token for a person and prints it; it cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True, help="what the token is for")
        parser.add_argument("--organisation", metavar="SLUG", help="the council that it acts for, where there are more")
        parser.add_argument("--days", type=int, default=365, help="how long it works, 1 to 365 days (default 365)")

    def handle(self, *, email: str, name: str, days: int, organisation: str | None, **_: Any) -> None:
        if not 1 <= days <= 365:
            raise CommandError("--days takes 1 to 365.")
        try:
            user = User.objects.get(email__iexact=email)
            council = Organisation.objects.get(slug=organisation) if organisation else None
            until = timezone.now() + timedelta(days=days)
            token, text = token_services.issue_token(user=user, name=name, expires_at=until, organisation=council)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here has the address {email}.") from error
        except Organisation.DoesNotExist as error:
            raise CommandError(f"There is no organisation {organisation}.") from error
        except RuleViolation as error:
            raise CommandError(error.message) from error
        self.stderr.write(f"Token “{token.name}” for {user.name}, works until {token.expires_at:%d %B %Y}:")
        self.stdout.write(text)
