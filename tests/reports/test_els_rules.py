"""What the East London Solutions paper says of rules, reasons and scope, as it stands after the import."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import Agreement, Decision, Membership, Partnership
from tests import demonstration
from workstreams.models import Workstream

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def els(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with demonstration.imported("els", django_db_blocker):
        yield SimpleNamespace(
            partnership=Partnership.objects.get(),
            members={row.organisation.slug: row for row in Membership.objects.select_related("organisation")},
            agreements={row.slug: row for row in Agreement.objects.all()},
            decisions={row.number: row for row in Decision.objects.all()},
            workstreams={row.slug: row for row in Workstream.objects.all()},
        )


@pytest.mark.parametrize("fact", ["its budget strategy", "misses its outcomes", "case by case", "joint venture"])
def test_savings_rules_keep_the_rule(els: SimpleNamespace, fact: str) -> None:
    assert fact in els.partnership.savings_rules


@pytest.mark.parametrize("fact", ["other member boroughs were consulted", "without a space", "both its author"])
def test_partnership_notes_how_the_paper_came_about_and_its_slips(els: SimpleNamespace, fact: str) -> None:
    assert fact in els.partnership.note


def test_boroughs_contribute_in_equal_parts(els: SimpleNamespace) -> None:
    (basis,) = {row.contribution_basis for row in els.members.values()}

    assert "Equal parts: £20k a year" in basis
    assert "up to £20k" in basis


def test_memorandum_is_in_its_second_edition(els: SimpleNamespace) -> None:
    assert [(row.edition, row.text_url) for _, row in sorted(els.agreements.items())] == [
        ("Original", ""),
        ("Revised draft", ""),
    ]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (1, "Procurement"),
        (1, "larger prizes"),
        (2, "Social care"),
        (3, "The concept is proved"),
        (4, "clear priorities"),
    ],
)
def test_leaders_had_the_reason(els: SimpleNamespace, number: int, reason: str) -> None:
    assert reason in els.decisions[number].reasons


def test_cabinet_is_recommended_to_stay_and_it_is_no_key_decision(els: SimpleNamespace) -> None:
    memorandum = els.decisions[5]

    assert memorandum.recommendation.count("\n- ") == 2
    assert "note the report" in memorandum.recommendation
    assert "Legal & Democratic Services" in memorandum.recommendation
    assert "Well-Run Organisation" in memorandum.reasons
    assert "to stay in ELS and contribute, or to leave" in memorandum.options_rejected
    assert not memorandum.is_key


@pytest.mark.parametrize(
    ("workstream", "fact"),
    [
        ("procurement", "Over 20 joint procurements"),
        ("social-care", "adults and for children"),
        ("shared-services", "ICT"),
    ],
)
def test_workstream_says_what_is_in_it(els: SimpleNamespace, workstream: str, fact: str) -> None:
    assert fact in els.workstreams[workstream].scope


def test_partnership_rests_on_a_memorandum_since_2009(els: SimpleNamespace) -> None:
    assert (els.partnership.formed.text, els.partnership.legal_form) == ("2009", "mou")
    assert els.agreements["mou-2009"].state == "signed"
    assert els.agreements["mou-revised"].supersedes == els.agreements["mou-2009"]
    assert "Partnership Act 1890" in els.agreements["mou-revised"].legal_note


def test_revised_memorandum_tells_that_the_paper_contradicts_itself(els: SimpleNamespace) -> None:
    revised = els.agreements["mou-revised"]

    assert (revised.state, revised.date) == ("review", None)
    assert "in the process of signing" in revised.note
    assert "under legal review" in revised.note
