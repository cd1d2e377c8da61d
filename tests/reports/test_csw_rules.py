"""What the Coventry, Solihull and Warwickshire paper says of rules and scope, as it stands after the import."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from partnerships.models import Partnership
from tests import demonstration
from workstreams.models import Workstream

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def csw(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with demonstration.imported("csw", django_db_blocker):
        yield SimpleNamespace(
            partnership=Partnership.objects.get(),
            workstreams={row.slug: row for row in Workstream.objects.all()},
        )


@pytest.mark.parametrize("fact", ["clear political reason", "economies of scale", "voluntary sector"])
def test_principles_say_when_to_work_together(csw: SimpleNamespace, fact: str) -> None:
    assert fact in csw.partnership.principles
    assert csw.partnership.principles.count("\n- ") == 3


@pytest.mark.parametrize("fact", ["5 : 1", "£3.75m on the whole £750k", "business case to CSWACE", "how customers see"])
def test_savings_rules_keep_the_rule(csw: SimpleNamespace, fact: str) -> None:
    assert fact in csw.partnership.savings_rules


@pytest.mark.parametrize(
    "fact",
    [
        "consider and to comment",
        "three Cabinet Members, four more elected members",
        "not applicable",
        "from 2.2 to 2.4",
    ],
)
def test_partnership_notes_what_the_paper_asked_and_of_whom(csw: SimpleNamespace, fact: str) -> None:
    assert fact in csw.partnership.note


@pytest.mark.parametrize(
    ("workstream", "fact"),
    [
        ("school-improvement", "every age"),
        ("adult-health-and-social-care", "less institutional care"),
        ("buildings-and-assets", "Capital investment"),
        ("waste", "refuse collection"),
        ("procurement", "street lighting"),
        ("hr", "Transactional services"),
    ],
)
def test_workstream_says_what_is_in_it(csw: SimpleNamespace, workstream: str, fact: str) -> None:
    assert fact in csw.workstreams[workstream].scope
