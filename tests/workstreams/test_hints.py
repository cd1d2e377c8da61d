from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workstreams import hints
from workstreams.hints import NOTHING, Better, Exposure, Hint, Reading, Spending
from workstreams.rules import Rag, Timing

TEN, HUNDRED = Decimal(10), Decimal(100)


def spending(spent: str, *, budget: str = "100", has_ended: bool = True) -> Spending:
    return Spending(Decimal(budget), Decimal(spent), has_ended)


def reading(actual: str, **changes: Any) -> Reading:
    """From 40 in April 2011 to 60 by March 2015, at the end of March 2013: half way."""
    values: dict[str, Any] = {
        "name": "Recycling",
        "better": Better.UP,
        "until": date(2013, 3, 31),
        "since": date(2011, 4, 1),
        "baseline": Decimal(40),
        "target": Decimal(60),
        "due": date(2015, 3, 31),
    }
    return Reading(actual=Decimal(actual), **values | changes)


@pytest.mark.parametrize(
    ("timings", "hint"),
    [
        ([], NOTHING),
        ([Timing.UNDATED], NOTHING),
        ([Timing.DUE, Timing.DONE], Hint(Rag.GREEN, "None of 2 milestones late")),
        ([Timing.LATE, Timing.DONE, Timing.UNDATED], Hint(Rag.AMBER, "1 of 2 milestones late")),
        ([Timing.LATE], Hint(Rag.RED, "1 of 1 milestone late")),
    ],
)
def test_time_from_milestones(timings: list[Timing], hint: Hint) -> None:
    assert hints.time(timings) == hint


@pytest.mark.parametrize(
    ("lines", "rag", "why"),
    [
        ([], Rag.NOT_RATED, NOTHING.why),
        ([spending("100")], Rag.GREEN, "Grant: within its budget"),
        ([spending("100.01")], Rag.AMBER, "Grant: just over its budget"),
        ([spending("110")], Rag.AMBER, "Grant: 10 % over its budget"),
        ([spending("112.54")], Rag.RED, "Grant: 12.5 % over its budget"),
        ([spending("1", budget="0")], Rag.RED, "Grant: spent without a budget"),
        ([spending("0", budget="0")], Rag.GREEN, "Grant: within its budget"),
        ([spending("105"), spending("95")], Rag.GREEN, "Grant: within its budget"),
        ([spending("60", has_ended=False)], Rag.NOT_RATED, NOTHING.why),
        ([spending("105", has_ended=False)], Rag.AMBER, "Grant: 5 % over its budget"),
        ([spending("100"), spending("150", has_ended=False)], Rag.RED, "Grant: 25 % over its budget"),
    ],
)
def test_cost_from_spending_against_budget(lines: list[Spending], rag: Rag, why: str) -> None:
    assert hints.cost([("Grant", lines)]) == Hint(rag, why)


def test_one_awards_underspend_does_not_hide_anothers_overspend() -> None:
    assert hints.cost([("Grant", [spending("10")]), ("Fund", [spending("120")])]).rag is Rag.RED


@pytest.mark.parametrize(
    ("scores", "rag"),
    [
        ([], Rag.NOT_RATED),
        ([None], Rag.NOT_RATED),
        ([9, 1, None], Rag.GREEN),
        ([9, 10], Rag.AMBER),
        ([16], Rag.AMBER),
        ([20, 4], Rag.RED),
        ([25], Rag.RED),
    ],
)
def test_delivery_from_the_gravest_open_risk(scores: list[int | None], rag: Rag) -> None:
    assert hints.delivery([Exposure("Site lost", score) for score in scores], []).rag is rag


def test_a_grave_risk_is_named_with_its_score() -> None:
    assert hints.delivery([Exposure("Site lost", 20), Exposure("Rain", 12)], []).why == "“Site lost” scores 20 of 25"


@pytest.mark.parametrize(
    ("pairs", "has_happened", "score"),
    [
        ([(2, 3), (5, 5)], False, 6),
        ([(None, 3), (4, 5)], False, 20),
        ([(None, None), (None, 5)], False, None),
        ([(None, 4), (1, 1)], True, 20),
        ([(None, None), (None, None)], True, None),
    ],
)
def test_a_risk_scores_after_mitigation_or_else_before(
    pairs: list[tuple[int | None, int | None]], score: int | None, *, has_happened: bool
) -> None:
    assert hints.score(*pairs, has_happened=has_happened) == score


