from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from partnerships.models import Partnership
from sharedservices.core.api import Access, DenyByDefault
from sharedservices.core.api.problems import CONTENT_TYPE, KINDS
from sharedservices.core.api.viewsets import ApiView, ScopedViewSet
from tests.api import LISTS
from tests.factories.partnerships import MembershipFactory, PartnershipFactory
from tests.factories.programme import MeasureFactory, MeasureValueFactory, RiskFactory
from tests.factories.reports import ReportFactory
from tests.factories.workstreams import (
    MilestoneFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectRatingFactory,
    ReportingRoundFactory,
    WorkstreamFactory,
)
from tests.queries import TRANSACTION
from tests.reports.published import publish, with_version
from tests.world import World, as_

# Access


class Undeclared(APIView):
    def get(self, request: Any) -> Any:
        raise AssertionError("a view without access was entered")


def test_a_view_without_declared_access_answers_nobody(world: World) -> None:
    request = APIRequestFactory().get("/")
    request.user = world.administrator
    request._force_auth_user = world.administrator

    answer = Undeclared.as_view(permission_classes=[DenyByDefault])(request)

    assert answer.status_code == 403


def test_an_api_view_without_declared_access_does_not_start() -> None:
    with pytest.raises(TypeError, match="Forgotten does not declare its access"):
        type("Forgotten", (ApiView,), {})


def test_a_viewset_without_a_model_does_not_start() -> None:
    with pytest.raises(TypeError, match="Rowless does not declare its model"):
        type("Rowless", (ScopedViewSet,), {"access": Access.CALLER})


def api_views() -> list[Any]:
    def walk(patterns: list[Any], prefix: str) -> list[Any]:
        found = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern) and (prefix + str(pattern.pattern)).startswith("api/"):
                found.append(pattern.callback)
        return found

    return walk(get_resolver().url_patterns, "")


