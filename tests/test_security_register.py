"""docs/asvs.csv says nothing of which the evidence is not there, and docs/security.md shows what it says."""

import re

import pytest

from tests import asvs

LINES = asvs.register()
DOCUMENT = (asvs.ROOT / "docs" / "security.md").read_text()
IN_LEVEL = {"1": 70, "2": 183}  # of version 5.0.0


def shown(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.+?)\n<!-- end -->", DOCUMENT, re.DOTALL)
    assert found, f"docs/security.md has no place for {name}"
    return found[1]


def test_every_requirement_of_both_levels_has_one_line() -> None:
    ids = [line.id for line in LINES]
    places = [tuple(map(int, name.removeprefix("V").split("."))) for name in ids]

    assert {level: sum(line.level == level for line in LINES) for level in IN_LEVEL} == IN_LEVEL
    assert len(LINES) == sum(IN_LEVEL.values())
    assert places == sorted(set(places))
    assert {line.chapter for line in LINES} == set(range(1, 18))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_line_has_a_state_and_what_proves_or_explains_it(line: asvs.Line) -> None:
    assert line.state in asvs.STATES
    assert line.topic
    if line.state == asvs.PASS:
        assert [one for one in line.evidence.split("; ") if not asvs.is_there(one)] == []
    else:
        assert line.evidence.endswith(".")


@pytest.mark.parametrize(
    "evidence",
    [
        "manage.py forgive_history",
        "tests/test_headers.py::test_nothing_of_the_kind",
        "tests/test_nowhere.py::test_every_address_is_guarded",
        "tests/door.py::sign_in",
        "docs/nowhere.md",
        "docs/security.md#no-such-heading",
        "",
    ],
)
def test_evidence_that_is_not_there_is_found(evidence: str) -> None:
    assert not asvs.is_there(evidence)


@pytest.mark.parametrize(("name", "told"), [("counts", asvs.counts(LINES)), ("gaps", asvs.gaps(LINES))])
def test_the_document_shows_what_the_register_says(name: str, told: str) -> None:
    assert shown(name) == told
