"""Papers as PDF/UA-1 and PDF/A-3a in one file. The only door to WeasyPrint: nothing else in the project imports it.

The layout runs in a child process with limits, without network and without a word to the database. The same HTML,
moment and attachments give the same bytes in every process and on every machine with the same library versions.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from reports.rendering.fonts import fit_to_fonts
from reports.rendering.layout import Attachment, Pdf, engine, lay_out
from sharedservices.core import confined
from sharedservices.core.errors import RuleViolation

__all__ = ["Attachment", "Pdf", "RenderFailed", "RenderLimit", "fit_to_fonts", "render_pdf"]

LIMITS = confined.Limits(cpu_seconds=20, wall_seconds=60, memory=700 * 1024 * 1024)

LIMIT_MESSAGES = {
    confined.Exceeded.TIME: (
        "The paper took too long to lay out. Shorten its longest table or text, or split it, and compile again."
    ),
    confined.Exceeded.SIZE: (
        "The paper is too large or too deeply nested to lay out. Shorten its longest table or text, and compile again."
    ),
}


class RenderLimit(RuleViolation):
    """The paper ran over the time, memory or depth that one paper may take."""


class RenderFailed(Exception):
    """The layout stopped on something that nobody foresaw: ours to mend, so the reason goes to the log alone."""


def render_pdf(
    html: str, *, created: datetime, attachments: Sequence[Attachment] = (), beat: Callable[[], None] = lambda: None
) -> Pdf:
    """Blocks for seconds; calls `beat` about every two. What `beat` raises ends the layout and comes through."""
    engine()

    def work() -> bytes:
        pdf = lay_out(html, created, attachments)
        return pdf.pages.to_bytes(4) + pdf.content

    try:
        answer = confined.run(work, limits=LIMITS, beat=beat)
    except confined.LimitExceeded as limit:
        raise RenderLimit(LIMIT_MESSAGES[limit.what]) from limit
    except confined.WorkFailed as failure:
        raise RenderFailed(f"The paper could not be laid out: {failure}") from failure
    return Pdf(content=answer[4:], pages=int.from_bytes(answer[:4]))
