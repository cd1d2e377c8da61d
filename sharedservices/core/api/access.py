from enum import Enum
from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class Access(Enum):
    """Who may call a view. Which rows they get is the queryset's matter, never this."""

    PUBLIC = "public"
    CALLER = "caller"


class DenyByDefault(BasePermission):
    """A view that does not declare its `access` answers nobody; no row is changed unless a view says who may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        access = getattr(view, "access", None)
        return access is Access.PUBLIC or (access is Access.CALLER and bool(request.user.is_authenticated))

    def has_object_permission(self, request: Request, *_: Any) -> bool:
        return request.method in SAFE_METHODS
