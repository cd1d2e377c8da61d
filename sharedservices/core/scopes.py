from enum import StrEnum


class TokenScope(StrEnum):
    """What an API token may read. Every resource of the API declares one of them."""

    PROGRAMME = "read:programme"
    SAVINGS = "read:savings"  # in tokens of before; no resource asks for it, so none is made with it
    REPORTS = "read:reports"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    TokenScope.PROGRAMME: "the programme",
    TokenScope.SAVINGS: "savings",
    TokenScope.REPORTS: "committee papers",
}
OFFERED = (TokenScope.PROGRAMME, TokenScope.REPORTS)
