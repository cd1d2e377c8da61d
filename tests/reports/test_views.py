import pytest
from django.test import Client

from reports import services
from reports.models import Report
from sharedservices.core.models import Job
from tests.reports.test_services import NOW, cleared, compiled
from tests.world import World, as_

PAGE = "/reports/rivers-north-2011-11-09/"
PAPER = "/papers/rivers-north-2011-11-09/"


@pytest.fixture
def published(world: World) -> Report:
    return services.publish(report=cleared(world), by=world.clerk, version=1, at=NOW)


def test_compile_leads_to_a_page_that_shows_the_job(client: Client, world: World) -> None:
    answer = as_(client, world.alice).post(f"{PAGE}compile/", follow=True)

    job = Job.objects.get()
    assert answer.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    assert "Waiting for a worker." in answer.content.decode()


def test_the_progress_fragment_reloads_the_page_when_the_work_is_done(client: Client, world: World) -> None:
    as_(client, world.alice).post(f"{PAGE}compile/")
    job = Job.objects.get()
    url, htmx = f"/jobs/{job.pk}/", {"HX-Request": "true"}

    waiting = client.get(url, headers=htmx)
    compiled(world.report, world.alice)
    done = client.get(url, headers=htmx)

    assert "HX-Refresh" not in waiting.headers
    assert "<html" not in waiting.content.decode()
    assert done["HX-Refresh"] == "true"


def test_a_job_is_its_requesters_alone(client: Client, world: World) -> None:
    as_(client, world.alice).post(f"{PAGE}compile/")

    assert as_(client, world.clerk).get(f"/jobs/{Job.objects.get().pk}/").status_code == 404


def test_the_reports_page_offers_what_this_person_may_do_now(client: Client, world: World) -> None:
    compiled(world.report, world.alice)

    author = as_(client, world.alice).get(PAGE).content.decode()
    clerk = as_(client, world.clerk).get(PAGE).content.decode()

    assert "Send for clearance" in author
    assert "Write the paper" in author
    assert "Send for clearance" not in clerk
    assert "Compile the paper" in clerk
    assert "Publish version" not in clerk


def test_writing_keeps_every_section_and_the_recommendations_in_order(client: Client, world: World) -> None:
    answer = as_(client, world.alice).post(
        f"{PAGE}edit/",
        {
            "version": "1",
            "title": "Progress of the Rivers partnership",
            "purpose": "To report progress",
            "data_as_at": "31 October 2011",
            "by_office": "Chief Executive",
            "contact_office": "",
            "recommendation_lead": "The Committee is recommended to",
            "recommendations": "note the progress.\n\nask for a further report.",
            "section_financial-implications": "First.\r\n\r\nSecond.",
            "section_background": "",
        },
    )

    assert answer.status_code == 302
    report = Report.objects.get()
    assert report.data_as_at.text == "2011-10-31"
    assert report.sections.get(key="financial-implications").text == "First.\n\nSecond."
    assert [item.text for item in report.recommendations.all()] == ["note the progress.", "ask for a further report."]


def test_anybody_reads_a_published_paper_without_signing_in(client: Client, published: Report) -> None:
    page = client.get(PAPER)
    pdf = client.get(f"{PAGE}v1.pdf")

    assert page.status_code == 200
    assert "Progress of the partnership" in page.content.decode()
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")


def test_an_unchanged_file_is_not_sent_again(client: Client, published: Report) -> None:
    etag = client.get(f"{PAGE}v1.pdf")["ETag"]

    assert client.get(f"{PAGE}v1.pdf", headers={"If-None-Match": etag}).status_code == 304


def test_a_version_in_the_making_is_nobody_elses(client: Client, world: World) -> None:
    compiled(world.report, world.alice)

    codes = {
        name: as_(client, getattr(world, name)).get(f"{PAGE}v1.pdf").status_code
        for name in ("alice", "clerk", "bob", "charlie", "officer")
    }
    client.logout()

    assert codes == {"alice": 200, "clerk": 200, "bob": 404, "charlie": 404, "officer": 404}
    assert client.get(f"{PAGE}v1.pdf").status_code == 404
    assert client.get(PAPER).status_code == 404


