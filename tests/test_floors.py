"""No lock file holds a version below its floor. Read offline, so that it runs wherever the suite does."""

import re
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-production.lock", "requirements.lock", "requirements-dev.lock")
FLOOR = re.compile(r"([a-z0-9-]+)>=([0-9.]+) +# \S.*")
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


def floors(text: str) -> dict[str, Version]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = [FLOOR.fullmatch(line) for line in lines]
    assert all(found), "each line is name>=version  # reason"
    return {match[1]: Version(match[2]) for match in found if match}


def below(floor: dict[str, Version], lock: str) -> list[str]:
    locked: dict[str, list[Version]] = {}
    for name, version in LOCKED.findall(lock):
        locked.setdefault(name.lower().replace("_", "-"), []).append(Version(version))
    missing = [f"{name} is not locked" for name in floor if name not in locked]
    return missing + [
        f"{name} {version} is below {floor[name]}"
        for name, versions in locked.items()
        for version in versions
        if name in floor and version < floor[name]
    ]


FLOORS = floors((ROOT / "requirements-floor.txt").read_text())


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_is_at_its_floor_or_above(name: str) -> None:
    assert below(FLOORS, (ROOT / name).read_text()) == []


def test_a_version_below_its_floor_and_a_missing_package_are_found() -> None:
    floor = {"weasyprint": Version("70.0"), "nh3": Version("0.3.7")}

    assert below(floor, "weasyprint==69.9 \\\n    --hash=sha256:00\n") == [
        "nh3 is not locked",
        "weasyprint 69.9 is below 70.0",
    ]
    assert below(floor, "nh3==0.3.7\nWeasyPrint==70.0 ; python_version >= '3.11'\n") == []


def test_a_floor_without_a_reason_is_refused() -> None:
    with pytest.raises(AssertionError, match="reason"):
        floors("nh3>=0.3.7\n")
