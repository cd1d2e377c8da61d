import pytest
from django.test import Client

from reports.models import Report
from tests.api import codes
from tests.factories.reports import CommitteeFactory, ReportFactory
from tests.reports.published import publish, with_version
from tests.world import World

REPORTS = "/api/v1/reports/"
PAPERS = "/api/v1/papers/"


# Reports: the council's own


def test_a_report_shows_its_versions_and_which_one_is_public(client: Client, world: World) -> None:
    first = publish(world.report, sha256="a" * 64)
    with_version(world.report, number=2)
    client.force_login(world.alice)

    row = client.get(f"{REPORTS}{world.report.pk}/").json()

    file = row["published"]["renditions"][0]
    assert row["web_url"] == "http://testserver/reports/rivers-north-2011-11-09/"
    assert (row["meeting_date"], row["meeting_date_latest"]) == ("2011-11-09", "2011-11-09")
    assert (row["organisation"]["code"], row["committee"]["code"]) == ("north", "scrutiny")
    assert (row["partnership"]["code"], row["status"], row["status_label"]) == ("rivers", "published", "Published")
    assert [version["number"] for version in row["versions"]] == [2, 1]
    assert (row["published"]["number"], row["published"]["sha256"]) == (first.number, "a" * 64)
    assert file["url"] == "http://testserver/reports/rivers-north-2011-11-09/v1.pdf"
    assert (file["format"], file["format_label"], file["sha256"], file["pages"]) == ("pdf", "PDF", "b" * 64, 9)


def test_a_report_that_was_never_published_says_so(client: Client, world: World) -> None:
    with_version(world.report)
    client.force_login(world.alice)

    row = client.get(f"{REPORTS}{world.report.pk}/").json()

    assert (row["published"], row["published_at"], row["status"]) == (None, None, "draft")
    assert [version["number"] for version in row["versions"]] == [1]


@pytest.mark.parametrize("who", ["bob", "charlie", "officer"])
def test_a_councils_report_is_unseen_by_others(client: Client, world: World, who: str) -> None:
    publish(world.report)
    client.force_login(getattr(world, who))

    assert client.get(f"{REPORTS}{world.report.pk}/").status_code == 404
    assert codes(client.get(REPORTS)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=autumn", ["autumn"]),
        ("reference=rivers-north-2011-11-09", ["rivers-north-2011-11-09"]),
        ("partnership=hills", ["autumn"]),
        ("organisation=north", ["autumn", "rivers-north-2011-11-09"]),
        ("status=published", []),
        ("meeting_date__gte=2011-11-10", ["autumn"]),
        ("meeting_date__lte=2011-11-09", ["rivers-north-2011-11-09"]),
        ("ordering=meeting_date", ["rivers-north-2011-11-09", "autumn"]),
    ],
)
def test_reports_are_filtered_and_ordered(client: Client, world: World, query: str, found: list[str]) -> None:
    committee = CommitteeFactory(organisation=world.north)
    ReportFactory(
        reference="autumn", title="Autumn", partnership=world.hills, committee=committee, meeting_date="2011-12"
    )
    client.force_login(world.administrator)

    assert codes(client.get(f"{REPORTS}?{query}")) == found


def test_a_day_that_does_not_exist_is_refused(client: Client, world: World) -> None:
    client.force_login(world.alice)

    answer = client.get(f"{REPORTS}?meeting_date__gte=2011-02-30")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/query/meeting_date__gte"


# Papers: everybody's


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_every_caller_reads_a_published_paper(client: Client, world: World, who: str) -> None:
    publish(world.report, sha256="a" * 64)
    client.force_login(getattr(world, who))

    row = client.get(f"{PAPERS}{world.report.pk}/").json()

    assert (row["id"], row["code"]) == (world.report.pk, "rivers-north-2011-11-09")
    assert row["url"] == f"http://testserver{PAPERS}{world.report.pk}/"
    assert row["web_url"] == "http://testserver/papers/rivers-north-2011-11-09/"
    assert (row["version"], row["sha256"]) == (1, "a" * 64)
    assert (row["meeting_date"], row["meeting_date_earliest"]) == ("2011-11-09", "2011-11-09")
    assert (row["data_as_at"], row["data_as_at_latest"]) == ("2011-09-20", "2011-09-20")
    assert row["published_at"] == "2011-11-02T09:00:00Z"
    assert [file["url"] for file in row["renditions"]] == ["http://testserver/reports/rivers-north-2011-11-09/v1.pdf"]


def test_a_correction_in_the_making_does_not_show_through(client: Client, world: World) -> None:
    publish(world.report)
    with_version(world.report, number=2)
    Report.objects.filter(pk=world.report.pk).update(
        status="draft", title="Withheld", purpose="Withheld", meeting_date="2012-01-01", by_office="Withheld"
    )
    client.force_login(world.bob)

    answer = client.get(f"{PAPERS}{world.report.pk}/")

    row = answer.json()
    assert "Withheld" not in answer.content.decode()
    assert (row["version"], row["meeting_date"], len(row["renditions"])) == (1, "2011-11-09", 1)
    assert codes(client.get(f"{PAPERS}?q=withheld")) == []


def test_what_is_not_published_is_no_paper_even_for_its_own_council(client: Client, world: World) -> None:
    with_version(world.report)
    client.force_login(world.alice)

    assert codes(client.get(PAPERS)) == []
    assert client.get(f"{PAPERS}{world.report.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=progress", ["rivers-north-2011-11-09"]),
        ("reference=rivers-north-2011-11-09", ["rivers-north-2011-11-09"]),
        ("partnership=hills", ["autumn"]),
        ("organisation=north", ["rivers-north-2011-11-09"]),
        ("ordering=reference", ["autumn", "rivers-north-2011-11-09"]),
        ("ordering=-reference", ["rivers-north-2011-11-09", "autumn"]),
    ],
)
def test_papers_are_filtered_and_ordered(client: Client, world: World, query: str, found: list[str]) -> None:
    publish(world.report)
    publish(ReportFactory(reference="autumn", title="Autumn", partnership=world.hills))
    client.force_login(world.charlie)

    assert codes(client.get(f"{PAPERS}?{query}")) == found
