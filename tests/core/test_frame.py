"""What surrounds every page, and the pages that need no data."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.forms import CharField, Form
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from lxml import html

from tests.markup import select

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "paper" not in path.parts]


class OneForm(Form):
    name = CharField()


def framed(**context: object) -> html.HtmlElement:
    request = RequestFactory().get("/help/")
    request.user = AnonymousUser()
    request.csp_nonce = "n0nce"
    return html.fromstring(render_to_string("pages/help.html", context, request))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help/", "/accessibility/", "/nothing-here/"])
def test_every_page_has_its_landmarks(client: Client, address: str):
    page = html.fromstring(client.get(address).content)

    assert page.get("lang") == "en"
    assert select(page, "title")[0].text.endswith(" - Shared services portal")
    assert len(select(page, "h1")) == 1
    assert select(page, "a.govuk-skip-link[href='#main-content']")
    assert [element.tag for element in select(page, "header, main#main-content, footer")] == [
        "header",
        "main",
        "footer",
    ]


@pytest.mark.django_db
def test_scripts_carry_the_nonce_of_the_policy(client: Client):
    answer = client.get("/help/")

    [nonce] = re.findall(r"'nonce-([^']+)'", answer["Content-Security-Policy"])
    scripts = select(html.fromstring(answer.content), "script")
    assert scripts
    assert all(script.get("src") and script.get("nonce") == nonce for script in scripts)
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_needs_a_laxer_policy(path: Path):
    text = re.sub(r"\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_htmx_elements_carry_the_nonce(path: Path):
    tags = re.findall(r"<\w+(?:[^<>{}]|\{[{%].*?[%}]\})*>", path.read_text(encoding="utf-8"), re.DOTALL)

    assert all("hx-nonce=" in tag for tag in tags if re.search(r"\shx-(?:get|post)=", tag))


def test_title_says_that_the_form_has_errors():
    assert select(framed(form=OneForm({})), "title")[0].text.startswith("Error: Help")
    assert select(framed(form=OneForm()), "title")[0].text.startswith("Help")


def test_errors_come_before_the_heading():
    page = framed(form=OneForm({}))

    marked = select(page, "main .govuk-error-summary, main h1")
    assert [element.tag for element in marked] == ["div", "h1"]


def test_visitor_is_offered_to_sign_in():
    page = framed(navigation=[{"text": "Published reports", "href": "/published/", "current": True}])

    assert select(page, ".app-identity a[href='/sign-in/']")
    assert select(page, "nav a[aria-current=page]")[0].get("href") == "/published/"


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_page_of_a_broken_portal_needs_nothing(template: str):
    page = html.fromstring(render_to_string(template))

    assert select(page, "h1")
    for link in select(page, "link"):
        assert (ROOT / link.get("href").removeprefix("/")).is_file()


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "409.html", "429.html"])
def test_page_of_a_refusal_says_what_to_do(template: str):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.csp_nonce = "n0nce"

    page = html.fromstring(render_to_string(template, {"reason": "<b>Locked</b>"}, request))

    assert not select(page, "main b")
    assert len(select(page, "main p")) >= 2
    assert select(page, "main a[href='/']")
