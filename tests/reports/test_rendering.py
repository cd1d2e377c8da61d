"""What every paper's file promises: conformity, the same bytes everywhere, only our fonts, and an end."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from reports import rendering
from sharedservices.core.errors import RuleViolation
from tests.reports import pdf_checks, sample_paper

SHIPPED_FONTS = {"Portal-Sans", "Portal-Sans-Bold", "Portal-Sans-Italic", "Portal-Sans-Bold-Italic"}
FINGERPRINT = """
import hashlib
from reports import rendering
from tests.reports import sample_paper as sample
pdf = rendering.render_pdf(sample.html(), created=sample.CREATED, attachments=[sample.DATA, sample.TABLE])
print(hashlib.sha256(pdf.content).hexdigest())
"""


@pytest.fixture(scope="module")
def sample() -> rendering.Pdf:
    return render(sample_paper.html())


def render(html: str) -> rendering.Pdf:
    attachments = [sample_paper.DATA, sample_paper.TABLE]
    return rendering.render_pdf(html, created=sample_paper.CREATED, attachments=attachments)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_sample_conforms_to_pdfua_and_pdfa(sample):
    assert pdf_checks.problems(sample.content) == []


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "a language"),
        (lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/DisplayDocTitle", False), "its title in the window"),
        (lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False), "the mark of a tagged file"),
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "an output intent"),
        (lambda pdf: pdf.Root.__delitem__("/Metadata"), "pdfuaid:part 1"),
        (lambda pdf: pdf.Root.__delitem__("/Outlines"), "Bookmarks have the depths []"),
        (lambda pdf: pdf.Root.__delitem__("/AF"), "Associated files are []"),
        (lambda pdf: first(pdf, "/TH").A.__delitem__("/Scope"), "A heading cell has no scope"),
        (lambda pdf: first(pdf, "/TD").A.__delitem__("/Headers"), "A cell names no headings"),
        (lambda pdf: first(pdf, "/Figure").__delitem__("/Alt"), "A figure has no alternative text"),
        (
            lambda pdf: first(pdf, "/H2").__setitem__("/S", pikepdf.Name.H4),
            "A heading of level 4 follows one of level 1",
        ),
        (lambda pdf: with_key(pdf, "/FontFile2").__delitem__("/FontFile2"), "is not embedded"),
    ],
)
def test_checks_find_what_is_missing(sample, spoil, problem):
    """The negative control: each check turns red when what it looks for is taken away."""
    with opened(sample.content) as pdf:
        spoil(pdf)
        spoilt = io.BytesIO()
        pdf.save(spoilt)

    assert problem in "\n".join(pdf_checks.problems(spoilt.getvalue()))


def first(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Dictionary:
    return next(element for element in pdf_checks.elements(pdf) if kind == element.S)


def with_key(pdf: pikepdf.Pdf, key: str) -> pikepdf.Dictionary:
    return next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and key in item)


def test_headings_become_bookmarks(sample):
    with opened(sample.content) as pdf:
        assert pdf_checks.bookmarks(pdf) == [
            (1, "Progress of the shared services"),
            (2, "Recommendation"),
            (2, "Overview"),
            (2, "Timeline"),
            (2, "Appendix 1"),
            (3, "Waste – led by North"),
        ]


def test_file_says_what_it_is_and_when_it_was_made(sample):
    with opened(sample.content) as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == xmp["dc:title"] == "Progress of the shared services"
        assert str(pdf.docinfo.CreationDate) == "D:20111109103000Z"
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2011-11-09T10:30:00Z"
        assert len(pdf.pages) == sample.pages


def test_attachments_come_out_as_they_went_in(sample):
    with opened(sample.content) as pdf:
        for given in (sample_paper.DATA, sample_paper.TABLE):
            stored = pdf.attachments[given.name]
            assert stored.get_file().read_bytes() == given.content
            assert stored.get_file().mime_type == given.media_type
            assert stored.description == given.description
            assert stored.get_file().creation_date == stored.get_file().mod_date == sample_paper.CREATED


def test_same_paper_twice_has_the_same_bytes(sample):
    assert render(sample_paper.html()).content == sample.content


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {
            "TZ": "America/St_Johns",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "cy",
            "PYTHONHASHSEED": "4242",
            "SOURCE_DATE_EPOCH": "1",
        },
    ],
)
def test_another_process_elsewhere_makes_the_same_bytes(sample, environment, tmp_path):
    finished = subprocess.run(
        [sys.executable, "-c", FINGERPRINT],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **environment},
        capture_output=True,
        check=True,
        text=True,
    )

    assert finished.stdout.strip() == hashlib.sha256(sample.content).hexdigest()


def test_moment_and_attachments_are_part_of_the_bytes(sample):
    later = rendering.render_pdf(
        sample_paper.html(),
        created=sample_paper.CREATED.replace(year=2012),
        attachments=[sample_paper.DATA, sample_paper.TABLE],
    )
    without = rendering.render_pdf(sample_paper.html(), created=sample_paper.CREATED)

    assert len({sample.content, later.content, without.content}) == 3


def test_only_shipped_fonts_are_embedded():
    styles = "<b>b</b> <i>i</i> <b><i>bi</i></b> <code>c</code>"
    body = f'<h1>One</h1><p style="font-family: DejaVu Serif, serif">● ▲ ■ ◆ ↑ → ↓ {styles} 中 😀</p>'

    with opened(render(sample_paper.html(body)).content) as pdf:
        names = {name.partition("+")[2] for name in pdf_checks.fonts(pdf)}

    assert names == SHIPPED_FONTS


def test_characters_without_a_glyph_are_replaced_before_the_layout():
    given, fitted = "Ŵŷnne £5 &#x1F600; 中文 ① w\u0302 z\u200dz", "Ŵŷnne £5 ? ?? 1 ŵ zz"

    content = render(sample_paper.html(f"<h1>One</h1><p>{given}</p>")).content

    assert pdf_checks.problems(content) == []
    assert content == render(sample_paper.html(f"<h1>One</h1><p>{fitted}</p>")).content
    assert rendering.fit_to_fonts(given.replace("&#x1F600;", "😀")) == fitted


def test_words_on_every_page_are_fitted_too():
    style = "<style>@page {{ @top-left {{ content: string(w) }} }} p {{ string-set: w attr(data-words) }}</style>"
    body = style + '<h1>One</h1><p data-words="{}">x</p>'

    content = render(sample_paper.html(body.format("中 – Ŵ"))).content

    assert pdf_checks.problems(content) == []
    assert content == render(sample_paper.html(body.format("? – Ŵ"))).content


@pytest.mark.parametrize("character", "Il1ŴŷÂâÊêÎîÔôÛûẀẁẂẃẄẅỲỳÏï£€–—‘’“”•…½×−≥●▲■◆○△□↑→↓↗↘\u00a0\u2011")
def test_what_papers_are_written_in_is_in_the_fonts(character):
    assert rendering.fit_to_fonts(character) == character


def test_piled_accents_are_cut_to_four():
    assert rendering.fit_to_fonts("q" + "\u0301" * 100_000 + "!") == "q" + "\u0301" * 4 + "!"


def test_more_pages_than_a_paper_may_have_are_refused():
    body = "<h1>Long</h1>" + '<div style="break-after: page">x</div>' * 201

    with pytest.raises(RuleViolation, match=r"came to 20[12] pages; at most 200"):
        render(sample_paper.html(body))


def test_an_unforeseen_error_is_worded_with_its_reason(monkeypatch):
    def broken(*_args):
        raise ZeroDivisionError("by design")

    monkeypatch.setattr(rendering, "lay_out", broken)

    with pytest.raises(rendering.RenderFailed, match="could not be laid out: ZeroDivisionError: by design"):
        render(sample_paper.html())


@pytest.mark.parametrize(
    "body",
    [
        '<table><tr><td colspan="1000000">x</td></tr></table>',
        '<div style="display:flex">' * 25 + "x" + "</div>" * 25,
        "<table><tr><td>" * 70 + "x" + "</td></tr></table>" * 70,
        "<div>" * 20_000 + "x",
        "<table>" + "<tr><td>x</td><td>y</td><td>z</td></tr>" * 20_000 + "</table>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>'
        '<g id="a0"><rect width="1" height="1"/></g>'
        + "".join(f'<g id="a{n + 1}"><use href="#a{n}"/><use href="#a{n}"/></g>' for n in range(30))
        + "</svg>",
    ],
    ids=["colspan", "flex boxes", "tables in tables", "divs in divs", "rows", "doubling shapes"],
)
def test_runaway_papers_end_with_words(monkeypatch, body):
    """With a shorter rope than production's, so that the suite does not wait 20 seconds for each."""
    monkeypatch.setattr(rendering, "LIMITS", replace(rendering.LIMITS, cpu_seconds=3))

    with pytest.raises(
        rendering.RenderLimit, match=r"The paper (took too long|is too large or too deeply nested) to lay out. Shorten"
    ):
        render(sample_paper.html(body))


def test_heartbeat_is_kept_while_a_paper_is_laid_out(monkeypatch):
    monkeypatch.setattr(rendering, "LIMITS", replace(rendering.LIMITS, cpu_seconds=3, beat_seconds=0.2))
    beats = []

    with pytest.raises(rendering.RenderLimit):
        rendering.render_pdf(
            sample_paper.html('<table><tr><td colspan="1000000">x</td></tr></table>'),
            created=sample_paper.CREATED,
            beat=lambda: beats.append(1),
        )

    assert len(beats) >= 5


def test_ten_papers_leave_no_memory_and_no_process_behind():
    render(sample_paper.html())
    before, children = resident_kilobytes(), child_processes()

    for _ in range(10):
        render(sample_paper.html())

    assert resident_kilobytes() - before < 2_000
    assert child_processes() == children


def resident_kilobytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def child_processes() -> str:
    """Of this process, dead ones that nobody waited for included."""
    return "".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
