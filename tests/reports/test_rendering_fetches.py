"""A paper loads nothing: not from the network, not from the disk, not from itself. Laid out in this process, where
the network is within reach, so that the refusal is the fetcher's and not the child's confinement."""

import socket
from collections.abc import Callable, Iterator

import pytest
import weasyprint
from weasyprint.urls import URLFetcher

from reports import rendering
from reports.rendering import layout
from sharedservices.core.errors import RuleViolation
from tests.reports import sample_paper

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>{}</svg>'
FETCHED = {
    "image": '<img src="{}" alt="x">',
    "object": '<object data="{}"></object>',
    "embed": '<embed src="{}">',
    "linked stylesheet": '<link rel="stylesheet" href="{}">',
    "imported stylesheet": '<style>@import "{}";</style>',
    "background": '<p style="background-image: url({})">x</p>',
    "page background": "<style>@page {{ background: url({}) }}</style><p>x</p>",
    "list bullet": '<ul style="list-style-image: url({})"><li>x</li></ul>',
    "generated content": "<style>p::before {{ content: url({}) }}</style><p>x</p>",
    "border image": '<p style="border: 3px solid; border-image: url({}) 3">x</p>',
    "font": '<style>@font-face {{ font-family: X; src: url({}) }}</style><p style="font-family: X">x</p>',
    "colour profile": "<style>@color-profile --x {{ src: url({}) }}</style><p>x</p>",
    "attachment": '<link rel="attachment" href="{}">',
    "attachment link": '<a rel="attachment" href="{}">x</a>',
    "image in SVG": SVG.format('<image href="{}" width="5" height="5"/>'),
    "font in SVG": SVG.format("<style>@font-face {{ font-family: X; src: url({}) }}</style><text>x</text>"),
}
NEVER_FETCHED = {
    "frame": '<iframe src="{}"></iframe>',
    "script": '<script src="{}"></script>',
    "video": '<video src="{}" poster="{}"></video>',
    "input": '<input type="image" src="{}" alt="x">',
    "source set": '<img srcset="{} 2x" alt="x">',
    "refresh": '<meta http-equiv="refresh" content="0; url={}">',
    "presentational hint": '<table background="{}"><tr><td>x</td></tr></table>',
    "shape elsewhere": SVG.format('<use href="{}#x"/>'),
    "paint elsewhere": SVG.format('<rect width="5" height="5" fill="url({}#x)"/>'),
    "stylesheet in SVG": SVG.format('<style>@import "{}";</style><rect width="5" height="5"/>'),
}


@pytest.fixture
def listener() -> Iterator[tuple[str, Callable[[], bool]]]:
    """An address on this machine that somebody listens to, and whether anybody called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def called() -> bool:
            try:
                server.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        yield f"http://127.0.0.1:{server.getsockname()[1]}/x.png", called


def lay_out(body: str) -> rendering.Pdf:
    return layout.lay_out(sample_paper.html(body), sample_paper.CREATED, ())


def test_the_listener_hears_a_call(listener):
    """The negative control: WeasyPrint left alone does call."""
    address, called = listener

    weasyprint.HTML(string=f'<img src="{address}" alt="x">', url_fetcher=URLFetcher(timeout=0.2)).write_pdf()

    assert called()


@pytest.mark.parametrize("construct", FETCHED.values(), ids=FETCHED)
def test_network_address_fails_the_paper_by_name_and_without_a_call(listener, construct):
    address, called = listener

    with pytest.raises(RuleViolation) as refusal:
        lay_out(construct.format(address))

    assert f"The paper asks for {address}, which is not part of it." in refusal.value.message
    assert not called()


@pytest.mark.parametrize("construct", NEVER_FETCHED.values(), ids=NEVER_FETCHED)
def test_constructs_that_papers_do_not_follow_call_nobody(listener, construct):
    address, called = listener

    assert lay_out(construct.format(address, address)).pages == 1
    assert not called()


@pytest.mark.parametrize("construct", FETCHED.values(), ids=FETCHED)
def test_files_and_data_are_refused(construct, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(SVG.format("<text>secret</text>"))

    for address in (secret.as_uri(), "data:image/svg+xml,%3Csvg/%3E"):
        with pytest.raises(RuleViolation, match="which is not part of it"):
            lay_out(construct.format(address))


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ('<img src="/etc/hostname" alt="x">', "/etc/hostname"),
        ('<img src="picture.png" alt="x">', "picture.png"),
        ('<img src="//example.org/x.png" alt="x">', "//example.org/x.png"),
        ('<base href="http://example.org/"><img src="x.png" alt="x">', "http://example.org/x.png"),
        ('<img src="asset:../models.py" alt="x">', "asset:../models.py"),
        ('<img src="asset:fonts/OFL.txt" alt="x">', "asset:fonts/OFL.txt"),
        ('<style>@font-face { font-family: X; src: local("DejaVu Sans") }</style><p>x</p>', "DejaVu Sans"),
    ],
)
def test_no_name_leads_out_of_the_bundle(body, address):
    with pytest.raises(RuleViolation) as refusal:
        lay_out(body)

    assert f"The paper asks for {address}," in refusal.value.message


def test_bundled_file_is_served_by_its_logical_name():
    response = layout.BundledFetcher({}).fetch("asset:base.css")

    assert response.content_type == "text/css"
    assert b"Portal Sans" in response.read()


def test_refusal_reaches_the_caller_from_the_child():
    with pytest.raises(RuleViolation, match=r"The paper asks for http://127\.0\.0\.1:9/x, which is not part of it"):
        rendering.render_pdf(
            sample_paper.html('<img src="http://127.0.0.1:9/x" alt="x">'), created=sample_paper.CREATED
        )
