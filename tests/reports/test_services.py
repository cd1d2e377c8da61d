from datetime import UTC, datetime
from functools import partial

import pytest

from partnerships.models import User
from reports import compiling, services
from reports.models import Rendition, Report, Snapshot
from sharedservices.core import jobs
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.models import Job
from tests.world import World

NOW = datetime(2011, 10, 20, 9, tzinfo=UTC)


def compiled(report: Report, by: User, at: datetime = NOW) -> Snapshot:
    """Compiles as a worker would, in this process."""
    snapshot, job = services.compile_version(report=report, by=by, at=at)
    if job is not None:
        jobs.run(str(job.pk), compiling.compile_snapshot)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
    return snapshot


def cleared(world: World) -> Report:
    version = compiled(world.report, world.alice).number
    services.send_for_clearance(report=world.report, by=world.alice, version=version)
    return services.clear(report=world.report, by=world.verifier, version=version)


def write(world: World, **texts: str) -> Report:
    world.report.refresh_from_db()
    return services.write(
        report=world.report,
        by=world.alice,
        version=world.report.version,
        details={},
        texts=texts,
        recommendations=["note it."],
    )


def test_compiling_freezes_a_version_and_stores_each_format_once(world: World) -> None:
    snapshot = compiled(world.report, world.alice)

    files = {rendition.format: rendition for rendition in snapshot.renditions.all()}
    assert set(files) == set(Rendition.Format.values)
    assert files["pdf"].file.open("rb").read(5) == b"%PDF-"
    assert files["pdf"].pages >= 1
    assert files["json"].file.open("rb").read().decode() == snapshot.content


def test_the_same_data_is_the_same_version(world: World) -> None:
    first = compiled(world.report, world.alice)

    again, job = services.compile_version(report=world.report, by=world.clerk, at=NOW)

    assert (again.pk, job) == (first.pk, None)


def test_changed_words_are_a_new_version_and_the_old_one_stays(world: World) -> None:
    first = compiled(world.report, world.alice)
    write(world, background="New words.")

    second = compiled(world.report, world.alice)

    assert (first.number, second.number) == (1, 2)
    assert "New words." in second.content
    assert "New words." not in Snapshot.objects.get(pk=first.pk).content


def test_a_paper_with_an_empty_mandatory_section_is_not_compiled(world: World) -> None:
    world.report.sections.all().delete()

    with pytest.raises(RuleViolation, match="Fill these sections first: Financial Implications"):
        services.compile_version(report=world.report, by=world.alice, at=NOW)

    assert not Snapshot.objects.exists()


def test_compiling_twice_at_once_is_one_job(world: World) -> None:
    first = services.compile_version(report=world.report, by=world.alice, at=NOW)[1]
    second = services.compile_version(report=world.report, by=world.clerk, at=NOW)[1]

    assert first == second
    assert Job.objects.count() == 1


def test_a_repeated_delivery_stores_nothing_twice(world: World) -> None:
    snapshot = compiled(world.report, world.alice)
    before = list(snapshot.renditions.values_list("pk", "sha256"))
    Job.objects.update(state=Job.State.QUEUED)

    jobs.run(str(Job.objects.get().pk), compiling.compile_snapshot)

    assert list(snapshot.renditions.values_list("pk", "sha256")) == before


def test_the_way_to_the_public(world: World) -> None:
    report = services.publish(report=cleared(world), by=world.clerk, version=1, at=NOW)

    assert (report.status, report.published.number, report.published_at) == ("published", 1, NOW)


def test_a_correction_leaves_the_published_version_in_place(world: World) -> None:
    report = services.publish(report=cleared(world), by=world.clerk, version=1, at=NOW)
    first = report.published

    services.reopen(report=report, by=world.alice)
    write(world, background="Corrected.")
    compiled(report, world.alice)

    report.refresh_from_db()
    assert (report.status, report.published, report.snapshots.count()) == ("draft", first, 2)


