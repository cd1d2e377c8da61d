"""Mutants of what no single page shows: what a token may do, what a job asks again, what the database hides by itself.
Each comes with the proof that has to fail once the control is taken out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from partnerships import access_querysets, exempt_querysets, import_work, permissions, querysets, tasks
from partnerships.api import authentication
from partnerships.models import RoleGrant
from partnerships.rules import Role
from reports import compiling
from reports import querysets as paper_querysets
from reports.tasks import compile_snapshot
from savings import querysets as savings_querysets
from sharedservices.core import jobs
from sharedservices.core.acting import Actor, acting, as_owner
from sharedservices.core.api import access
from sharedservices.core.models import Job
from sharedservices.core.scopes import TokenScope
from tests.access.scene import Scene
from tests.factories.partnerships import RoleGrantFactory
from tests.partnerships import test_token_rights as tokens
from workstreams import querysets as work_querysets

HOLDERS = (
    "newcomer",
    "officer_a",
    "councillor_a",
    "officer_b",
    "verifier_b",
    "officer_c",
    "programme",
    "administrator",
)
# What the database hides although the portal forgot to: the portal's own lock by the table that has another
SECOND_LOCK: dict[str, Any] = {
    "savingsclaim": savings_querysets.SavingsClaimQuerySet,
    "savingsline": savings_querysets.SavingsLineQuerySet,
    "progressupdate": work_querysets.ProgressUpdateQuerySet,
    "projectrating": work_querysets.ProjectRatingQuerySet,
    "exempttext": exempt_querysets.ExemptTextQuerySet,
    "snapshot": paper_querysets.SnapshotQuerySet,
    "import": querysets.ImportBatchQuerySet,
}


@dataclass(frozen=True)
class Guarded:
    """`take_out` removes the control; `proof` raises AssertionError then, and only then."""

    name: str
    take_out: Callable[[pytest.MonkeyPatch, Scene], object]
    proof: Callable[[Scene], object]


def visible(scene: Scene, kind: str, persona: str) -> set[int]:
    user: Any = scene.callers[persona].user
    model = type(next(iter(scene.rows[kind].values())))
    with acting(Actor(user=user.pk)):
        rows = model.objects.visible_to(user).order_by()  # an order may lead through another table, and its policies
        return set(rows.values_list("pk", flat=True))


def database_hides(scene: Scene, kind: str) -> None:
    expected = {name: visible(scene, kind, name) for name in HOLDERS}
    assert len(set(map(frozenset, expected.values()))) > 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SECOND_LOCK[kind], "visible_to", lambda rows, user: rows.all())
        assert {name: visible(scene, kind, name) for name in HOLDERS} == expected


def without_policies(_: pytest.MonkeyPatch, scene: Scene, *, kind: str) -> None:
    table = type(next(iter(scene.rows[kind].values())))._meta.db_table
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def instead(owner: Any, attribute: str, value: Any) -> Callable[[pytest.MonkeyPatch, Scene], object]:
    return lambda patch, _: patch.setattr(owner, attribute, value)


def paper_asks_again(scene: Scene) -> None:
    author, version = scene.callers["author_a"].user, scene.rows["snapshot"]["own_draft"]
    job = jobs.enqueue(task=compile_snapshot.name, key=f"snapshot:{version.pk}", title="Compile", by=author)
    RoleGrant.objects.filter(user=author).delete()
    RoleGrantFactory(user=author, role=Role.COUNCIL_OFFICER, organisation=scene.world.north)  # who sees it still

    compile_snapshot(job_id=str(job.pk))

    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED


def import_asks_again(scene: Scene) -> None:
    officer, batch = scene.callers["programme"].user, scene.rows["import"]["shared"]
    job = jobs.enqueue(task=tasks.undo_import.name, key=f"import:{batch.pk}", title="Undo", by=officer)
    RoleGrant.objects.filter(user=officer).delete()

    tasks.undo_import(job_id=str(job.pk))

    assert Job.objects.get(pk=job.pk).error == getattr(permissions.can_import(officer), "reason", "")


def token_acts_for_one_council(scene: Scene) -> None:
    tokens.test_a_token_sees_by_the_roles_in_one_council(Client(), scene.world, "east", ["hills"])


def token_reads_its_scopes(scene: Scene) -> None:
    tokens.test_a_token_reads_its_scopes_alone(Client(), scene.world, TokenScope.REPORTS, {"reports", "papers"})


def token_has_its_networks(scene: Scene) -> None:
    tokens.test_a_token_is_used_from_its_networks(Client(), scene.world, ["203.0.113.0/24"], "198.51.100.1", 401)


def token_ends(scene: Scene) -> None:
    token, headers = tokens.issue(scene.world.bob)
    type(token).objects.filter(pk=token.pk).update(revoked_at=token.created_at)

    assert Client().get(tokens.LIST, headers=headers).status_code == 401


def everything(rows: Any, *_: Any) -> Any:
    return rows.all()


def nothing(*_: Any, **__: Any) -> bool:
    return True


GUARDED = [
    *(
        Guarded(
            f"{kind} has no policies in the database",
            partial(without_policies, kind=kind),
            partial(database_hides, kind=kind),
        )
        for kind in SECOND_LOCK
    ),
    Guarded("a paper is compiled without asking again", instead(compiling, "insist", nothing), paper_asks_again),
    Guarded("an import is undone without asking again", instead(import_work, "insist", nothing), import_asks_again),
    Guarded(
        "a token acts with all roles of its owner",
        instead(access_querysets.RoleGrantQuerySet, "with_token", everything),
        token_acts_for_one_council,
    ),
    Guarded("a token reads beyond its scopes", instead(access, "_in_scope", nothing), token_reads_its_scopes),
    Guarded(
        "a token works from everywhere",
        instead(authentication, "_insist_from_its_networks", nothing),
        token_has_its_networks,
    ),
    Guarded("a revoked token works on", instead(authentication, "_insist_usable", nothing), token_ends),
]
