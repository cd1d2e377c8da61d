"""The tables of a paper, and its blocks about each workstream."""

from tests.reports.contents import (
    claim,
    headings,
    line,
    milestone,
    part,
    project_rating,
    render,
    rows,
    section,
    update,
    words,
    workstream,
)

OVERVIEW = [section("overview", "overview")]


def test_overview_says_everything_in_words() -> None:
    rated = update(overall="amber", overall_words="At risk", direction="Worsening", ratings={"time": "amber"})
    late = milestone("Case", timing="Late", words="June 2011", earliest="2011-06-01", latest="2011-06-30")
    document = render(
        sections=OVERVIEW,
        workstreams=[
            workstream("Waste", update=rated, milestones=[milestone("Plan"), late]),
            workstream("Audit", status="further", lead=None, milestones=[milestone("Done", timing="Done")]),
            workstream("Idea", status="idea"),
        ],
    )

    table = part(document, "overview").find(".//table")
    assert rows(table)[1:] == [
        ["Waste", "North County Council", "Development", "At risk", "↓ Worsening", "Case: June 2011 Late"],
        ["Audit Further work", "No lead named", "Development", "Not rated", "Not rated", "None to come"],
    ]
    assert [cell.get("scope") for cell in table.iter("th")] == ["col"] * 6 + ["row"] * 2
    assert table.find_class("paper-rating--amber")
    assert "three-point scale (complete, on track, at risk, off track)" in words(part(document, "overview"))


def test_overview_without_ratings_names_no_scale() -> None:
    document = render(sections=OVERVIEW, workstreams=[workstream("Waste", update=update())])

    assert "scale" not in words(part(document, "overview"))


def with_a_red_project() -> dict[str, object]:
    told = [
        project_rating("Fleet", "green", "On track"),
        project_rating("Depot", "red", "Off track", reason="No *site*.", decides=True),
    ]
    return workstream("Waste", update=update(overall="red", overall_words="Off track", project_ratings=told))


def test_overview_names_the_project_that_decides_with_its_reason() -> None:
    document = render(sections=OVERVIEW, workstreams=[with_a_red_project()])

    block = part(document, "overview")
    assert rows(block.find(".//table"))[1][3] == "Off track Because of Depot"
    assert [words(item) for item in block.iter("li")] == ["Waste, off track because of Depot: No site."]
    assert "time, cost, delivery and benefits, and of the projects, on a" in words(block)


def test_timeline_has_a_chart_and_the_same_facts_in_a_table() -> None:
    undated = milestone("Vision", words="", earliest=None, latest=None, timing="No date given")
    moved = milestone("Plan", baseline="2011-10", forecast="2011-12", note="Two years more are possible.")
    document = render(
        sections=[section("milestones", "timeline")], workstreams=[workstream("Waste", milestones=[moved, undated])]
    )

    block = part(document, "milestones")
    assert len(block.findall(".//svg")) == 1
    assert rows(block)[1:] == [
        ["Plan Promised for October 2011. Two years more are possible.", "Waste", "December 2011", "To come"],
        ["Vision", "Waste", "None", "No date given"],
    ]


def test_tables_stop_at_a_hundred_rows_and_say_so() -> None:
    document = render(
        sections=[section("milestones", "timeline"), section("savings", "savings")],
        workstreams=[workstream("Waste", milestones=[milestone(f"M{number}") for number in range(130)])],
        savings=[claim(f"S{number}", line(achieved={"amount": "1.00", "qualifier": "exact"})) for number in range(120)],
    )

    assert len(rows(part(document, "milestones"))) == 101
    assert "30 further milestones are in the data" in words(part(document, "milestones"))
    assert len(rows(part(document, "savings"))) == 101
    assert "20 further lines are in the data" in words(part(document, "savings"))


SAVINGS = [section("savings", "savings", empty_text="None")]


def test_savings_of_each_type_have_their_own_table_and_no_sum() -> None:
    forecast = {"amount": "20000.00", "qualifier": "up to"}
    document = render(
        sections=SAVINGS,
        savings=[
            claim(
                "Buying",
                line(forecast=forecast),
                line(achieved={"amount": "0.00", "qualifier": "exact"}, period_words="2013/14"),
            ),
            claim("Time", line(identified={"amount": "5000.00", "qualifier": "exact"}), type_words="Non-cashable"),
        ],
    )

    block = part(document, "savings")
    assert [words(caption) for caption in block.iter("caption")] == ["Cashable", "Non-cashable"]
    absent = "Not yet reported"
    assert [row[3:6] for row in rows(block) if row[0] != "Saving"] == [
        ["up to £20k", absent, absent],
        [absent, absent, "£0"],
        [absent, "£5k", absent],
    ]
    assert "£25k" not in words(block)


