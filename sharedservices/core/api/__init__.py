"""What every API view shares: access, problems, filters, paging. The views' own base is in `viewsets`.

REST framework loads these names from the settings while it defines its own views, so nothing here may import
`rest_framework.views`.
"""

from sharedservices.core.api.access import Access, DenyByDefault
from sharedservices.core.api.filtering import ParameterError, StrictFilterBackend
from sharedservices.core.api.paging import EnvelopePagination
from sharedservices.core.api.problems import problem_handler

__all__ = [
    "Access",
    "DenyByDefault",
    "EnvelopePagination",
    "ParameterError",
    "StrictFilterBackend",
    "problem_handler",
]
