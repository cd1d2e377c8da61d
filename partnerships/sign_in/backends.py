from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from partnerships.models import User


class EmailBackend(AuthenticationBackend):
    """By the e-mail address of the account and no other. An unknown address costs one hashing too."""

    def _authenticate_by_email(self, email: str, password: str) -> Any:
        return self._check_password(User.objects.filter(email__iexact=email).first(), password)
