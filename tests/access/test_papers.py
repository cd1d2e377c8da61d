"""A paper that is really compiled, from a world full of secrets: its files tell what it may, and nothing else."""

from datetime import UTC, datetime
from typing import Any

from reports.models import Report
from tests.access import reading
from tests.access.personas import PERSONAS
from tests.access.runner import Runner
from tests.access.scene import Scene
from tests.access.table import Cell
from tests.reports.test_services import compiled
from workstreams.models import Milestone

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FORMATS = ("pdf", "html", "json")


def compile_anew(scene: Scene) -> Any:
    """Council A's draft, as its author has it compiled: another version than the one that the scene has."""
    paper = scene.rows["report"]["own_draft"]
    Report.objects.filter(pk=paper.pk).update(purpose=f"{paper.purpose} anew")
    author: Any = scene.callers["author_a"].user
    return compiled(Report.objects.get(pk=paper.pk), author, NOW)


def told_by(version: Any) -> dict[str, str]:
    files = version.renditions.all()
    return {rendition.format: reading.unpacked(rendition.file.open("rb").read()) for rendition in files}


def test_a_paper_tells_its_own_and_what_its_partnership_shares(runner: Runner) -> None:
    told = told_by(compile_anew(runner.scene))

    found = {kind: runner.scene.garden.found_in(text) for kind, text in told.items()}
    assert found == {kind: {"rivers", "paper_a"} for kind in FORMATS}


def test_a_secret_in_a_paper_is_found_in_each_of_its_files(runner: Runner) -> None:
    Milestone.objects.filter(workstream=runner.scene.world.waste).update(title="Of zqhillsqz")

    told = told_by(compile_anew(runner.scene))

    assert {kind for kind, text in told.items() if "hills" in runner.scene.garden.found_in(text)} == set(FORMATS)


def test_its_files_go_to_those_who_read_the_draft_and_to_nobody_else(runner: Runner) -> None:
    version = compile_anew(runner.scene)
    reference = version.report.reference

    for kind in FORMATS:
        cells = {name: Cell(name, f"reports:download[{kind}]", "get", "own_draft") for name in PERSONAS}
        answers = {name: runner.send(name, "get", f"/reports/{reference}/v2.{kind}") for name in PERSONAS}
        got = {name for name, answer in answers.items() if answer.status == 200}
        expected = {name: line.expected for name, cell in cells.items() if (line := runner.table.deciding(cell))}
        assert got == {name for name, status in expected.items() if status == 200}
        assert {name for name in got if "paper_a" in runner.table.hidden_from(cells[name])} == set()
        assert "author_a" in got
        assert "officer_b" not in got
