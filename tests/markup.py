"""Answers read as a browser reads them, by CSS selectors."""

from cssselect2 import ElementWrapper
from lxml import html


def parsed(text: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{text}</div>")


def select(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    return [found.etree_element for found in ElementWrapper.from_html_root(root).query_all(selector)]
