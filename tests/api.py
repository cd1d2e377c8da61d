from typing import Any

RECORDS = ["updates", "rounds", "projects", "milestones", "risks", "measures"]
LISTS = ["organisations", "partnerships", "workstreams", *RECORDS, "reports", "papers"]


def codes(answer: Any) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]
