"""When an agreement is signed, at both doors, and by how many of the members."""

from pathlib import Path
from typing import Any

import pytest

from partnerships import checks
from partnerships.models import Agreement, Membership, Signature
from partnerships.registers.arrangements import signed_by
from tests.core.programme_files import load, words
from tests.doors import Case, at_the_form, at_the_import, by_name, changed
from tests.factories.partnerships import OrganisationFactory
from tests.world import World

SIGNED = {"partnership": "rivers", "agreement": "mou", "title": "Memorandum", "state": "signed"}


def memorandum(world: World, **states: str) -> Agreement:
    mou: Agreement = Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum")
    for name, state in states.items():
        Signature.objects.create(agreement=mou, organisation=getattr(world, name), state=state, condition="Legal view")
    return mou


def signed(world: World, **states: str) -> Agreement:
    row: Agreement = changed(memorandum(world, **states), state="signed")
    return row


def awaited_again(world: World) -> Any:
    mou = memorandum(world, north="signed", south="signed")
    Agreement.objects.update(state="signed")
    return changed(mou.signatures.get(organisation=world.south), state="awaited")


CASES = [
    Case(
        "nobody is recorded",
        checks.agreement_fits,
        signed,
        "agreements",
        SIGNED,
        "state",
        "No signature is recorded. Choose “Being signed”",
    ),
    Case(
        "everybody declined",
        checks.agreement_fits,
        lambda world: signed(world, north="declined"),
        "agreements",
        SIGNED,
        "state",
        "No signature is recorded.",
    ),
    Case(
        "one is awaited",
        checks.agreement_fits,
        lambda world: signed(world, north="signed", south="awaited"),
        "agreements",
        SIGNED,
        "state",
        "Signatures are still awaited from “",
    ),
    Case(
        "all have signed",
        checks.agreement_fits,
        lambda world: signed(world, north="signed", south="conditional"),
        "agreements",
        SIGNED,
        "state",
        "",
    ),
    Case(
        "a signature is awaited again",
        checks.signature_fits,
        awaited_again,
        "signatures",
        {"agreement": "rivers/mou", "organisation": "south", "state": "awaited"},
        "state",
        "Signatures are still awaited from “",
    ),
]
every = pytest.mark.parametrize("case", CASES, ids=by_name)


@every
def test_the_form_asks(world: World, case: Case) -> None:
    at_the_form(case, world)


@every
def test_the_import_asks_the_same(world: World, tmp_path: Path, case: Case) -> None:
    at_the_import(case, world, tmp_path)


def test_who_is_awaited_is_named(world: World, tmp_path: Path) -> None:
    memorandum(world, north="awaited", south="awaited")

    outcome = load(tmp_path, {"agreements": [list(SIGNED), list(SIGNED.values())]})

    assert "awaited from “north” and “south”." in words(outcome)


def test_an_agreement_is_brought_in_with_its_signatures(world: World, tmp_path: Path) -> None:
    signatures = [["agreement", "organisation", "state"], ["rivers/mou", "north", "signed"]]

    outcome = load(tmp_path, {"agreements": [list(SIGNED), list(SIGNED.values())], "signatures": signatures})

    assert outcome.loaded, words(outcome)


@pytest.mark.parametrize(("date", "members"), [("2005", 1), ("2011", 2), (None, 1)])
def test_of_how_many_members_have_signed(world: World, date: str | None, members: int) -> None:
    Membership.objects.filter(organisation=world.south).update(joined="2009", left="2012")
    Membership.objects.create(partnership=world.rivers, organisation=OrganisationFactory(), role="partner")
    mou = memorandum(world, north="signed")
    Agreement.objects.update(date=date)

    mou.refresh_from_db()

    assert signed_by(mou) == f"Signed by 1 of 1; members of the partnership: {members}"
