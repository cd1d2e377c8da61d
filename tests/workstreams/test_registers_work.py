"""Workstreams, projects and who takes part in them, kept up in the browser."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from sharedservices.core.registers.declared import Register
from tests.factories.programme import StageGateFactory, ThemeFactory
from tests.factories.workstreams import MilestoneFactory, ParticipationFactory, ProjectFactory, WorkstreamFactory
from tests.world import World, as_
from workstreams.models import Participation, Project, Risk, StageGate, Workstream
from workstreams.registers import PARTICIPATIONS, PROJECTS, RISKS, STAGE_GATES, THEMES, WORKSTREAMS


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def save(client: Client, world: World, register: Register, row: Any, **form: object) -> Any:
    """Posts the form of a row, or of a new one, as the programme officer."""
    page = register.url("edit", world.rivers, row.pk) if row else register.url("add", world.rivers)
    return as_(client, world.officer).post(page, form | {"version": row.version if row else 0})


def project_form(world: World, **values: object) -> dict[str, object]:
    return {"workstream": world.waste.pk, "name": "Shared depot", "order": "1"} | values


def test_a_new_workstream_has_its_page_at_once(client: Client, world: World) -> None:
    theme = ThemeFactory(partnership=world.rivers, name="Environment")
    form = {"name": "Libraries & museums", "status": "active", "order": "3", "theme": theme.pk, "priority": "2"}

    answer = save(client, world, WORKSTREAMS, None, **form, lead=world.south.pk, scope="Lending, not buildings.")

    assert answer["Location"] == "/partnerships/rivers/workstreams/libraries-museums/"
    page = text(client.get(answer["Location"]))
    for told in ("Environment", "Lending, not buildings.", "No milestone has been recorded yet."):
        assert told in page
    assert (
        f'href="{WORKSTREAMS.url("edit", world.rivers, Workstream.objects.get(slug="libraries-museums").pk)}"' in page
    )


def test_a_workstream_says_not_stated_for_what_is_empty(client: Client, world: World) -> None:
    page = text(as_(client, world.bob).get(world.waste.get_absolute_url()))

    for label in ("Theme", "Scope", "Priority"):
        after = page.split(f">{label}</dt>")[1]
        assert after.split("</dd>")[0].endswith("Not stated")


def test_only_who_may_is_led_to_forms(client: Client, world: World) -> None:
    links = [register.url("add", world.rivers) for register in (PROJECTS, RISKS)]

    for_officer = text(as_(client, world.officer).get(world.waste.get_absolute_url()))
    for_viewer = text(as_(client, world.bob).get(world.waste.get_absolute_url()))

    assert all(f"{link}?workstream={world.waste.pk}" in for_officer for link in links)
    assert not any(link in for_viewer for link in links)


@pytest.mark.parametrize("register", [WORKSTREAMS, PROJECTS])
def test_what_belongs_to_another_partnership_is_neither_offered_nor_taken(
    client: Client, world: World, register: Register
) -> None:
    theme = ThemeFactory(partnership=world.hills, name="Hill farming")
    foreign = WorkstreamFactory(partnership=world.hills, name="Hill roads")
    form = {"theme": theme.pk} if register is WORKSTREAMS else {"workstream": foreign.pk}

    offered = text(as_(client, world.officer).get(register.url("add", world.rivers)))
    answer = save(client, world, register, None, **project_form(world) | {"status": "active"} | form)

    assert "Hill" not in offered
    assert "Select a valid choice" in text(answer)
    assert not Project.objects.exists()
    assert not Workstream.objects.filter(partnership=world.rivers).exclude(pk=world.waste.pk).exists()


def test_a_project_says_all_that_its_gate_asks_and_is_told_all_that_is_missing(client: Client, world: World) -> None:
    StageGateFactory(partnership=world.rivers, requires=["summary", "start", "lead", "milestone", "risk"])

    answer = save(client, world, PROJECTS, None, **project_form(world, stage="delivery", start="2011"))

    assert (
        "At the stage “In progress” a project must say: its summary; an organisation that leads it; a milestone with a "
        "baseline; a risk with its scores. Fill in what is missing, or choose an earlier stage." in text(answer)
    )
    assert not Project.objects.exists()


def test_a_project_that_says_it_all_passes(client: Client, world: World) -> None:
    StageGateFactory(partnership=world.rivers, requires=["start", "lead", "milestone", "risk"])
    project = ProjectFactory(workstream=world.waste, start="2011")
    ParticipationFactory(project=project, organisation=world.north, role="lead")
    MilestoneFactory(workstream=world.waste, project=project)
    Risk.objects.create(partnership=world.rivers, project=project, slug="site", title="No site", likelihood=2, impact=2)

    answer = save(client, world, PROJECTS, project, **project_form(world, stage="delivery", start="2011"))

    assert answer.status_code == 302, text(answer)
    project.refresh_from_db()
    assert project.stage == "delivery"


def test_a_changed_gate_asks_a_project_when_it_changes_and_not_before(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste, stage="delivery", name="Shared depot")
    gate = StageGateFactory(partnership=world.rivers, requires=[])
    form = {"stage": "delivery", "order": "1", "criteria": "", "requires": ["end"]}
    assert save(client, world, STAGE_GATES, gate, **form).status_code == 302

    shown = text(client.get(PROJECTS.url("detail", world.rivers, project.pk)))
    changed = text(save(client, world, PROJECTS, project, **project_form(world, stage="delivery", summary="One site")))

    assert StageGate.objects.get().requires == ["end"]
    assert "Shared depot" in shown
    assert "must say: when it ends." in changed


def test_the_lead_that_a_gate_asks_for_stays(client: Client, world: World) -> None:
    StageGateFactory(partnership=world.rivers, requires=["lead"])
    project = ProjectFactory(workstream=world.waste, stage="delivery", name="Shared depot")
    part = ParticipationFactory(project=project, organisation=world.north, role="lead")
    form = {"project": project.pk, "organisation": world.north.pk, "role": "observer"}

    refused = text(save(client, world, PARTICIPATIONS, part, **form))
    kept = client.post(PARTICIPATIONS.url("delete", world.rivers, part.pk), {"version": part.version})
    ParticipationFactory(project=project, organisation=world.south, role="lead")
    accepted = save(client, world, PARTICIPATIONS, part, **form)

    assert "Without this, “Shared depot” would no longer pass its gate." in refused
    assert kept.status_code == 409
    assert "would no longer pass its gate" in text(kept)
    assert accepted.status_code == 302, text(accepted)


def test_a_project_shows_what_is_missing_for_the_gates_ahead(client: Client, world: World) -> None:
    StageGateFactory(partnership=world.rivers, stage="scoping", order=1, requires=["summary"])
    StageGateFactory(partnership=world.rivers, stage="delivery", order=2, requires=["start", "lead"])
    StageGateFactory(partnership=world.rivers, stage="in_place", order=3, requires=[], criteria="Both sites run.")
    project = ProjectFactory(workstream=world.waste, stage="scoping", summary="One site", start="2011")

    page = text(as_(client, world.bob).get(PROJECTS.url("detail", world.rivers, project.pk)))

    assert "Gate 1: Scoping" not in page
    assert "Missing: an organisation that leads it" in page.split("Gate 2: In progress</dt>")[1].split("</dd>")[0]
    assert "leads it. Criteria: Both sites run." in page.split("Gate 3: In place</dt>")[1].split("</dd>")[0]


def test_a_project_shows_all_that_stands_beside_it(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste)
    Participation.objects.create(project=project, unnamed=3, role="considering")
    MilestoneFactory(workstream=world.waste, project=project, title="Depot opens")
    other = ProjectFactory(workstream=world.waste, name="Second depot")
    other.dependencies.create(needs=project)
    project.outside_programmes.create(partnership=world.rivers, slug="path", name="National pathfinder")

    page = text(as_(client, world.bob).get(PROJECTS.url("detail", world.rivers, project.pk)))

    assert ">Outside programme</dt>" in page
    assert ">Outside programmes</dt>" not in page
    assert "National pathfinder" in page.split(">On the list of outside programmes</dt>")[1].split("</dd>")[0]
    for told in ("3 not named", "Considering", "Depot opens", "Second depot", "National pathfinder", "Not stated"):
        assert told in page


def test_a_participation_names_somebody_or_counts_them(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste)

    answer = save(client, world, PARTICIPATIONS, None, project=project.pk, role="participant")

    assert "Name the organisation, or say how many take part unnamed; not both." in text(answer)
    assert not Participation.objects.exists()


def test_the_database_wants_to_know_who_takes_part(world: World) -> None:
    with pytest.raises(IntegrityError, match="participation_named_or_counted"):
        ParticipationFactory(project__workstream=world.waste, organisation=None, unnamed=None)


def test_a_milestone_is_added_to_the_project_and_its_workstream(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste)
    as_(client, world.officer)

    record = text(client.get(PROJECTS.url("detail", world.rivers, project.pk)))
    form = text(client.get(f"/partnerships/rivers/milestones/add/?project={project.pk}&workstream={world.waste.pk}"))

    assert f"milestones/add/?project={project.pk}&amp;workstream={world.waste.pk}" in record
    assert form.count(" selected>") >= 2


def test_a_project_leaves_no_milestone_in_the_workstream_it_left(client: Client, world: World) -> None:
    project = ProjectFactory(workstream=world.waste)
    MilestoneFactory(workstream=world.waste, project=project)
    libraries = WorkstreamFactory(partnership=world.rivers, slug="libraries")

    page = text(save(client, world, PROJECTS, project, **project_form(world, workstream=libraries.pk)))

    assert "Its milestones and risks stand in another workstream." in page


def test_projects_are_offered_with_their_workstreams(client: Client, world: World) -> None:
    ProjectFactory(workstream=world.waste, name="Shared depot")

    page = text(as_(client, world.officer).get(PARTICIPATIONS.url("add", world.rivers)))

    assert "Shared depot (Waste)" in page


def test_a_theme_has_a_priority(client: Client, world: World) -> None:
    theme = ThemeFactory(partnership=world.rivers, name="Waste")

    save(client, world, THEMES, theme, name="Waste", order="1", priority="2")

    theme.refresh_from_db()
    assert theme.priority == 2


def test_what_stands_always_with_another_record_is_not_listed_by_itself(client: Client, world: World) -> None:
    page = text(as_(client, world.bob).get("/partnerships/rivers/")).split('id="records"')[1]

    for slug in ("all-workstreams", "projects", "milestones", "stage-gates", "risks", "awards"):
        assert f'href="/partnerships/rivers/{slug}/"' in page
    for slug in ("participations", "dependencies", "rebaselines", "spending"):
        assert f'href="/partnerships/rivers/{slug}/"' not in page
