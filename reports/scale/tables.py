"""Every generated table, in the order of its references: its columns, and who yields their values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from partnerships.models import Membership, Organisation, Partnership, RoleGrant, User
from reports.scale import money, people, work
from reports.scale.ids import Ids
from reports.scale.plan import Plan
from savings.models import SavingsClaim, SavingsLine
from workstreams.models import Milestone, Participation, ProgressUpdate, Project, Workstream


@dataclass(frozen=True)
class Table:
    """Columns that are not named get their field's default."""

    model: type[Model]
    columns: str
    rows: Callable[[Plan, Ids], Iterator[tuple[Any, ...]]]

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)


TABLES = (
    Table(Organisation, "slug name short_name kind gss_code county_id region", people.organisations),
    Table(Partnership, "slug name acronym purpose formed legal_form", people.partnerships),
    Table(Membership, "partnership_id organisation_id role joined", people.memberships),
    Table(User, "email name password organisation_id", people.users),
    Table(RoleGrant, "user_id role partnership_id organisation_id valid_from", people.grants),
    Table(Workstream, "partnership_id slug name lead_id lead_office stage status order", work.workstreams),
    Table(Project, "workstream_id slug name kind stage start order", work.projects),
    Table(Participation, "project_id organisation_id role", work.participations),
    Table(Milestone, "workstream_id project_id slug title baseline forecast actual", work.milestones),
    Table(
        SavingsClaim,
        "partnership_id slug title workstream_id project_id organisation_id kind maturity recurrence status "
        "baseline method",
        money.claims,
    ),
    Table(SavingsLine, "claim_id organisation_id period forecast identified achieved", money.lines),
    Table(
        ProgressUpdate,
        "workstream_id as_of narrative rag_time rag_cost rag_delivery rag_benefits rag_reason state submitted_at",
        work.updates,
    ),
)
