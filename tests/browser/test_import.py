"""A programme officer brings a workbook, with a real worker: errors first, then for good, then taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_accessibility import faults
from tests.browser.test_journey import sign_in
from tests.partnerships.import_files import opened, workbook
from workstreams.models import Workstream

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OFFICER = "programme.officer@se7.example"


def upload(page: Page, path: Path) -> None:
    page.goto("/partnerships/import/")
    page.get_by_label("Workbook").set_input_files(path)
    page.get_by_role("button", name="Check the workbook").click()
    page.get_by_role("link", name="See the result").click()
    page.get_by_role("heading", name="What the check found").wait_for()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.get_by_role("link", name="See the result").click()
    page.get_by_role("heading", name="What happens next").wait_for()


def test_an_import_from_the_download_to_the_undoing(page: Page, worker: None, tmp_path: Path) -> None:
    sign_in(page, OFFICER)
    page.goto("/partnerships/")
    page.get_by_role("link", name="Import or update from a workbook").click()
    found = faults(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="South East Seven").click()
    sheets = opened(download.value.path().read_bytes())
    header, first, *_ = sheets["workstreams"]
    new = [{"workstream": "parks", "name": "Parks"}.get(name, "") for name in header]
    new[header.index("partnership")] = "se7"
    renamed = [*first]
    renamed[header.index("name")] = "A new name"
    wrong = [*new]
    wrong[header.index("lead")] = "east-susex"
    (tmp_path / "wrong.xlsx").write_bytes(workbook({"workstreams": [header, renamed, wrong]}))
    (tmp_path / "right.xlsx").write_bytes(workbook({"workstreams": [header, renamed, new]}))

    page.get_by_role("button", name="Check the workbook").click()
    found += faults(page)
    upload(page, tmp_path / "wrong.xlsx")
    assert page.get_by_text("Did you mean “east-sussex”?").count() == 1
    found += faults(page)
    upload(page, tmp_path / "right.xlsx")
    found += faults(page)
    page.get_by_role("link", name="New (1)").click()
    found += faults(page)
    press(page, "Import 2 rows")
    assert Workstream.objects.filter(name="A new name").exists()
    found += faults(page)
    press(page, "Undo this import")
    assert not Workstream.objects.filter(slug="parks").exists()
    found += faults(page)
    page.goto("/partnerships/import/")
    found += faults(page)

    assert found == []


def test_the_pages_work_without_scripts_and_on_a_narrow_screen(
    page_without_scripts: Page, worker: None, tmp_path: Path
) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": 390, "height": 800})
    rows = [["partnership", "workstream", "name"], ["se7", "parks", "Parks"]]
    (tmp_path / "programme.xlsx").write_bytes(workbook({"workstreams": rows}))
    sign_in(page, OFFICER)
    page.goto("/partnerships/import/")
    page.get_by_label("Workbook").set_input_files(tmp_path / "programme.xlsx")
    page.get_by_role("button", name="Check the workbook").click()
    while not page.get_by_role("link", name="See the result").count():
        page.get_by_role("link", name="Look again").click()
    page.get_by_role("link", name="See the result").click()

    assert page.get_by_role("button", name="Import 1 row").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_conflict_is_shown_and_decided(page: Page, worker: None, tmp_path: Path) -> None:
    about = [["exported_at", "2011-09-20T09:00:00Z"]]
    rows = [["partnership", "workstream", "name"], ["se7", "sen", "The file's name"]]
    (tmp_path / "old.xlsx").write_bytes(workbook({"About": about, "workstreams": rows}))
    sign_in(page, OFFICER)

    upload(page, tmp_path / "old.xlsx")
    found = faults(page)
    assert page.get_by_role("columnheader", name="In the portal", exact=True).count() == 1
    assert page.get_by_label("Keep what the portal has in these rows").is_checked()
    page.get_by_label("Put the file’s rows in their place").check()
    press(page, "Import")

    assert page.get_by_text("the file’s row took its place").count() == 1
    assert Workstream.objects.filter(slug="sen", name="The file's name").exists()
    assert found + faults(page) == []
