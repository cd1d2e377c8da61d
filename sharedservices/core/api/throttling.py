from typing import TYPE_CHECKING

import structlog
from redis.exceptions import RedisError
from rest_framework.throttling import UserRateThrottle

if TYPE_CHECKING:  # REST framework loads this class while it defines these
    from rest_framework.request import Request
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)


class ForgivingThrottle(UserRateThrottle):
    """Counts in the shared cache; while that is away it lets everybody in, because data matter more than counting."""

    def allow_request(self, request: "Request", view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError as error:
            log.warning("throttle_cannot_count", error=str(error))
            return True
