import pytest
from django.core.management import CommandError, call_command

from partnerships.models import Organisation
from sharedservices.core.programme.planning import State
from tests.core.programme_files import NORTHERN, load, northern, places, with_cell, words, write

pytestmark = pytest.mark.django_db


def test_one_fault_keeps_everything_out(tmp_path):
    outcome = load(tmp_path, with_cell("claim_lines", 3, "forecast", "a million"))

    assert not outcome.loaded
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "advice"),
    [
        (("memberships", 3, "organisation"), "nort", "“nort” is not an organisation in this file or the portal."),
        (("memberships", 3, "organisation"), "nort", "Did you mean “north”?"),
        (("memberships", 3, "organisation"), "North County Council", "Did you mean “north”?"),
        (("memberships", 3, "left"), "2009", "ends before it begins"),
        (("projects", 2, "end"), "2009", "This ends before it begins"),
        (("projects", 2, "name"), "Shared \u202edepot", "invisible character that turns the text"),
        (("projects", 2, "name"), "\u200b\u3164", "nothing but characters that nobody sees"),
        (("workstreams", 2, "lead"), "nowhere-at-all", "add it to organisations"),
        (("projects", 2, "workstream"), "two/wast", "Did you mean “two/waste”?"),
        (("milestones", 2, "project"), "two/waste/depo", "Did you mean “two/waste/depot”?"),
        (("milestones", 2, "baseline"), "2011-09", "lies before its project, which begins October 2011"),
        (("milestones", 2, "forecast"), "2011-02-29", "does not exist in the calendar"),
        (("decisions", 2, "date"), "2011-09-21", "not a meeting (body and date)"),
        (("decisions", 2, "body"), "two/bored", "Did you mean “two/board/2011-09-20”?"),
        (("actions", 2, "body"), "", "alone is not enough"),
        (("updates", 2, "narrative"), "", "needs its narrative"),
        (("updates", 2, "time"), "amber_red", "five-point scale"),
        (("updates", 2, "time"), "yellow", "is not one of: red"),
        (("claim_lines", 2, "forecast"), "-5", "must be 0 or more"),
        (("claim_lines", 2, "forecast"), "1e5", "Write plain pounds"),
        (("claim_lines", 2, "forecast_qualifier"), "roughly", "is not one of: exact, about, up to, over"),
        (("organisations", 2, "name"), "", "“name” is empty"),
        (("organisations", 2, "name"), "x" * 200, "at most 160 characters"),
        (("organisations", 2, "gss_code"), "E1000000", "a letter E, W, S or N and 8 digits"),
        (("organisations", 3, "gss_code"), "E10000001", "the same gss_code"),
        (("house_style_sections", 3, "order"), "1", "the same house_style and order"),
        (("recommendations", 2, "order"), "40000", "This must be 32,767 or less."),
        (("recommendations", 2, "report"), "two-2012", "Did you mean “two-2011”?"),
    ],
)
def test_a_planted_fault_is_the_only_one_found_where_it_is(tmp_path, place, value, advice):
    outcome = load(tmp_path, with_cell(*place, value))

    assert places(outcome) == [place]
    assert advice in words(outcome)
    assert not Organisation.objects.exists()


def test_a_milestone_names_a_project_of_its_own_workstream(tmp_path):
    outcome = load(tmp_path, with_cell("milestones", 2, "workstream", "two/libraries"))

    assert places(outcome) == [("milestones", 2, "project")]
    assert "This project belongs to “two/waste”" in words(outcome)


def test_a_participation_names_somebody_or_counts_them(tmp_path):
    outcome = load(tmp_path, with_cell("participations", 3, "organisation", "south"))

    assert places(outcome) == [("participations", 3, "unnamed")]
    assert "not both" in words(outcome)


def test_a_participation_of_nobody_is_refused(tmp_path):
    outcome = load(tmp_path, with_cell("participations", 3, "unnamed", ""))

    assert places(outcome) == [("participations", 3, "organisation")]
    assert "say how many take part unnamed" in words(outcome)


def test_rows_that_name_a_failed_row_are_not_blamed_for_it(tmp_path):
    tables = with_cell("organisations", 2, "kind", "kounty")
    tables["workstreams"][1][2] = ""

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 2, "kind"), ("workstreams", 2, "name")]


@pytest.mark.parametrize(("column", "text"), [("workstream", "wa ste"), ("partnership", "tow")])
def test_rows_that_name_a_misnamed_row_are_not_blamed_for_it(tmp_path, column, text):
    outcome = load(tmp_path, with_cell("workstreams", 2, column, text))

    assert places(outcome) == [("workstreams", 2, column)]


def test_a_table_that_cannot_be_read_is_one_problem_not_many(tmp_path):
    write(tmp_path, northern())
    (tmp_path / "organisations.csv").write_bytes(b"organisation,name\nnorth,N\xff\n")

    outcome = load(tmp_path, {})

    assert places(outcome) == [("organisations", 2, "")]


def test_all_faults_of_a_row_are_said_at_once(tmp_path):
    tables = with_cell("milestones", 2, "baseline", "2012-31-12")
    tables["milestones"][1] = ["two/nothing", "open", "", "x" * 201, "2012-31-12", "soon"]

    outcome = load(tmp_path, tables)

    found = {("milestones", 2, name) for name in ("workstream", "title", "baseline", "forecast")}
    assert set(places(outcome)) == found
    assert len(outcome.problems) == 4


def test_a_row_that_is_there_twice_names_the_first(tmp_path):
    tables = northern()
    tables["organisations"].append(["north", "Another name", "North", "county", ""])

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 4, "organisation")]
    assert "Row 2 has the same organisation" in words(outcome)


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("workstream", "Did you mean “workstreams”?"),
        ("milestone_dates", "no table “milestone_dates”"),
        ("zebra", "no table"),
    ],
)
def test_an_unknown_table_is_answered_with_the_nearest(tmp_path, wrong, advice):
    outcome = load(tmp_path, northern(**{wrong: [["a"], ["b"]]}))

    assert places(outcome) == [(wrong, None, "")]
    assert advice in words(outcome)


def test_an_unknown_column_is_answered_with_the_nearest(tmp_path):
    tables = northern()
    tables["organisations"][0][2] = "shortname"

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("organisations", 1, "shortname")]
    assert "Did you mean “short_name”?" in words(outcome)


def test_a_partnership_is_not_named_like_a_page(tmp_path):
    tables = {"partnerships": [["partnership", "name"], ["workstreams", "Workstreams"]]}

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("partnerships", 2, "partnership")]
    assert "“workstreams” is a page of the portal." in words(outcome)


def test_a_column_like_no_other_is_to_be_renamed_or_taken_out(tmp_path):
    tables = northern(committees=[["organisation", "committee", "name", "zzz"], ["north", "scrutiny", "Scrutiny", ""]])

    outcome = load(tmp_path, tables)

    assert places(outcome) == [("committees", 1, "zzz")]
    assert words(outcome) == "The table committees has no column “zzz”. Rename it, or take it out."


def without(table, *columns):
    """The programme with a table that lost columns."""
    header, *rows = NORTHERN[table]
    kept = [place for place, name in enumerate(header) if name not in columns]
    return northern(**{table: [[row[place] for place in kept] for row in (header, *rows)]})


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("committees", ["committee"]),
        ("organisations", ["name", "kind"]),
        ("memberships", ["partnership"]),
        ("claim_lines", ["claim", "period"]),
        ("decisions", ["date", "text"]),
    ],
)
def test_lost_columns_are_each_said_once_and_nobody_else_is_blamed(tmp_path, table, columns):
    outcome = load(tmp_path, without(table, *columns))

    assert places(outcome) == [(table, 1, column) for column in NORTHERN[table][0] if column in columns]
    assert all(f"The column “{column}” is missing. Add it." in words(outcome) for column in columns)
    assert not Organisation.objects.exists()


def test_a_column_that_may_be_empty_may_be_left_out_and_changes_nothing(tmp_path):
    assert load(tmp_path / "whole").loaded

    outcome = load(tmp_path / "part", without("memberships", "left"))

    assert outcome.loaded
    assert not any(counts[State.CHANGED] for counts in outcome.counts.values())


def test_a_table_that_is_there_twice_is_said_with_its_other_name(tmp_path):
    write(tmp_path, northern())
    (tmp_path / "Claim lines.csv").write_bytes((tmp_path / "claim_lines.csv").read_bytes())

    outcome = load(tmp_path, {})

    assert places(outcome) == [("claim_lines", None, "")]
    assert words(outcome) == "The table claim_lines is there twice. Keep one of the two, with the rows of both."
    assert outcome.problems[0].value == "claim_lines"


def test_what_only_the_database_knows_is_blamed_on_the_right_row(tmp_path):
    load(tmp_path)
    newcomer = [
        NORTHERN["organisations"][0],
        ["east", "East", "East", "county", ""],
        ["west", "West", "West", "county", "E07000002"],
    ]

    outcome = load(tmp_path / "more", {"organisations": newcomer})

    assert places(outcome) == [("organisations", 3, "gss_code")]
    assert words(outcome) == "Another organisation has this GSS code."
    assert not Organisation.objects.filter(slug="east").exists()


def test_twenty_faults_in_a_thousand_rows_are_all_found(tmp_path):
    rows = [["two/waste", f"p{number}", f"Project {number}", "2011-04"] for number in range(1000)]
    planted = {}
    for place, (column, text) in enumerate(
        [
            (0, "two/wste"),
            (1, "not a slug"),
            (2, ""),
            (3, "2011-02-30"),
            (3, "spring"),
            (2, "x" * 201),
            (0, ""),
            (1, ""),
            (3, "2012..2011"),
            (1, "p0"),
        ]
        * 2
    ):
        number = place * 47 + 5
        rows[number][column] = text
        planted[number + 2] = ("workstream", "project", "name", "start")[column]

    outcome = load(
        tmp_path,
        northern(
            projects=[["workstream", "project", "name", "start"], *rows],
            participations=[["project", "organisation", "role"]],
            milestones=[["workstream", "milestone", "title"]],
        ),
    )

    assert {row: column for table, row, column in places(outcome) if table == "projects"} == planted
    assert len(outcome.problems) == 20


def test_the_command_prints_counts(tmp_path, capsys):
    call_command("import_programme", str(write(tmp_path, northern())))

    printed = capsys.readouterr().out
    assert "workstreams             2        0          0" in printed
    assert printed.endswith("Loaded.\n")


def test_the_command_prints_every_error_and_fails(tmp_path, capsys):
    tables = with_cell("memberships", 3, "organisation", "nort")
    tables["milestones"][1][4] = "2012-31-12"

    with pytest.raises(CommandError, match=r"2 errors\. Nothing was loaded\.") as caught:
        call_command("import_programme", str(write(tmp_path, tables)), dry_run=True)

    assert caught.value.returncode == 1
    printed = capsys.readouterr().err
    assert "memberships    3  organisation  nort        “nort” is not an organisation" in printed
    assert "milestones     2  baseline" in printed


@pytest.mark.parametrize(("path", "advice"), [("nothing-here", "does not exist"), ("notes.txt", "Give a folder")])
def test_what_is_no_programme_is_said_to_be_none(tmp_path, path, advice, capsys):
    (tmp_path / "notes.txt").write_text("notes")

    with pytest.raises(CommandError):
        call_command("import_programme", str(tmp_path / path))

    assert advice in capsys.readouterr().err


def test_the_command_needs_a_path():
    with pytest.raises(CommandError, match="Give a folder"):
        call_command("import_programme")
