"""The bench of the paper measures the real compile and leaves nothing behind. What it measures is not asserted here."""

import pytest

from reports import benches
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
