"""A page of HTML as its headings and the words under them."""

import re
from collections import defaultdict
from html.parser import HTMLParser
from typing import Any

HEADINGS = {f"h{level}" for level in range(1, 7)}
NUMBER = re.compile(r"(?:\d+\.?|APPENDIX \d+)\s+")
BLOCKS = HEADINGS | {"p", "li", "tr", "td", "th", "dt", "dd", "div", "section", "table", "caption", "figcaption", "br"}


def squeezed(words: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(words)).strip()


class Outline(HTMLParser):
    """The words of a page under each of its headings, those of deeper headings included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, list[str]]] = []
        self.words: list[str] = []
        self.under: dict[int, list[str]] = defaultdict(list)
        self.open: list[int] = []
        self.inside: str | None = None
        self.skipped = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.skipped += tag in {"style", "script"}
        if tag in HEADINGS:
            self.inside = tag
            self.open = [index for index in self.open if self.headings[index][0] < int(tag[1])] + [len(self.headings)]
            self.headings.append((int(tag[1]), []))
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self.skipped -= tag in {"style", "script"}
        self.inside = None if tag == self.inside else self.inside
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        self.words.append(data)
        for index in self.open:
            self.under[index].append(data)
        if self.inside:
            self.headings[-1][1].append(data)

    @property
    def text(self) -> str:
        return squeezed(self.words)

    @property
    def titles(self) -> list[str]:
        """The headings in their order, without the numbers before them."""
        return [NUMBER.sub("", squeezed(words)) for _, words in self.headings]

    def place(self, title: str) -> int:
        """The last heading that is the title, or at least begins with it: appendices come last."""
        exact = [index for index, words in enumerate(self.titles) if words == title]
        return (exact or [index for index, words in enumerate(self.titles) if words.startswith(title)])[-1]

    def section(self, title: str) -> str:
        return squeezed(self.under[self.place(title)])
