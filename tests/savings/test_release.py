"""A council keeps its lines of savings back until it releases them: on every page, in every sum, paper and file."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from partnerships.models import User
from partnerships.rules import Role
from reports import snapshots
from reports.models import HouseStyleSection
from reports.rules import Source
from savings import services
from savings.history import SavingsLine as ToldLine
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import Actor, acting
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.history import seeing
from sharedservices.core.models import HistoryEvent
from sharedservices.core.programme import exporting
from sharedservices.core.programme.tables import programme
from tests.core.programme_files import load, words
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import ProjectFactory
from tests.world import World, as_, granted

PAGE = "/partnerships/rivers/savings/"
RELEASE = f"{PAGE}shared-depot/north/release/"
WITHDRAW = f"{PAGE}shared-depot/north/withdraw/"
SECRET = "76,543"


@pytest.fixture
def line(world: World) -> SavingsLine:
    claim = SavingsClaimFactory(
        partnership=world.rivers,
        slug="shared-depot",
        organisation=world.north,
        project=ProjectFactory(workstream=world.waste, name="Depot"),
        workstream=world.waste,
    )
    kept: SavingsLine = SavingsLineFactory(
        claim=claim, organisation=world.north, achieved=Decimal(76_543), released=False
    )
    return kept


@pytest.fixture
def finance(world: World) -> User:
    return granted("Finance verifier", Role.FINANCE_VERIFIER, world.north)


def release(line: SavingsLine, by: User, *, reason: str = "Agreed by the cabinet") -> int:
    seen = services.state_of(SavingsLine.objects.filter(claim=line.claim_id, organisation=line.organisation_id))
    return services.release(
        claim=line.claim, organisation=line.organisation, by=by, seen=seen, reason=reason, at=timezone.now()
    )


def withdraw(line: SavingsLine, by: User) -> int:
    seen = services.state_of(SavingsLine.objects.filter(claim=line.claim_id, organisation=line.organisation_id))
    return services.withdraw(
        claim=line.claim, organisation=line.organisation, by=by, seen=seen, reason="A wrong year", at=timezone.now()
    )


@pytest.mark.parametrize("page", [PAGE, "/partnerships/rivers/", "/compendium/"])
def test_partners_see_it_on_no_page_until_it_is_released(
    client: Client, world: World, line: SavingsLine, finance: User, page: str
) -> None:
    as_(client, world.bob)
    before = client.get(page).content.decode()

    release(line, finance)

    assert SECRET not in before
    assert SECRET in client.get(page).content.decode()


def test_a_filter_tells_nothing_of_it(client: Client, world: World, line: SavingsLine, finance: User) -> None:
    as_(client, world.bob)
    before = client.get("/compendium/?saving=yes").content.decode()

    release(line, finance)

    assert "Depot" not in before
    assert "Depot" in client.get("/compendium/?saving=yes").content.decode()


def test_papers_tell_what_is_released_and_what_is_their_councils_own(
    world: World, line: SavingsLine, finance: User
) -> None:
    style = world.report.house_style
    HouseStyleSection.objects.get_or_create(
        house_style=style, key="savings", source=Source.SAVINGS, defaults={"order": 99}
    )
    own, other = world.report, world.report.committee
    frozen = [told["lines"] for told in snapshots.freeze_content(own, on=timezone.localdate())["savings"]]
    other.organisation = world.south
    other.save()

    partners = [told["lines"] for told in snapshots.freeze_content(own, on=timezone.localdate())["savings"]]

    assert [[row["achieved"]["amount"] for row in rows] for rows in frozen] == [["76543.00"]]
    assert partners == [[]]


def test_exports_hold_it_for_its_readers_only(world: World, line: SavingsLine) -> None:
    def exported(user: User) -> list[str]:
        with acting(Actor(user=user.pk)):
            rows = exporting.collect("rivers", programme().seen_by(user))
        return [entry.cells["released"] for entry in rows["claim_lines"]]

    assert (exported(world.officer), exported(world.bob)) == (["no"], [])


def test_a_file_brings_what_is_kept_back_and_gives_it_back_alike(
    world: World, line: SavingsLine, tmp_path: Path
) -> None:
    header = ["claim", "organisation", "period", "achieved", "released"]

    outcome = load(tmp_path, {"claim_lines": [header, ["rivers/shared-depot", "north", "2012/13", "76543", "no"]]})

    assert outcome.loaded, words(outcome)
    assert not SavingsLine.objects.get().released


def test_no_file_releases_a_line(world: World, line: SavingsLine, tmp_path: Path) -> None:
    header = ["claim", "organisation", "period", "released"]

    outcome = load(tmp_path, {"claim_lines": [header, ["rivers/shared-depot", "north", "2012/13", "yes"]]})

    assert "Only the council itself changes this" in words(outcome)


def test_a_new_line_of_a_file_is_released_unless_it_says_no(world: World, line: SavingsLine, tmp_path: Path) -> None:
    header = ["claim", "organisation", "period", "released"]
    rows = [["rivers/shared-depot", "south", "2012/13", ""], ["rivers/shared-depot", "south", "2013/14", "no"]]

    assert load(tmp_path, {"claim_lines": [header, *rows]}).loaded

    shown = dict(SavingsLine.objects.filter(organisation=world.south).values_list("period", "released"))
    assert {period.text: released for period, released in shown.items()} == {"2012/13": True, "2013/14": False}


@pytest.mark.parametrize("name", ["alice", "bob", "clerk", "verifier", "officer", "administrator", "charlie"])
def test_only_council_officers_and_finance_verifiers_release(world: World, line: SavingsLine, name: str) -> None:
    with pytest.raises(Refused):
        release(line, getattr(world, name))

    line.refresh_from_db()
    assert not line.released


def test_pages_release_and_take_back(client: Client, world: World, line: SavingsLine, finance: User) -> None:
    as_(client, finance)
    listed = client.get(PAGE).content.decode()
    form = client.get(RELEASE).context["form"]

    answer = client.post(RELEASE, {"seen": form.initial["seen"], "reason": "Agreed"}, follow=True)

    line.refresh_from_db()
    assert (RELEASE in listed, "Not released" in listed) == (True, True)
    assert (line.released, line.version) == (True, 2)
    assert "Every partner sees these lines now" in answer.content.decode()
    assert WITHDRAW in answer.content.decode()
    form = client.get(WITHDRAW).context["form"]
    client.post(WITHDRAW, {"seen": form.initial["seen"], "reason": "A wrong year"})
    line.refresh_from_db()
    assert not line.released


def test_sent_twice_it_is_done_once(client: Client, world: World, line: SavingsLine, finance: User) -> None:
    as_(client, finance)
    sent = {"seen": client.get(RELEASE).context["form"].initial["seen"], "reason": "Agreed"}
    client.post(RELEASE, sent, follow=True)
    events = HistoryEvent.objects.of(line).count()

    page = client.post(RELEASE, sent, follow=True).content.decode()

    assert "released already" in page
    assert "Success" not in page
    assert HistoryEvent.objects.of(line).count() == events


def test_who_read_other_figures_is_shown_them_and_keeps_the_reason(
    client: Client, world: World, line: SavingsLine, finance: User
) -> None:
    as_(client, finance)
    sent = {"seen": client.get(RELEASE).context["form"].initial["seen"], "reason": "Agreed in May"}
    line.achieved = Decimal(99_999)
    line.save()

    page = client.post(RELEASE, sent).content.decode()

    assert "Somebody changed these lines" in page
    assert "99,999" in page
    assert "Agreed in May" in page
    line.refresh_from_db()
    assert not line.released


@pytest.mark.parametrize("status", ["verified", "superseded", "reversed"])
def test_what_is_verified_is_not_taken_back(world: World, line: SavingsLine, finance: User, status: str) -> None:
    release(line, finance)
    SavingsClaim.objects.filter(pk=line.claim_id).update(status=status)

    with pytest.raises(RuleViolation, match="stays"):
        withdraw(line, finance)


def test_partners_cannot_tell_a_line_kept_back_from_none(client: Client, world: World, line: SavingsLine) -> None:
    as_(client, granted("Officer of South", Role.COUNCIL_OFFICER, world.south))

    hidden, missing = client.get(RELEASE), client.get(RELEASE.replace("north", "south"))

    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_history_tells_partners_the_release_and_its_reason_and_nothing_before(
    world: World, line: SavingsLine, finance: User
) -> None:
    line.achieved = Decimal(12)
    line.save()
    told = seeing.TOLD[ToldLine._meta.db_table]
    before = seeing.of_partnership(world.bob, world.rivers.pk, manages=False).filter(row=line.pk, table=told.table)
    assert not before.exists()

    release(line, finance, reason="Agreed by the cabinet")

    events = seeing.of_partnership(world.bob, world.rivers.pk, manages=False).filter(row=line.pk, table=told.table)
    assert [(event.reason, event.hides) for event in events] == [("Agreed by the cabinet", True)]
    own = seeing.of_partnership(finance, world.rivers.pk, manages=False).filter(row=line.pk, table=told.table)
    assert own.count() == 3


def test_history_tells_programme_officers_nothing_of_it_before_the_claim_is_submitted(
    world: World, line: SavingsLine
) -> None:
    def told() -> int:
        events = seeing.of_partnership(world.officer, world.rivers.pk, manages=True)
        return events.filter(row=line.pk, table=ToldLine._meta.db_table).count()

    submitted = told()
    SavingsClaim.objects.filter(pk=line.claim_id).update(status="draft")

    assert (submitted, told()) == (1, 0)


def test_an_officers_file_cannot_write_what_they_would_not_see(world: World, line: SavingsLine, tmp_path: Path) -> None:
    SavingsClaim.objects.filter(pk=line.claim_id).update(status="draft")
    header = ["claim", "organisation", "period", "released"]

    with acting(Actor(user=world.officer.pk)):
        outcome = load(tmp_path, {"claim_lines": [header, ["rivers/shared-depot", "south", "2012/13", "no"]]})

    assert "keep them to themselves" in words(outcome)
    assert SavingsLine.objects.count() == 1
