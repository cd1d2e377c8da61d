"""An exchanged token has the rights of the one before, and never another council's."""

from datetime import timedelta

from django.utils import timezone

from partnerships import token_services
from partnerships.models import RoleGrant
from partnerships.rules import Role
from tests.factories.partnerships import RoleGrantFactory
from tests.world import World


def test_a_token_for_roles_on_partnerships_does_not_become_a_councils(world: World) -> None:
    now = timezone.now()
    token, _ = token_services.issue_token(user=world.officer, name="Power BI", expires_at=now + timedelta(days=9))
    RoleGrant.objects.filter(user=world.officer).update(ended_at=now, ended_by=world.administrator, end_reason="Left")
    RoleGrantFactory(user=world.officer, role=Role.CLERK, organisation=world.east)

    exchanged, _ = token_services.rotate_token(token=token, at=now)

    assert (token.organisation, exchanged.organisation) == (None, None)
