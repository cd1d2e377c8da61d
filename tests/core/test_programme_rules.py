"""The check constraints as Python answers them, held against the database's own answers."""

from decimal import Decimal
from itertools import product

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q

from partnerships.models import Membership, Organisation, Partnership
from savings.models import SavingsLine
from sharedservices.core.dates import FuzzyDate
from sharedservices.core.programme import rules
from sharedservices.core.programme.tables import programme
from workstreams.models import Milestone, ProgressUpdate, Project, Workstream

DATES = [None, *map(FuzzyDate.parse, ["2011", "2011-09-20", "2011/12", "by 2014-03", "2009-Q1"])]
PARTNERSHIP = Partnership(pk=1)


def rows():
    for joined, left in product(DATES, DATES):
        yield Membership(partnership=PARTNERSHIP, joined=joined, left=left)
    for baseline, actual in product(DATES[:2], DATES[:2]):
        yield Milestone(baseline=baseline, actual=actual)
    for amount in [None, Decimal(0), Decimal("-0.01"), Decimal("999999999999.99")]:
        yield SavingsLine(forecast=amount)
    for scale, rating in product(["three", "five"], ["", "red", "amber_red"]):
        yield ProgressUpdate(rag_scale=scale, rag_cost=rating, narrative="x")
    for state, narrative in product(["draft", "submitted"], ["", "Words"]):
        yield ProgressUpdate(state=state, narrative=narrative)


def database_allows(constraint: CheckConstraint, row: Model) -> bool:
    try:
        constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
def test_python_and_the_database_agree():
    compared = 0
    for row in rows():
        broken = {constraint.name for constraint, _ in rules.violations(row)}
        for constraint in row._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                compared += 1
                assert (constraint.name not in broken) is database_allows(constraint, row), (
                    constraint.name,
                    vars(row),
                )
    assert compared > 60


def test_every_check_of_the_imported_tables_is_understood():
    """None is left to the database, whose refusal names one row only."""
    for table in programme().tables:
        for constraint in table.model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                rules.holds(constraint.condition, table.model())


def test_the_field_to_blame_is_the_one_that_breaks_the_rule():
    update = ProgressUpdate(rag_scale="three", rag_time="green", rag_cost="amber_red")

    [(_, fields)] = rules.violations(update)

    assert fields == {"rag_scale", "rag_cost"}


def test_a_generated_field_is_blamed_on_its_source():
    [(_, fields)] = rules.violations(
        Membership(partnership=PARTNERSHIP, joined=FuzzyDate.parse("2011"), left=FuzzyDate.parse("2010"))
    )

    assert fields == {"joined", "left"}


def test_a_row_not_yet_written_counts_as_there():
    project = Project(workstream=Workstream(partnership=PARTNERSHIP))
    participation = apps.get_model("workstreams", "Participation")(project=project, organisation=Organisation())

    assert not list(rules.violations(participation))


@pytest.mark.parametrize("condition", [Q(name__startswith="x"), Q(order=F("order") + 1), Q(name="a") ^ Q(name="b")])
def test_what_is_not_understood_is_left_to_the_database(condition, monkeypatch):
    constraint = CheckConstraint(name="odd", condition=condition)
    monkeypatch.setattr(Workstream._meta, "constraints", [constraint])

    assert not list(rules.violations(Workstream(name="y", order=1)))
