"""The portal with one filter or check taken out. Each names the routes where the matrix has to notice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.models import Q, Value

from partnerships import access_querysets, permissions, querysets, record_querysets
from partnerships.record_keeping import PartnershipRegister
from reports import permissions as paper_permissions
from reports import querysets as paper_querysets
from savings import permissions as savings_permissions
from savings import querysets as savings_querysets
from sharedservices.core import querysets as core_querysets
from sharedservices.core.admin import SupportSite
from sharedservices.core.api.access import DenyByDefault
from sharedservices.core.decisions import Allowed
from sharedservices.core.history import seeing
from sharedservices.core.models import HistoryEvent
from workstreams import past
from workstreams import permissions as work_permissions
from workstreams import querysets as work_querysets


@dataclass(frozen=True)
class Mutant:
    name: str
    owner: Any
    attribute: str
    instead: Callable[..., Any]
    routes: tuple[str, ...]

    def release(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(self.owner, self.attribute, self.instead)


def everything(rows: Any, *_: Any, **__: Any) -> Any:
    return rows.all()


def allowed(*_: Any, **__: Any) -> Allowed:
    return Allowed()


def yes(*_: Any, **__: Any) -> bool:
    return True


def unguarded(*_: Any, **__: Any) -> None:
    return None


def hiding_nothing(queryset: Any, *routes: str) -> Mutant:
    return Mutant(f"{queryset.__name__} hides nothing", queryset, "visible_to", everything, routes)


def allowing(module: Any, name: str, *routes: str) -> Mutant:
    return Mutant(f"{module.__name__}.{name} allows all", module, name, allowed, routes)


class Everything:
    def __contains__(self, _: object) -> bool:
        return True


def _unhidden(events: Any) -> Any:
    return events.annotate(hides=Value(value=False)).order_by("-pk")


MUTANTS = [
    hiding_nothing(querysets.PartnershipQuerySet, "partnerships:edit", "partnerships:export"),
    Mutant(
        "PartnershipQuerySet shows every partnership to every holder",
        querysets.PartnershipQuerySet,
        "visible_through",
        everything,
        ("partnerships:detail",),
    ),
    hiding_nothing(querysets.OrganisationQuerySet, "organisations:organisations-detail", "api-organisations-detail"),
    hiding_nothing(access_querysets.ApiTokenQuerySet, "account:token-revoke", "account:tokens"),
    hiding_nothing(record_querysets.AgendaItemQuerySet, "partnerships:agenda-items-detail", "history[agendaitem]"),
    hiding_nothing(querysets.MembershipQuerySet, "partnerships:memberships-detail", "history[membership]"),
    hiding_nothing(record_querysets.DecisionQuerySet, "partnerships:decisions-detail", "history[decision]"),
    hiding_nothing(record_querysets.AwardQuerySet, "workstreams:awards-detail", "history[award]"),
    hiding_nothing(record_querysets.ContributionQuerySet, "partnerships:contributions-detail", "history[contribution]"),
    hiding_nothing(access_querysets.UserQuerySet, "people:detail", "people:list"),
    hiding_nothing(access_querysets.RoleGrantQuerySet, "people:end", "account:delegate"),
    hiding_nothing(access_querysets.InvitationQuerySet, "people:invitations", "people:withdraw"),
    hiding_nothing(
        work_querysets.WorkstreamQuerySet, "api-workstreams-detail", "workstreams:detail", "workstreams:update"
    ),
    hiding_nothing(work_querysets.ProjectQuerySet, "api-projects-detail", "api-projects-list"),
    hiding_nothing(work_querysets.MilestoneQuerySet, "api-milestones-detail", "api-milestones-list"),
    hiding_nothing(work_querysets.RiskQuerySet, "api-risks-detail", "api-risks-list"),
    hiding_nothing(work_querysets.MeasureQuerySet, "api-measures-detail", "api-measures-list"),
    hiding_nothing(work_querysets.ReportingRoundQuerySet, "api-rounds-detail", "api-rounds-list"),
    hiding_nothing(savings_querysets.SavingsTargetQuerySet, "savings:savings-targets-detail", "history[savingstarget]"),
    hiding_nothing(paper_querysets.ReportQuerySet, "reports:detail", "api-reports-detail", "reports:list"),
    hiding_nothing(core_querysets.JobQuerySet, "job"),
    allowing(permissions, "can_import", "imports:start", "imports:template"),
    allowing(permissions, "can_keep", "workstreams:risks-add", "workstreams:risks-delete"),
    allowing(permissions, "can_add_partnership", "partnerships:add"),
    allowing(permissions, "can_change_partnership", "partnerships:edit"),
    allowing(permissions, "can_add_organisation", "organisations:organisations-add"),
    allowing(permissions, "can_change_organisation", "organisations:organisations-edit"),
    allowing(permissions, "can_change_all_organisations", "organisations:organisations-delete"),
    allowing(permissions, "can_see_people", "people:list", "people:detail"),
    allowing(permissions, "can_administer", "people:suspend", "people:move"),
    allowing(permissions, "can_end", "people:end"),
    allowing(permissions, "can_delegate", "account:delegate"),
    allowing(permissions, "can_read_access_log", "access-log"),
    allowing(permissions, "can_read_exempt", "partnerships:exempt"),
    allowing(permissions, "can_write_exempt", "partnerships:exempt-write"),
    allowing(work_permissions, "can_update", "workstreams:update", "workstreams:revise"),
    allowing(work_permissions, "can_review", "workstreams:approve", "workstreams:return"),
    allowing(work_permissions, "can_appoint", "workstreams:appoint"),
    allowing(work_permissions, "can_dismiss", "workstreams:dismiss"),
    allowing(savings_permissions, "can_release", "savings:release", "savings:withdraw"),
    allowing(paper_permissions, "can_edit", "reports:edit"),
    allowing(paper_permissions, "can_compile", "reports:compile"),
    allowing(paper_permissions, "can_clear", "reports:move[cleared]"),
    allowing(paper_permissions, "can_publish", "reports:move[published]"),
    Mutant(
        "history is told of every record",
        seeing.Told,
        "rows",
        lambda told, _: told.model._default_manager.all(),
        ("history[risk]", "history[report]", "history[invitation]"),
    ),
    Mutant("history begins before a release", seeing, "_released", lambda *_: Q(), ("partnerships:changes",)),
    Mutant(
        "history hides nothing of what went before",
        seeing,
        "_hiding",
        lambda events, *_: _unhidden(events),
        ("partnerships:changes", "history[savingsclaim]"),
    ),
    Mutant(
        "changes are told of every record",
        seeing,
        "of_partnership",
        lambda _, partnership, **__: _unhidden(HistoryEvent.objects.filter(partnership=partnership)),
        ("partnerships:changes",),
    ),
    Mutant(
        "deleted records are told to everybody",
        seeing,
        "_last_kind",
        lambda: HistoryEvent.objects.filter(kind=HistoryEvent.Kind.CHANGED).values("kind")[:1],
        ("partnerships:changes",),
    ),
    Mutant(
        "what was taken back is told of when it was out",
        seeing,
        "_seen_today",
        lambda *_: Q(),
        ("partnerships:changes",),
    ),
    *(
        Mutant(
            f"the past of a {kind} tells what was private then",
            seeing,
            "seen_as_at",
            lambda told, record, _, moment: HistoryEvent.objects.row_as_at(told.table, moment, row=record.pk),
            (f"history[{kind}][past]",),
        )
        for kind in ("progressupdate", "projectrating", "savingsclaim", "savingsline")
    ),
    Mutant(
        "a workstream's past tells what is private today",
        past,
        "_seen",
        lambda *_: Everything(),
        ("workstreams:detail[past]",),
    ),
    Mutant(
        "every workstream's past is open",
        work_querysets.WorkstreamQuerySet,
        "visible_to",
        everything,
        ("workstreams:detail[past]",),
    ),
    *(
        Mutant(
            f"the past of every partnership's {kind} is open",
            querysets.PartnershipQuerySet,
            "visible_to",
            everything,
            (f"workstreams:{kind}-detail[past]",),
        )
        for kind in ("projects", "milestones")
    ),
    Mutant("a register's scope is open", PartnershipRegister, "may_keep", allowed, ("workstreams:risks-edit",)),
    Mutant("suspended accounts stay signed in", ModelBackend, "user_can_authenticate", yes, ("api-root", "home")),
    Mutant(
        "pages need no sign-in", LoginRequiredMiddleware, "handle_no_permission", unguarded, ("home", "reports:list")
    ),
    Mutant("the API answers everybody", DenyByDefault, "has_permission", yes, ("api-root", "api-risks-list")),
    Mutant(
        "support's door is open", SupportSite, "has_permission", yes, ("admin:index", "admin:savings_savingsline_add")
    ),
]
