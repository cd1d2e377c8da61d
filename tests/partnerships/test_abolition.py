"""A council that is abolished without a successor leaves no work behind, at all three doors."""

from pathlib import Path

import pytest
from django.test import Client

from partnerships.models import HostingArrangement, ImportBatch, Organisation
from tests.core.programme_files import load, places, words
from tests.factories.workstreams import ParticipationFactory, ProjectFactory
from tests.partnerships.import_files import bring, press, workbook
from tests.partnerships.test_organisations import save, text
from tests.world import World, as_
from workstreams.models import Workstream

TOLD = "Say who succeeds it, or name other organisations there first."
HEADER = ["organisation", "name", "short_name", "kind", "abolished", "successors"]


def north(successors: str = "") -> dict[str, list[list[str]]]:
    return {"organisations": [HEADER, ["north", "North County Council", "North", "county", "2023", successors]]}


def hosts(world: World, ends: str | None = None) -> None:
    HostingArrangement.objects.create(partnership=world.rivers, function="ict", host=world.south, ends=ends)


def leads_a_project(world: World) -> None:
    project = ProjectFactory(workstream=world.waste, slug="depot")
    ParticipationFactory(project=project, organisation=world.south, role="lead")


def test_who_leads_an_open_workstream_is_not_abolished_by_the_form(client: Client, world: World) -> None:
    answer = save(as_(client, world.officer), world.north, abolished="2023")

    assert "still leads or hosts a workstream, project or service after 2023" in text(answer)
    assert TOLD in text(answer)
    assert Organisation.objects.get(pk=world.north.pk).abolished is None


@pytest.mark.parametrize("carries", [hosts, leads_a_project])
def test_nor_is_who_hosts_or_leads_a_project(client: Client, world: World, carries: object) -> None:
    carries(world)  # type: ignore[operator]

    answer = save(as_(client, world.officer), world.south, abolished="2023")

    assert TOLD in text(answer)


def test_what_ended_in_time_is_no_obstacle(client: Client, world: World) -> None:
    hosts(world, ends="2022")

    answer = save(as_(client, world.officer), world.south, abolished="2023")

    assert answer.status_code == 302


def test_one_that_is_succeeded_may_still_lead(client: Client, world: World) -> None:
    answer = save(as_(client, world.officer), world.north, abolished="2023", successors="South County Council")

    assert answer.status_code == 302


def test_the_import_asks_the_same_of_an_organisation_alone(world: World, tmp_path: Path) -> None:
    refused = load(tmp_path / "one", north())
    abolished = Organisation.objects.get(pk=world.north.pk).abolished
    passed = load(tmp_path / "two", north("south"))

    assert places(refused) == [("organisations", 2, "abolished")]
    assert TOLD in words(refused)
    assert abolished is None
    assert passed.loaded


def test_the_import_reads_what_the_same_file_gives_to_others(world: World, tmp_path: Path) -> None:
    given_away = {"workstreams": [["partnership", "workstream", "name", "lead"], ["rivers", "waste", "Waste", "south"]]}

    outcome = load(tmp_path, north() | given_away)

    assert outcome.loaded, words(outcome)
    assert Workstream.objects.get().lead == world.south


def test_the_import_in_the_browser_writes_nothing(client: Client, world: World) -> None:
    as_(client, world.administrator)

    batch = bring(client, workbook(north()))

    assert batch.state == ImportBatch.State.FAILED
    assert TOLD in batch.problems[0]["message"]
    assert Organisation.objects.get(pk=world.north.pk).abolished is None


def test_work_taken_on_since_the_check_is_found_when_it_is_applied(client: Client, world: World) -> None:
    Workstream.objects.update(lead=world.south)
    as_(client, world.administrator)
    batch = bring(client, workbook(north()))
    Workstream.objects.update(lead=world.north)

    batch = press(client, batch, "apply")

    assert (batch.state, batch.images) == (ImportBatch.State.FAILED, [])
    assert Organisation.objects.get(pk=world.north.pk).abolished is None
