"""axe finds nothing on any page, in its empty, filled and failing states."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reports import demonstration
from reports.models import Report
from sharedservices.core import jobs
from tests.browser.test_journey import REPORT, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = ["/sign-in/", "/demo/sign-in/", "/papers/", "/help/", "/accessibility/", "/api/", "/nowhere/"]
AUTHOR_PAGES = [
    "/",
    "/partnerships/",
    "/partnerships/se7/",
    "/partnerships/se7/governance/",
    "/reports/",
    REPORT,
    f"{REPORT}edit/",
    "/account/tokens/",
    "/account/tokens/new/",
]
LEAD_PAGES = [
    "/",
    "/partnerships/se7/workstreams/sen/",
    "/partnerships/se7/workstreams/sen/update/",
    "/partnerships/se7/workstreams/sen/?as_at=31+December+2011",
    "/partnerships/se7/workstreams/sen/?as_at=yesterday",
    "/partnerships/se7/changes/",
]

OFFICER_PAGES = [
    "/partnerships/se7/agreements/",
    "/partnerships/se7/agreements/add/",
    "/partnerships/se7/awards/",
    "/partnerships/se7/outside-programmes/add/",
    "/partnerships/se7/memberships/",
    "/partnerships/se7/actions/",
    "/compendium/",
]


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
    [
        ("report.author@east-sussex.example", AUTHOR_PAGES),
        ("sen.lead@east-sussex.example", LEAD_PAGES),
        ("programme.officer@se7.example", OFFICER_PAGES),
    ],
    ids=["author", "lead", "officer"],
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


def test_a_record_and_its_form_with_errors(page: Page, programme: None) -> None:
    sign_in(page, "programme.officer@se7.example")
    page.goto("/partnerships/se7/meetings/")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    found = faults(page)
    page.get_by_role("button", name="Change this meeting").click()
    page.get_by_label("Date").fill("31 November 2011")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()

    assert found + faults(page) == []


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


@pytest.mark.parametrize(
    "path", ["/people/", "/account/access/", "/account/log/", "/partnerships/se7/leads/", "/partnerships/se7/savings/"]
)
def test_rows_of_words_become_cards_on_a_telephone(page: Page, programme: None, path: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    sign_in(page, "administrator@portal.example")

    page.goto(path)

    assert page.locator(".app-table--cards").count()
    hidden = "[...document.querySelectorAll('html, .app-scroll')].map(box => box.scrollWidth - box.clientWidth)"
    assert max(page.evaluate(hidden)) <= 0
    assert faults(page) == []


def test_a_refused_page(page: Page, programme: None) -> None:
    sign_in(page, "clerk@east-sussex.example")
    page.goto(f"{REPORT}edit/")

    assert page.get_by_text("report authors write this paper").count()
    assert faults(page) == []


def test_a_token_from_making_to_revoking(page: Page, programme: None) -> None:
    sign_in(page, "report.author@east-sussex.example")
    page.get_by_role("link", name="API tokens").click()
    page.get_by_role("button", name="Make a token").click()
    page.get_by_label("What is it for?").fill("Power BI")
    page.get_by_role("button", name="Make the token").click()
    page.get_by_role("heading", name="Your new token").wait_for()
    found = faults(page)
    page.get_by_role("link", name="Your tokens").click()
    page.get_by_role("link", name="Revoke").wait_for()
    found += faults(page)
    page.get_by_role("link", name="Revoke").click()
    found += faults(page)

    assert found == []


def test_a_page_at_the_wrong_moment(page: Page, programme: None) -> None:
    Report.objects.update(status=Report.Status.IN_CLEARANCE)
    sign_in(page, "report.author@east-sussex.example")
    page.goto(f"{REPORT}edit/")

    assert page.get_by_text("Only a draft can be written").count()
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/partnerships/se7/", "/partnerships/se7/workstreams/sen/", "/reports/"])
def test_a_narrow_screen_scrolls_tables_and_nothing_else(page: Page, programme: None, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, "report.author@east-sussex.example")
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator('.app-scroll[tabindex="0"]').count()
    assert faults(page) == []


def test_a_table_that_fits_is_no_stop_for_the_keyboard(page: Page, programme: None) -> None:
    sign_in(page, "report.author@east-sussex.example")
    page.goto("/partnerships/se7/")
    page.locator(".app-scroll:not([tabindex])").first.wait_for()

    assert page.locator(".app-scroll[tabindex]").count() == 0


def test_a_published_paper_has_one_title_and_skips_no_heading_level(page: Page, worker: None) -> None:
    report = Report.objects.for_table().get()
    jobs.wait(demonstration.compile_paper(report), seconds=60)
    demonstration.clear_and_publish(report)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(REPORT.replace("reports", "papers"))

    script = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"
    levels = page.evaluate(script)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(page) == []
