"""Twelve kinds of tampering, each at ten places, by an owner who knows the tables: every one is found and named."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from reports import verifying
from reports.models import Rendition, Snapshot, rendition_storage
from reports.snapshots import digest
from sharedservices.core.history import sql
from sharedservices.core.history.models import HistoryEvent, HistoryLink
from sharedservices.core.history.verifying import Finding, Head
from tests.history.keeping import EVENTS, LINKS, commit, findings, head_of, run, undone, unprotected
from tests.world import World
from workstreams.models import Workstream

WORKSTREAM = Workstream._meta.db_table
PLACES, CHANGES = 10, 24
RESEAL = f"""
UPDATE {LINKS} l SET before = told.last, sha256 = {{hash}} FROM (
  SELECT p.id,
    coalesce((SELECT q.sha256 FROM {LINKS} q WHERE q.chain = p.chain AND q.number = p.number - 1), '') AS last,
    (SELECT {sql.TOLD} FROM {EVENTS} e WHERE e.transaction = p.transaction AND e.partnership = p.chain) AS told
  FROM {LINKS} p WHERE p.chain = %s AND p.number = %s
) told WHERE l.id = told.id
""".format(
    hash=sql.LINK.format(
        chain="l.chain",
        transaction="l.transaction",
        number="l.number",
        at="l.at",
        events="l.events",
        before="told.last",
        told="told.told",
    )
)


@dataclass(frozen=True)
class Record:
    """The chain of the Rivers with `CHANGES` links of changes, and the head that a paper would hold."""

    chain: int
    head: Head
    workstream: Workstream
    snapshots: list[Snapshot]

    def link(self, dice: Random, spare: int = 1) -> int:
        """A link of the changes, with at least `spare` behind it."""
        return dice.randint(self.head.number - CHANGES + 1, self.head.number - spare)

    def event(self, number: int) -> HistoryEvent:
        link = HistoryLink.objects.get(chain=self.chain, number=number)
        return HistoryEvent.objects.get(transaction=link.transaction, partnership=self.chain, table=WORKSTREAM)


@pytest.fixture
def record(world: World) -> Record:
    snapshots = [_frozen(world, number) for number in range(1, PLACES + 1)]
    commit()
    for count in range(CHANGES):
        Workstream.objects.filter(pk=world.waste.pk).update(note=f"Note {count}")
        commit()
    return Record(world.rivers.pk, head_of(world.rivers.pk), world.waste, snapshots)


def _frozen(world: World, number: int) -> Snapshot:
    content = f"Version {number}".encode()
    report, text = world.report, "{}"
    snapshot = Snapshot.objects.create(
        report=report,
        number=number,
        title=report.title,
        meeting_date=report.meeting_date,
        content=text,
        sha256=digest(text),
        created_at=timezone.now(),
    )
    Rendition.objects.create(
        snapshot=snapshot,
        format=Rendition.Format.JSON,
        file=rendition_storage().save(f"aa/{number}.json", ContentFile(content)),
        sha256=digest(content.decode()),
        size=len(content),
        created_at=timezone.now(),
    )
    return snapshot


Named = tuple[int | None, str, int | None]
Tamper = Callable[[Record, Random], Named]


def edited(record: Record, dice: Random) -> Named:
    number = record.link(dice)
    with unprotected(EVENTS):
        run(f'UPDATE {EVENTS} SET after = after || \'{{"note": "x"}}\' WHERE id = %s', [record.event(number).pk])
    return number, "", None


def deleted(record: Record, dice: Random) -> Named:
    number = record.link(dice)
    with unprotected(EVENTS):
        run(f"DELETE FROM {EVENTS} WHERE id = %s", [record.event(number).pk])
    return number, "", None


def inserted(record: Record, dice: Random) -> Named:
    number = record.link(dice)
    with unprotected(EVENTS):
        run(
            f"INSERT INTO {EVENTS} ({sql.EVENT_COLUMNS}) SELECT {sql.EVENT_COLUMNS} FROM {EVENTS} WHERE id = %s",
            [record.event(number).pk],
        )
    return number, "", None


def reordered(record: Record, dice: Random) -> Named:
    number = record.link(dice, spare=2)
    one, other = record.event(number), record.event(number + 1)
    with unprotected(EVENTS):
        for event, course in ((one, other.transaction), (other, one.transaction)):
            run(f"UPDATE {EVENTS} SET transaction = %s WHERE id = %s", [course, event.pk])
    return number, "", None


def cut_off(record: Record, dice: Random) -> Named:
    _cut(record, record.link(dice))
    return record.head.number, "", None


def _cut(record: Record, number: int) -> None:
    """Everything behind a link goes, in the chain and from the row that it tells of."""
    note = (record.event(number).after or {})["note"]
    with unprotected(EVENTS, LINKS, WORKSTREAM):
        run(
            f"DELETE FROM {EVENTS} e USING {LINKS} l WHERE l.transaction = e.transaction AND l.chain = e.partnership "
            "AND l.chain = %s AND l.number > %s",
            [record.chain, number],
        )
        run(f"DELETE FROM {LINKS} WHERE chain = %s AND number > %s", [record.chain, number])
        run(f"UPDATE {WORKSTREAM} SET note = %s WHERE id = %s", [note, record.workstream.pk])


def emptied(record: Record, dice: Random) -> Named:
    tables = dice.choice([[EVENTS], [EVENTS, LINKS]])
    with unprotected(*tables):
        run(f"TRUNCATE {', '.join(tables)}")
    return None, WORKSTREAM, record.workstream.pk


def file_swapped(record: Record, dice: Random) -> Named:
    rendition = record.snapshots.pop(dice.randrange(len(record.snapshots))).renditions.get()
    with rendition.file.storage.open(rendition.file.name, "wb") as file:
        file.write(b"Another paper")
    return None, Rendition._meta.db_table, rendition.pk


def backdated(record: Record, dice: Random) -> Named:
    number = record.link(dice)
    with unprotected(EVENTS, LINKS):
        if dice.random() < 0.5:
            run(f"UPDATE {EVENTS} SET at = at - interval '3 days' WHERE id = %s", [record.event(number).pk])
        else:
            where = [record.chain, number]
            run(f"UPDATE {LINKS} SET at = at - interval '3 days' WHERE chain = %s AND number = %s", where)
    return number, "", None


def changed_unseen(record: Record, dice: Random) -> Named:
    column = dice.choice(["name", "note", "purpose", "scope", "lead_office", "stage"])
    with unprotected(WORKSTREAM):
        run(f"UPDATE {WORKSTREAM} SET {column} = 'pilot' WHERE id = %s", [record.workstream.pk])
    return None, WORKSTREAM, record.workstream.pk


def restored(record: Record, dice: Random) -> Named:
    """An old backup, in which the portal then went on: its chain is whole and longer than the head that was kept."""
    _cut(record, record.link(dice))
    for count in range(CHANGES):
        Workstream.objects.filter(pk=record.workstream.pk).update(note=f"Another note {count}")
        commit()
    return record.head.number, "", None


def rewritten(record: Record, dice: Random) -> Named:
    """One event and every hash after it, as the triggers would have written them."""
    number = record.link(dice)
    with unprotected(EVENTS, LINKS):
        run(f"UPDATE {EVENTS} SET reason = 'Agreed' WHERE id = %s", [record.event(number).pk])
        for later in range(number, record.head.number + 1):
            run(RESEAL, [record.chain, later])
    return record.head.number, "", None


KINDS: list[Tamper] = [
    edited,
    deleted,
    inserted,
    reordered,
    cut_off,
    emptied,
    file_swapped,
    backdated,
    changed_unseen,
    restored,
    rewritten,
]
ONLY_BY_A_HEAD = {cut_off, restored, rewritten}


def all_findings(*heads: Head) -> list[Finding]:
    return [*findings(*heads), *verifying.papers()]


def test_nothing_is_found_where_nothing_was_tampered_with(record: Record) -> None:
    assert all_findings(record.head) == []


@pytest.mark.parametrize("tamper", KINDS, ids=lambda one: one.__name__)
def test_every_tampering_is_found_and_named(record: Record, tamper: Tamper) -> None:
    dice, named = Random(tamper.__name__), 0

    for _ in range(PLACES):
        with undone():
            link, table, row = tamper(record, dice)
            found = all_findings(record.head)
            named += any((one.link, one.table, one.row) == (link, table, row) for one in found)
            if tamper in ONLY_BY_A_HEAD:
                assert all_findings() == []

    assert named == PLACES


def test_a_head_that_was_changed_is_found(record: Record) -> None:
    dice, named = Random("head"), 0

    for _ in range(PLACES):
        place = dice.randrange(64)
        other = "0" if record.head.sha256[place] != "0" else "1"
        sha256 = record.head.sha256[:place] + other + record.head.sha256[place + 1 :]
        found = findings(Head(record.chain, record.head.number, sha256, "A paper"))
        named += [one.link for one in found] == [record.head.number]

    assert named == PLACES
