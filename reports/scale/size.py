"""How large a generated country is. What is left out is as large as England."""

from dataclasses import dataclass
from datetime import date

from sharedservices.core.errors import RuleViolation

LAST_DAY = date(2026, 3, 31)  # generated programmes run until then, whenever they are generated
PARTNERSHIPS_OF_A_COUNCIL = (3, 12)
WORKSTREAMS_OF_A_PARTNERSHIP = (2, 20)
SMALLEST_PARTNERSHIP = 2


@dataclass(frozen=True)
class Size:
    councils: int = 330
    partnerships: int = 1_000
    workstreams: int = 10_000
    projects: int = 100_000
    claims: int = 1_000_000
    updates: int = 5_000_000
    seed: int = 1

    def __post_init__(self) -> None:
        if self.councils < SMALLEST_PARTNERSHIP or self.partnerships < 1:
            raise RuleViolation("There must be at least 2 councils and 1 partnership.")
        if min(self.workstreams, self.projects, self.claims, self.updates) < 0:
            raise RuleViolation("A number of rows cannot be less than 0.")
        most = PARTNERSHIPS_OF_A_COUNCIL[1]
        if self.partnerships * SMALLEST_PARTNERSHIP > self.councils * min(most, self.partnerships):
            raise RuleViolation(
                f"{self.councils} councils are too few for {self.partnerships} partnerships: "
                f"each council is in at most {most}, and each partnership needs {SMALLEST_PARTNERSHIP}."
            )
