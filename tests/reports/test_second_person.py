"""Who clears a paper wrote nothing of it, and who has left a partnership compiles nothing of its records."""

import pytest
from django.test import Client

from partnerships.models import Membership, User
from partnerships.rules import Role
from reports import permissions, services
from sharedservices.core.errors import Refused
from tests.factories.partnerships import RoleGrantFactory
from tests.history.reading import by
from tests.reports.test_services import NOW, compiled
from tests.world import World, as_


@pytest.fixture
def writer(world: World) -> User:
    """A verifier of North who writes papers for it too."""
    RoleGrantFactory(user=world.verifier, role=Role.REPORT_AUTHOR, organisation=world.north)
    return world.verifier


def write(world: World, who: User, **given: object) -> None:
    world.report.refresh_from_db()
    with by(who):
        services.write(
            report=world.report,
            by=who,
            version=world.report.version,
            **{"details": {}, "texts": {}, "recommendations": ["note it."], **given},
        )


@pytest.mark.parametrize(
    "given",
    [{"texts": {"background": "Their words"}}, {"recommendations": ["agree it."]}, {"details": {"title": "Theirs"}}],
    ids=["section", "recommendations", "title"],
)
def test_who_wrote_some_of_it_does_not_clear_it_after_another_went_over_it(world, writer, given: dict) -> None:
    write(world, writer, **given)
    write(world, world.alice, texts={"background": "Their words, and a comma"})
    version = compiled(world.report, world.alice).number
    services.send_for_clearance(report=world.report, by=world.alice, version=version)

    with pytest.raises(Refused, match="You wrote some of this paper"):
        services.clear(report=world.report, by=writer, version=version)


def test_an_author_of_other_papers_clears_this_one(world: World, writer: User) -> None:
    write(world, world.alice)

    assert permissions.can_clear(writer, world.report)


def test_a_council_that_left_freezes_nothing_of_the_partnership(client: Client, world: World) -> None:
    Membership.objects.filter(organisation=world.north).delete()

    with pytest.raises(Refused, match="left this partnership"), by(world.alice):
        services.compile_version(report=world.report, by=world.alice, at=NOW)

    assert as_(client, world.alice).post(f"/reports/{world.report.reference}/compile/").status_code == 403
    assert not world.report.snapshots.exists()
