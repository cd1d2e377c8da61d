"""The portal with one filter or check taken out. Each names the routes where the matrix has to notice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import LoginRequiredMiddleware

from partnerships import access_querysets, permissions, querysets
from partnerships.record_keeping import PartnershipRegister
from reports import permissions as paper_permissions
from reports import querysets as paper_querysets
from savings import permissions as savings_permissions
from savings import querysets as savings_querysets
from sharedservices.core import querysets as core_querysets
from sharedservices.core.admin import SupportSite
from sharedservices.core.api.access import DenyByDefault
from sharedservices.core.decisions import Allowed
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


def seeing(queryset: Any, *routes: str) -> Mutant:
    return Mutant(f"{queryset.__name__} hides nothing", queryset, "visible_to", everything, routes)


def allowing(module: Any, name: str, *routes: str) -> Mutant:
    return Mutant(f"{module.__name__}.{name} allows all", module, name, allowed, routes)


MUTANTS = [
    seeing(querysets.PartnershipQuerySet, "partnerships:edit", "partnerships:export"),
    Mutant(
        "PartnershipQuerySet shows every partnership to every holder",
        querysets.PartnershipQuerySet,
        "visible_through",
        everything,
        ("partnerships:detail",),
    ),
    seeing(querysets.OrganisationQuerySet, "organisations:organisations-detail", "api-organisations-detail"),
    seeing(querysets.ImportBatchQuerySet, "imports:detail", "imports:apply"),
    seeing(access_querysets.ApiTokenQuerySet, "account:token-revoke", "account:tokens"),
    seeing(querysets.AgendaItemQuerySet, "partnerships:agenda-items-detail", "history[agendaitem]"),
    seeing(querysets.MembershipQuerySet, "partnerships:memberships-detail", "history[membership]"),
    seeing(querysets.DecisionQuerySet, "partnerships:decisions-detail", "history[decision]"),
    seeing(querysets.AwardQuerySet, "workstreams:awards-detail", "history[award]"),
    seeing(querysets.ContributionQuerySet, "partnerships:contributions-detail", "history[contribution]"),
    seeing(access_querysets.UserQuerySet, "people:detail", "people:list"),
    seeing(access_querysets.RoleGrantQuerySet, "people:end", "account:delegate"),
    seeing(access_querysets.InvitationQuerySet, "people:invitations", "people:withdraw"),
    seeing(work_querysets.WorkstreamQuerySet, "api-workstreams-detail", "workstreams:detail", "workstreams:update"),
    seeing(work_querysets.ProjectQuerySet, "api-projects-detail", "api-projects-list"),
    seeing(work_querysets.MilestoneQuerySet, "api-milestones-detail", "api-milestones-list"),
    seeing(work_querysets.RiskQuerySet, "api-risks-detail", "api-risks-list"),
    seeing(work_querysets.MeasureQuerySet, "api-measures-detail", "api-measures-list"),
    seeing(work_querysets.ReportingRoundQuerySet, "api-rounds-detail", "api-rounds-list"),
    seeing(savings_querysets.SavingsTargetQuerySet, "savings:savings-targets-detail", "history[savingstarget]"),
    seeing(paper_querysets.ReportQuerySet, "reports:detail", "api-reports-detail", "reports:list"),
    seeing(paper_querysets.SnapshotQuerySet, "api-papers-detail", "reports:paper", "reports:download[json]"),
    seeing(paper_querysets.RenditionQuerySet, "reports:download[pdf]", "reports:download[json]"),
    seeing(core_querysets.JobQuerySet, "job"),
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
    allowing(work_permissions, "can_update", "workstreams:update", "workstreams:revise"),
    allowing(work_permissions, "can_review", "workstreams:approve", "workstreams:return"),
    allowing(work_permissions, "can_appoint", "workstreams:appoint"),
    allowing(savings_permissions, "can_release", "savings:release", "savings:withdraw"),
    allowing(paper_permissions, "can_edit", "reports:edit"),
    allowing(paper_permissions, "can_compile", "reports:compile"),
    allowing(paper_permissions, "can_clear", "reports:move[cleared]"),
    allowing(paper_permissions, "can_publish", "reports:move[published]"),
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
# What the database hides although the portal forgot to: the portal's own lock taken out, and the table that has another
SECOND_LOCK = {
    "savingsclaim": savings_querysets.SavingsClaimQuerySet,
    "savingsline": savings_querysets.SavingsLineQuerySet,
    "progressupdate": work_querysets.ProgressUpdateQuerySet,
    "projectrating": work_querysets.ProjectRatingQuerySet,
}
