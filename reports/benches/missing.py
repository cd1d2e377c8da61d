"""`manage.py bench missing`: whether the time of an answer tells a record that is hidden from one that does not exist.

Every address of a record is asked in turns for a record of another partnership and for one that nobody has. Both are
answered alike (404 with the same page); here their median times are compared. What is made for it is rolled back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from partnerships.models import ApiToken, ImportBatch, Invitation, Partnership, RoleGrant, User
from partnerships.record_keeping import PartnershipRegister
from reports.benches.visitors import HOST, Role, Visitor, partnerships_by_claims, visiting, visitor
from reports.models import Report
from sharedservices.core.bench import Bench, Ratio, compare
from sharedservices.core.errors import RuleViolation
from sharedservices.core.history.seeing import TOLD
from sharedservices.core.models import Job
from sharedservices.core.registers.declared import OF_MODEL

GOAL, ROUNDS = 1.2, 31
NO_KEY, NO_ID, NO_NAME = 987_654_321, UUID(int=1), "nobody-has-this"
TWO_NEEDED = "There are no two partnerships with members and workstreams to measure with. Load another programme first."
OF_PARTNERSHIPS = (
    *("partnerships:detail", "partnerships:edit", "partnerships:governance", "partnerships:changes"),
    *("partnerships:export", "savings:lines", "workstreams:rounds", "workstreams:leads"),
)
OF_REPORTS = ("reports:detail", "reports:edit", "reports:paper")
OF_PEOPLE = ("people:detail", "people:grant", "people:suspend", "people:move")
Case = tuple[str, str, str]


@dataclass(frozen=True)
class Hidden:
    """Two partnerships, of which the reader sees the first, and what stands in the second."""

    ours: Partnership
    theirs: Partnership
    stranger: User

    def of(self, model: Any) -> Model | None:
        row: Model | None = model._default_manager.visible_to(self.stranger).order_by("pk").first()
        return row


def missing() -> Bench:
    both = partnerships_by_claims()
    if len(both) < 2:
        raise RuleViolation(TWO_NEEDED)
    with visiting():
        today = timezone.localdate()
        reader = visitor(Role.PROGRAMME_OFFICER, today, partnership=both[-1])
        other = visitor(Role.PROGRAMME_OFFICER, today, partnership=both[0])
        hidden = Hidden(both[-1], both[0], other.user)
        _own_things(hidden)
        cases = [case for kind in KINDS for case in kind(hidden)]
        results = [_compared(reader, *case) for case in cases]
    return Bench(f"A programme officer of {both[-1]} asks for what stands in {both[0]}", results)


def _compared(reader: Visitor, what: str, there: str, nowhere: str) -> Ratio:
    """The longer by the shorter: either way round it would tell."""
    refusal = _asking(reader, there), _asking(reader, nowhere)
    found = compare(what, refusal[0], "missing", refusal[1], goal=GOAL, rounds=ROUNDS)
    if found.value >= 1:
        return found
    return Ratio(f"{what}, missing", "hidden", found.floor_seconds, found.ours_seconds, GOAL)


def _asking(reader: Visitor, address: str) -> Callable[[], None]:
    def ask() -> None:
        answer = reader.client.get(address, secure=True, SERVER_NAME=HOST)
        if answer.status_code != 404:
            raise RuleViolation(f"{address} answered {answer.status_code}.")

    return ask


def _own_things(hidden: Hidden) -> None:
    """What belongs to one person, of whoever works in the other partnership."""
    now, by = timezone.now(), hidden.stranger
    Job.objects.create(task="bench", key="bench", title="Bench", requested_by=by)
    ApiToken.objects.create(
        user=by, name="Bench", prefix="bench000", digest="0" * 64, expires_at=now + timedelta(days=1)
    )
    ImportBatch.objects.create(name="bench.xlsx", sha256="0" * 64, size=1, by=by)
    asked: dict[str, Any] = {"role": Role.PARTNERSHIP_VIEWER, "partnership": hidden.theirs, "reason": "Bench"}
    Invitation.objects.create(
        email="bench@bench.invalid", name="Bench", invited_by=by, expires_at=now + timedelta(days=1), **asked
    )


def _pair(name: str, there: dict[str, Any], nowhere: dict[str, Any]) -> Case:
    return name, reverse(name, kwargs=there), reverse(name, kwargs=nowhere)


def _partnerships(hidden: Hidden) -> Iterator[Case]:
    for name in OF_PARTNERSHIPS:
        yield name, reverse(name, args=[hidden.theirs.slug]), reverse(name, args=[NO_NAME])


def _registers(hidden: Hidden) -> Iterator[Case]:
    """A record of theirs under the address of ours, and under its own."""
    for model, register in OF_MODEL.items():
        row = hidden.of(model) if isinstance(register, PartnershipRegister) else None
        if row is None:
            continue
        pages = ("detail",) if register.written_elsewhere else ("detail", "edit", "delete")
        for page in pages:
            yield (
                f"{register.slug}, {page}",
                register.url(page, hidden.ours, row.pk),
                register.url(page, hidden.ours, NO_KEY),
            )


def _workstreams(hidden: Hidden) -> Iterator[Case]:
    slug = hidden.theirs.workstreams.order_by("pk")[0].slug
    for name in ("workstreams:detail", "workstreams:update"):
        keys = {"partnership": hidden.theirs.slug, "slug": slug}
        yield _pair(name, keys, {"partnership": NO_NAME, "slug": slug})


def _reports(hidden: Hidden) -> Iterator[Case]:
    if (report := Report.objects.filter(partnership=hidden.theirs, published=None).order_by("pk").first()) is None:
        return
    for name in OF_REPORTS:
        yield _pair(name, {"reference": report.reference}, {"reference": NO_NAME})


def _resources(hidden: Hidden) -> Iterator[Case]:
    for name in ("partnerships", "workstreams", "updates", "rounds", "projects", "milestones", "risks", "measures"):
        model = apps.get_model("workstreams" if name != "partnerships" else "partnerships", MODELS[name])
        if (row := hidden.of(model)) is not None:
            yield _pair(f"api-{name}-detail", {"pk": row.pk}, {"pk": NO_KEY})


def _history(hidden: Hidden) -> Iterator[Case]:
    for told in TOLD.values():
        kind = str(told.model._meta.model_name)
        row = None if told.model._meta.auto_created else hidden.of(told.model)
        if row is not None and told.is_of_partnerships:
            _, there, nowhere = _pair("history", {"kind": kind, "pk": row.pk}, {"kind": kind, "pk": NO_KEY})
            yield f"history of {kind}", there, nowhere


def _people(hidden: Hidden) -> Iterator[Case]:
    keys: dict[str, Any] = {"people:end": RoleGrant, "people:withdraw": Invitation, "account:token-revoke": ApiToken}
    for name in OF_PEOPLE:
        yield _pair(name, {"pk": hidden.stranger.pk}, {"pk": NO_KEY})
    for name, model in keys.items():
        yield _pair(name, {"pk": model.objects.order_by("-pk")[0].pk}, {"pk": NO_KEY})
    yield _pair("imports:detail", {"pk": ImportBatch.objects.order_by("-pk")[0].pk}, {"pk": NO_KEY})
    yield _pair("job", {"pk": Job.objects.get(task="bench").pk}, {"pk": NO_ID})


MODELS = {
    "partnerships": "Partnership",
    "workstreams": "Workstream",
    "updates": "ProgressUpdate",
    "rounds": "ReportingRound",
    "projects": "Project",
    "milestones": "Milestone",
    "risks": "Risk",
    "measures": "Measure",
}
KINDS = (_partnerships, _workstreams, _registers, _reports, _resources, _history, _people)
