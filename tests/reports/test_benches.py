"""The benches measure the real compile and the real pages and leave nothing behind. How fast is not asserted here."""

import pytest
from django.core.management import call_command
from pytest_django import Settings

from partnerships.models import OpenSession, RoleGrant, User
from reports import benches
from reports.benches import pages
from reports.models import Rendition
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job
from tests.reports.test_services import compiled
from tests.world import World


def test_without_a_frozen_paper_it_says_how_to_get_one(db):
    with pytest.raises(RuleViolation, match=r"portal\.py demo --no-serve"):
        benches.report()


def test_newest_paper_is_compiled_and_rolled_back(world: World):
    snapshot = compiled(world.report, world.alice)
    jobs, renditions = Job.objects.count(), list(Rendition.objects.order_by("pk").values())

    bench = benches.report()

    speed, memory = bench.results
    assert bench.subject.startswith(str(snapshot))
    assert len(speed.ours_seconds) == len(speed.floor_seconds) >= 5
    assert min(*speed.ours_seconds, *speed.floor_seconds, memory.value) > 0
    assert Job.objects.count() == jobs
    assert list(Rendition.objects.order_by("pk").values()) == renditions


def test_without_a_partnership_pages_have_nothing_to_measure(db):
    with pytest.raises(RuleViolation, match="no partnership with members and workstreams"):
        pages.pages()


def test_pages_are_read_beside_their_data_and_their_readers_are_rolled_back(db, settings: Settings):
    settings.DEMO = True
    size = {"councils": 4, "partnerships": 3, "workstreams": 24, "projects": 60, "claims": 300, "updates": 240}
    call_command("generate_scale", **size)
    users, grants = User.objects.count(), RoleGrant.objects.count()

    bench = pages.pages()

    ratios, slowest, queries = bench.results[:8], bench.results[8], bench.results[9:]
    assert bench.subject.startswith("3 partnerships")
    assert all(min(*ratio.ours_seconds, *ratio.floor_seconds) > 0 for ratio in ratios)
    assert slowest.value == 1000 * max(sorted(ratio.ours_seconds)[2] for ratio in ratios)
    assert [amount.met for amount in queries] == [True, True, True]
    assert queries[1].value == 2
    assert (User.objects.count(), RoleGrant.objects.count(), OpenSession.objects.count()) == (users, grants, 0)
