"""Nothing that a person may not see changes what they are shown: whatever lists, counts, adds up, finds, offers,
exports, posts or refuses says the same, letter by letter, with rows beside it that are hidden from them and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from reports import snapshots
from tests.access.hidden import hide
from tests.access.listening import texts_of_post
from tests.access.personas import PERSONAS
from tests.access.runner import Answer, Runner
from tests.access.scene import MISSING
from workstreams.querysets import RiskQuerySet

LISTS = ("all-workstreams", "milestones", "projects", "risks", "measures", "reporting-rounds", "leads", "rounds")
API = (
    "organisations",
    "partnerships",
    "workstreams",
    "updates",
    "rounds",
    "projects",
    "milestones",
    "risks",
    "measures",
)
BOTH = ("rivers", "hills")


def of_both(*pages: str) -> list[str]:
    return [f"/partnerships/{name}/{page}" for name in BOTH for page in pages]


CHANNELS: dict[str, list[str]] = {
    "pages": ["/", "/account/access/", "/account/tokens/", *of_both("", "governance/", "workstreams/waste/")],
    "lists and their counts": [
        *("/partnerships/", "/organisations/", "/partnerships/workstreams/", "/reports/", "/papers/", "/compendium/"),
        *of_both(*(f"{name}/" for name in LISTS)),
    ],
    "sums": [*of_both("savings/", "savings-targets/"), "/compendium/?saving=yes"],
    "search": ["/partnerships/workstreams/?q=hidden", "/compendium/?q=hidden", "/people/?q=hidden"],
    "filters": [
        *("/partnerships/workstreams/?rag=red", "/reports/?status=draft", "/api/v1/workstreams/?partnership=secret"),
        *(
            "/api/v1/milestones/?partnership=hills",
            "/api/v1/milestones/?partnership=rivers",
            *of_both("risks/?q=hidden"),
        ),
    ],
    "order and pages": [f"/api/v1/{name}/?{query}" for name in API[2:7] for query in ("limit=1", "ordering=-pk")],
    "choices": [
        *of_both("milestones/add/", "allocations/add/", "dependencies/add/", "leads/add/", "changes/"),
        *("/people/invitations/add/", "/admin/autocomplete/?app_label=savings&model_name=savingsline&field_name=claim"),
    ],
    "people": ["/people/", "/people/invitations/", "/partnerships/import/", "/account/log/", "/account/security/"],
    "JSON": [f"/api/v1/{name}/" for name in (*API, "reports", "papers", "schema")],
    "workbooks": of_both("export/"),
    "history": of_both("changes/?since=2001-01-01", "changes/?since=2001-01-01&kind=savingsline"),
    "the past": of_both(f"workstreams/waste/?as_at={timezone.localdate()}"),
    "errors": [
        *("/partnerships/secret/", "/reports/nowhere/", "/api/v1/risks/?search=hidden", "/api/v1/risks/?limit=many"),
        *of_both("workstreams/hidden/", "savings/hidden/south/release/"),
    ],
}
OPTIONS = [f"/api/v1/{name}/" for name in API]
LINK = re.compile(r"http\S+|[\w.-]+@[\w.-]+>|Date: [^\n]+")


def standing_still() -> Any:
    return time_machine.travel(timezone.now(), tick=False)


def texts(runner: Runner, persona: str, addresses: list[str], method: str = "get") -> dict[str, str]:
    return {address: runner.send(persona, method, address).without_chance() for address in addresses}


@pytest.mark.parametrize("persona", PERSONAS)
def test_hidden_rows_change_nothing(runner: Runner, persona: str, score: dict[str, str]) -> None:
    asked = [(channel, "get", addresses) for channel, addresses in CHANNELS.items()]
    asked.append(("what may be asked", "options", OPTIONS))
    with standing_still():
        before = {channel: texts(runner, persona, addresses, method) for channel, method, addresses in asked}
        assert hide(runner.scene, runner.table, persona)

        after = {channel: texts(runner, persona, addresses, method) for channel, method, addresses in asked}

    told = [
        (channel, address)
        for channel, found in before.items()
        for address in found
        if found[address] != after[channel][address]
    ]
    score["channels"] = f"{len(asked) + len(WRITES) + 2} that nothing hidden changes, each for {len(PERSONAS)} personas"
    assert told == []


def test_a_filter_that_is_taken_out_changes_what_is_shown(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the comparison above can fail."""
    monkeypatch.setattr(RiskQuerySet, "visible_to", lambda rows, _: rows.all())
    lists = ["/api/v1/risks/", "/api/v1/risks/?limit=1"]
    before = texts(runner, "officer_a", lists)

    hide(runner.scene, runner.table, "officer_a")

    after = texts(runner, "officer_a", lists)
    assert [address for address in lists if before[address] != after[address]] == lists


def foreign_choice(runner: Runner, persona: str) -> Answer:
    """A row under one that is hidden, named by its key."""
    address = "/partnerships/rivers/milestones/add/"
    return runner.send(persona, "post", address, form={"workstream": str(MISSING), "slug": "depot", "title": "Depot"})


def taken_name(runner: Runner, persona: str) -> Answer:
    """A name that something hidden has already."""
    return runner.send(persona, "post", "/partnerships/rivers/edit/", form={"name": "Hidden partnership"})


def known_address(runner: Runner, persona: str) -> Answer:
    """An e-mail address that somebody hidden has."""
    form = {"email": "hidden@example.org", "name": "Alice", "role": "partnership_viewer", "reason": "New in the post"}
    return runner.send(persona, "post", "/people/invitations/add/", form=form)


WRITES: list[Callable[[Runner, str], Answer]] = [foreign_choice, taken_name, known_address]


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_a_write_is_answered_as_if_nothing_was_hidden(runner: Runner, write: Any, persona: str) -> None:
    with standing_still():
        before = write(runner, persona).without_chance()
        hide(runner.scene, runner.table, persona)

        after = write(runner, persona).without_chance()

    assert after == before


@pytest.mark.parametrize("persona", ["programme", "administrator"])
def test_an_email_says_nothing_hidden(runner: Runner, persona: str) -> None:
    def post() -> list[tuple[str, str]]:
        runner.listener.forget()
        with runner.listener.listening():
            runner.send(persona, "post", f"/people/invitations/{runner.scene.rows['invitation']['shared'].pk}/send/")
        return [(to, LINK.sub("", said)) for to, said in texts_of_post()]

    before = post()
    hide(runner.scene, runner.table, persona)

    assert len(before) == 1
    assert post() == before


@pytest.mark.parametrize(
    ("context", "persona"),
    [("own_draft", "author_a"), ("partner_draft", "officer_b"), ("other_partnership", "officer_c")],
)
def test_a_paper_freezes_nothing_hidden(runner: Runner, context: str, persona: str) -> None:
    """But for the head of the partnership's record of changes, which every change moves on."""
    paper: Any = runner.scene.rows["report"][context]

    def frozen() -> dict[str, Any]:
        return snapshots.freeze_content(paper, on=timezone.localdate()) | {"history": {}}

    before = frozen()
    hide(runner.scene, runner.table, persona)

    assert before["workstreams"]
    assert before["savings"]
    assert frozen() == before
