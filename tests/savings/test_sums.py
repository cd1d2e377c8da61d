from typing import Any

import pytest

from partnerships.models import Award, Partnership
from savings.models import SavingsTarget
from savings.sums import target_sums
from tests import demonstration
from tests.factories.arrangements import AwardFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.savings import SavingsTargetFactory
from workstreams.registers import AWARDS


def test_the_return_asked_for_agrees_with_the_target_of_the_paper(db: None, django_db_blocker: Any) -> None:
    with demonstration.imported("csw", django_db_blocker):
        csw = Partnership.objects.get()

        told = dict(target_sums(list(SavingsTarget.objects.all()), csw))
        awards = dict(AWARDS.sums(list(AWARDS.load(Award.objects.for_table())), csw) if AWARDS.sums else [])

    same = "agrees with “Return that the Locality Investment Fund asks for”"
    assert told == {"Return that awards ask for": f"(£325k + £425k) × 5 = £3.75m: {same}"}
    assert awards["All awards"] == "£325k + £425k = £750k"
    assert awards["Return asked for"] == "(£325k + £425k) × 5 = £3.75m"


@pytest.mark.django_db
def test_a_return_that_no_target_states_is_said_and_another_partnerships_is_not_counted() -> None:
    ours, other = PartnershipFactory(), PartnershipFactory()
    AwardFactory(partnership=ours, amount=100, return_ratio=5)
    AwardFactory(partnership=other, amount=900, return_ratio=5)
    target = SavingsTargetFactory(partnership=ours, amount=499)

    told = target_sums([target], ours)

    assert told == [("Return that awards ask for", "£100 × 5 = £500: no target states this sum")]


@pytest.mark.django_db
def test_nothing_is_said_where_no_award_asks() -> None:
    ours = PartnershipFactory()
    AwardFactory(partnership=ours, amount=100, return_ratio=None)

    assert target_sums([], ours) == []
