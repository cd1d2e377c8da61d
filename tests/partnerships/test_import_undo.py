from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.models import ImportBatch
from reports.models import HouseStyleSection
from tests.factories.workstreams import MilestoneFactory, ProjectFactory
from tests.partnerships.import_files import RENAMED, bring, page_of, press, workbook
from tests.world import World, as_
from workstreams.models import OutsideProgramme, Workstream

State = ImportBatch.State


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return as_(client, world.officer)


def test_undoing_restores_what_was_changed_and_removes_what_was_new(officer: Client, world: World) -> None:
    world.waste.refresh_from_db()
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")

    batch = press(officer, batch, "undo")

    waste = Workstream.objects.get()
    assert (batch.state, waste.name, waste.version) == (State.UNDONE, "Waste", world.waste.version + 2)
    assert "its rows are as they were before" in page_of(officer, batch)


def test_undoing_leaves_alone_what_somebody_changed_since(officer: Client, world: World) -> None:
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")
    libraries = Workstream.objects.get(slug="libraries")
    libraries.purpose = "Books"
    libraries.save()

    batch = press(officer, batch, "undo")

    assert (batch.state, Workstream.objects.count()) == (State.APPLIED, 2)
    assert "Changed or removed since the import: workstreams “rivers/libraries”" in page_of(officer, batch)


def test_undoing_removes_nothing_that_others_have_built_on(officer: Client, world: World) -> None:
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")
    MilestoneFactory(workstream=Workstream.objects.get(slug="libraries"))

    batch = press(officer, batch, "undo")

    assert batch.state == State.APPLIED
    assert "milestones that were added since" in batch.notice
    assert Workstream.objects.get(slug="waste").name == "Waste and recycling"


def test_undoing_is_possible_for_thirty_days(officer: Client, world: World) -> None:
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")
    ImportBatch.objects.update(applied_at=timezone.now() - timedelta(days=31))

    assert officer.post(f"{batch.get_absolute_url()}undo/").status_code == 409
    assert "Undo this import" not in page_of(officer, batch)


def test_undoing_restores_exchanged_numbers_and_rows_named_together(client: Client, world: World) -> None:
    administrator = as_(client, world.administrator)
    for name in ("depot", "lorries"):
        ProjectFactory(workstream=world.waste, slug=name)
    style = ["house_style", "section", "order", "heading", "source"]
    outside = ["partnership", "outside_programme", "name", "projects"]
    first = {
        "house_styles": [["organisation", "house_style", "name"], ["north", "paper", "Paper"]],
        "house_style_sections": [style, ["north/paper", "a", "1", "A", "text"], ["north/paper", "b", "2", "B", "text"]],
        "outside_programmes": [outside, ["rivers", "fleet", "Fleet", "rivers/waste/depot"]],
    }
    second = {
        "house_style_sections": [style, ["north/paper", "a", "2", "A", "text"], ["north/paper", "b", "1", "B", "text"]],
        "outside_programmes": [outside, ["rivers", "fleet", "Fleet", "rivers/waste/lorries"]],
    }
    press(administrator, bring(administrator, workbook(first)), "apply")
    batch = press(administrator, bring(administrator, workbook(second)), "apply")
    assert (batch.state, batch.total("changed")) == (State.APPLIED, 3)

    batch = press(administrator, batch, "undo")

    assert batch.state == State.UNDONE, batch.notice
    sections = HouseStyleSection.objects.filter(house_style__slug="paper").order_by("order")
    assert list(sections.values_list("key", "order")) == [("a", 1), ("b", 2)]
    assert [project.slug for project in OutsideProgramme.objects.get().projects.all()] == ["depot"]
