"""Rows of the councils, their partnerships and the offices that sign in for them. All names are plainly invented."""

from collections.abc import Iterator
from typing import Any

from partnerships.models import Membership, Organisation, Partnership, User
from partnerships.rules import Role
from reports.scale.ids import Ids
from reports.scale.plan import Plan
from reports.scale.sharing import stream
from reports.scale.size import LAST_DAY

KINDS = (Organisation.Kind.COUNTY, *[Organisation.Kind.DISTRICT] * 8, *[Organisation.Kind.UNITARY] * 3)
CITIES = (Organisation.Kind.METROPOLITAN, Organisation.Kind.LONDON_BOROUGH)
REGIONS = [f"Region {letter}" for letter in "ABCDEFGHI"]
NO_PASSWORD = "!"  # noqa: S105 (Django's mark of an account that nobody signs in to with a password)
FORMS = [form.value for form in Partnership.LegalForm if form]
Rows = Iterator[tuple[Any, ...]]


def organisations(plan: Plan, ids: Ids) -> Rows:
    """Each run of councils is a county, its districts and some unitaries; every fifth run is of cities."""
    for place in range(plan.size.councils):
        run, position = divmod(place, len(KINDS))
        city = run % 5 == 4
        kind = CITIES[position % 2] if city else KINDS[position]
        county = ids[Organisation] + run * len(KINDS) if kind == Organisation.Kind.DISTRICT else None
        name, code = f"Council {place + 1:03d}", f"E98{place + 1:06d}"
        yield f"scale-council-{place + 1:03d}", name, name, kind.value, code, county, REGIONS[run % len(REGIONS)]


def partnerships(plan: Plan, _ids: Ids) -> Rows:
    chance = stream(plan.size.seed, "partnerships")
    for place in range(1, plan.size.partnerships + 1):
        formed = str(chance.randint(2006, 2024))
        purpose = "A generated partnership that shows the portal at the size of a country."
        yield (
            f"scale-partnership-{place:04d}",
            f"Partnership {place:04d}",
            f"P{place:04d}",
            purpose,
            formed,
            chance.choice(FORMS),
        )


def memberships(plan: Plan, ids: Ids) -> Rows:
    chance = stream(plan.size.seed, "memberships")
    for partnership, members in enumerate(plan.members):
        for council in members:
            role = Membership.Role.LEAD if council == members[0] else Membership.Role.MEMBER
            joined = f"{chance.randint(2006, 2025)}-04-01"
            yield ids[Partnership] + partnership, ids[Organisation] + council, role.value, joined


def users(plan: Plan, ids: Ids) -> Rows:
    """An officer of every council, then one of every partnership, in a domain that cannot exist."""
    for council in range(plan.size.councils):
        number = f"{council + 1:03d}"
        email = f"officer@council-{number}.invalid"
        yield email, f"Council officer, Council {number}", NO_PASSWORD, ids[Organisation] + council
    for place, members in enumerate(plan.members, start=1):
        email = f"programme@partnership-{place:04d}.invalid"
        yield email, f"Programme officer, Partnership {place:04d}", NO_PASSWORD, ids[Organisation] + members[0]


def grants(plan: Plan, ids: Ids) -> Rows:
    since = LAST_DAY.replace(day=1)
    for council in range(plan.size.councils):
        yield ids[User] + council, Role.COUNCIL_OFFICER.value, None, ids[Organisation] + council, since
    for place in range(plan.size.partnerships):
        user = ids[User] + plan.size.councils + place
        yield user, Role.PROGRAMME_OFFICER.value, ids[Partnership] + place, None, since
