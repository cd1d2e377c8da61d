"""The bench harness: turns, medians, what is printed and stored, and how a missed goal shows."""

import json
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command

from sharedservices.core import bench
from sharedservices.core.errors import RuleViolation


@dataclass(frozen=True)
class Measured:
    """Made benches for the command, by the name in the settings."""

    goal: float

    def __call__(self) -> bench.Bench:
        return bench.Bench("A paper", [bench.Ratio("Compile", "Bare", [2.0, 3.0, 4.0], [1.0, 2.0, 9.0], self.goal)])


met, missed = Measured(goal=1.5), Measured(goal=1.4)


def refused() -> bench.Bench:
    raise RuleViolation("There is nothing to measure.")


def test_both_take_turns_after_a_round_that_is_not_counted():
    turns = []

    ratio = bench.compare("x", lambda: turns.append("a"), "y", lambda: turns.append("b"), goal=1, rounds=5)

    assert "".join(turns) == "ab" * 6
    assert len(ratio.ours_seconds) == len(ratio.floor_seconds) == 5


def test_ratio_is_of_the_medians():
    ratio = bench.Ratio("x", "y", [1.0, 30.0, 3.0], [2.0, 1.0, 50.0], goal=1.5)

    assert (ratio.value, ratio.met) == (1.5, True)


def test_amount_over_its_goal_is_missed():
    assert not bench.Amount("Memory", 351, "MiB", 350).met


def test_peak_memory_counts_this_process_and_its_children():
    assert 10 < bench.peak_mebibytes() < 10_000


def test_command_prints_a_table_and_stores_every_sample(settings, tmp_path, capsys):
    settings.BENCHES = {"paper": f"{__name__}.met"}

    call_command("bench", "paper")

    printed = capsys.readouterr().out
    assert "Compile  3.000 s  Bare: 2.000 s  1.50 x  1.5 x  met" in printed
    stored = json.loads((settings.VAR_DIR / "bench" / "paper.json").read_text())
    result = stored["results"][0]
    assert (result["ratio"], result["met"], result["ours_seconds"]) == (1.5, True, [2.0, 3.0, 4.0])
    assert stored["machine"]["processors"] >= 1


@pytest.mark.parametrize(
    ("name", "words"), [("missed", "Goals missed: Compile"), ("refused", "There is nothing to measure")]
)
def test_command_fails_with_words(settings, name, words):
    settings.BENCHES = {"paper": f"{__name__}.{name}"}

    with pytest.raises(CommandError, match=words):
        call_command("bench")
