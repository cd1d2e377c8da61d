"""`manage.py bench missing`: whether the time of an answer tells a record that is hidden from one that does not exist.

Every address of a record is asked in turns for a record of another partnership and for one that nobody has. Both are
answered alike (404 with the same page); here their median times are compared. What is made for it is rolled back.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from partnerships.models import Organisation, RoleGrant, User
from reports.benches import pairs
from reports.benches.hidden import fill
from reports.benches.pairs import Hidden
from reports.benches.visitors import HOST, Role, Visitor, partnerships_by_claims, visiting, visitor
from sharedservices.core.bench import Bench, Ratio, compare
from sharedservices.core.errors import RuleViolation

GOAL, ROUNDS = 1.2, 31
TWO_NEEDED = "There are no two partnerships with members and workstreams to measure with. Load another programme first."


def missing() -> Bench:
    both = partnerships_by_claims()
    if len(both) < 2:
        raise RuleViolation(TWO_NEEDED)
    ours, theirs = both[-1], both[0]
    with visiting():
        today = timezone.localdate()
        reader = visitor(Role.PROGRAMME_OFFICER, today, partnership=ours)
        stranger = visitor(Role.PROGRAMME_OFFICER, today, partnership=theirs).user
        council = fill(theirs, stranger)
        _hold_all(stranger, council, today)
        pairs.own_things(stranger, theirs)
        cases = pairs.of_all_kinds(Hidden(ours, theirs, council, reader.user, stranger))
        results = [_compared(reader, *case) for case in cases]
    return Bench(f"A programme officer of {ours} asks for what stands in {theirs}", results)


def _hold_all(stranger: User, council: Organisation, today: date) -> None:
    for role in (Role.COUNCIL_OFFICER, Role.CLERK):
        RoleGrant.objects.create(user=stranger, role=role, organisation=council, valid_from=today)


def _compared(reader: Visitor, what: str, there: str, nowhere: str) -> Ratio:
    """The longer by the shorter: either way round it would tell."""
    ask = reader.client.post if what in pairs.POSTED else reader.client.get
    refusal = _asking(ask, there), _asking(ask, nowhere)
    found = compare(what, refusal[0], "missing", refusal[1], goal=GOAL, rounds=ROUNDS)
    if found.value >= 1:
        return found
    return Ratio(f"{what}, missing", "hidden", found.floor_seconds, found.ours_seconds, GOAL)


def _asking(ask: Callable[..., Any], address: str) -> Callable[[], None]:
    def refused() -> None:
        answer = ask(address, secure=True, SERVER_NAME=HOST)
        if answer.status_code != 404:
            raise RuleViolation(f"{address} answered {answer.status_code}.")

    return refused
