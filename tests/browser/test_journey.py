"""The main journey, as an officer walks it: sign in, update a workstream, compile the paper, watch, download, read."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from reports import demonstration
from reports.models import Report
from sharedservices.core import jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Nine families have tried the single assessment since October"
REPORT = "/reports/se7-east-sussex-2011-11-09/"


def sign_in(page: Page, account: str) -> None:
    page.goto("/demo/sign-in/")
    page.locator(f'button[value="{account}"]').first.click()
    page.get_by_role("heading", name="What needs you").wait_for()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def write_update(page: Page) -> None:
    sign_in(page, "sen.lead@east-sussex.example")
    page.get_by_role("link", name="Update Special Educational Needs").click()
    page.get_by_label("As of").fill("31 October 2011")
    page.get_by_label("What changed since the last update").fill(
        f"{WORDS}.\n\n- Two more councils will join in January."
    )
    page.get_by_role("group", name="Time").get_by_label("At risk").check()
    page.get_by_role("button", name="Submit update").click()
    page.get_by_role("heading", name="As of 31 October 2011").wait_for()
    sign_out(page)


def write_paper(page: Page) -> None:
    sign_in(page, "report.author@east-sussex.example")
    page.goto(REPORT)
    page.get_by_role("button", name="Write the paper").click()
    page.get_by_label("Data as at").fill("31 October 2011")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("31 October 2011", exact=True).wait_for()


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_update_written_in_the_browser_stands_in_the_compiled_paper(
    scripts: bool, request: pytest.FixtureRequest, worker: None
) -> None:
    page: Page = request.getfixturevalue("page" if scripts else "page_without_scripts")
    write_update(page)
    write_paper(page)

    page.get_by_role("button", name="Compile the paper").click()
    page.get_by_role("heading", name="Compiling").wait_for()
    if scripts:
        page.get_by_text("Done.").wait_for()
    else:
        for _ in range(60):
            if page.get_by_text("Done.").count():
                break
            page.wait_for_timeout(500)
            page.get_by_role("link", name="Look again").click()
    page.get_by_role("link", name="See the result").click()

    link = page.get_by_role("link", name="PDF").first.get_attribute("href")
    answer = page.request.get(link)
    assert answer.status == 200
    assert WORDS in text_of(PdfReader(BytesIO(answer.body())))


def test_keyboard_alone_reaches_the_content_and_submits_the_form(page: Page, programme: None) -> None:
    sign_in(page, "sen.lead@east-sussex.example")
    page.goto("/partnerships/se7/workstreams/sen/update/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    page.get_by_label("As of").focus()
    page.keyboard.type("31 October 2011")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Submit update").focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="As of 31 October 2011").wait_for()


def test_an_error_moves_the_focus_to_the_summary(page: Page, programme: None) -> None:
    sign_in(page, "sen.lead@east-sussex.example")
    page.goto("/partnerships/se7/workstreams/sen/update/")
    page.get_by_label("As of").fill("31 November 2011")

    page.get_by_role("button", name="Submit update").click()

    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "as_of"


def test_a_published_paper_is_read_without_signing_in(page: Page, worker: None) -> None:
    report = Report.objects.for_table().get()
    job = demonstration.compile_paper(report)
    jobs.wait(job, seconds=60)
    demonstration.clear_and_publish(report)

    page.goto("/")
    page.get_by_role("link", name="Published papers", exact=True).first.click()
    page.get_by_role("link", name="South East Seven").first.click()

    assert page.get_by_text("Audit, Best Value and Community Services").count()
    assert page.get_by_role("link", name="Download as PDF").count() == 1
