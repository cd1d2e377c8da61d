"""One event for each row that a transaction changed, whichever way it was written, and none where nothing changed."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client

from partnerships.token_services import issue_token
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core import acting, jobs
from sharedservices.core.acting import Actor
from sharedservices.core.history import sql
from sharedservices.core.history.operations import partnership_of
from sharedservices.core.models import HistoryEvent, Job
from sharedservices.core.tasks import sweep_jobs
from tests.factories.programme import OutsideProgrammeFactory
from tests.factories.savings import SavingsLineFactory
from tests.factories.workstreams import MilestoneFactory, ProjectFactory
from tests.history.keeping import ask, commit, events, run, unprotected
from tests.partnerships.import_files import RENAMED, bring, press, workbook
from tests.world import World, as_
from workstreams.api.views import WorkstreamViewSet
from workstreams.models import Milestone, OutsideProgramme, Project, Workstream

OPERATIONS = 400
TOMORROW = datetime.now(UTC) + timedelta(days=1)
LINKED = OutsideProgramme.projects.through
KEPT: list[type[models.Model]] = [Workstream, Project, Milestone, OutsideProgramme, LINKED, SavingsClaim, SavingsLine]


def state() -> dict[tuple[str, int], Any]:
    """Every row of the tables, as JSON."""
    tables = [model._meta.db_table for model in KEPT]
    return {(table, key): row for table in tables for key, row in ask(f"SELECT id, to_jsonb(t) FROM {table} t")}


def expected(before: dict[Any, Any], after: dict[Any, Any]) -> Counter[tuple[str, str, int]]:
    """The events that lead from one state to the other."""
    keys = before.keys() | after.keys()
    kinds = {
        key: "added" if key not in before else "removed" if key not in after else "changed"
        for key in keys
        if before.get(key) != after.get(key)
    }
    return Counter((kind, table, row) for (table, row), kind in kinds.items())


def added(world: World, dice: Random) -> None:
    dice.choice([ProjectFactory, MilestoneFactory])(workstream=world.waste)


def saved(world: World, dice: Random) -> None:
    row = dice.choice([*Project.objects.all(), *Milestone.objects.all()])
    row.note = dice.choice(["", "One", "Two"])
    row.save()


def updated(world: World, dice: Random) -> None:
    Milestone.objects.filter(pk__gt=dice.randrange(3)).update(note=dice.choice(["", "One", "Two"]))


def added_in_bulk(world: World, dice: Random) -> None:
    count = Project.objects.count()
    Project.objects.bulk_create(
        Project(workstream=world.waste, slug=f"bulk-{count}-{place}-{dice.randrange(10**9)}", name="Bulk")
        for place in range(dice.randrange(4))
    )


def updated_in_bulk(world: World, dice: Random) -> None:
    rows = list(Project.objects.all())
    for row in rows:
        row.order = dice.randrange(2)
    Project.objects.bulk_update(rows, ["order"])


def inserted_or_updated(world: World, dice: Random) -> None:
    line = SavingsLineFactory.build(claim=SavingsClaim.objects.order_by("pk").first(), period="2012/13", note="Both")
    line.achieved = dice.choice([None, 10])
    SavingsLine.objects.bulk_create(
        [line],
        update_conflicts=True,
        unique_fields=["claim", "organisation", "period"],
        update_fields=["achieved"],
    )


def deleted_with_what_hangs_on_it(world: World, dice: Random) -> None:
    Project.objects.filter(pk=dice.choice([0, *Project.objects.values_list("pk", flat=True)])).delete()


def written_in_sql(world: World, dice: Random) -> None:
    run("UPDATE workstreams_workstream SET purpose = %s WHERE id = %s", [dice.choice("ab"), world.waste.pk])


def linked(world: World, dice: Random) -> None:
    programme = OutsideProgramme.objects.first() or OutsideProgrammeFactory(partnership=world.rivers)
    programme.projects.set(project for project in Project.objects.all() if dice.random() < 0.5)


def taken_back(world: World, dice: Random) -> None:
    with transaction.atomic():
        Workstream.objects.update(note=str(dice.random()))
        transaction.set_rollback(True)


def nothing(world: World, dice: Random) -> None:
    Workstream.objects.update(name=models.F("name"))


WAYS: list[Callable[[World, Random], None]] = [
    added,
    saved,
    updated,
    added_in_bulk,
    updated_in_bulk,
    inserted_or_updated,
    deleted_with_what_hangs_on_it,
    written_in_sql,
    linked,
    taken_back,
    nothing,
]


def test_every_way_to_write_leaves_one_event_for_each_row_that_it_changed(world: World) -> None:
    dice = Random("ways")
    SavingsLineFactory(claim__partnership=world.rivers, claim__workstream=world.waste)
    used: Counter[str] = Counter()

    for _ in range(OPERATIONS):
        way = dice.choice(WAYS)
        commit()
        last = HistoryEvent.objects.latest("pk").pk
        before = state()
        way(world, dice)
        told = list(HistoryEvent.objects.filter(pk__gt=last))

        assert Counter((one.kind, one.table, one.row) for one in told) == expected(before, state()), way.__name__
        assert len({one.transaction for one in told}) <= 1
        used[way.__name__] += bool(told)

    assert set(used) == {way.__name__ for way in WAYS}
    assert {name for name, count in used.items() if not count} == {"taken_back", "nothing"}


def test_an_event_says_what_was_and_what_is(world: World) -> None:
    Workstream.objects.update(note="Shorter routes")
    Workstream.objects.update(note="Fewer lorries")

    last = HistoryEvent.objects.of(world.waste).last()

    assert (last.before, last.after) == ({"note": "Shorter routes"}, {"note": "Fewer lorries"})
    assert last.partnership == world.rivers.pk


def test_a_page_is_recorded_with_its_person_and_request(client: Client, world: World) -> None:
    address = "/partnerships/rivers/workstreams/waste/update/"
    data = {"version": "0", "as_of": "20 October 2011", "narrative": "Routes agreed.", "rag_scale": "three"}

    answer = as_(client, world.alice).post(address, data, headers={"X-Request-ID": "page-12345678"})

    assert answer.status_code == 302
    told = events(request="page-12345678")
    assert {(one.table, one.user, one.system, one.kind) for one in told} == {
        ("workstreams_progressupdate", world.alice.pk, "", "added")
    }


def test_a_refused_page_leaves_no_event(client: Client, world: World) -> None:
    as_(client, world.alice)
    last = HistoryEvent.objects.latest("pk").pk

    answer = client.post("/partnerships/rivers/workstreams/waste/update/", {"version": "0"})

    assert answer.status_code == 200
    assert not HistoryEvent.objects.filter(pk__gt=last).exists()


def test_the_api_acts_for_the_owner_of_its_token(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, secret = issue_token(user=world.alice, name="Test", expires_at=TOMORROW)
    get_queryset = WorkstreamViewSet.get_queryset

    def writing(view: WorkstreamViewSet) -> Any:
        Workstream.objects.update(note="Written while the API answered")
        return get_queryset(view)

    monkeypatch.setattr(WorkstreamViewSet, "get_queryset", writing)
    client.get("/api/v1/workstreams/", headers={"Authorization": f"Bearer {secret}", "X-Request-ID": "api-12345678"})

    (told,) = events(request="api-12345678")
    assert (told.user, told.system, told.table) == (world.alice.pk, "", "workstreams_workstream")


def test_a_token_that_is_used_leaves_no_event(client: Client, world: World) -> None:
    _, secret = issue_token(user=world.alice, name="Test", expires_at=TOMORROW)
    last = HistoryEvent.objects.latest("pk").pk

    answer = client.get("/api/v1/workstreams/", headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 200
    assert world.alice.api_tokens.get().last_used_at is not None
    assert not HistoryEvent.objects.filter(pk__gt=last).exists()


def test_a_job_is_recorded_with_the_person_who_asked_for_it(world: World) -> None:
    job = Job.objects.create(task="t", key="k", title="Work", requested_by=world.alice)

    def work(_job: Job, progress: jobs.Progress) -> None:
        Workstream.objects.update(note="By a job")
        progress.finish()

    jobs.run(str(job.pk), work)

    assert [one.user for one in events(after={"note": "By a job"})] == [world.alice.pk]


def test_a_task_acts_for_the_portal(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "sweep", lambda **_: Workstream.objects.update(note="By a task"))

    sweep_jobs()

    assert [one.system for one in events(after={"note": "By a task"})] == [sweep_jobs.name]


def test_a_command_acts_for_the_portal(world: World) -> None:
    with acting.acting(Actor(system="manage.py tidy")):
        Workstream.objects.update(note="By a command")

    assert [one.system for one in events(after={"note": "By a command"})] == ["manage.py tidy"]


def test_an_import_is_recorded_with_its_number(client: Client, world: World) -> None:
    batch = press(as_(client, world.officer), bring(client, workbook(RENAMED)), "apply")

    told = events(batch=batch.pk)

    assert {one.table for one in told} >= {"workstreams_workstream"}
    assert {one.user for one in told} == {world.officer.pk}

    press(client, batch, "undo")

    undone = events(batch=batch.pk, reason=f"Import {batch.pk} undone", table="workstreams_workstream")
    assert {one.kind for one in undone} == {"changed", "removed"}


def test_a_reason_is_recorded(world: World) -> None:
    with acting.saying(reason="Agreed by the steering group"):
        Workstream.objects.update(note="With a reason")
    Workstream.objects.update(note="Without")

    assert [one.reason for one in HistoryEvent.objects.of(world.waste)][-2:] == ["Agreed by the steering group", ""]


def test_the_actor_of_one_transaction_is_not_that_of_the_next(world: World) -> None:
    with acting.acting(Actor(user=world.alice.pk)):
        Workstream.objects.update(note="Alice")
    Workstream.objects.update(note="The tests")

    last = list(HistoryEvent.objects.of(world.waste))[-2:]
    assert [(one.user, one.system) for one in last] == [(world.alice.pk, ""), (None, "tests")]


def test_secrets_are_no_part_of_history(world: World) -> None:
    world.alice.set_password("correct horse battery staple")
    world.alice.save()
    issue_token(user=world.alice, name="Test", expires_at=TOMORROW)

    tables = ["partnerships_user", "partnerships_apitoken"]
    held = str([(one.before, one.after) for one in events(table__in=tables)])

    assert "Test" in held
    for secret in ("password", "digest", "last_login"):
        assert f"'{secret}'" not in held


def test_what_was_there_before_is_where_history_begins(world: World) -> None:
    with unprotected("workstreams_workstream"):
        found = Workstream.objects.create(partnership=world.rivers, slug="before", name="Before")
        assert not HistoryEvent.objects.of(found).exists()
        run(sql.begin("workstreams_workstream", partnership_of(Workstream)))

    begun = HistoryEvent.objects.of(found).get()
    assert (begun.kind, begun.system, begun.partnership) == ("added", "history begins", world.rivers.pk)


def test_the_database_knows_the_partnership_of_rows_deep_below_it(world: World) -> None:
    line = SavingsLineFactory(claim__partnership=world.rivers)
    without_a_project = MilestoneFactory(workstream=world.waste, project=None)

    for row in (line, without_a_project):
        assert HistoryEvent.objects.of(row).get().partnership == world.rivers.pk
