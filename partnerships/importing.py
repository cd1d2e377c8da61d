"""Brings organisations in from the public register of local authorities: one CSV file, a row for each authority.

The register says who an authority is (codes, kind, dates, county, successors). Where it is silent, what the portal
knows stays. Names of organisations that the portal knows stay too, unless asked for: the register's lag behind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from partnerships.models import Organisation
from sharedservices.core.programme.problems import Problem, did_you_mean, shortened
from sharedservices.core.programme.reading import Reading, read_csv

Kind = Organisation.Kind
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
KINDS = {
    "CTY": Kind.COUNTY,
    "NMD": Kind.DISTRICT,
    "UA": Kind.UNITARY,
    "LBO": Kind.LONDON_BOROUGH,
    "CC": Kind.LONDON_BOROUGH,  # the City of London
    "MD": Kind.METROPOLITAN,
    "COMB": Kind.REGIONAL,
    "SRA": Kind.REGIONAL,
    "WPA": Kind.UNITARY,
    "SCO": Kind.UNITARY,
    "NID": Kind.UNITARY,
}
CODE, NAME, SHORT_NAME, GSS, TYPE = (
    "local-authority-code",
    "official-name",
    "nice-name",
    "gss-code",
    "local-authority-type",
)
BEGINS, ENDS, SUCCESSORS, REGION, COUNTY = "start-date", "end-date", "replaced-by", "region", "county-la"
NEEDED = (CODE, NAME, SHORT_NAME, GSS, TYPE)
NAMES = {"name": NAME, "short_name": SHORT_NAME}
FACTS = {"authority_code": CODE, "gss_code": GSS, "region": REGION, "founded": BEGINS, "abolished": ENDS}
COLUMNS = {**NAMES, **FACTS, "kind": TYPE, "slug": SHORT_NAME}


@dataclass
class Outcome:
    """What an import did or, in a dry run, would have done. Remarks tell what the register does not settle."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    loaded: bool = False


@dataclass
class Row:
    number: int
    cells: dict[str, str]
    organisation: Organisation
    before: dict[str, Any]
    successors: list[Organisation] | None = None

    @property
    def state(self) -> str:
        if self.organisation._state.adding:
            return NEW
        return UNCHANGED if self.successors is None and self.before == _facts(self.organisation) else CHANGED


def load(path: Path, *, rename: bool = False, dry_run: bool = False) -> Outcome:
    """All of the file, or everything that is wrong with it. Locks the organisations; a dry run takes its work back."""
    with transaction.atomic():
        register = _Register(path.name, rename=rename)
        rows = register.read(path)
        if register.outcome.problems:
            transaction.set_rollback(True)
            return register.outcome
        _write(rows, register.outcome.counts)
        transaction.set_rollback(dry_run)
    register.outcome.loaded = not dry_run
    return register.outcome


def _write(rows: list[Row], counts: Counter[str]) -> None:
    """Counties before their districts, successors last; GSS codes are let go first, so that they may move."""
    states = [(row, row.state) for row in sorted(rows, key=lambda row: row.organisation.kind != Kind.COUNTY)]
    moving = [
        row.organisation.pk for row, state in states if state == CHANGED and row.before["gss_code"] != row.cells[GSS]
    ]
    Organisation.objects.filter(pk__in=moving).update(gss_code="")
    for row, state in states:
        counts[state] += 1
        if state != UNCHANGED:
            row.organisation.save()
    for row in rows:
        if row.successors is not None:
            row.organisation.successors.set(row.successors)


