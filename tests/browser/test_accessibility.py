"""axe finds nothing on any page, in its empty, filled and failing states."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reports import demonstration
from reports.models import Report
from tests.browser.test_journey import REPORT, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = ["/sign-in/", "/demo/sign-in/", "/papers/", "/help/", "/accessibility/", "/api/", "/nowhere/"]
AUTHOR_PAGES = ["/", "/partnerships/", "/partnerships/se7/", "/reports/", REPORT, f"{REPORT}edit/", "/account/tokens/"]
LEAD_PAGES = ["/", "/partnerships/se7/workstreams/sen/", "/partnerships/se7/workstreams/sen/update/"]


def faults(page: Page) -> list[str]:
    results = Axe().run(page).response["violations"]
    return [f"{page.url} {item['id']}: {node['html'][:200]}" for item in results for node in item["nodes"]]


def test_open_pages(page: Page, programme: None) -> None:
    found = []
    for path in OPEN_PAGES:
        page.goto(path)
        found += faults(page)

    assert found == []


@pytest.mark.parametrize(
    ("account", "paths"),
    [("report.author@east-sussex.example", AUTHOR_PAGES), ("sen.lead@east-sussex.example", LEAD_PAGES)],
    ids=["author", "lead"],
)
def test_pages_behind_sign_in(page: Page, programme: None, account: str, paths: list[str]) -> None:
    sign_in(page, account)
    found = []
    for path in paths:
        page.goto(path)
        found += faults(page)

    assert found == []


def test_a_form_with_errors(page: Page, programme: None) -> None:
    sign_in(page, "sen.lead@east-sussex.example")
    page.goto("/partnerships/se7/workstreams/sen/update/")
    page.get_by_role("button", name="Submit update").click()
    page.get_by_role("alert").wait_for()

    assert faults(page) == []


def test_a_refusal_and_a_job_and_the_published_paper(page: Page, worker: None) -> None:
    sign_in(page, "report.author@east-sussex.example")
    page.goto(REPORT)
    page.get_by_role("button", name="Compile the paper").click()
    page.get_by_text("Done.").wait_for()
    found = faults(page)
    demonstration.clear_and_publish(Report.objects.for_table().get())
    for path in ("/papers/", REPORT.replace("reports", "papers"), REPORT, f"{REPORT}edit/"):
        page.goto(path)
        found += faults(page)

    assert found == []


def test_a_refused_page(page: Page, programme: None) -> None:
    sign_in(page, "clerk@east-sussex.example")
    page.goto(f"{REPORT}edit/")

    assert page.get_by_text("report authors write this paper").count()
    assert faults(page) == []
