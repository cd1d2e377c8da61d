"""What a second person has to say in the portal is said by no workbook, but by portal administrators'."""

import pytest
from django.test import Client

from partnerships.models import ImportBatch
from savings.models import SavingsClaim
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.partnerships.import_files import Sheets, bring, press, workbook
from tests.world import World, as_
from workstreams.models import ProgressUpdate

CLAIM = ["partnership", "claim", "title", "organisation", "type", "status"]
UPDATE = ["workstream", "as_of", "narrative", "state"]
LINE = ["claim", "organisation", "period", "achieved"]


def claims(status: str, title: str = "Shared depot", of: str = "north") -> Sheets:
    return {"claims": [CLAIM, ["rivers", "depot", title, of, "cashable", status]]}


def updates(state: str, narrative: str = "The depot opened.") -> Sheets:
    return {"updates": [UPDATE, ["rivers/waste", "2026-05-01", narrative, state]]}


@pytest.fixture
def verified(world: World) -> SavingsClaim:
    claim: SavingsClaim = SavingsClaimFactory(
        partnership=world.rivers,
        slug="depot",
        title="Shared depot",
        organisation=world.north,
        kind="cashable",
        status=SavingsClaim.Status.VERIFIED,
    )
    SavingsLineFactory(claim=claim, organisation=world.north, period="2011/12", achieved=1000)
    return claim


def told(batch: ImportBatch) -> list[str]:
    return [problem["message"] for problem in batch.problems]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        (claims("verified"), "Claims are verified by finance verifiers"),
        (claims("reversed"), "Claims are verified by finance verifiers"),
        (updates("approved"), "Somebody who wrote none of it approves an update"),
    ],
)
def test_an_officers_new_row_is_neither_verified_nor_approved(
    client: Client, world: World, sheets: Sheets, words: str
) -> None:
    batch = bring(as_(client, world.officer), workbook(sheets))

    assert [message.startswith(words) for message in told(batch)] == [True]


def test_an_officer_does_not_approve_an_update_by_a_workbook(client: Client, world: World) -> None:
    officer = as_(client, world.officer)
    press(officer, bring(officer, workbook(updates("submitted"))), "apply")

    batch = bring(officer, workbook(updates("approved")))

    assert told(batch) == ["Somebody who wrote none of it approves an update, on its page. Write submitted."]
    assert ProgressUpdate.objects.get(as_of="2026-05-01").state == "submitted"


def test_what_was_approved_stays_as_it_was(client: Client, world: World) -> None:
    administrator = as_(client, world.administrator)
    press(administrator, bring(administrator, workbook(updates("approved"))), "apply")

    batch = bring(as_(client, world.officer), workbook(updates("approved", "The depot never opened.")))
    same = bring(as_(client, world.officer), workbook(updates("approved")))

    assert [message.split(".")[0] for message in told(batch)] == [
        "This update is approved and stays as it was approved"
    ]
    assert told(same) == []


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        (claims("verified", "Another depot"), "This claim is verified and stays as it is"),
        ({"claim_lines": [LINE, ["rivers/depot", "north", "2011/12", "2000"]]}, "This line's claim is verified"),
        ({"claim_lines": [LINE, ["rivers/depot", "south", "2011/12", "2000"]]}, "This line's claim is verified"),
        (claims("verified"), ""),
    ],
    ids=["the claim", "a line", "another line", "unchanged"],
)
def test_what_was_verified_stays_as_it_was(
    client: Client, world: World, verified: SavingsClaim, sheets: Sheets, words: str
) -> None:
    batch = bring(as_(client, world.officer), workbook(sheets))

    assert [message.startswith(words) for message in told(batch)] == ([True] if words else [])


@pytest.mark.parametrize("sheets", [claims("verified"), updates("approved")])
def test_a_portal_administrator_brings_what_was_decided_elsewhere(client: Client, world: World, sheets: Sheets) -> None:
    administrator = as_(client, world.administrator)

    batch = press(administrator, bring(administrator, workbook(sheets)), "apply")

    assert batch.state == ImportBatch.State.APPLIED


def test_nobody_moves_a_claim_to_another_council(client: Client, world: World, verified: SavingsClaim) -> None:
    """Its new council would read the drafts of the one before."""
    batch = bring(as_(client, world.administrator), workbook(claims("verified", of="south")))

    assert [message.split(".")[0] for message in told(batch)] == ["A claim stays with who claims it"]
