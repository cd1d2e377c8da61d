"""The compendium as its page shows it: published examples, then the projects of the portal's own partnerships."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from savings.models import CompendiumEntry, SavingsLine
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import NOT_STATED, shown
from workstreams.models import Participation, Project

FIGURES = ("achieved", "identified", "forecast")
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ENTRY_COLUMNS = ("Name", "Partners", "Service", "Kind and model of delivery", "Saving", "Source")
PROJECT_COLUMNS = ("Name", "Partners", "Service", "Kind and legal form", "Stage", "Saving", "Source")


@dataclass(frozen=True)
class Shared:
    """A row in finished words, a line for each thing said; `link` is what of it is on this portal."""

    name: str
    url: str
    cells: list[list[str]]
    source: str = ""
    link: str = ""
    link_url: str = ""


class Parts:
    """Two querysets as one list to page through: the second begins where the first ends."""

    def __init__(self, entries: Any, projects: Any) -> None:
        self.entries, self.projects = entries, projects
        self.counts = (entries.count(), projects.count())

    def count(self) -> int:
        return sum(self.counts)

    def __getitem__(self, wanted: slice) -> tuple[list[CompendiumEntry], list[Project]]:
        start, stop = wanted.start, min(wanted.stop, self.count())
        first = self.counts[0]
        entries = list(self.entries[start : min(stop, first)]) if start < first else []
        projects = list(self.projects[max(start - first, 0) : stop - first]) if stop > first else []
        return entries, projects


def of_entry(entry: CompendiumEntry, url: str) -> Shared:
    """Reads the partnership: None where the reader does not see it."""
    partnership = entry.partnership
    return Shared(
        name=entry.name,
        url=url,
        cells=[
            [entry.partners],
            [entry.service],
            _stated(
                entry.kind and entry.get_kind_display(), entry.delivery_model and entry.get_delivery_model_display()
            ),
            _saving_of_entry(entry),
        ],
        source=entry.source,
        link=f"On this portal: {partnership.short_name}" if partnership else "",
        link_url=partnership.get_absolute_url() if partnership else "",
    )


def of_project(project: Any) -> Shared:
    """Reads the prefetched participations, and `told_claims` with their `told_lines`."""
    workstream = project.workstream
    service = [workstream.name, *([workstream.theme.name] if workstream.theme else [])]
    return Shared(
        name=project.name,
        url=workstream.get_absolute_url(),
        cells=[
            partners(project.participations.all()),
            list(dict.fromkeys(service)),
            _stated(
                project.kind and project.get_kind_display(), project.legal_form and project.get_legal_form_display()
            ),
            _stated(project.stage and project.get_stage_display()),
            [saving(claim) for claim in project.told_claims] or [NOT_STATED],
        ],
        link=f"{workstream.partnership.short_name}: {workstream.name}",
        link_url=workstream.get_absolute_url(),
    )


def partners(parts: Iterable[Participation]) -> list[str]:
    """Who takes part, with the role of those who do more or less than that; who withdrew is left out."""
    staying = [part for part in parts if part.role != Participation.Role.WITHDRAWN]
    return [_partner(part) for part in staying] or [NOT_STATED]


def _partner(part: Participation) -> str:
    count = part.unnamed or 0
    name = str(part.organisation) if part.organisation else f"{counted(count)} not named"
    return name if part.role == Participation.Role.PARTICIPANT else f"{name} ({part.get_role_display().lower()})"


def counted(count: int) -> str:
    return NUMBERS[count].capitalize() if count < len(NUMBERS) else str(count)


def saving(claim: Any) -> str:
    """One claim's figures: its type and maturity, then what is achieved, identified and forecast. Claims are never
    added to each other, so no two types are."""
    maturity = claim.get_maturity_display().lower() if claim.maturity else "maturity not stated"
    lines = claim.told_lines
    figures = [text for name in FIGURES for text in _figures(lines, name, claim.maturity)]
    return f"{claim.get_kind_display()}, {maturity}: {'; '.join(figures) or 'amount not stated'}"


def _figures(lines: list[SavingsLine], name: str, maturity: str) -> list[str]:
    """Financial years are added to each other; any other period stands by itself."""
    groups: dict[str, list[SavingsLine]] = defaultdict(list)
    for line in lines:
        if getattr(line, name) is not None:
            groups["" if line.period.is_financial_year else line.period.text].append(line)
    label = "" if name == maturity else f"{name} "
    return [f"{label}{_total(group, name)}, {_span([line.period for line in group])}" for group in groups.values()]


def _total(lines: list[SavingsLine], name: str) -> str:
    return words.total(getattr(line, f"stated_{name}") for line in lines)


def _span(periods: list[FuzzyDate]) -> str:
    first, last = min(periods), max(periods)
    return first.words if first.text == last.text else f"{first.words} to {last.words}"


def _saving_of_entry(entry: CompendiumEntry) -> list[str]:
    amount = entry.saving_words or shown(entry.stated_saving)
    maturity = [entry.get_maturity_display()] if entry.maturity else []
    return [amount, *maturity, *([entry.period.words] if entry.period else [])]


def _stated(*words_of_it: str) -> list[str]:
    return [text for text in words_of_it if text] or [NOT_STATED]
