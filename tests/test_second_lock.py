"""What PostgreSQL's policies leave of a private table is what `visible_to` gives, for everybody and for nobody."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection

from partnerships.models import AgendaItem, ExemptText, ImportBatch
from reports.models import Rendition, Snapshot
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import NOBODY, Actor, acting
from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory, MembershipFactory, RoleGrantFactory
from tests.factories.reports import CommitteeFactory, ReportFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import ProgressUpdateFactory, ProjectFactory, ProjectRatingFactory, WorkstreamFactory
from tests.reports.published import publish, with_version
from tests.world import World
from workstreams.models import ProgressUpdate, ProjectRating

PEOPLE = ("alice", "bob", "charlie", "officer", "verifier", "clerk", "administrator", "left", "both", "visitor")
PRIVATE: list[Any] = [SavingsClaim, SavingsLine, ProgressUpdate, ProjectRating, ExemptText]


@pytest.fixture
def full(world: World) -> World:
    """Every state of every private row, in both partnerships, of every council."""
    for partnership in (world.rivers, world.hills):
        for status in SavingsClaim.Status.values:
            for claimant in (world.north, world.south, world.east, None):
                claim = SavingsClaimFactory(partnership=partnership, organisation=claimant, status=status)
                SavingsLineFactory(claim=claim)
                for council in (world.north, world.south, world.east):
                    SavingsLineFactory(claim=claim, organisation=council, released=False)
        workstreams = [WorkstreamFactory(partnership=partnership)]
        for workstream in [*workstreams, *([world.waste] if partnership == world.rivers else [])]:
            project = ProjectFactory(workstream=workstream)
            for month, state in enumerate(ProgressUpdate.State.values, start=1):
                trait = {} if state == "submitted" else {state: True}
                written = ProgressUpdateFactory(workstream=workstream, as_of=f"2010-{month:02}-01", **trait)
                ProjectRatingFactory(update=written, project=project)
        meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=partnership))
        exempt = AgendaItem.objects.create(
            meeting=meeting, number=1, title="A depot", part="exempt", exempt_paragraphs="3", public_interest="Prices."
        )
        for council in (world.north, world.south, world.east):
            ExemptText.objects.create(item=exempt, organisation=council, text="Offers")
    return world


def person(world: World, name: str) -> Any:
    """`left` acts for a council that is no member any more; `both` for councils of both partnerships;
    `visitor` for a council of one, and may see the other."""
    if name == "left":
        gone = MembershipFactory(partnership=world.rivers, left="2011").organisation
        RoleGrantFactory(user=world.charlie, role="finance_verifier", organisation=gone)
        return world.charlie
    if name == "both":
        RoleGrantFactory(user=world.charlie, role="clerk", organisation=world.south)
        return world.charlie
    if name == "visitor":
        RoleGrantFactory(user=world.charlie, role="partnership_viewer", organisation=None, partnership=world.rivers)
        return world.charlie
    return getattr(world, name)


def left_by_policies(model: Any) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table}")
        return {key for (key,) in cursor.fetchall()}


@pytest.mark.parametrize("name", PEOPLE)
def test_both_locks_give_the_same_rows(full: World, name: str) -> None:
    user = person(full, name)
    for model in PRIVATE:
        every, visible = left_by_policies(model), set(model.objects.visible_to(user).values_list("pk", flat=True))

        with acting(Actor(user=user.pk)):
            left = left_by_policies(model)

        assert left == visible, model
        assert left < every, model


def test_nobody_acts_and_nothing_is_left(full: World) -> None:
    for model in PRIVATE:
        assert left_by_policies(model)
        with acting(NOBODY):
            assert left_by_policies(model) == set(), model


@pytest.fixture
def papers(world: World) -> set[int]:
    """Each council's paper in the making, and its published one: the keys of the versions that everybody may read."""
    committees = [CommitteeFactory(organisation=council) for council in (world.north, world.south, world.east)]
    for committee in committees:
        with_version(ReportFactory(partnership=world.rivers, committee=committee))
    return {publish(ReportFactory(partnership=world.rivers, committee=committee)).pk for committee in committees}


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "administrator"])
def test_a_paper_in_the_making_is_its_councils_below_the_portal_too(world: World, papers: set[int], name: str) -> None:
    user = person(world, name)
    for model in (Snapshot, Rendition):
        every, visible = left_by_policies(model), set(model.objects.visible_to(user).values_list("pk", flat=True))

        with acting(Actor(user=user.pk)):
            left = left_by_policies(model)

        assert left == visible, model
        assert left < every, model


def test_an_administrator_has_every_paper_and_nobody_the_published_ones(world: World, papers: set[int]) -> None:
    with acting(Actor(user=world.administrator.pk)):
        assert left_by_policies(Snapshot) == set(Snapshot.objects.values_list("pk", flat=True)) > papers
    files = set(Rendition.objects.filter(snapshot__in=papers).values_list("pk", flat=True))
    with acting(NOBODY):
        assert (left_by_policies(Snapshot), left_by_policies(Rendition)) == (papers, files)


@pytest.fixture
def imports(world: World) -> None:
    """What each of them brought, with rows as they were before, some of other councils'."""
    kept = {"images": [{"table": "claim_lines", "fields": {"note": "Ours"}}], "changes": [{"cells": [["a", "b"]]}]}
    for user in (world.alice, world.bob, world.charlie, world.officer, world.administrator):
        ImportBatch.objects.create(name="programme.xlsx", sha256="a" * 64, size=2, by=user, **kept)


@pytest.mark.parametrize("name", PEOPLE)
def test_an_import_is_whose_it_is_below_the_portal_too(world: World, imports: None, name: str) -> None:
    user = person(world, name)
    every, visible = (
        left_by_policies(ImportBatch),
        set(ImportBatch.objects.visible_to(user).values_list("pk", flat=True)),
    )

    with acting(Actor(user=user.pk)):
        left = left_by_policies(ImportBatch)
        changed = ImportBatch.objects.update(images=[])

    assert left == visible
    assert len(left) == changed
    assert (left == every) is (name == "administrator")


def test_without_somebody_who_acts_there_is_no_import(world: World, imports: None) -> None:
    assert left_by_policies(ImportBatch)
    with acting(NOBODY):
        assert left_by_policies(ImportBatch) == set()


def test_nobody_brings_an_import_in_somebody_elses_name(world: World) -> None:
    with acting(Actor(user=world.officer.pk)), pytest.raises(ProgrammingError, match="row-level security"):
        ImportBatch.objects.create(name="programme.xlsx", sha256="a" * 64, size=2, by=world.administrator)


@pytest.mark.django_db
def test_workers_of_a_parallel_scan_may_judge_rows() -> None:
    """One function that is not safe there, and counting every update takes as long as one worker takes."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT f.proname, f.proparallel FROM pg_proc f JOIN pg_depend d ON d.refobjid = f.oid
            WHERE d.classid = 'pg_policy'::regclass AND d.refclassid = 'pg_proc'::regclass
        """)
        asked = set(cursor.fetchall())

    assert {name for name, _ in asked} >= {"portal_acts_itself", "portal_sees_everything", "portal_partnerships"}
    assert {safe for _, safe in asked} == {"s"}


@pytest.mark.django_db
def test_statements_are_never_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
