from enum import Enum
from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class Access(Enum):
    """Who may call a view. Which rows they get is the queryset's matter, never this."""

    PUBLIC = "public"
    CALLER = "caller"


def _in_scope(token: Any, view: Any) -> bool:
    """A browser's session has no scopes; a token has, and reads what declares none or one of its own."""
    scope = getattr(view, "scope", None)
    if token is not None and scope is not None and scope not in token.scopes:
        raise PermissionDenied(f"This token does not read “{scope}”. Make another with that scope.")
    return True


class DenyByDefault(BasePermission):
    """A view that does not declare its `access` answers nobody; no row is changed unless a view says who may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        access = getattr(view, "access", None)
        if access is Access.PUBLIC:
            return True
        return access is Access.CALLER and bool(request.user.is_authenticated) and _in_scope(request.auth, view)

    def has_object_permission(self, request: Request, *_: Any) -> bool:
        return request.method in SAFE_METHODS
