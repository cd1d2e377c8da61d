"""Where each workstream of a partnership stands on a day: its newest updates and its next milestone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from partnerships.models import Partnership
from workstreams import rules
from workstreams.models import Milestone, ProgressUpdate, Workstream

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


def grouped(rows: list[Overview]) -> list[tuple[str, list[Overview]]]:
    """Rows under the words of their status, in the order they come: active, further work, ideas."""
    return [(HEADINGS[status], list(group)) for status, group in groupby(rows, key=lambda row: row.workstream.status)]