@pytest.mark.parametrize(
    ("step", "by", "told"),
    [
        (partial(services.send_for_clearance, version=1), "alice", "Compile the paper first"),
        (partial(services.clear, version=1), "verifier", "is draft: it cannot become cleared"),
        (partial(services.publish, version=1, at=NOW), "clerk", "is draft: it cannot become published"),
        (services.reopen, "alice", "is draft: it cannot become draft"),
    ],
)
def test_the_wrong_moment_is_refused_in_words(world: World, step: object, by: str, told: str) -> None:
    with pytest.raises(RuleViolation, match=told):
        step(report=world.report, by=getattr(world, by))


@pytest.mark.parametrize("name", ["bob", "charlie", "verifier", "officer", "administrator"])
def test_others_do_not_compile(world: World, name: str) -> None:
    with pytest.raises(Refused, match="report authors and clerks"):
        services.compile_version(report=world.report, by=getattr(world, name), at=NOW)

    assert not Job.objects.exists()


def test_whoever_compiled_a_version_does_not_clear_it(world: World) -> None:
    world.alice.grants.create(role="finance_verifier", organisation=world.north, valid_from="2011-01-01")
    compiled(world.report, world.alice)
    services.send_for_clearance(report=world.report, by=world.alice, version=1)

    with pytest.raises(Refused, match="You compiled this version"):
        services.clear(report=world.report, by=world.alice, version=1)


def test_whoever_wrote_the_words_does_not_clear_them(world: World) -> None:
    world.alice.grants.create(role="finance_verifier", organisation=world.north, valid_from="2011-01-01")
    write(world, background="My own words.")
    compiled(world.report, world.clerk)
    services.send_for_clearance(report=world.report, by=world.alice, version=1)

    with pytest.raises(Refused, match="You wrote some of this paper"):
        services.clear(report=world.report, by=world.alice, version=1)


def test_going_back_to_old_words_is_a_new_version_and_that_one_is_published(world: World) -> None:
    first = compiled(world.report, world.alice)
    write(world, background="A mistake.")
    compiled(world.report, world.alice)
    write(world, background="")

    third = compiled(world.report, world.alice)
    services.send_for_clearance(report=world.report, by=world.alice, version=third.number)
    services.clear(report=world.report, by=world.verifier, version=third.number)
    report = services.publish(report=world.report, by=world.clerk, version=third.number, at=NOW)

    assert (third.number, third.content) == (
        3,
        first.content.replace("note the progress of the partnership.", "note it."),
    )
    assert "A mistake." not in report.published.content


def test_a_version_that_was_overtaken_is_neither_cleared_nor_published(world: World) -> None:
    compiled(world.report, world.alice)
    write(world, background="More words.")
    compiled(world.report, world.alice)
    services.send_for_clearance(report=world.report, by=world.alice, version=2)

    with pytest.raises(RuleViolation, match="Version 2 is the newest now"):
        services.clear(report=world.report, by=world.verifier, version=1)
    services.clear(report=world.report, by=world.verifier, version=2)
    with pytest.raises(RuleViolation, match="Version 2 is the newest now"):
        services.publish(report=world.report, by=world.clerk, version=1, at=NOW)


def test_what_is_in_clearance_is_not_compiled_under_the_verifiers_eyes(world: World) -> None:
    compiled(world.report, world.alice)
    services.send_for_clearance(report=world.report, by=world.alice, version=1)

    with pytest.raises(RuleViolation, match="Take it back to draft"):
        services.compile_version(report=world.report, by=world.clerk, at=NOW)


def test_the_second_of_two_authors_is_told_who_was_first(world: World) -> None:
    seen = world.report.version
    write(world, background="Alice's words.")

    with pytest.raises(RuleViolation, match="Alice changed this paper"):
        services.write(
            report=world.report,
            by=world.alice,
            version=seen,
            details={},
            texts={"background": "Lost?"},
            recommendations=[],
        )

    assert world.report.sections.get(key="background").text == "Alice's words."


def test_what_is_not_a_draft_is_not_written(world: World) -> None:
    report = cleared(world)

    with pytest.raises(RuleViolation, match="Only a draft can be written"):
        services.write(report=report, by=world.alice, version=1, details={}, texts={}, recommendations=[])