class _Register:
    """Reads the rows against the organisations of the portal, collecting every fault."""

    def __init__(self, name: str, *, rename: bool) -> None:
        self.name, self.rename = name, rename
        self.outcome = Outcome()
        self.by_code: dict[str, list[Organisation]] = defaultdict(list)
        self.by_gss: dict[str, Organisation] = {}
        self.slugs: set[str] = set()
        locked = Organisation.objects.select_for_update().order_by("pk")
        for organisation in locked.prefetch_related("successors"):
            self.slugs.add(organisation.slug)
            if organisation.authority_code:
                self.by_code[organisation.authority_code].append(organisation)
            if organisation.gss_code:
                self.by_gss[organisation.gss_code] = organisation

    def read(self, path: Path) -> list[Row]:
        records = list(self._records(path))
        self.codes = {cells[CODE]: cells for _, cells in records}
        self.used: dict[tuple[str, str], int] = {}
        rows = [row for number, cells in records if (row := self._row(number, cells))]
        self.in_file = {row.cells[CODE]: row.organisation for row in rows}
        for row in rows:
            self._link(row)
        self.outcome.problems.sort(key=lambda problem: problem.row or 0)
        return rows

    def _records(self, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
        reading = Reading()
        if path.is_file():
            reading.add("register", read_csv(path))
        else:
            self._report(None, "", str(path), "This file does not exist.")
        for problem in reading.problems:
            self._report(problem.row, problem.column.replace("_", "-"), problem.value, problem.message)
        for sheet in reading.sheets:
            header = [name.replace("_", "-") for name in sheet.header]
            missing = [name for name in NEEDED if name not in header]
            for name in missing if header else ():
                self._report(1, name, "", f"The column “{name}” is missing.{did_you_mean(name, header)}")
            if not missing:
                yield from ((number, dict(zip(header, texts, strict=True))) for number, texts in sheet.rows)

    def _row(self, number: int, cells: dict[str, str]) -> Row | None:
        """The row with its organisation, known or new; nothing when it cannot be told which that is."""
        told = len(self.outcome.problems)
        if not cells[CODE]:
            self._report(number, CODE, "", "The local authority code is empty. Every row needs one.")
        if cells[TYPE] not in KINDS:
            self._report(number, TYPE, cells[TYPE], f"This is not one of: {', '.join(KINDS)}.")
        for column in (CODE, GSS):
            first = self.used.setdefault((column, cells[column]), number)
            if cells[column] and first != number:
                self._report(number, column, cells[column], f"Row {first} has the same. Keep one of the two rows.")
        known = self._known(number, cells)
        if told != len(self.outcome.problems):
            return None
        organisation = known or Organisation(slug=self._new_slug(cells))
        row = Row(number, cells, organisation, _facts(organisation))
        self._fill(row)
        return row

    def _known(self, number: int, cells: dict[str, str]) -> Organisation | None:
        """By code, else by GSS code; one that another row gives a GSS code is that row's."""
        found = self.by_code.get(cells[CODE], [])
        if len(found) > 1:
            names = " and ".join(organisation.slug for organisation in found)
            self._report(number, CODE, cells[CODE], f"In the portal {names} have this code. Correct one of them.")
        holder = self.by_gss.get(cells[GSS])
        moves = holder is not None and bool(self.codes.get(holder.authority_code, {}).get(GSS))
        if found and holder and holder != found[0] and not moves:
            message = f"In the portal this code belongs to {holder.slug}, the local authority code to {found[0].slug}."
            self._report(number, GSS, cells[GSS], message)
        return found[0] if found else None if moves else holder

    def _new_slug(self, cells: dict[str, str]) -> str:
        slug = slugify(cells[SHORT_NAME])[:50].strip("-")
        slug = slug if slug not in self.slugs else f"{slug}-{slugify(cells[CODE])}"
        self.slugs.add(slug)
        return slug

    def _fill(self, row: Row) -> None:
        organisation, is_new = row.organisation, row.organisation._state.adding
        columns = {**FACTS, **(NAMES if is_new or self.rename else {})}
        for attribute, column in columns.items():
            if row.cells.get(column) or is_new:
                setattr(organisation, attribute, row.cells.get(column, ""))
        organisation.kind = KINDS[row.cells[TYPE]]
        if organisation.name != row.cells[NAME] and row.cells[NAME]:
            self.outcome.remarks.append(f"{organisation.slug} keeps its name; the register has “{row.cells[NAME]}”.")
        fields = {item.name for item in organisation._meta.get_fields()}
        try:
            organisation.clean_fields(exclude=fields - set(columns) - {"slug", "kind"})
        except ValidationError as error:
            for attribute, messages in error.message_dict.items():
                column = COLUMNS[attribute]
                self._report(row.number, column, row.cells.get(column, ""), " ".join(messages))
        else:
            self._check_dates(row)

    def _check_dates(self, row: Row) -> None:
        begins, ends = row.organisation.founded, row.organisation.abolished
        if begins and ends and ends.latest < begins.earliest:
            self._report(row.number, ENDS, row.cells.get(ENDS, ""), f"It ends before it begins, on {begins}.")

    def _link(self, row: Row) -> None:
        """Its county, where it is a district, and who took over."""
        code, organisation = row.cells.get(COUNTY, ""), row.organisation
        if code == row.cells[CODE] and organisation.kind == Kind.DISTRICT:
            self.outcome.remarks.append(f"{organisation.slug} is its own county in the register: its county stays.")
        elif code and organisation.kind == Kind.DISTRICT:
            county = self._named(row, COUNTY, code)
            if county and county.kind == Kind.COUNTY:
                organisation.county = county
        codes = re.findall(r"[^\s,;]+", row.cells.get(SUCCESSORS, ""))
        successors = [named for code in codes if (named := self._named(row, SUCCESSORS, code))]
        if organisation in successors:
            self._report(row.number, SUCCESSORS, row.cells[SUCCESSORS], "An authority cannot replace itself.")
        if codes and not _is_replaced_by(organisation, successors):
            row.successors = successors

    def _named(self, row: Row, column: str, code: str) -> Organisation | None:
        found = self.in_file.get(code) or next(iter(self.by_code.get(code, [])), None)
        if found is None and code not in self.codes:
            hint = did_you_mean(code, [*self.codes, *self.by_code])
            self._report(row.number, column, code, f"No authority of this file or the portal has this code.{hint}")
        return found

    def _report(self, number: int | None, column: str, value: str, message: str) -> None:
        self.outcome.problems.append(Problem(self.name, number, column, shortened(value), message))


def _is_replaced_by(organisation: Organisation, successors: list[Organisation]) -> bool:
    if organisation._state.adding:
        return False
    return {successor.pk for successor in successors} == {known.pk for known in organisation.successors.all()}


def _facts(organisation: Organisation) -> dict[str, Any]:
    """What the register may change, as it is now. A new county has no key yet and is its own self."""
    facts = {name: getattr(organisation, name) for name in (*NAMES, *FACTS, "kind")}
    return facts | {"county": organisation.county_id or organisation.county}
