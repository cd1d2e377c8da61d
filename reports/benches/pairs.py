"""Addresses of records that a reader may not see, each beside one of a record that nobody has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    AgendaItem,
    ApiToken,
    ImportBatch,
    Invitation,
    Organisation,
    Partnership,
    RoleGrant,
    User,
)
from partnerships.record_keeping import PartnershipRegister
from reports.models import Rendition, Report
from savings.models import CompendiumEntry, SavingsClaim
from sharedservices.core.errors import RuleViolation
from sharedservices.core.history.seeing import TOLD
from sharedservices.core.models import Job
from sharedservices.core.registers.declared import OF_MODEL
from workstreams.models import (
    Measure,
    Milestone,
    ProgressUpdate,
    Project,
    ReportingRound,
    Risk,
    Workstream,
    WorkstreamLead,
)

NO_KEY, NO_ID, NO_NAME = 987_654_321, UUID(int=1), "nobody-has-this"
OF_PARTNERSHIPS = (
    *("partnerships:detail", "partnerships:edit", "partnerships:governance", "partnerships:changes"),
    *("partnerships:export", "imports:current", "savings:lines"),
    *("workstreams:rounds", "workstreams:leads", "workstreams:appoint"),
)
OF_PARTS: dict[str, type[Model]] = {
    "partnerships:exempt": AgendaItem,
    "workstreams:rebaseline": Milestone,
    "workstreams:dismiss": WorkstreamLead,
}
OF_COUNCILS = ("organisations-detail", "organisations-edit", "organisations-delete")
OF_RESOURCES: dict[str, type[Model]] = {
    "organisations": Organisation,
    "partnerships": Partnership,
    "workstreams": Workstream,
    "updates": ProgressUpdate,
    "rounds": ReportingRound,
    "projects": Project,
    "milestones": Milestone,
    "risks": Risk,
    "measures": Measure,
    "reports": Report,
}
OF_REPORTS = ("reports:detail", "reports:edit", "reports:paper", "reports:compile")
OF_PEOPLE = ("people:detail", "people:grant", "people:suspend", "people:reinstate", "people:move")
OF_PERSONS: dict[str, type[Model]] = {
    **dict.fromkeys(("people:end", "account:delegate"), RoleGrant),
    **dict.fromkeys(("people:withdraw", "people:send"), Invitation),
    **dict.fromkeys(("account:token-revoke", "account:token-rotate"), ApiToken),
    **dict.fromkeys(
        ("imports:detail", "imports:marked", "imports:check", "imports:apply", "imports:undo"), ImportBatch
    ),
}
# What only takes forms
POSTED = {
    *("imports:check", "imports:apply", "imports:undo", "people:send"),
    *("reports:compile", "reports:move", "workstreams:approve"),
}
Case = tuple[str, str, str]


@dataclass(frozen=True)
class Hidden:
    """Two partnerships, of which the reader sees the first; the stranger sees the second, and what its `council` keeps
    to itself."""

    ours: Partnership
    theirs: Partnership
    council: Organisation
    reader: User
    stranger: User

    def of(self, model: Any) -> Any:
        every, open_to_both = model._default_manager, model._default_manager.visible_to(self.reader)
        row = every.visible_to(self.stranger).exclude(pk__in=open_to_both.values("pk")).order_by("pk").first()
        if row is None:
            raise RuleViolation(f"There are no hidden {model._meta.verbose_name_plural} to ask for.")
        return row


def own_things(stranger: User, partnership: Partnership) -> None:
    """What belongs to one person."""
    until = timezone.now() + timedelta(days=1)
    Job.objects.create(task="bench", key="bench", title="Bench", requested_by=stranger)
    ApiToken.objects.create(user=stranger, name="Bench", prefix="bench000", digest="0" * 64, expires_at=until)
    ImportBatch.objects.create(name="bench.xlsx", sha256="0" * 64, size=1, by=stranger)
    asked: dict[str, Any] = {"role": RoleGrant.Role.PARTNERSHIP_VIEWER, "partnership": partnership, "reason": "Bench"}
    Invitation.objects.create(email="bench@bench.invalid", name="Bench", invited_by=stranger, expires_at=until, **asked)


def of_all_kinds(hidden: Hidden) -> list[Case]:
    return [case for kind in KINDS for case in kind(hidden)]


def _pair(name: str, there: dict[str, Any], nowhere: dict[str, Any]) -> Case:
    return name, reverse(name, kwargs=there), reverse(name, kwargs=there | nowhere)


def _partnerships(hidden: Hidden) -> Iterator[Case]:
    for name in OF_PARTNERSHIPS:
        yield name, reverse(name, args=[hidden.theirs.slug]), reverse(name, args=[NO_NAME])


def _registers(hidden: Hidden) -> Iterator[Case]:
    """Lists of theirs, and a record of theirs under the address of ours."""
    nowhere = Partnership(slug=NO_NAME)
    for model, register in OF_MODEL.items():
        if not isinstance(register, PartnershipRegister):
            continue
        key = hidden.of(model).pk
        kept = not register.written_elsewhere
        for page in ("list", *(("add",) if kept else ())):
            yield f"{register.slug}, {page}", register.url(page, hidden.theirs), register.url(page, nowhere)
        for page in ("detail", *(("edit", "delete") if kept else ())):
            ours, missing = (register.url(page, hidden.ours, pk) for pk in (key, NO_KEY))
            yield f"{register.slug}, {page}", ours, missing


def _councils(hidden: Hidden) -> Iterator[Case]:
    for name in OF_COUNCILS:
        yield _pair(f"organisations:{name}", {"pk": hidden.council.pk}, {"pk": NO_KEY})


def _parts(hidden: Hidden) -> Iterator[Case]:
    for name, model in OF_PARTS.items():
        yield _pair(name, {"partnership": hidden.ours.slug, "pk": hidden.of(model).pk}, {"pk": NO_KEY})
    item, council = hidden.of(AgendaItem).pk, hidden.council.slug
    written = {"partnership": hidden.ours.slug, "pk": item, "organisation": council}
    yield _pair("partnerships:exempt-write", written, {"pk": NO_KEY})
    claim = hidden.of(SavingsClaim).slug
    for name in ("savings:release", "savings:withdraw"):
        yield _pair(name, {"slug": hidden.theirs.slug, "claim": claim, "organisation": council}, {"slug": NO_NAME})


def _workstreams(hidden: Hidden) -> Iterator[Case]:
    update = hidden.of(ProgressUpdate)
    keys = {"partnership": hidden.theirs.slug, "slug": update.workstream.slug}
    for name in ("workstreams:detail", "workstreams:update"):
        yield _pair(name, keys, {"partnership": NO_NAME})
    for name in ("workstreams:revise", "workstreams:return", "workstreams:approve"):
        yield _pair(name, keys | {"pk": update.pk}, {"partnership": NO_NAME})


def _reports(hidden: Hidden) -> Iterator[Case]:
    rendition = hidden.of(Rendition)
    keys = {"reference": rendition.snapshot.report.reference}
    for name in OF_REPORTS:
        yield _pair(name, keys, {"reference": NO_NAME})
    yield _pair("reports:move", keys | {"to": "cleared"}, {"reference": NO_NAME})
    file = {"number": rendition.snapshot.number, "format": rendition.format}
    yield _pair("reports:download", keys | file, {"reference": NO_NAME})
    yield _pair("api-papers-detail", {"id": rendition.snapshot.report_id}, {"id": NO_KEY})


def _resources(hidden: Hidden) -> Iterator[Case]:
    for name, model in OF_RESOURCES.items():
        yield _pair(f"api-{name}-detail", {"pk": hidden.of(model).pk}, {"pk": NO_KEY})


def _history(hidden: Hidden) -> Iterator[Case]:
    for told in TOLD.values():
        if told.model._meta.auto_created or told.model is CompendiumEntry:  # that everybody reads
            continue
        kind = str(told.model._meta.model_name)
        _, there, nowhere = _pair("history", {"kind": kind, "pk": hidden.of(told.model).pk}, {"pk": NO_KEY})
        yield f"history of {kind}", there, nowhere


def _people(hidden: Hidden) -> Iterator[Case]:
    for name in OF_PEOPLE:
        yield _pair(name, {"pk": hidden.stranger.pk}, {"pk": NO_KEY})
    for name, model in OF_PERSONS.items():
        yield _pair(name, {"pk": hidden.of(model).pk}, {"pk": NO_KEY})
    yield _pair("job", {"pk": hidden.of(Job).pk}, {"pk": NO_ID})


KINDS = (_partnerships, _councils, _workstreams, _registers, _parts, _reports, _resources, _history, _people)
