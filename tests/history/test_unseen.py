"""What a record of everybody's names, and this person does not see, has no name for them: on no page of it."""

import pytest
from django.test import Client
from django.utils import timezone

from savings.models import CompendiumEntry
from tests.factories.partnerships import PartnershipFactory
from tests.factories.savings import CompendiumEntryFactory
from tests.history.reading import page
from tests.world import World, as_

PAGES = ("/history/compendiumentry/{}/", "/history/compendiumentry/{}/?as_at={:%Y-%m-%d}")


@pytest.fixture
def entry(world: World) -> CompendiumEntry:
    """Of a partnership that Charlie sees, and neither Bob nor the officer of Rivers."""
    world.hills.name = "Hidden Hills"
    world.hills.save()
    entry: CompendiumEntry = CompendiumEntryFactory(partnership=world.hills, name="Shared depot")
    return entry


@pytest.mark.parametrize("address", PAGES)
def test_history_names_no_partnership_that_the_reader_does_not_see(entry: CompendiumEntry, world, address) -> None:
    address = address.format(entry.pk, timezone.localdate())

    told = page(world.bob, address)

    assert "Shared depot" in told
    assert "Hidden Hills" not in told
    assert "Hidden Hills" in page(world.charlie, address)


def test_a_form_keeps_what_its_writer_does_not_see_without_naming_it(client: Client, world, entry) -> None:
    address = f"/compendium/{entry.pk}/edit/"

    form = as_(client, world.officer).get(address).content.decode()

    assert f'<option value="{world.hills.pk}" selected>' in form
    assert "Hidden Hills" not in form


def test_a_partnership_of_ones_own_is_named_as_ever(client: Client, world: World) -> None:
    entry = CompendiumEntryFactory(partnership=PartnershipFactory(slug="rivers"), name="Shared depot")

    assert world.rivers.name in page(world.officer, f"/compendium/{entry.pk}/edit/")
    assert world.rivers.name in page(world.bob, f"/history/compendiumentry/{entry.pk}/")