def test_savings_asked_for_and_not_reported_are_said_to_be_so() -> None:
    lines = [
        line(period_words="by December 2011", note="To date."),
        line(period_words="2012/13", note="Projection."),
        line(period_words="2013/14", note="Projection."),
    ]
    document = render(
        sections=SAVINGS,
        savings=[
            claim("Waste", *lines, type_words="Type not stated", status_words="Asked for", due_words="December 2011")
        ],
    )

    assert rows(part(document, "savings"))[1:] == [
        [
            "Waste",
            "To date (by December 2011) Projection (2012/13, 2013/14)",
            "Asked for",
            "December 2011",
            "Not yet reported",
        ]
    ]
    assert "£" not in words(document)


def test_no_savings_prints_the_styles_word() -> None:
    assert words(part(render(sections=SAVINGS), "savings")) == "Savings None"


APPENDIX = [section("updates", "workstreams", numbering="appendix")]


def test_workstream_block_has_lead_purpose_update_milestones_and_projects() -> None:
    project = {
        "name": "Pathfinder",
        "summary": "Tries *reform*.",
        "kind_words": "Pathfinder",
        "stage_words": "Pilot",
        "participants": ["North County Council (lead)", "South County Council"],
        "start_words": "October 2011",
        "end_words": "March 2013",
        "programme": "Green Paper",
    }
    document = render(
        sections=APPENDIX,
        workstreams=[
            workstream(
                "SEN",
                purpose="To reform.\n\nTo save.",
                update=update(narrative="Begun:\n\n- one"),
                milestones=[milestone("Plan", note="If funded.")],
                projects=[project],
            )
        ],
    )

    assert headings(document)[2:] == [
        ("h3", "SEN – Led by North County Council"),
        ("h4", "Workstream purpose"),
        ("h4", "Workstream update, as of 20 September 2011"),
        ("h4", "Milestones"),
        ("h4", "Projects"),
    ]
    text = words(part(document, "updates"))
    assert "To reform. To save." in text
    assert "Begun: one" in text
    assert "Plan: December 2011, to come. If funded." in text
    assert (
        "Pathfinder (Pathfinder, pilot, October 2011 to March 2013): Tries reform. Linked to: Green Paper. "
        "Taking part: North County Council (lead); South County Council."
    ) in text


def test_workstream_block_says_what_is_missing() -> None:
    document = render(
        sections=APPENDIX, workstreams=[workstream("SEN", lead=None, purpose="", stage_words="Not stated")]
    )

    assert words(part(document, "updates")) == (
        "APPENDIX 1 Updates SEN Stage: Not stated Workstream update No update was given."
    )


def test_rated_update_shows_all_four_aspects_and_the_reason() -> None:
    rated = update(
        overall="red",
        overall_words="Off track",
        direction="First rating",
        reason="No money.",
        ratings={"time": "green", "cost": "red", "delivery": "", "benefits": "complete"},
    )
    text = words(part(render(sections=APPENDIX, workstreams=[workstream("SEN", update=rated)]), "updates"))

    assert "Rating: Off track · Direction of travel: First rating" in text
    assert "Time: On track · Cost: Off track · Delivery: Not rated · Benefits: Complete" in text
    assert "Reason for the rating: No money." in text


def test_rated_projects_are_told_with_the_one_that_decides() -> None:
    text = words(part(render(sections=APPENDIX, workstreams=[with_a_red_project()]), "updates"))

    assert "Rating: Off track because of Depot" in text
    assert "projects: On track Fleet Off track Depot, which decides the workstream's rating: No site." in text


def test_an_update_without_rated_projects_tells_nothing_of_them() -> None:
    rated = update(overall="red", overall_words="Off track", ratings={"time": "red"})
    document = render(sections=[*OVERVIEW, *APPENDIX], workstreams=[workstream("Waste", update=rated)])

    assert "project" not in words(document).lower()


def test_ideas_are_bullets_under_one_heading() -> None:
    document = render(
        sections=APPENDIX,
        workstreams=[workstream("Legal", status="idea", lead=None, purpose="", update=update(narrative="Agreed."))],
    )

    assert headings(document)[2:] == [("h3", "Further areas of shared ideas")]
    assert [words(item) for item in part(document, "updates").iter("li")] == ["Legal: Agreed."]