@pytest.mark.parametrize(
    ("projects", "hint"),
    [
        ([("Depot", Rag.GREEN), ("Fleet", Rag.RED)], Hint(Rag.RED, "Project Fleet: off track")),
        ([("Depot", Rag.GREEN)], Hint(Rag.AMBER, "“Rain” scores 12 of 25")),
    ],
)
def test_delivery_is_the_worse_of_projects_and_risks(projects: list[tuple[str, Rag]], hint: Hint) -> None:
    assert hints.delivery([Exposure("Rain", 12)], projects) == hint


@pytest.mark.parametrize(
    ("actual", "changes", "rag"),
    [
        ("60", {}, Rag.GREEN),
        ("51", {}, Rag.GREEN),
        ("49", {}, Rag.AMBER),
        ("40", {}, Rag.AMBER),
        ("39.9", {}, Rag.RED),
        ("59", {"until": date(2015, 3, 31)}, Rag.AMBER),
        ("59", {"since": date(2016, 4, 1), "until": date(2017, 3, 31)}, Rag.AMBER),
        ("59", {"due": None}, Rag.NOT_RATED),
        ("61", {"due": None}, Rag.GREEN),
        ("39", {"due": None}, Rag.RED),
        ("41", {"target": None}, Rag.NOT_RATED),
        ("39", {"target": None}, Rag.RED),
        ("50", {"baseline": None}, Rag.NOT_RATED),
        ("50", {"baseline": None, "due": date(2013, 3, 1)}, Rag.AMBER),
        ("65", {"baseline": Decimal(67)}, Rag.GREEN),
    ],
)
def test_benefits_against_the_line_from_baseline_to_target(actual: str, changes: dict[str, Any], rag: Rag) -> None:
    assert hints.benefits([reading(actual, **changes)]).rag is rag


@pytest.mark.parametrize(("actual", "rag"), [("40", Rag.GREEN), ("49", Rag.GREEN), ("51", Rag.AMBER), ("61", Rag.RED)])
def test_less_may_be_better(actual: str, rag: Rag) -> None:
    falling = {"better": Better.DOWN, "baseline": Decimal(60), "target": Decimal(40)}

    assert hints.benefits([reading(actual, **falling)]).rag is rag


@pytest.mark.parametrize(
    ("actual", "changes", "rag"),
    [
        ("42", {"target": None}, Rag.GREEN),
        ("42.1", {"target": None}, Rag.AMBER),
        ("37", {"target": None}, Rag.AMBER),
        ("61", {}, Rag.GREEN),
        ("40", {"baseline": None, "target": None}, Rag.NOT_RATED),
    ],
)
def test_what_should_stay_may_move_a_little(actual: str, changes: dict[str, Any], rag: Rag) -> None:
    assert hints.benefits([reading(actual, better=Better.KEEP, **changes)]).rag is rag


def test_a_measure_behind_says_where_it_should_be() -> None:
    assert hints.benefits([reading("45.5")]).why == "Recycling: 45.5, behind 50 on the way to 60"


def test_large_values_are_written_out() -> None:
    rising = {"baseline": Decimal("1E+6"), "target": Decimal("3E+6")}

    assert hints.benefits([reading("1200000.0000", **rising)]).why == (
        "Recycling: 1,200,000, behind 2,000,000 on the way to 3,000,000"
    )


@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        ({"time": Rag.RED, "cost": Rag.AMBER}, ""),
        ({"time": Rag.NOT_RATED, "cost": Rag.NOT_RATED}, ""),
        (
            {"time": Rag.AMBER, "cost": Rag.AMBER},
            "The milestones suggest “Off track” for time. Say why you rate it better than that.",
        ),
        (
            {"time": Rag.GREEN, "cost": Rag.GREEN},
            (
                "The milestones suggest “Off track” for time; the spending figures suggest “At risk” for cost. "
                "Say why you rate them better than that."
            ),
        ),
    ],
)
def test_whoever_rates_better_than_the_records_is_told_of_each(ratings: dict[str, Rag], told: str) -> None:
    assert hints.unexplained(ratings, {"time": Hint(Rag.RED, ""), "cost": Hint(Rag.AMBER, "")}) == told
