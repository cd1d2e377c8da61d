"""The bench of imports does a whole import and leaves nothing behind. How fast is not asserted here."""

from pathlib import Path

import pytest

from partnerships.models import ImportBatch, Partnership, User
from reports.benches import imports, workbooks
from savings.models import SavingsLine
from sharedservices.core.errors import RuleViolation
from sharedservices.core.programme import importing
from tests.factories.partnerships import PartnershipFactory


def test_the_same_size_gives_the_same_workbook(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        workbooks.write(tmp_path / name, size=150, at=imports.WRITTEN)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    reading = importing.read(tmp_path / "a.xlsx")
    assert sum(len(sheet.rows) for sheet in reading.sheets) == 150
    assert {sheet.name for sheet in reading.sheets if sheet.rows} >= {"memberships", "updates", "claim_lines"}


def test_a_small_workbook_is_checked_and_imported_and_rolled_back(db: None) -> None:
    bench = imports.imports(150)

    *seconds, memory = bench.results
    assert [amount.what for amount in seconds] == [
        "Check: all rows new",
        "Import: all rows new",
        "Check: no row changed",
    ]
    assert all(amount.value > 0 for amount in seconds)
    assert 10 < memory.value < 10_000
    for model in (Partnership, SavingsLine, ImportBatch, User):
        assert not model.objects.exists()


def test_where_the_made_partnership_exists_there_is_nothing_to_measure(db: None) -> None:
    PartnershipFactory(slug=workbooks.SLUG)

    with pytest.raises(RuleViolation, match="There is a partnership “bench” here already"):
        imports.imports(50)
