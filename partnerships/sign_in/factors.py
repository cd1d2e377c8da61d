"""Who has to have a second factor, and who has one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q

from partnerships.models import RoleGrant, User
from partnerships.rules import SECOND_FACTOR_ROLES

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_one(user: Any) -> bool:
    """Superusers, and those whose role releases money or papers, or opens everything. One query."""
    return bool(User.objects.filter(_needing(), pk=user.pk).exists())


def lacks_one(user: Any) -> bool:
    """They have to have one and have none. One query."""
    having = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return bool(User.objects.filter(_needing(), ~Exists(having), pk=user.pk).exists())


def may_remove(authenticator: Authenticator) -> bool:
    """Anybody may remove any but the last of those who have to have one. Recovery codes are none by themselves."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return others.exists() or not needs_one(authenticator.user)


def _needing() -> Q:
    held = RoleGrant.objects.in_force().for_role(*SECOND_FACTOR_ROLES).filter(user=OuterRef("pk"))
    return Q(is_superuser=True) | Q(Exists(held))
