"""The scanner finds what is planted, wherever it is put; and in what really leaves the portal there is nothing."""

import csv
import io
import json
import logging
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
import xlsxwriter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

from partnerships import access_log, mailing
from reports import rendering
from tests.access import listening, reading
from tests.access.canaries import Garden
from tests.access.listening import Listener
from tests.access.runner import Runner
from tests.access.table import Cell
from workstreams.models import Risk

WORD, AMOUNT = "zqsecretqz", "710,310.07"
SECRET = {"secret": {WORD}}


def garden() -> Garden:
    made = Garden()
    made.signs = SECRET
    return made


def page(text: str, **headers: str) -> HttpResponse:
    return HttpResponse(text, headers=headers)


def with_cookie(value: str) -> HttpResponse:
    answer = HttpResponse("Nothing")
    answer.set_cookie("note", value)
    return answer


def table_of(value: str) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(["claim", value])
    return text.getvalue().encode()


def workbook(fill: Callable[[Any, Any], object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book, book.add_worksheet("Claims"))
    return file.getvalue()


def hidden_sheet(book: Any, _: Any) -> None:
    kept = book.add_worksheet("Kept")
    kept.write(0, 0, WORD)
    kept.very_hidden()


def hidden_column(_: Any, sheet: Any) -> None:
    sheet.write(98, 701, WORD)
    sheet.set_column(701, 701, None, None, {"hidden": True})


def archive(name: str, content: bytes, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
        made.comment = comment
    return file.getvalue()


def paper(body: str, *, head: str = "", attached: bytes = b"") -> bytes:
    data = [rendering.Attachment("data.json", attached, "application/json", "The data")] if attached else []
    html = f'<!doctype html><html lang="en-GB"><head><title>Paper</title>{head}</head><body>{body}</body></html>'
    return rendering.render_pdf(html, created=datetime(2012, 1, 1, tzinfo=UTC), attachments=data).content


PACKED: dict[str, Callable[[], bytes]] = {
    "a page": lambda: b"<p>%s</p>" % WORD.encode(),
    "a page, spelt in entities": lambda: "".join(f"&#{ord(letter)};" for letter in WORD).encode(),
    "an attribute": lambda: b'<a href="/?next=%s">Next</a>' % WORD.encode(),
    "a comment": lambda: b"<!-- %s -->" % WORD.encode(),
    "JSON": lambda: json.dumps({"claims": [{"note": WORD}]}).encode(),
    "a table": lambda: table_of(WORD),
    "a cell": lambda: workbook(lambda _, sheet: sheet.write(0, 0, WORD)),
    "a hidden sheet": lambda: workbook(hidden_sheet),
    "a hidden column": lambda: workbook(hidden_column),
    "a cell's note": lambda: workbook(lambda _, sheet: sheet.write_comment(0, 0, WORD)),
    "a sheet's name": lambda: workbook(lambda book, _: book.add_worksheet(WORD)),
    "a workbook's properties": lambda: workbook(lambda book, _: book.set_properties({"comments": WORD})),
    "an archive": lambda: archive("claims.csv", table_of(WORD)),
    "the name of a file": lambda: archive(f"{WORD}.csv", b"Nothing"),
    "an archive's comment": lambda: archive("claims.csv", b"Nothing", WORD.encode()),
    "an archive in an archive": lambda: archive("inner.zip", archive("claims.csv", table_of(WORD))),
    "a paper": lambda: paper(f"<p>{WORD}</p>"),
    "white words in a paper": lambda: paper(f'<p style="color: white; font-size: 1pt">{WORD}</p>'),
    "a bookmark": lambda: paper(f"<h1 style=\"bookmark-label: '{WORD}'\">Paper</h1>"),
    "a link": lambda: paper(f'<a href="https://www.example.org/{WORD}">More</a>'),
    "a paper's properties": lambda: paper("<p>Paper</p>", head=f'<meta name="description" content="{WORD}">'),
    "data in a paper": lambda: paper("<p>Paper</p>", attached=json.dumps({"note": WORD}).encode()),
    "a workbook in a paper": lambda: paper("<p>Paper</p>", attached=workbook(hidden_sheet)),
}


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
def test_a_secret_is_found_however_it_is_packed(packed: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    found = garden().found_in(reading.unpacked(packed()))
    monkeypatch.setitem(globals(), "WORD", "nothing")

    assert found == {"secret"}
    assert garden().found_in(reading.unpacked(packed())) == set()


@pytest.mark.parametrize("written", ["£710,310.07", "£710,310", "710310.07"])
def test_an_amount_is_found_however_it_is_written(written: str) -> None:
    planted = Garden()
    amount = planted.amount("secret")

    assert f"{amount:,.2f}" == AMOUNT
    assert planted.found_in(f"<td>{written}</td>") == {"secret"}
    numbers = workbook(lambda _, sheet: sheet.write_number(0, 0, float(amount)))
    assert planted.found_in(reading.unpacked(numbers)) == {"secret"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda: page("Nothing", Location=f"/claims/{WORD}/"),
        lambda: with_cookie(WORD),
        lambda: JsonResponse({"detail": WORD}),
        lambda: StreamingHttpResponse([table_of(WORD)[:9], table_of(WORD)[9:]]),
    ],
    ids=["header", "cookie", "JSON", "stream"],
)
def test_a_secret_is_found_wherever_an_answer_has_it(answer: Callable[[], Any]) -> None:
    sent = answer()

    assert garden().found_in(reading.text_of(sent, reading.body_of(sent))) == {"secret"}
    assert garden().found_in(reading.text_of(page("Nothing"), b"Nothing")) == set()


def mail(**parts: Any) -> EmailMessage:
    return EmailMessage(**{"subject": "Paper", "body": "Read it.", "to": ["alice@example.org"]} | parts)


def mail_with_page() -> EmailMessage:
    message = EmailMultiAlternatives("Paper", "Read it.", to=["alice@example.org"])
    message.attach_alternative(f"<p>{WORD}</p>", "text/html")
    return message


@pytest.mark.parametrize(
    "message",
    [
        mail(subject=WORD),
        mail(body=f"£ {WORD} – so it says " * 30),
        mail(headers={"Reply-To": f"{WORD}@example.org"}),
        mail(attachments=[("claims.xlsx", workbook(hidden_sheet), "application/octet-stream")]),
        mail(attachments=[(f"{WORD}.csv", b"Nothing", "text/csv")]),
        mail_with_page(),
    ],
    ids=["subject", "body", "header", "attachment", "its name", "the other form"],
)
def test_a_secret_is_found_wherever_an_email_has_it(message: EmailMessage) -> None:
    assert garden().found_in(reading.text_of_mail(message)) == {"secret"}
    assert garden().found_in(reading.text_of_mail(mail())) == set()


def fail_and_log() -> None:
    try:
        int(WORD)
    except ValueError:
        logging.getLogger("portal").exception("Claim")


@pytest.mark.parametrize(
    "write",
    [
        lambda: structlog.get_logger("portal").info("claim_seen", note=WORD),
        lambda: logging.getLogger("portal").warning("Claim %s", WORD),
        fail_and_log,
    ],
    ids=["an event", "an argument", "an error"],
)
def test_a_secret_is_found_wherever_the_log_has_it(write: Callable[[], object]) -> None:
    listener = Listener()

    with listener.listening():
        logging.getLogger("portal").info("Nothing")
        before = garden().found_in("".join(listener.lines))
        write()

    assert (before, garden().found_in("".join(listener.lines))) == (set(), {"secret"})


LEAKING = [("programme", "partnerships:export", "shared"), ("officer_a", "api-risks-detail", "shared")]


@pytest.mark.parametrize(("persona", "route", "context"), LEAKING, ids=["workbook", "JSON"])
def test_a_row_that_says_too_much_turns_its_cell_red(runner: Runner, persona: str, route: str, context: str) -> None:
    cell = Cell(persona, route, "get", context)
    before = runner.run([cell])

    Risk.objects.filter(pk=runner.scene.rows["risks"]["shared"].pk).update(title="Of zqhillsqz")

    assert before.is_clean
    assert runner.run([cell]).leaks == [f"{cell} tells hills"]


def test_an_email_that_says_too_much_turns_its_cell_red(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = Cell("programme", "people:send", "post", "shared")
    before = runner.run([cell])
    ((to, said),) = listening.texts_of_post()

    monkeypatch.setattr(mailing, "SUBJECT", "After zqinvitedcqz")

    assert before.is_clean
    assert to == "zqinvitedqz@example.org"
    assert "Dear zqinvitedqz" in said
    assert runner.run([cell]).leaks == [f"{cell} tells invited_c by e-mail"]


def test_a_log_that_says_too_much_turns_its_cell_red(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = Cell("officer_a", "partnerships:detail", "get", "other_partnership")
    before = runner.run([cell])

    monkeypatch.setattr(access_log, "note", lambda *_, **__: logging.getLogger("portal").info("Of zqhillsqz"))

    assert before.is_clean
    assert runner.run([cell]).leaks == [f"{cell} tells hills in the log"]
