"""The public register of local authorities, in small files of its layout with authorities that do not exist."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partnerships import importing
from partnerships.models import Organisation
from tests.factories.partnerships import OrganisationFactory

pytestmark = pytest.mark.django_db
HEADER = [
    *("local-authority-code", "official-name", "nice-name", "gss-code", "start-date", "end-date", "replaced-by"),
    *("nation", "region", "local-authority-type", "local-authority-type-name", "county-la", "former-gss-codes"),
]
Row = dict[str, str]
DALE: Row = {
    "local-authority-code": "DAL",
    "official-name": "Dale District Council",
    "nice-name": "Dale",
    "gss-code": "E07000901",
    "local-authority-type": "NMD",
    "county-la": "MRE",
    "region": "North West",
    "end-date": "2023-03-31",
    "replaced-by": "MOU",
}
MERE: Row = {
    "local-authority-code": "MRE",
    "official-name": "Mere County Council",
    "nice-name": "Mere",
    "gss-code": "E10000901",
    "local-authority-type": "CTY",
    "end-date": "2023-03-31",
    "replaced-by": "MOU",
}
MERE_UNITARY: Row = {
    "local-authority-code": "MOU",
    "official-name": "Mere Council",
    "nice-name": "Mere",
    "gss-code": "E06000901",
    "local-authority-type": "UA",
    "start-date": "2023-04-01",
}


def register(folder: Path, *rows: Row, header: list[str] | None = None) -> Path:
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header or HEADER, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def told(outcome: importing.Outcome) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.column) for problem in outcome.problems]


def test_a_county_its_district_and_their_successor_are_brought_in(tmp_path: Path) -> None:
    outcome = importing.load(register(tmp_path, DALE, MERE, MERE_UNITARY))

    dale = Organisation.objects.get(authority_code="DAL")
    assert outcome.loaded
    assert (dale.slug, dale.kind, dale.region, str(dale.abolished)) == (
        "dale",
        "district",
        "North West",
        "31 March 2023",
    )
    assert dale.county == Organisation.objects.get(gss_code="E10000901")
    assert list(dale.successors.values_list("authority_code", flat=True)) == ["MOU"]
    assert Organisation.objects.get(authority_code="MOU").slug == "mere-mou"


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = register(tmp_path, DALE, MERE, MERE_UNITARY)
    importing.load(path)
    versions = list(Organisation.objects.order_by("pk").values_list("slug", "version", "updated_at"))

    outcome = importing.load(path)

    assert outcome.counts == {"unchanged": 3}
    assert list(Organisation.objects.order_by("pk").values_list("slug", "version", "updated_at")) == versions


@pytest.mark.parametrize("known", [{"authority_code": "MRE"}, {"gss_code": "E10000901"}])
def test_an_organisation_is_known_by_either_code_and_keeps_its_slug_and_name(
    tmp_path: Path, known: dict[str, str]
) -> None:
    ours = OrganisationFactory(slug="mere-county", name="County of Mere", kind="unitary", region="Elsewhere", **known)

    outcome = importing.load(register(tmp_path, MERE, MERE_UNITARY))

    ours.refresh_from_db()
    assert outcome.counts == {"changed": 1, "new": 1}
    assert (ours.slug, ours.name, ours.kind) == ("mere-county", "County of Mere", "county")
    assert (ours.authority_code, ours.gss_code, ours.region) == ("MRE", "E10000901", "Elsewhere")
    assert outcome.remarks == ["mere-county keeps its name; the register has “Mere County Council”."]


def test_names_are_taken_over_when_asked_for(tmp_path: Path) -> None:
    ours = OrganisationFactory(slug="mere-county", name="County of Mere", authority_code="MRE")

    outcome = importing.load(register(tmp_path, MERE, MERE_UNITARY), rename=True)

    ours.refresh_from_db()
    assert (ours.name, ours.short_name, outcome.remarks) == ("Mere County Council", "Mere", [])


def test_a_dry_run_counts_and_leaves_all_as_it_was(tmp_path: Path) -> None:
    outcome = importing.load(register(tmp_path, DALE, MERE, MERE_UNITARY), dry_run=True)

    assert (outcome.counts, outcome.loaded) == ({"new": 3}, False)
    assert not Organisation.objects.exists()


def test_codes_may_move_from_one_authority_to_another(tmp_path: Path) -> None:
    OrganisationFactory(slug="mere", authority_code="MRE", gss_code="E06000901")
    OrganisationFactory(slug="new-mere", authority_code="MOU", gss_code="E10000901")

    outcome = importing.load(register(tmp_path, MERE, MERE_UNITARY))

    assert outcome.problems == []
    assert Organisation.objects.get(slug="mere").gss_code == "E10000901"
    assert Organisation.objects.get(slug="new-mere").gss_code == "E06000901"


def test_the_county_of_a_borough_outside_the_two_tiers_is_not_taken(tmp_path: Path) -> None:
    capital = MERE | {"local-authority-code": "GLA", "local-authority-type": "SRA", "replaced-by": ""}
    borough = DALE | {"local-authority-type": "LBO", "county-la": "GLA", "replaced-by": ""}

    importing.load(register(tmp_path, capital, borough))

    assert Organisation.objects.get(authority_code="DAL").county is None


def test_a_district_that_is_its_own_county_is_remarked_on(tmp_path: Path) -> None:
    outcome = importing.load(register(tmp_path, DALE | {"county-la": "DAL", "replaced-by": ""}))

    assert outcome.remarks == ["dale is its own county in the register: its county stays."]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"local-authority-code": ""}, (2, "local-authority-code"), "Every row needs one"),
        ({"local-authority-type": "XYZ"}, (2, "local-authority-type"), "not one of: CTY"),
        ({"gss-code": "E0700090"}, (2, "gss-code"), "8 digits"),
        ({"gss-code": "E10000901"}, (3, "gss-code"), "Row 2 has the same"),
        ({"local-authority-code": "MRE"}, (3, "local-authority-code"), "Row 2 has the same"),
        ({"official-name": ""}, (2, "official-name"), "cannot be blank"),
        ({"nice-name": "Dale " * 20}, (2, "nice-name"), "at most 60"),
        ({"end-date": "31/03/2023"}, (2, "end-date"), "is not a date"),
        ({"start-date": "2024-01-01"}, (2, "end-date"), "ends before it begins"),
        ({"county-la": "MRX"}, (2, "county-la"), "Did you mean “MRE”?"),
        ({"replaced-by": "MOU XXX"}, (2, "replaced-by"), "has this code"),
        ({"replaced-by": "DAL"}, (2, "replaced-by"), "cannot replace itself"),
    ],
)
def test_a_fault_is_told_with_its_row_and_column(
    tmp_path: Path, changes: Row, place: tuple[int, str], words: str
) -> None:
    outcome = importing.load(register(tmp_path, DALE | changes, MERE, MERE_UNITARY))

    assert told(outcome) == [place]
    assert words in outcome.problems[0].message
    assert not Organisation.objects.exists()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    faulty = register(tmp_path, DALE | {"gss-code": "E7", "end-date": "soon"}, MERE | {"local-authority-type": ""})

    assert told(importing.load(faulty)) == [
        (2, "gss-code"),
        (2, "end-date"),
        (2, "replaced-by"),
        (3, "local-authority-type"),
    ]


def test_a_file_without_its_columns_names_them(tmp_path: Path) -> None:
    header = ["local-authority-code", "official-name", "nice-name", "gss_cod", "county-la"]

    outcome = importing.load(register(tmp_path, DALE, header=header))

    assert told(outcome) == [(1, "gss-code"), (1, "local-authority-type")]
    assert "Did you mean “gss-cod”?" in outcome.problems[0].message


def test_two_organisations_of_the_portal_under_one_code_are_told(tmp_path: Path) -> None:
    OrganisationFactory(slug="one", authority_code="MRE")
    OrganisationFactory(slug="two", authority_code="MRE")

    outcome = importing.load(register(tmp_path, MERE, MERE_UNITARY))

    assert "one and two have this code" in outcome.problems[0].message


def test_codes_of_two_organisations_in_one_row_are_told(tmp_path: Path) -> None:
    OrganisationFactory(slug="one", authority_code="MRE")
    OrganisationFactory(slug="two", gss_code="E10000901")

    outcome = importing.load(register(tmp_path, MERE, MERE_UNITARY))

    assert told(outcome) == [(2, "gss-code")]


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    printed = StringIO()

    call_command("import_organisations", str(register(tmp_path, MERE, MERE_UNITARY)), stdout=printed)

    assert printed.getvalue() == "2 new, 0 changed, 0 unchanged\nLoaded.\n"


def test_the_command_fails_with_every_fault(tmp_path: Path) -> None:
    printed = StringIO()

    with pytest.raises(CommandError, match="1 error"):
        call_command("import_organisations", str(tmp_path / "nowhere.csv"), stderr=printed)

    assert "does not exist" in printed.getvalue()
