"""The register of OWASP ASVS 5.0.0, levels 1 and 2: docs/asvs.csv, and the tables that docs/security.md shows of it."""

import ast
import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
PASS, NOT_APPLICABLE, GAP = STATES = ("pass", "not applicable", "gap")
CHAPTERS = (
    "Encoding and sanitization", "Validation and business logic", "Web frontend", "API and web service", "Files",
    "Authentication", "Sessions", "Authorization", "Self-contained tokens", "OAuth and OpenID Connect", "Cryptography",
    "Secure communication", "Configuration", "Data protection", "Coding and architecture", "Logging and errors",
    "WebRTC",
)  # fmt: skip


class Line(NamedTuple):
    id: str
    level: str
    topic: str
    state: str
    evidence: str

    @property
    def chapter(self) -> int:
        return int(self.id[1:].split(".")[0])


def register() -> list[Line]:
    with (ROOT / "docs" / "asvs.csv").open(newline="") as file:
        return [Line(**row) for row in csv.DictReader(file)]


def is_there(evidence: str) -> bool:
    """A test that pytest would collect, a command of manage.py, a file of the checkout, or a heading of a document."""
    if evidence.startswith("manage.py "):
        return evidence.split()[1] in get_commands()
    path, _, name = evidence.partition("::")
    if name:
        return Path(path).name.startswith("test_") and name in tests_of(path)
    path, _, heading = evidence.partition("#")
    return (ROOT / path).is_file() and (not heading or heading in headings_of(path))


@cache
def tests_of(path: str) -> set[str]:
    if not (ROOT / path).is_file():
        return set()
    module = ast.parse((ROOT / path).read_text())
    return {node.name for node in module.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@cache
def headings_of(path: str) -> set[str]:
    found = re.findall(r"^#+ (.+)$", (ROOT / path).read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def counts(lines: list[Line]) -> str:
    rows = ["| chapter | pass | not applicable | gap |", "|---|---|---|---|"]
    for number, name in enumerate(CHAPTERS, start=1):
        rows.append(_row(f"V{number} {name}", [line for line in lines if line.chapter == number]))
    rows += [_row(f"**Level {level}**", [line for line in lines if line.level == level]) for level in "12"]
    return "\n".join([*rows, _row("**All**", lines)])


def _row(name: str, lines: list[Line]) -> str:
    return f"| {name} | " + " | ".join(str(sum(line.state == state for line in lines)) for state in STATES) + " |"


def gaps(lines: list[Line]) -> str:
    found = [line for line in lines if line.state == GAP]
    return "\n".join(f"- {line.id} (level {line.level}) {line.topic}: {line.evidence}" for line in found)
