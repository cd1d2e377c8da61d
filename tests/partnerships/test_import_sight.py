"""What an import's receipt may show of rows that its bringer does not manage."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sharedservices.core.programme.reading import EXPORTED_AT
from tests.partnerships.import_files import bring, workbook
from tests.world import World, as_

HEADER = ["organisation", "name", "short_name", "kind", "note"]


@pytest.mark.parametrize("hours", [1, None], ids=["changed since", "without a moment"])
def test_a_conflict_shows_nothing_of_an_organisation_that_is_not_theirs(
    client: Client, world: World, hours: int | None
) -> None:
    world.east.note = "Known to East alone"
    world.east.save()
    about = {"About": [[EXPORTED_AT, (timezone.now() - timedelta(hours=hours)).isoformat()]]} if hours else {}
    row = ["east", "Another", "Another", "county", "Another note"]

    batch = bring(as_(client, world.officer), workbook(about | {"organisations": [HEADER, row]}))

    assert "You do not manage this organisation" in str(batch.problems)
    assert "Known to East alone" not in str([batch.changes, batch.problems])
