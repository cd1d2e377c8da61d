"""Markdown as officers write it, made safe for paper and page: no HTML of theirs, no pictures, only plain links."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LIMIT = 20_000
SHORTENED = "*The text is longer: its first 20,000 characters are shown.*"
MARKS = 4
LINK = re.compile(r"(?:https?://|mailto:)[^\s/]", re.IGNORECASE)
# Control characters and those that turn the direction of the text around them.
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
BLANK = re.compile("[\\s\u200b-\u200d\u2060\u00ad]*")
INLINE = {"em", "strong", "a", "br", "code"}
BLOCK = INLINE | {"p", "ul", "ol", "li", "blockquote"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
KINDS = {"bullet_list_open": "list", "ordered_list_open": "list", "blockquote_open": "quote"}


@dataclass(frozen=True)
class Piece:
    """A paragraph or heading (`html` is what goes inside it), or a whole list or quotation."""

    kind: str
    html: SafeString
    level: int = 0


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """A link that is refused here stays the text that was typed."""
        return bool(LINK.match(url))


_markdown = _Markdown("commonmark", {"html": False}).disable(
    ["code", "fence", "hr", "html_block", "html_inline", "lheading", "reference"]
)


def pieces(markdown: str, *, heading: int) -> list[Piece]:
    """The text in its order. `heading` is the level of its highest headings; deeper ones never skip a level."""
    tokens = _markdown.parse(_clip(markdown))
    outline: list[int] = []
    return [_piece(block, heading, outline) for block in _blocks(tokens)]


def line(markdown: str) -> SafeString:
    """A short text as one run of words: emphasis and links, whatever its line breaks."""
    tokens = _markdown.parseInline(" ".join(_clip(markdown).split()))
    return _inline(tokens)


def opening(markdown: str) -> str:
    """The first paragraph in plain words; of a text without one, its first heading or point."""
    tokens = _markdown.parse(_clip(markdown))
    paragraphs = [after for token, after in pairwise(tokens) if token.type == "paragraph_open" and not token.level]
    first = next((token for token in [*paragraphs, *tokens] if token.type == "inline"), None)
    children = (first and first.children) or []
    words = " ".join("".join(_words(child) for child in children).split())
    return tidy(words)


def _words(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def tidy(text: str) -> str:
    """Composed characters, no harmful ones, and never more than four combining marks in a row."""
    text = HARMFUL.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text if text.isascii() else "".join(_fewer_marks(text))


def _fewer_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MARKS:
            yield character


def _clip(markdown: str) -> str:
    text = tidy(markdown)
    return text if len(text) <= LIMIT else f"{text[:LIMIT].rstrip()}…\n\n{SHORTENED}"


def _blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Runs of tokens from an opening one at the top to its close."""
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


def _piece(block: Sequence[Token], heading: int, outline: list[int]) -> Piece:
    opening = block[0]
    if opening.type == "heading_open":
        return Piece("heading", _inline(block[1:-1]), min(heading + _depth(opening, outline), 6))
    if opening.type == "paragraph_open":
        return Piece("paragraph", _inline(block[1:-1]))
    return Piece(KINDS[opening.type], _safe(block, BLOCK))


def _depth(opening: Token, outline: list[int]) -> int:
    """How deep a heading lies under the headings before it, whatever levels its author chose."""
    level = int(opening.tag[1])
    while outline and outline[-1] >= level:
        outline.pop()
    outline.append(level)
    return len(outline) - 1


def _inline(tokens: Sequence[Token]) -> SafeString:
    return _safe(tokens, INLINE)


def _safe(tokens: Sequence[Token], tags: set[str]) -> SafeString:
    for token in tokens:
        if token.children:
            token.children = list(_tame(token.children))
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html, tags=tags, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(tidy(clean).strip())  # noqa: S308 - cleaned by nh3 in the line above


def _tame(children: Sequence[Token]) -> Iterator[Token]:
    """A picture becomes the words that describe it; a link without words shows its address."""
    for index, token in enumerate(children):
        if token.type == "image":
            yield Token("text", "", 0, content=token.content.strip() or "picture")
            continue
        yield token
        if token.type == "link_open" and _is_wordless(children[index + 1 :]):
            yield Token("text", "", 0, content=str(token.attrGet("href")))


def _is_wordless(after: Sequence[Token]) -> bool:
    words = []
    for token in after:
        if token.type == "link_close":
            break
        words.append("picture" if token.type == "image" else token.content)
    return bool(BLANK.fullmatch("".join(words)))
