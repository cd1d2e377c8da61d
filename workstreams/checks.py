"""What a record owes to the records beside it: `check(row)` raises `RuleViolation` before the row is saved.

The importer asks the same of its files (`workstreams.tables`), from the same functions of `partnerships.standing`,
`sharedservices.core.shares` and `sharedservices.core.circles`.
"""

from typing import Any

from partnerships import standing
from partnerships.checks import check_part, check_stay
from partnerships.models import Award, Organisation, Partnership
from sharedservices.core import shares
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers.circling import refuse_circle, refuse_way_round
from workstreams import rules
from workstreams.models import Allocation, Dependency, Milestone, Participation, Project, Workstream


def allocation_fits_the_award(allocation: Allocation) -> None:
    """Locks the award."""
    award = Award.objects.select_for_update().get(pk=allocation.award_id)
    beside = [*award.allocations.exclude(pk=allocation.pk), allocation]
    _refuse(shares.over(str(award), award.stated_amount, [row.stated_amount for row in beside]), "amount")
    _refuse(shares.overshared(str(award), [row.share for row in beside if row.share is not None]), "share")


def award_covers_its_allocations(award: Award) -> None:
    parts = [allocation.stated_amount for allocation in Allocation.objects.filter(award=award.pk)]
    _refuse(shares.over(str(award), award.stated_amount, parts), "amount")


def lead_is_a_member(workstream: Workstream) -> None:
    """Of an open workstream the lead stays, too."""
    if workstream.lead is None:
        return
    partnership, lead = workstream.partnership, workstream.lead
    check_part(partnership, lead, on=None, what="workstreams", fields=("lead", "lead"))
    if rules.is_open(workstream.status):
        check_stay(partnership, lead, ends=None, what="workstreams", field="lead")


def workstream_fits(workstream: Workstream) -> None:
    lead_is_a_member(workstream)
    carriers_stay(workstream)


def carrier_is_a_member(participation: Participation) -> None:
    """Others than members may take part in a project, but not lead or host it."""
    organisation, project = participation.organisation, participation.project
    if organisation is None or participation.role not in rules.CARRIERS:
        return
    partnership, fields = project.workstream.partnership, ("organisation", "begins")
    check_part(partnership, organisation, on=participation.begins, what="participations", fields=fields)
    if rules.is_open(project.stage) and rules.is_open(project.workstream.status):
        ends = participation.ends or project.end
        check_stay(partnership, organisation, ends=ends, what="participations", field="organisation")


def carriers_stay(row: Project | Workstream) -> None:
    """Asked when a project or workstream is opened again: who leads or hosts its projects has not left meanwhile."""
    name = "stage" if isinstance(row, Project) else "status"
    before = type(row)._default_manager.filter(pk=row.pk).values_list(name, flat=True).first()
    if before is None or rules.is_open(before) or not rules.is_open(getattr(row, name)):
        return
    within = {"project": row} if isinstance(row, Project) else {"project__workstream": row}
    parts = Participation.objects.filter(**within, role__in=rules.CARRIERS, organisation__isnull=False)
    for part in parts.select_related("organisation", "project__workstream__partnership"):
        project = row if isinstance(row, Project) else part.project
        goes_on = rules.is_open(project.workstream.status if project is row else project.stage)
        if part.organisation and goes_on:
            partnership, ends = project.workstream.partnership, part.ends or project.end
            check_stay(partnership, part.organisation, ends=ends, what="participations", field=name)


def what_it_carries(
    *, partnership: Partnership, organisation: Organisation, left: FuzzyDate | None, **_sender: Any
) -> list[str]:
    """Answers `partnerships.checks.departing`: the open workstreams and projects of one who leaves."""
    led = Workstream.objects.filter(partnership=partnership, lead=organisation).order_by("order", "name", "pk")
    parts = Participation.objects.filter(
        project__workstream__partnership=partnership, organisation=organisation, role__in=rules.CARRIERS
    ).select_related("project__workstream")
    carried = [
        part
        for part in parts.order_by("project__name", "pk")
        if rules.is_open(part.project.stage)
        and rules.is_open(part.project.workstream.status)
        and standing.outlasts(part.ends or part.project.end, left)
    ]
    return [
        *(standing.DUTIES["workstream"].format(row) for row in led if rules.is_open(row.status)),
        *(standing.DUTIES[part.role].format(part.project) for part in carried),
    ]


def milestone_waits_for_no_later_one(milestone: Milestone) -> None:
    refuse_circle(milestone, "depends_on", "waits for")


def project_is_not_needed_by_what_it_needs(dependency: Dependency) -> None:
    def above(pk: int) -> list[int]:
        beside = Dependency.objects.filter(project=pk).exclude(pk=dependency.pk)
        added = [dependency.needs_id] if pk == dependency.project_id else []
        return [*added, *beside.values_list("needs", flat=True)]

    refuse_way_round(Project, dependency.project_id, above, field="needs", link="needs")


def _refuse(fault: str, field: str) -> None:
    if fault:
        raise RuleViolation(fault, field=field)
