"""The one place that lays out: HTML and the shipped stylesheet and fonts in, a tagged PDF out."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.urls import FatalURLFetchingError

from reports.rendering import conformance
from reports.rendering.fetching import ASSETS, SCHEME, BundledFetcher
from reports.rendering.fonts import ShippedFonts, fit_to_fonts
from sharedservices.core.errors import RuleViolation

STYLESHEETS = ("base.css", "paper.css")
OPTIONS = {"pdf_variant": "pdf/a-3a"}
MAX_PAGES = 200
WARM_UP = "<html lang=en><title>Fonts</title><p>Portal <b>Sans <i>in four</i></b> <i>styles</i><table><tr><td>1</table>"

TOO_MANY_PAGES = "The paper came to {pages} pages; at most {most} are allowed. Shorten it, and compile again."
REFUSED = "The paper asks for {address}, which is not part of it. Remove that address, and compile again."


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    media_type: str
    description: str


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


@dataclass(frozen=True)
class Engine:
    """What every paper shares: loaded once per process and inherited by each forked child."""

    fonts: ShippedFonts
    counter_style: CounterStyle
    stylesheets: tuple[weasyprint.CSS, ...]


@functools.cache
def engine() -> Engine:
    return _load()


@functools.cache
def _floor_engine() -> Engine:
    """Apart from the engine that forked children inherit, so that what the floor leaves warm does not help them."""
    return _load()


def _load() -> Engine:
    """Lays out one line as well, so that what WeasyPrint and Pango load late is loaded before the first fork."""
    fonts, counter_style, fetcher = ShippedFonts(), CounterStyle(), BundledFetcher({})
    stylesheets = tuple(
        weasyprint.CSS(
            string=(ASSETS / name).read_text("utf-8"),
            base_url=SCHEME,
            url_fetcher=fetcher,
            font_config=fonts,
            counter_style=counter_style,
        )
        for name in STYLESHEETS
    )
    made = Engine(fonts, counter_style, stylesheets)
    _document(made, WARM_UP, fetcher).write_pdf(**OPTIONS)
    return made


def lay_out(html: str, created: datetime, attachments: Sequence[Attachment]) -> Pdf:
    """Runs away on hostile input: call it in a confined child only."""
    ordered = sorted(attachments, key=lambda attachment: attachment.name)
    fetcher = BundledFetcher({f"attachment:{i}": (a.content, a.media_type) for i, a in enumerate(ordered)})
    moment = created.astimezone(UTC)
    files = [
        weasyprint.Attachment(
            url=f"attachment:{number}",
            url_fetcher=fetcher,
            name=attachment.name,
            description=attachment.description,
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for number, attachment in enumerate(ordered)
    ]
    try:
        document = _document(engine(), html, fetcher)
        if len(document.pages) > MAX_PAGES:
            raise RuleViolation(TOO_MANY_PAGES.format(pages=len(document.pages), most=MAX_PAGES))
        document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        content = document.write_pdf(finisher=conformance.finish, attachments=files, **OPTIONS)
    except FatalURLFetchingError as refusal:
        raise _refusal(fetcher) from refusal
    if fetcher.refused:
        raise _refusal(fetcher)
    return Pdf(content, len(document.pages))


def _refusal(fetcher: BundledFetcher) -> RuleViolation:
    return RuleViolation(REFUSED.format(address=fetcher.refused[0][:200]))


def _document(made: Engine, html: str, fetcher: BundledFetcher) -> weasyprint.Document:
    source = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
    _fit(source.etree_element)
    return source.render(
        font_config=made.fonts, counter_style=made.counter_style, stylesheets=made.stylesheets, **OPTIONS
    )


def floor(html: str) -> bytes:
    """What a bench compares with: WeasyPrint alone, here, on the same HTML, options, stylesheets and fonts."""
    made = _floor_engine()
    source = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=BundledFetcher({}))
    given = {"font_config": made.fonts, "counter_style": made.counter_style, "stylesheets": made.stylesheets}
    content: bytes = source.write_pdf(**given, **OPTIONS)
    return content


def _fit(root: Element) -> None:
    """Everything that is drawn: text, and the data attributes that the stylesheet prints on each page."""
    for element in root.iter():
        if element.text and not element.text.isascii():
            element.text = fit_to_fonts(element.text)
        if element.tail and not element.tail.isascii():
            element.tail = fit_to_fonts(element.tail)
        for name, value in element.items():
            if name.startswith("data-"):
                element.set(name, fit_to_fonts(value))
