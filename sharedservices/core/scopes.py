from enum import StrEnum


class TokenScope(StrEnum):
    """What an API token may read. Every resource of the API declares one of them."""

    PROGRAMME = "read:programme"
    SAVINGS = "read:savings"
    REPORTS = "read:reports"
