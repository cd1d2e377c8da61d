"""Where each workstream of a partnership stands on a day: its newest updates and its next milestone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from partnerships.models import Partnership
from workstreams import rules
from workstreams.models import Milestone, ProgressUpdate, ReportingRound, Workstream

HEADINGS = {
    Workstream.Status.ACTIVE.value: "Active workstreams",
    Workstream.Status.FURTHER.value: "Further work",
    Workstream.Status.IDEA.value: "Shared ideas",
    Workstream.Status.CLOSED.value: "Closed workstreams",
}


@dataclass(frozen=True)
class Overview:
    workstream: Workstream
    update: ProgressUpdate | None
    before: ProgressUpdate | None
    next_milestone: Milestone | None
    late_milestones: int

    @property
    def overall(self) -> rules.Rag:
        return self.update.overall if self.update else rules.Rag.NOT_RATED

    @property
    def direction(self) -> rules.Direction:
        return rules.direction(self.before.overall if self.before else None, self.overall)


def of_partnership(partnership: Partnership, *, user: Any, on: date) -> list[Overview]:
    """Three queries: workstreams, their two newest submitted updates, their milestones."""
    workstreams = Workstream.objects.visible_to(user).filter(partnership=partnership).open().for_table()
    updates: dict[int, list[ProgressUpdate]] = defaultdict(list)
    visible = ProgressUpdate.objects.visible_to(user).submitted()
    for update in visible.filter(workstream__partnership=partnership).until(on).latest_each(2):
        updates[update.workstream_id].append(update)
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.visible_to(user).filter(workstream__partnership=partnership).for_table():
        milestones[milestone.workstream_id].append(milestone)
    return [_overview(workstream, updates[workstream.pk], milestones[workstream.pk], on) for workstream in workstreams]


def _overview(workstream: Workstream, updates: list[ProgressUpdate], milestones: list[Milestone], on: date) -> Overview:
    newest, before = [*updates, None, None][:2]
    timings = [(milestone.timing(on=on), milestone) for milestone in milestones]
    due = [milestone for timing, milestone in timings if timing in (rules.Timing.DUE, rules.Timing.UNDER_WAY)]
    late = sum(timing is rules.Timing.LATE for timing, _ in timings)
    return Overview(workstream, newest, before, due[0] if due else None, late)


@dataclass(frozen=True)
class Report:
    """What a workstream has written for a round."""

    workstream: Workstream
    update: ProgressUpdate | None
    progress: rules.Progress


def of_round(reporting: ReportingRound, *, user: Any) -> list[Report]:
    """Three queries: the workstreams, what this user may see of their updates of the period, its project ratings."""
    period = (reporting.period_earliest, reporting.period_latest)
    written: dict[int, list[ProgressUpdate]] = defaultdict(list)
    visible = ProgressUpdate.objects.visible_to(user).filter(workstream__partnership=reporting.partnership_id)
    for update in visible.within(*period).newest_first():
        written[update.workstream_id].append(update)
    workstreams = Workstream.objects.visible_to(user).filter(partnership=reporting.partnership_id).open().for_table()
    return [_report(workstream, written[workstream.pk]) for workstream in workstreams]


def _report(workstream: Workstream, updates: list[ProgressUpdate]) -> Report:
    by_progress = {rules.progress([rules.UpdateState(update.state)]): update for update in reversed(updates)}
    progress = rules.progress(rules.UpdateState(update.state) for update in updates)
    return Report(workstream, by_progress.get(progress), progress)


def grouped(rows: list[Overview]) -> list[tuple[str, list[Overview]]]:
    """Rows under the words of their status, in the order they come: active, further work, ideas."""
    return [(HEADINGS[status], list(group)) for status, group in groupby(rows, key=lambda row: row.workstream.status)]
