from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from sharedservices.core.api.problems import CONTENT_TYPE, KINDS
from tests.api import LISTS
from tests.world import World, as_


def test_the_schema_is_valid_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(schema)
    assert (dict(GENERATOR_STATS._warn_cache), dict(GENERATOR_STATS._error_cache)) == ({}, {})


def test_the_schema_is_public_and_describes_every_resource(client: Client, db: None) -> None:
    answer = client.get("/api/v1/schema/", headers={"accept": "application/json"})
    schema = answer.json()

    lists = {f"/api/v1/{name}/" for name in LISTS}
    assert answer.status_code == 200
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == {"/api/v1/"} | lists | {f"{path}{{id}}/" for path in lists}
    assert {"bearerToken", "basicToken"} <= set(schema["components"]["securitySchemes"])


def test_the_schema_tells_the_problems_of_each_call(client: Client, db: None) -> None:
    paths = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()["paths"]

    of_list = paths["/api/v1/workstreams/"]["get"]
    of_row = paths["/api/v1/workstreams/{id}/"]["get"]
    assert list(of_list["responses"]) == ["200", "304", "400", "401", "406", "429"]
    assert list(of_row["responses"]) == ["200", "304", "400", "401", "404", "406", "429"]
    assert list(of_row["responses"]["404"]["content"]) == [CONTENT_TYPE]
    assert of_list["security"] == [{"bearerToken": []}, {"basicToken": []}, {"cookieAuth": []}]


def test_the_schema_lists_exactly_the_parameters_that_are_taken(client: Client, world: World) -> None:
    paths = client.get("/api/v1/schema/", headers={"accept": "application/json"}).json()["paths"]
    as_(client, world.alice)

    for name in LISTS:
        told = client.get(f"/api/v1/{name}/?zzz=1").json()["detail"].split("Known here: ")[1].rstrip(".").split(", ")
        described = [p["name"] for p in paths[f"/api/v1/{name}/"]["get"]["parameters"] if p["in"] == "query"]
        assert sorted(described) == told


def test_the_documentation_is_public_and_names_every_resource_and_problem(client: Client, db: None) -> None:
    answer = client.get("/api/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert all(f'<h3 class="govuk-heading-s" id="{name}">/api/v1/{name}/</h3>' in page for name in LISTS)
    assert all(f'id="{kind.slug}"' in page for kind in KINDS.values())
    assert "http://testserver/api/v1/workstreams/?status=active" in page
    assert "style=" not in page
