"""A small generated country: the same from the same seed, shaped like life, and whole."""

import hashlib
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from pytest_django import Settings

from partnerships.models import Membership, Organisation, Partnership, User
from reports.scale import loading, sharing
from reports.scale.plan import Plan
from reports.scale.size import Size
from reports.scale.tables import TABLES
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import as_owner
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import HistoryEvent, HistoryLink
from sharedservices.core.querysets import ScopedQuerySet
from tests.factories.partnerships import PartnershipFactory
from workstreams.models import Participation, ProgressUpdate, Project, Workstream

SMALL = {
    "councils": 14,
    "partnerships": 20,
    "workstreams": 160,
    "projects": 400,
    "claims": 3_000,
    "updates": 9_000,
    "seed": 7,
}
BY_THEIR_ROWS = {HistoryEvent, HistoryLink}  # seen by those who see what they tell of: core.history.seeing
SCOPED = [
    model
    for model in apps.get_models()
    if isinstance(model._default_manager.all(), ScopedQuerySet) and model not in BY_THEIR_ROWS
]


def generate(**changes: int) -> str:
    out = StringIO()
    call_command("generate_scale", stdout=out, **{**SMALL, **changes})
    return out.getvalue()


@pytest.fixture
def country(db: None, settings: Settings) -> str:
    settings.DEMO = True
    return generate()


def fingerprints() -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            name = table.model._meta.db_table
            cursor.execute(f"SELECT md5(string_agg(row::text, '|' ORDER BY id)) FROM {name} AS row")
            found[name] = cursor.fetchone()[0]
    return found


def digests(seed: int) -> dict[str, str]:
    plan, ids = Plan(Size(**{**SMALL, "seed": seed})), {table.model: 1 for table in TABLES}
    return {table.name: hashlib.md5("".join(loading.lines(table, plan, ids)).encode()).hexdigest() for table in TABLES}


def counted(queryset, by: str) -> list[int]:
    return [row["n"] for row in queryset.order_by().values(by).annotate(n=Count("pk"))]


def test_same_seed_fills_two_databases_alike(country: str):
    first = fingerprints()
    names = ", ".join(table.model._meta.db_table for table in TABLES)
    with as_owner(keep_history=False), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")

    generate()

    assert fingerprints() == first
    assert len(set(first.values())) == len(TABLES)


def test_another_seed_is_another_country():
    without_chance = {"organisations", "role grants"}

    again, other = digests(7), digests(8)

    assert digests(7) == again
    assert {table for table in again if again[table] == other[table]} == without_chance


def test_it_is_as_large_as_asked(country: str):
    asked = {
        Organisation: 14,
        Partnership: 20,
        Workstream: 160,
        Project: 400,
        SavingsLine: 3_000,
        ProgressUpdate: 9_000,
    }

    assert {model: model._default_manager.count() for model in asked} == asked
    assert [line.split()[-1] for line in country.splitlines()] == ["s"] * (len(TABLES) + 1)
    assert "savings lines" in country
    assert "3,000 rows" in country


def test_councils_share_in_as_many_partnerships_as_in_life(country: str):
    partnerships = counted(Membership.objects, "organisation")
    members = counted(Membership.objects, "partnership")
    workstreams = counted(Workstream.objects, "partnership")

    assert len(partnerships) == 14
    assert min(partnerships) >= 3
    assert max(partnerships) <= 12
    assert len(members) == 20
    assert min(members) >= 2
    assert min(workstreams) >= 2
    assert max(workstreams) <= 20


