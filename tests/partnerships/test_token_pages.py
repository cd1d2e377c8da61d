"""The pages of API tokens speak to people."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from partnerships.models import ApiToken
from tests.world import World

TOKENS = "/account/tokens/"


def test_a_token_is_described_without_the_words_of_programs(client: Client, world: World) -> None:
    expires_at = timezone.now() + timedelta(days=9)
    ApiToken.objects.create(user=world.alice, name="Power BI", prefix="power", digest="0" * 64, expires_at=expires_at)
    client.force_login(world.alice)

    pages = [client.get(path).content.decode() for path in (TOKENS, "/account/access/")]

    assert "The programme and committee papers" in pages[0]
    assert "reads the programme and committee papers" in pages[1]
    assert not any("read:" in page for page in pages)


def test_an_address_that_is_none_is_told_under_its_question(client: Client, world: World) -> None:
    client.force_login(world.alice)
    values = {"name": "Power BI", "days": "90", "scopes": ["read:programme"], "networks": "here", "once": "key"}

    page = client.post(f"{TOKENS}new/", values).content.decode()

    assert "From which addresses? “here” is not an address or network" in page
