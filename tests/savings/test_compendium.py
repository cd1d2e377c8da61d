"""The compendium's page: published examples, and by themselves the projects of the reader's own partnerships."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from partnerships.models import User
from savings.models import SavingsClaim
from savings.querysets import SharedProjectQuerySet
from tests.factories.programme import ThemeFactory
from tests.factories.savings import CompendiumEntryFactory, SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import ParticipationFactory, ProjectFactory, WorkstreamFactory
from tests.markup import parsed, select
from tests.world import World
from workstreams.models import Participation, Project, Workstream

PAGE = "/compendium/"
PUBLISHED, OWN = "Published examples", "From partnerships on this portal"
COST = 14


@pytest.fixture
def depot(world: World) -> Project:
    """Bob sees it, Charlie does not."""
    Workstream.objects.filter(pk=world.waste.pk).update(theme=ThemeFactory(partnership=world.rivers, name="Places"))
    depot: Project = ProjectFactory(
        workstream=world.waste, name="Shared depot", kind="shared_service", stage="delivery", legal_form="mou"
    )
    return depot


def listed(client: Client, user: User, label: str, **wanted: str) -> list[str]:
    client.force_login(user)
    document = parsed(client.get(PAGE, wanted).content.decode())
    return [" ".join(" ".join(row.itertext()).split()) for row in select(document, f'[aria-label="{label}"] tbody tr')]


def names(client: Client, user: User, label: str, **wanted: str) -> list[str]:
    client.force_login(user)
    document = parsed(client.get(PAGE, wanted).content.decode())
    return [row.text_content() for row in select(document, f'[aria-label="{label}"] tbody th a')]


def test_a_project_appears_by_itself_with_who_what_how_and_where(client: Client, world: World, depot: Project) -> None:
    ParticipationFactory(project=depot, organisation=world.north, role=Participation.Role.HOST)
    ParticipationFactory(project=depot, organisation=None, unnamed=3)

    (row,) = listed(client, world.bob, OWN)

    assert row.startswith(f"Shared depot {world.north.name} (host) Three not named Waste Places Shared service ")
    assert row.endswith(f"Memorandum of understanding In progress Not stated {world.rivers.short_name}: Waste")


def test_others_do_not_see_the_project(client: Client, world: World, depot: Project) -> None:
    assert names(client, world.bob, OWN) == ["Shared depot"]
    assert names(client, world.charlie, OWN) == []
    assert "Those of your partnerships appear here by themselves" in client.get(PAGE).content.decode()


def test_a_project_without_anything_said_is_not_stated_and_never_nought(client: Client, world: World) -> None:
    ProjectFactory(workstream=world.waste, name="Bare")

    (row,) = listed(client, world.bob, OWN)

    assert row == f"Bare Not stated Waste Not stated Not stated Not stated {world.rivers.short_name}: Waste"


def test_one_who_withdrew_is_no_partner(client: Client, world: World, depot: Project) -> None:
    ParticipationFactory(project=depot, organisation=world.south, role=Participation.Role.WITHDRAWN)

    assert world.south.name not in listed(client, world.bob, OWN)[0]


def test_types_stand_beside_each_other_and_are_never_added(client: Client, world: World, depot: Project) -> None:
    for kind, amount in (("cashable", 1000), ("cost_avoidance", 2000)):
        claim = SavingsClaimFactory(partnership=world.rivers, project=depot, title=kind, kind=kind, maturity="achieved")
        SavingsLineFactory(claim=claim, period="2012/13", achieved=Decimal(amount))

    (row,) = listed(client, world.bob, OWN)

    assert "Cashable, achieved: £1k, 2012/13" in row
    assert "Cost avoidance, achieved: £2k, 2012/13" in row
    assert "£3k" not in row


def test_years_of_one_claim_are_added_and_other_periods_stand_apart(
    client: Client, world: World, depot: Project
) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, project=depot, maturity="expected")
    SavingsLineFactory(claim=claim, period="2012/13", forecast=Decimal(1000))
    SavingsLineFactory(claim=claim, period="2013/14", forecast=Decimal(2000), forecast_qualifier="about")
    SavingsLineFactory(claim=claim, period="by 2014/15", forecast=Decimal(9000))
    SavingsLineFactory(claim=claim, period="2014/15")

    (row,) = listed(client, world.bob, OWN)

    assert "Cashable, expected: forecast about £3k, 2012/13 to 2013/14; forecast £9k, by 2014/15" in row


def test_a_claim_without_figures_or_maturity_says_so(client: Client, world: World, depot: Project) -> None:
    SavingsClaimFactory(partnership=world.rivers, project=depot, requested=True)

    assert "Type not stated, maturity not stated: amount not stated" in listed(client, world.bob, OWN)[0]


@pytest.mark.parametrize("status", ["draft", "rejected", "superseded", "reversed"])
def test_what_is_not_to_be_told_is_told_to_nobody(client: Client, world: World, depot: Project, status: str) -> None:
    claim = SavingsClaimFactory(partnership=world.rivers, project=depot, status=status, maturity="achieved")
    SavingsLineFactory(claim=claim, achieved=Decimal(1000))

    assert "£1k" not in listed(client, world.officer, OWN)[0]
    assert names(client, world.officer, OWN, maturity="achieved") == []
    assert names(client, world.officer, OWN, saving="yes") == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"q": "depot"}, ["Shared depot"]),
        ({"q": "north"}, ["Shared depot"]),
        ({"q": "places waste"}, ["Shared depot", "Trial"]),
        ({"q": "100%"}, []),
        ({"kind": "pilot"}, ["Trial"]),
        ({"maturity": "achieved"}, ["Shared depot"]),
        ({"maturity": "target"}, []),
        ({"saving": "yes"}, ["Shared depot"]),
        ({"saving": "no"}, ["Trial"]),
        ({"kind": "pilot", "saving": "yes"}, []),
    ],
)
def test_projects_are_found(
    client: Client, world: World, depot: Project, wanted: dict[str, str], found: list[str]
) -> None:
    ParticipationFactory(project=depot, organisation=world.north)
    ProjectFactory(workstream=world.waste, name="Trial", kind="pilot", order=9)
    claim = SavingsClaimFactory(partnership=world.rivers, project=depot, maturity="achieved")
    SavingsLineFactory(claim=claim, achieved=Decimal(0))

    assert names(client, world.bob, OWN, **wanted) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"q": "law"}, ["Shared law"]),
        ({"q": "three boroughs"}, ["Shared law"]),
        ({"kind": "framework"}, ["Shared law"]),
        ({"maturity": "expected"}, ["Shared law"]),
        ({"saving": "yes"}, ["Shared law"]),
        ({"saving": "no"}, ["Two revenue services in one"]),
    ],
)
def test_one_form_finds_published_examples_too(
    client: Client, world: World, wanted: dict[str, str], found: list[str]
) -> None:
    CompendiumEntryFactory()
    CompendiumEntryFactory(
        name="Shared law",
        partners="Three boroughs",
        kind="framework",
        maturity="expected",
        saving_words="£1m a year",
    )

    assert names(client, world.charlie, PUBLISHED, **wanted) == found


def test_a_partnership_behind_an_example_is_told_to_those_who_see_it(client: Client, world: World) -> None:
    entry = CompendiumEntryFactory(partnership=world.rivers)
    told = f"On this portal: {world.rivers.short_name}"

    assert told in listed(client, world.bob, PUBLISHED)[0]
    assert told not in listed(client, world.charlie, PUBLISHED)[0]
    assert world.rivers.name not in client.get(f"{PAGE}{entry.pk}/").content.decode()


def test_pages_go_through_both_parts_and_lose_no_row(client: Client, world: World) -> None:
    for number in range(60):
        CompendiumEntryFactory(name=f"Example {number:02d}")
        ProjectFactory(workstream=world.waste, name=f"Project {number:02d}")

    pages = [[names(client, world.bob, label, page=page) for label in (PUBLISHED, OWN)] for page in ("1", "2", "3")]

    assert [[len(part) for part in page] for page in pages] == [[50, 0], [10, 40], [0, 20]]
    assert [name for page in pages for name in page[1]] == [f"Project {number:02d}" for number in range(60)]
    assert "They begin on page 2" in client.get(PAGE).content.decode()
    assert "60 published examples and 60 projects" in client.get(PAGE).content.decode()
    assert client.get(PAGE, {"page": "4"}).status_code == 404


def test_a_filter_that_cannot_be_read_is_told(client: Client, world: World, depot: Project) -> None:
    client.force_login(world.bob)

    answer = client.get(PAGE, {"kind": "merger"})

    assert answer.status_code == 400
    assert "Nothing is listed until the filters can be read" in answer.content.decode()
    assert "“merger” is not known here. Choose one of the list." in answer.content.decode()
    assert answer.content.decode().count("There is a problem") == 1
    assert "Shared depot" not in answer.content.decode()


def test_nothing_found_is_said_in_both_parts(client: Client, world: World, depot: Project) -> None:
    client.force_login(world.bob)

    page = client.get(PAGE, {"q": "submarine"}).content.decode()

    assert "Found: 0 published examples and 0 projects" in page
    assert "No published example is like that" in page
    assert "No project that you can see is like that" in page


def test_the_page_costs_the_same_with_many_rows(
    client: Client, world: World, depot: Project, django_assert_num_queries: Any
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            CompendiumEntryFactory(partnership=world.rivers)
            project = ProjectFactory(workstream=WorkstreamFactory(partnership=world.rivers))
            ParticipationFactory(project=project, organisation=world.north)
            SavingsLineFactory(
                claim=SavingsClaimFactory(partnership=world.rivers, project=project), achieved=Decimal(5)
            )

    fill(1)
    client.force_login(world.bob)
    client.get(PAGE)
    with django_assert_num_queries(COST):
        client.get(PAGE)
    fill(9)
    with django_assert_num_queries(COST):
        client.get(PAGE)


def test_claims_of_the_queryset_are_those_that_the_user_sees(world: World, depot: Project) -> None:
    claim: SavingsClaim = SavingsClaimFactory(partnership=world.rivers, project=depot)

    seen = {
        name: [
            found.pk
            for row in SharedProjectQuerySet(Project).with_claims(getattr(world, name))
            for found in row.told_claims
        ]
        for name in ("bob", "charlie")
    }

    assert seen == {"bob": [claim.pk], "charlie": []}