def test_sizes_are_skewed(country: str):
    for sizes in (counted(Project.objects, "workstream"), counted(SavingsLine.objects, "claim")):
        assert max(sizes) >= 3 * sorted(sizes)[len(sizes) // 2]


def test_updates_are_monthly(country: str):
    updates = Counter(ProgressUpdate.objects.values_list("workstream", flat=True))
    regular = ProgressUpdate.objects.exclude(workstream__in=[key for key, count in updates.items() if count > 240])

    assert regular.exists()
    assert not regular.exclude(as_of__regex=r"^\d{4}-\d{2}$").exists()
    assert ProgressUpdate.objects.drafts().exists()


def test_whoever_leads_claims_or_takes_part_is_a_member(country: str):
    joined = set(Membership.objects.values_list("partnership", "organisation"))

    assert set(Workstream.objects.values_list("partnership", "lead")) <= joined
    assert set(SavingsClaim.objects.values_list("partnership", "organisation")) <= joined
    assert set(SavingsLine.objects.values_list("claim__partnership", "organisation")) <= joined
    assert set(Participation.objects.values_list("project__workstream__partnership", "organisation")) <= joined


def test_every_row_would_pass_its_form(country: str):
    for table in TABLES:
        for row in table.model._default_manager.order_by("?")[:15]:
            row.full_clean()


def test_rows_added_afterwards_find_free_ids(country: str):
    partnership = PartnershipFactory()

    assert partnership.pk == 21


def test_generated_rows_join_what_is_there(db: None, settings: Settings):
    settings.DEMO = True
    there = PartnershipFactory()

    generate()

    assert Partnership.objects.get(slug="scale-partnership-0001").pk == there.pk + 1
    assert Partnership.objects.count() == 21


def test_generated_officer_sees_what_is_theirs_of_every_model(country: str):
    officer = User.objects.get(email="officer@council-003.invalid")
    mine = Partnership.objects.filter(memberships__organisation__users=officer).distinct()

    seen = {model: model._default_manager.visible_to(officer).order_by("pk").distinct() for model in SCOPED}

    assert all(len(rows) <= model._default_manager.count() for model, rows in seen.items())
    assert set(seen[Partnership]) == set(mine)
    assert set(seen[Workstream]) == set(Workstream.objects.filter(partnership__in=mine))
    for model in (Membership, Project, SavingsClaim, SavingsLine, ProgressUpdate):
        assert 0 < len(seen[model]) < model.objects.count()


def test_nothing_is_generated_twice(country: str):
    with pytest.raises(CommandError, match="generated programmes already"):
        generate()

    assert Partnership.objects.count() == 20


@pytest.mark.parametrize("options", [{}, {"yes": True}])
def test_database_with_programmes_is_refused_outside_the_demonstration(db: None, settings: Settings, options: dict):
    settings.DEMO = False
    PartnershipFactory()

    with pytest.raises(CommandError, match="only with --yes, on a database that holds no partnership"):
        call_command("generate_scale", **SMALL, **options)

    assert Partnership.objects.count() == 1


def test_empty_database_is_filled_outside_the_demonstration_when_asked(db: None, settings: Settings):
    settings.DEMO = False

    generate(yes=True)

    assert Partnership.objects.count() == 20


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"councils": 1}, "at least 2 councils"),
        ({"partnerships": 200}, "14 councils are too few for 200 partnerships"),
        ({"projects": -1}, "cannot be less than 0"),
        ({"workstreams": 401}, "401 workstreams do not fit: at this size there can be 40 to 400"),
        ({"updates": 160 * 1_040 + 1}, "166401 updates do not fit"),
        ({"claims": 100_000}, "100000 claim lines do not fit"),
    ],
)
def test_impossible_country_is_refused_in_words(db: None, settings: Settings, changes: dict[str, int], words: str):
    settings.DEMO = True

    with pytest.raises(CommandError, match=f"{words}.*Nothing was generated"):
        generate(**changes)

    assert not Organisation.objects.exists()


def test_country_without_projects_is_possible(db: None, settings: Settings):
    settings.DEMO = True

    generate(projects=0, claims=0, updates=0)

    assert Workstream.objects.count() == 160
    assert not Project.objects.exists()


def test_parts_keep_their_limits_and_add_up():
    parts = sharing.split(17, [100.0, 1.0, 1.0], least=1, most=[10, 20, 20], what="rows")

    assert parts[0] == 10
    assert sum(parts) == 17


def test_parts_that_cannot_add_up_are_refused():
    with pytest.raises(RuleViolation, match="there can be 3 to 6"):
        sharing.split(7, [1.0, 1.0, 1.0], least=1, most=[2, 2, 2], what="rows")