def test_every_routed_api_view_declares_its_access() -> None:
    classes = [getattr(view, "cls", None) for view in api_views()]
    rest = [cls for cls in classes if cls is not None]

    assert len(rest) > len(LISTS)
    assert all(isinstance(cls.access, Access) for cls in rest)
    assert not any(AllowAny in cls.permission_classes for cls in rest)


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in LISTS)])
def test_an_anonymous_call_is_told_how_to_sign_in(client: Client, db: None, name: str) -> None:
    answer = client.get(f"/api/v1/{name}")

    assert answer.status_code == 401
    assert answer["Content-Type"] == CONTENT_TYPE
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert "Basic " in answer["WWW-Authenticate"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_a_list(client: Client, world: World, method: str) -> None:
    answer = getattr(as_(client, world.administrator), method)("/api/v1/partnerships/")

    assert answer.status_code == 405
    assert answer.json()["title"] == KINDS[405].title
    assert Partnership.objects.count() == 2


# Parameters


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_parameter_is_refused_on_every_list(client: Client, world: World, name: str) -> None:
    answer = as_(client, world.alice).get(f"/api/v1/{name}/?orderng=name")

    entry = {
        "pointer": "/query/orderng",
        "code": "unknown_parameter",
        "detail": "There is no parameter “orderng”. Did you mean “ordering”?",
    }
    assert answer.status_code == 400
    assert answer["Content-Type"] == CONTENT_TYPE
    assert answer.json()["errors"] == [entry]


def test_a_parameter_like_nothing_known_is_answered_with_the_list(client: Client, world: World) -> None:
    answer = as_(client, world.alice).get("/api/v1/partnerships/?zzz=1")

    assert answer.json()["detail"] == (
        "There is no parameter “zzz”. Known here: code, limit, offset, ordering, organisation, q, status."
    )


def test_a_single_row_takes_no_parameter(client: Client, world: World) -> None:
    answer = as_(client, world.alice).get(f"/api/v1/partnerships/{world.rivers.pk}/?status=closed")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/query/status"


@pytest.mark.parametrize(
    ("query", "pointer", "told"),
    [
        ("limit=0", "/query/limit", "whole number from 1 to 1000"),
        ("limit=1001", "/query/limit", "whole number from 1 to 1000"),
        ("limit=ten", "/query/limit", "whole number from 1 to 1000"),
        ("limit=²", "/query/limit", "whole number from 1 to 1000"),
        ("offset=-1", "/query/offset", "whole number from 0 to"),
        ("offset=9999999999999999999999", "/query/offset", "whole number from 0 to"),
        ("status=activ", "/query/status", "“activ” is not known here. Use one of: “proposed”, “active”, “closed”."),
        ("ordering=colour", "/query/ordering", "“colour” is not known here. Use one of: “name”, “code”"),
        ("organisation=nowhere", "/query/organisation", "“nowhere” is not the code of anything you may see"),
        ("organisation=east", "/query/organisation", "“east” is not the code of anything you may see"),
        ("q=%00", "/query/q", "Null characters are not allowed"),
    ],
)
def test_a_wrong_value_is_said_and_never_corrected(
    client: Client, world: World, query: str, pointer: str, told: str
) -> None:
    answer = as_(client, world.bob).get(f"/api/v1/partnerships/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert told in answer.json()["detail"]


# Pages


def test_a_list_comes_in_an_envelope_with_addresses_of_the_pages_beside_it(client: Client, world: World) -> None:
    MembershipFactory(partnership=PartnershipFactory(slug="moors"), organisation=world.south)
    MembershipFactory(partnership=PartnershipFactory(slug="woods"), organisation=world.south)

    page = as_(client, world.bob).get("/api/v1/partnerships/?limit=1&offset=1&ordering=code").json()

    assert list(page) == ["count", "next", "previous", "results"]
    assert page["count"] == 3
    assert page["next"] == "http://testserver/api/v1/partnerships/?limit=1&offset=2&ordering=code"
    assert page["previous"] == "http://testserver/api/v1/partnerships/?limit=1&ordering=code"
    assert [row["code"] for row in page["results"]] == ["rivers"]


def test_pages_of_equal_rows_neither_repeat_nor_lose_one(client: Client, world: World) -> None:
    for slug in ("moors", "woods", "downs"):
        MembershipFactory(partnership=PartnershipFactory(slug=slug, name="Same"), organisation=world.south)
    as_(client, world.bob)

    pages = [client.get(f"/api/v1/partnerships/?limit=1&offset={n}&ordering=name").json() for n in range(4)]

    assert {page["results"][0]["code"] for page in pages} == {"rivers", "moors", "woods", "downs"}


def test_an_offset_past_the_end_is_an_empty_page(client: Client, world: World) -> None:
    page = as_(client, world.bob).get("/api/v1/partnerships/?offset=999999999").json()

    assert (page["count"], page["results"], page["next"]) == (1, [], None)


# ETags


@pytest.mark.parametrize("single", [False, True])
def test_an_unchanged_answer_is_304_and_a_changed_one_is_sent(client: Client, world: World, *, single: bool) -> None:
    address = f"/api/v1/partnerships/{world.rivers.pk}/" if single else "/api/v1/partnerships/"
    tag = as_(client, world.bob).get(address)["ETag"]

    unchanged = client.get(address, headers={"if-none-match": tag})
    world.rivers.purpose = "Share more."
    world.rivers.save()
    changed = client.get(address, headers={"if-none-match": tag})

    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_an_answer_is_kept_for_its_caller_alone(client: Client, world: World) -> None:
    answer = as_(client, world.bob).get("/api/v1/partnerships/")

    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
    assert answer["API-Version"] == "1.0.0"


# Queries


def more(count: int) -> None:
    """So many partnerships with two members, a workstream with two updates and one of each of its records, and a
    published report with two versions."""
    for _ in range(count):
        partnership = PartnershipFactory()
        MembershipFactory.create_batch(2, partnership=partnership)
        workstream = WorkstreamFactory(partnership=partnership)
        ProgressUpdateFactory(workstream=workstream, as_of="2011-06")
        rated = ProgressUpdateFactory(workstream=workstream, as_of="2011-09")
        project = ProjectFactory(workstream=workstream)
        ParticipationFactory(project=project)
        ProjectRatingFactory(update=rated, project=project)
        ReportingRoundFactory(partnership=partnership, period="2011-09")
        MilestoneFactory(workstream=workstream, project=project)
        RiskFactory(partnership=partnership, workstream=workstream, project=project)
        MeasureValueFactory(measure=MeasureFactory(partnership=partnership, workstream=workstream))
        report = ReportFactory(partnership=partnership)
        publish(report)
        with_version(report, number=2)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_as_many_queries_for_many_rows_as_for_few(client: Client, world: World, name: str) -> None:
    more(1)
    as_(client, world.administrator)
    address = f"/api/v1/{name}/"
    with CaptureQueriesContext(connection) as few:
        before = client.get(address).json()["count"]

    more(5)
    with CaptureQueriesContext(connection) as many:
        after = client.get(address).json()["count"]

    assert after >= before + 5
    assert len(many) == len(few) <= 8 + TRANSACTION
