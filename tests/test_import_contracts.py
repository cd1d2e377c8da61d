"""The import contracts hold, and each of them fails when it is broken: a linter that cannot fail checks nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("sharedservices", "partnerships", "workstreams", "savings", "reports", "tests")
VIOLATIONS = [
    ("partnerships/rules.py", "import reports.models", "Apps point one way"),
    ("workstreams/models/workstream.py", "import workstreams.services", "Inside an app"),
    ("savings/rules.py", "import django.db", "Rules are plain Python"),
    ("reports/services.py", "import rest_framework", "Only the API knows REST framework"),
    ("savings/querysets.py", "import tests.world", "Production never imports tests"),
    ("reports/services.py", "import weasyprint", "WeasyPrint has one door"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_a_violation_to_prove_it() -> None:
    names = {
        line.split('"')[1] for line in (ROOT / "pyproject.toml").read_text().splitlines() if line.startswith('name = "')
    }

    assert {contract for _, _, contract in VIOLATIONS} == names - {"shared-services-portal"}


def test_the_contracts_hold(copy: Path) -> None:
    result = lint(copy)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("file", "line", "contract"), VIOLATIONS, ids=[contract for _, _, contract in VIOLATIONS])
def test_a_broken_contract_is_named(copy: Path, file: str, line: str, contract: str) -> None:
    path = copy / file
    path.write_text(f"{path.read_text()}\n{line}\n")

    result = lint(copy)

    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout
