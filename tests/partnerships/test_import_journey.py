from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from partnerships.models import ImportBatch, Organisation, Partnership
from tests.factories.partnerships import ActionFactory, RoleGrantFactory
from tests.partnerships.import_files import RENAMED, bring, opened, page_of, press, workbook
from tests.world import World, as_
from workstreams.models import Workstream

State = ImportBatch.State


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return as_(client, world.officer)


def messages_of(batch: ImportBatch) -> str:
    return "\n".join(problem["message"] for problem in batch.problems)


def test_a_check_says_what_would_change_and_changes_nothing(officer: Client, world: World) -> None:
    batch = bring(officer, workbook(RENAMED))

    assert (batch.state, batch.total("new"), batch.total("changed")) == (State.CHECKED, 1, 1)
    changes = page_of(officer, batch, "changes")
    assert "Import 2 rows" in changes
    assert "before: </span>Waste</del>" in changes
    assert "<ins>Waste and recycling</ins>" in changes
    assert "rivers/libraries" in page_of(officer, batch, "new")
    assert list(Workstream.objects.values_list("name", flat=True)) == ["Waste"]


def test_confirming_writes_all_and_gives_a_receipt(officer: Client, world: World) -> None:
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")

    assert batch.state == State.APPLIED
    assert f"Keep the number {batch.pk} as your receipt" in page_of(officer, batch)
    assert set(Workstream.objects.values_list("slug", "name")) == {
        ("waste", "Waste and recycling"),
        ("libraries", "Libraries"),
    }


def test_what_was_imported_is_unchanged_the_next_time(officer: Client, world: World) -> None:
    press(officer, bring(officer, workbook(RENAMED)), "apply")

    again = bring(officer, workbook(RENAMED))

    assert (again.changes, again.total("unchanged")) == ([], 2)
    assert "There is nothing to import" in page_of(officer, again)


def test_current_data_comes_back_unchanged(officer: Client, world: World) -> None:
    ActionFactory(partnership=world.rivers)
    current = officer.get("/partnerships/import/current/rivers.xlsx")

    batch = bring(officer, current.content)

    assert batch.state == State.CHECKED, batch.problems
    assert batch.changes == []
    assert batch.total("unchanged") > 5


def test_an_officers_workbook_has_no_council_papers(officer: Client, world: World) -> None:
    current = opened(officer.get("/partnerships/import/current/rivers.xlsx").content)
    administrators = opened(as_(Client(), world.administrator).get("/partnerships/import/current/rivers.xlsx").content)

    assert {"reports", "report_sections", "house_styles"} <= administrators.keys() - current.keys()
    assert {"workstreams", "claims", "organisations"} <= current.keys()


@pytest.mark.parametrize("above", ["rivers", "hills"])
def test_current_data_holds_no_rows_of_a_partnership_above_or_beneath(
    officer: Client, world: World, above: str
) -> None:
    below = world.hills if above == "rivers" else world.rivers
    below.parent = Partnership.objects.get(slug=above)
    below.save()
    ActionFactory(partnership=world.hills)

    current = officer.get("/partnerships/import/current/rivers.xlsx").content

    sheets = opened(current)
    assert [row[0] for row in sheets["partnerships"]] == ["partnership", "rivers"]
    assert len(sheets["actions"]) == 1
    assert [row[0] for row in sheets["organisations"]] == ["organisation", "north", "south"]
    batch = bring(officer, current)
    assert (batch.problems, batch.changes) == ([], [])


def test_errors_are_told_all_at_once_and_nothing_is_imported(officer: Client, world: World) -> None:
    header, waste, _ = RENAMED["workstreams"]
    sheets = {
        "workstreams": [header, waste, ["rivers", "libraries", "Libraries", "sooth"]],
        "milestones": [["workstream", "milestone", "title"], ["rivers/wast", "open", "Opens"]],
    }

    batch = bring(officer, workbook(sheets))

    assert batch.state == State.FAILED
    assert [(item["table"], item["row"], item["column"]) for item in batch.problems] == [
        ("workstreams", 3, "lead"),
        ("milestones", 2, "workstream"),
    ]
    assert "Did you mean “south”?" in page_of(officer, batch)
    assert officer.post(f"{batch.get_absolute_url()}apply/").status_code == 409


def test_the_marked_workbook_shows_the_errors_and_can_be_brought_again(officer: Client, world: World) -> None:
    sheets = {"workstreams": [RENAMED["workstreams"][0], ["rivers", "waste", "Waste and recycling", "nort"]]}
    failed = bring(officer, workbook(sheets))

    assert "with the errors marked" in page_of(officer, failed)
    marked = opened(officer.get(f"{failed.get_absolute_url()}marked.xlsx").content)

    header, row = marked["workstreams"]
    assert header[-1] == "error"
    assert "Did you mean “north”?" in row[-1]
    assert marked["errors"][1][:4] == ["workstreams", "2", "lead", "nort"]
    marked["workstreams"][1][3] = "north"
    assert bring(officer, workbook(marked)).state == State.CHECKED


@pytest.mark.parametrize(
    ("table", "rows", "told"),
    [
        ("partnerships", [["partnership", "name"], ["hills", "Ours now"]], "“hills” is not a partnership"),
        ("partnerships", [["partnership", "name"], ["new", "A new one"]], "“new” is not a partnership"),
        ("workstreams", [["partnership", "workstream", "name"], ["hills", "x", "X"]], "“hills” is not a partnership"),
        ("partnerships", [["partnership", "name", "parent"], ["rivers", "Rivers", "hills"]], "“hills” is not a"),
        ("organisations", [["organisation", "name"], ["north", "Southern"]], "You do not manage this organisation"),
        ("committees", [["organisation", "committee", "name"], ["north", "x", "X"]], "Only portal administrators"),
        ("report_sections", [["report", "section", "text"], ["rivers-north-2011-11-09", "x", "X"]], "Only portal"),
    ],
    ids=["partnership", "new", "workstream", "parent", "organisation", "committee", "paper"],
)
def test_rows_of_others_are_refused_in_words(
    officer: Client, world: World, table: str, rows: list[list[str]], told: str
) -> None:
    if table == "organisations":
        rows = [[*row, *more] for row, more in zip(rows, (["short_name", "kind"], ["S", "county"]), strict=True)]

    batch = bring(officer, workbook({table: rows}))

    assert batch.state == State.FAILED
    assert told in messages_of(batch)


def test_an_administrator_may_bring_anything(client: Client, world: World) -> None:
    sheets = {"partnerships": [["partnership", "name"], ["hills", "The Hills"], ["new", "A new one"]]}

    press(as_(client, world.administrator), bring(as_(client, world.administrator), workbook(sheets)), "apply")

    assert Partnership.objects.get(slug="hills").name == "The Hills"
    assert Partnership.objects.filter(slug="new").exists()


def test_the_organisation_of_a_council_officer_may_change(officer: Client, world: World) -> None:
    RoleGrantFactory(user=world.officer, organisation=world.north)
    header = ["organisation", "name", "short_name", "kind"]
    sheets = {"organisations": [header, ["north", "North Council", "North", "county"]]}

    press(officer, bring(officer, workbook(sheets)), "apply")

    assert Organisation.objects.get(slug="north").name == "North Council"


def test_a_portal_that_changed_since_the_check_is_told_and_nothing_is_written(officer: Client, world: World) -> None:
    batch = bring(officer, workbook(RENAMED))
    world.waste.name = "Refuse"
    world.waste.save()

    batch = press(officer, batch, "apply")

    assert batch.state == State.CHECKED
    assert "The portal has changed since the check" in page_of(officer, batch)
    assert "before: </span>Refuse</del>" in page_of(officer, batch, "changes")
    assert Workstream.objects.get().name == "Refuse"
    assert press(officer, batch, "apply").state == State.APPLIED


def test_a_role_that_ended_since_the_check_imports_nothing(officer: Client, world: World) -> None:
    batch = bring(officer, workbook(RENAMED))
    world.officer.grants.update(valid_until=timezone.localdate() - timedelta(days=1))

    assert officer.post(f"{batch.get_absolute_url()}apply/").status_code == 403
    assert Workstream.objects.get().name == "Waste"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("programme.csv", b"a,b", "must be a workbook that ends in .xlsx"),
        ("programme.xlsx", b"a,b", "is not an .xlsx workbook"),
        ("programme.zip", b"a,b", "is not an .xlsx workbook or a .zip"),
        ("programme.xlsx", b"", "is empty"),
        ("programme.xlsx", b"PK\x03\x04" + bytes(5 * 1024 * 1024), "must be 5 MB or smaller"),
    ],
)
def test_what_is_no_workbook_is_refused_on_the_form(
    officer: Client, world: World, name: str, content: bytes, told: str
) -> None:
    answer = officer.post("/partnerships/import/", {"workbook": SimpleUploadedFile(name, content)})

    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_damaged_workbook_is_an_answer_too(officer: Client, world: World) -> None:
    batch = bring(officer, b"PK\x03\x04" + bytes(100))

    assert batch.state == State.FAILED
    page = page_of(officer, batch)
    assert "it is damaged" in page
    assert f"{batch.name}</" in page.split("What to do</th>")[1]
    assert "with the errors marked" not in page
    refused = officer.get(f"{batch.get_absolute_url()}marked.xlsx")
    assert refused.status_code == 409
    assert "nothing can be marked in it" in refused.content.decode()


def test_text_of_a_workbook_is_shown_as_text(officer: Client, world: World) -> None:
    sheets = {"workstreams": [RENAMED["workstreams"][0], ["rivers", "waste", "<b>=1+1</b>", "north"]]}

    assert "<ins>&lt;b&gt;=1+1&lt;/b&gt;</ins>" in page_of(officer, bring(officer, workbook(sheets)), "changes")


def test_the_list_of_partnerships_leads_there_for_those_who_may(client: Client, world: World) -> None:
    assert "/partnerships/import/" in as_(client, world.officer).get("/partnerships/").content.decode()
    assert "/partnerships/import/" not in as_(client, world.alice).get("/partnerships/").content.decode()
