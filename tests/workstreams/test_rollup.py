"""The sentence above a partnership's workstreams."""

from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from lxml import html

from sharedservices.core.dates import FuzzyDate
from tests.factories.workstreams import ProgressUpdateFactory, ProjectRatingFactory, WorkstreamFactory
from tests.world import World, as_
from workstreams import rollup
from workstreams.overviews import Overview
from workstreams.rules import Direction, Rag


def row(name: str, overall: Rag = Rag.NOT_RATED, as_of: str | None = None, status: str = "active") -> Overview:
    return Overview(
        url=f"/{name}/",
        name=name,
        partnership="Rivers",
        lead="",
        stage="Development",
        status=status,
        as_of=FuzzyDate.parse(as_of) if as_of else None,
        overall=overall,
        direction=Direction.NONE,
        next_title="",
        next_when=None,
        late_milestones=0,
    )


def sentence(*rows: Overview) -> str:
    template = Template("{% load rollup_tags %}{% roll_up groups %}")
    page = template.render(Context({"groups": [("Some", list(rows[:1])), ("Others", list(rows[1:]))]}))
    return " ".join(html.fromstring(f"<div>{page}</div>").text_content().split())


def test_what_is_off_track_comes_first_and_is_named() -> None:
    told = sentence(
        row("Audit", Rag.GREEN, "2011-09"),
        row("Waste", Rag.RED, "2011-06-30"),
        row("SEN"),
        row("ICT", Rag.RED, "2011-09-20"),
        row("Roads", Rag.AMBER, "2011-08"),
    )

    assert told == (
        "Of 5 workstreams: 2 off track (Waste, ICT), 1 at risk, 1 on track, 1 not rated. "
        "No update yet: 1. Not updated for longest: Waste, since 30 June 2011."
    )


def test_ideas_do_not_count() -> None:
    assert sentence(row("Waste", Rag.AMBER_RED, "2011-09"), row("Legal", status="idea")).startswith(
        "Of 1 workstream: 1 at serious risk (Waste). Not updated"
    )


@pytest.mark.parametrize("rows", [[], [row("Legal", status="idea")]])
def test_nothing_is_said_of_nothing(rows: list[Overview]) -> None:
    assert sentence(*rows) == ""


def test_every_rating_is_counted_once() -> None:
    found = rollup.of(row(rag.name, rag, "2011-09") for rag in Rag)

    assert [(part.rag, part.count) for part in found.parts] == [(rag, 1) for rag in Rag]


def test_a_red_project_reaches_the_partnerships_page(client: Client, world: World) -> None:
    quiet = ProgressUpdateFactory(workstream=WorkstreamFactory(partnership=world.rivers), rag_time="green")
    ProjectRatingFactory(update=quiet, rag="red", reason="No site.")

    page: Any = html.document_fromstring(as_(client, world.bob).get("/partnerships/rivers/").content.decode())

    assert f"1 off track ({quiet.workstream.name})" in " ".join(page.text_content().split())