def test_a_corrections_draft_does_not_show_through_the_published_paper(
    client: Client, world: World, published: Report
) -> None:
    services.reopen(report=published, by=world.alice)
    services.write(
        report=published,
        by=world.alice,
        version=published.version + 1,
        details={"title": "Not for the public yet"},
        texts={},
        recommendations=["note."],
    )
    compiled(published, world.alice)

    pages = [
        client.get(PAPER),
        client.get("/papers/"),
        as_(client, world.bob).get("/partnerships/rivers/"),
        client.get(PAGE),
    ]

    assert all("Not for the public yet" not in page.content.decode() for page in pages)
    assert client.get(f"{PAGE}v2.pdf").status_code == 404


def test_whoever_asks_second_is_told_so_and_sees_the_job_on_the_reports_page(client: Client, world: World) -> None:
    as_(client, world.alice).post(f"{PAGE}compile/")

    answer = as_(client, world.clerk).post(f"{PAGE}compile/", follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Somebody has asked for this version already" in answer.content.decode()
    assert "version 1: queued" in " ".join(answer.content.decode().split())


def test_an_old_button_does_not_clear_a_version_that_was_not_read(client: Client, world: World) -> None:
    compiled(world.report, world.alice)
    services.send_for_clearance(report=world.report, by=world.alice, version=1)

    answer = as_(client, world.verifier).post(f"{PAGE}move/cleared/", {"version": "7"})

    assert answer.status_code == 409
    assert "Version 1 is the newest now" in answer.content.decode()


def test_the_second_author_keeps_the_text_that_was_not_saved(client: Client, world: World) -> None:
    form = {
        "version": "1",
        "title": "Progress",
        "purpose": "To report progress",
        "by_office": "Chief Executive",
        "recommendation_lead": "The Committee is recommended to",
        "recommendations": "note it.",
        "section_financial-implications": "First.",
    }
    as_(client, world.alice).post(f"{PAGE}edit/", form)

    answer = client.post(f"{PAGE}edit/", form | {"section_financial-implications": "Typed at the same time."})

    assert "Alice changed this paper" in answer.content.decode()
    assert "Typed at the same time." in answer.content.decode()
    assert world.report.sections.get(key="financial-implications").text == "First."


def test_too_many_recommendations_are_refused_in_words(client: Client, world: World) -> None:
    answer = as_(client, world.alice).post(f"{PAGE}edit/", {"version": "1", "recommendations": "note it.\n" * 31})

    assert "at most 30 recommendations; these are 31" in answer.content.decode()


def test_a_file_that_is_gone_is_told_as_our_fault(client: Client, world: World) -> None:
    snapshot = compiled(world.report, world.alice)
    rendition = snapshot.renditions.get(format="pdf")
    rendition.file.storage.delete(rendition.file.name)

    assert as_(client, world.alice).get(f"{PAGE}v1.pdf").status_code == 503


def test_the_wrong_moment_is_a_409_in_words(client: Client, world: World) -> None:
    answer = as_(client, world.verifier).post(f"{PAGE}move/cleared/")

    assert answer.status_code == 409
    assert "cannot become cleared" in answer.content.decode()


def test_the_wrong_person_is_a_403_with_the_reason(client: Client, world: World) -> None:
    answer = as_(client, world.clerk).get(f"{PAGE}edit/")

    assert answer.status_code == 403
    assert "report authors write this paper" in answer.content.decode()


def test_a_form_that_cannot_be_saved_is_not_shown(client: Client, world: World, published: Report) -> None:
    answer = as_(client, world.alice).get(f"{PAGE}edit/")

    assert answer.status_code == 409
    assert "Only a draft can be written" in answer.content.decode()


def test_a_compiled_draft_names_the_version_to_read_and_the_next_step_first(client: Client, world: World) -> None:
    compiled(world.report, world.alice)

    page = as_(client, world.alice).get(PAGE).content.decode()

    assert 'aria-current="step">Draft' in page
    assert "Read version 1 below" in page
    assert page.index("Send for clearance") < page.index("Compile the paper") < page.index("Write the paper")


def test_a_correction_begins_with_writing(client: Client, world: World, published: Report) -> None:
    services.reopen(report=published, by=world.alice)

    page = as_(client, world.alice).get(PAGE).content.decode()

    assert "that makes version 2" in page
    assert "Send for clearance" not in page
    assert page.index("Write the paper") < page.index("Compile the paper")
