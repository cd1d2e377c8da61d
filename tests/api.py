from typing import Any

LISTS = ["organisations", "partnerships", "workstreams", "reports", "papers"]


def codes(answer: Any) -> list[str]:
    return [row["code"] for row in answer.json()["results"]]
