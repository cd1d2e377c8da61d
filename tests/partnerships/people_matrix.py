"""The rows of tests/test_permission_matrix.py for people, roles, invitations and leads."""

from django.utils import timezone

from partnerships import invitations
from partnerships.models import RoleGrant
from tests.world import World

# fmt: off
PEOPLE = [
    ("get", "/account/access/", 302, 200, 200, 200, 200, 200, 200, 200),
    ("get", "/account/access/{verifiers}/delegate/", 302, 404, 404, 404, 404, 200, 404, 404),
    ("post", "/account/access/{verifiers}/delegate/", 302, 404, 404, 404, 404, 200, 404, 404),
    ("get", "/account/access/{alices}/delegate/", 302, 404, 404, 404, 404, 404, 403, 404),
    ("get", "/account/tokens/{token}/rotate/", 302, 404, 404, 404, 404, 404, 200, 404),
    ("post", "/account/tokens/{token}/rotate/", 302, 404, 404, 404, 404, 404, 200, 404),
    ("get", "/people/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/people/{bob}/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/people/{charlie}/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/people/{bob}/grant/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "/people/{bob}/grant/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/people/{charlie}/grant/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/people/{officer}/grant/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("get", "/people/{administrator}/grant/", 302, 403, 403, 404, 403, 403, 403, 403),
    ("get", "/people/{bob}/suspend/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("post", "/people/{bob}/suspend/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("get", "/people/{charlie}/suspend/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/people/{bob}/reinstate/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("post", "/people/{charlie}/reinstate/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/people/{bob}/move/", 302, 403, 403, 403, 403, 403, 403, 200),
    ("post", "/people/{charlie}/move/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("get", "/people/grants/{bobs}/end/", 302, 404, 403, 403, 404, 404, 404, 200),
    ("post", "/people/grants/{bobs}/end/", 302, 404, 403, 403, 404, 404, 404, 200),
    ("get", "/people/grants/{alices}/end/", 302, 404, 404, 403, 404, 404, 403, 200),
    ("get", "/people/grants/{charlies}/end/", 302, 403, 404, 404, 404, 404, 404, 200),
    ("get", "/people/invitations/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/people/invitations/add/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("post", "/people/invitations/add/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/people/invitations/{viewers}/withdraw/", 302, 403, 403, 200, 403, 403, 403, 200),
    ("get", "/people/invitations/{clerks}/withdraw/", 302, 403, 403, 404, 403, 403, 403, 200),
    ("post", "/people/invitations/{clerks}/withdraw/", 302, 403, 403, 404, 403, 403, 403, 302),
    ("post", "/people/invitations/{viewers}/send/", 302, 403, 403, 302, 403, 403, 403, 302),
    ("post", "/people/invitations/{clerks}/send/", 302, 403, 403, 404, 403, 403, 403, 302),
    ("get", "/invitation/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("post", "/invitation/", 404, 404, 404, 404, 404, 404, 404, 404),
    ("get", "/invitation/nothing/", 302, 302, 302, 302, 302, 302, 302, 302),
    ("get", "/partnerships/rivers/leads/", 302, 404, 200, 200, 200, 200, 200, 200),
    ("get", "/partnerships/rivers/leads/add/", 302, 404, 403, 200, 403, 403, 403, 200),
    ("post", "/partnerships/rivers/leads/add/", 302, 404, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/rivers/leads/{lead}/end/", 302, 404, 403, 200, 403, 403, 403, 200),
    ("post", "/partnerships/rivers/leads/{lead}/end/", 302, 404, 403, 200, 403, 403, 403, 200),
    ("get", "/partnerships/hills/leads/{lead}/end/", 302, 404, 404, 404, 404, 404, 404, 404),
]
# fmt: on
NOT_LED_BACK = {"/invitation/nothing/"}


def addresses(world: World) -> dict[str, object]:
    """What stands in the braces above."""
    asked = {"by": world.administrator, "at": timezone.now(), "reason": "New in the post"}
    to_see = {"role": "partnership_viewer", "partnership": world.rivers}
    viewers = invitations.invite(email="new@example.org", name="New", **to_see, **asked)
    clerks = invitations.invite(email="new@example.org", name="New", role="clerk", organisation=world.north, **asked)
    people = {name: getattr(world, name) for name in ("alice", "bob", "charlie", "verifier")}
    grants = {f"{name}s": RoleGrant.objects.get(user=person) for name, person in people.items()}
    rows = {
        **grants,
        "bob": world.bob,
        "charlie": world.charlie,
        "officer": world.officer,
        "administrator": world.administrator,
        "viewers": viewers,
        "clerks": clerks,
        "lead": world.waste.leads.get(),
    }
    return {name: row.pk for name, row in rows.items()}
