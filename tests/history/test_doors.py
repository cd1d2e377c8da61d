"""What was typed as the reason is in the history, whichever door a change came through."""

from typing import Any

import pytest
from django.test import Client
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from partnerships.models import AgendaItem, Agreement, ExemptText
from reports import services
from reports.models import Recommendation, Report, ReportSection
from sharedservices.core.acting import Actor, acting
from sharedservices.core.api import Access
from sharedservices.core.api.viewsets import ApiView
from sharedservices.core.models import HistoryEvent
from tests.factories.partnerships import GovernanceBodyFactory, MeetingFactory
from tests.history.reading import WHY, history, reasons, text_of
from tests.reports.test_services import NOW, cleared, compiled
from tests.world import World, as_

PAPER = "/reports/rivers-north-2011-11-09/"


# Exempt text


@pytest.fixture
def exempt(world: World) -> AgendaItem:
    meeting = MeetingFactory(body=GovernanceBodyFactory(partnership=world.rivers))
    values = {"title": "Depot", "part": "exempt", "exempt_paragraphs": "3", "public_interest": "Prices."}
    return AgendaItem.objects.create(meeting=meeting, number=7, **values)


def test_why_exempt_text_was_changed_and_taken_away(client: Client, world: World, exempt: AgendaItem) -> None:
    address = f"/partnerships/rivers/agenda-items/{exempt.pk}/exempt/north/"
    new = as_(client, world.clerk).get(address).content.decode()
    client.post(address, {"version": "0", "text": "Offer"})
    text = ExemptText.objects.get()

    asked = text_of(client.get(address).content.decode())
    client.post(address, {"version": str(text.version), "text": "Sold", "why": WHY})
    told = text_of(history(world.clerk, text))
    client.post(address, {"version": str(text.version + 1), "text": "", "why": "No longer needed"})

    assert 'name="why"' not in new
    assert "Why is this changed? (optional)" in asked
    assert f"Why: {WHY}" in told
    assert reasons(text) == ["", WHY, "No longer needed"]


def test_a_reason_too_long_stays_beside_the_exempt_text(client: Client, world: World, exempt: AgendaItem) -> None:
    text = ExemptText.objects.create(item=exempt, organisation=world.north, text="Offer")
    address = f"/partnerships/rivers/agenda-items/{exempt.pk}/exempt/north/"

    answer = as_(client, world.clerk).post(address, {"version": str(text.version), "text": "Sold", "why": "x" * 201})

    assert "Say why in 200 characters or fewer" in answer.content.decode()
    assert reasons(text) == [""]


# Papers


def paper_form(client: Client, **changed: str) -> dict[str, Any]:
    form = client.get(f"{PAPER}edit/").context["form"]
    return {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()} | changed


def test_why_a_paper_was_written_is_told_of_all_that_was_written(client: Client, world: World) -> None:
    as_(client, world.alice)
    values = paper_form(client, title="New title", recommendations="Note it", section_background="Because", why=WHY)

    answer = client.post(f"{PAPER}edit/", values)

    assert answer.status_code == 302, answer.context["form"].errors
    assert reasons(world.report)[-1] == WHY
    assert [reasons(row)[-1] for row in Recommendation.objects.filter(report=world.report)] == [WHY]
    assert WHY in {reasons(row)[-1] for row in ReportSection.objects.filter(report=world.report)}
    assert f"Why: {WHY}" in text_of(history(world.alice, world.report))


def test_a_papers_history_tells_of_the_recommendations_that_changed_alone(client: Client, world: World) -> None:
    as_(client, world.alice)
    client.post(f"{PAPER}edit/", paper_form(client, recommendations="Note it\nApprove it"))
    noted, approved = Recommendation.objects.filter(report=world.report).order_by("order")
    before = reasons(noted)

    client.post(f"{PAPER}edit/", paper_form(client, recommendations="Note it\nRefuse it\nPay", why=WHY))
    kept = list(Recommendation.objects.filter(report=world.report).order_by("order"))
    client.post(f"{PAPER}edit/", paper_form(client, recommendations="Note it"))

    assert [row.pk for row in kept[:2]] == [noted.pk, approved.pk]
    assert [row.text for row in kept] == ["Note it", "Refuse it", "Pay"]
    assert reasons(noted) == before
    assert [reasons(row) for row in kept[1:]] == [["", WHY, ""], [WHY, ""]]
    assert [row.text for row in Recommendation.objects.filter(report=world.report)] == ["Note it"]


@pytest.mark.parametrize("to", ["clearance", "cleared", "published", "draft"])
def test_every_step_of_a_paper_takes_a_reason(client: Client, world: World, to: str) -> None:
    report, by = _before(to, world)
    version = {} if to == "draft" else {"version": "1"}

    answer = as_(client, by).post(f"{PAPER}move/{to}/", version | {"why": WHY})

    assert answer.status_code == 302
    assert reasons(report)[-1] == WHY


def _before(to: str, world: World) -> tuple[Report, Any]:
    if to == "clearance":
        compiled(world.report, world.alice)
        return world.report, world.alice
    if to == "cleared":
        compiled(world.report, world.alice)
        return services.send_for_clearance(report=world.report, by=world.alice, version=1), world.verifier
    report = cleared(world)
    if to == "published":
        return report, world.clerk
    return services.publish(report=report, by=world.clerk, version=1, at=NOW), world.alice


def test_a_paper_is_asked_why_when_it_goes_out_and_when_it_comes_back(client: Client, world: World) -> None:
    cleared(world)

    clerk, author = (text_of(as_(client, one).get(PAPER).content.decode()) for one in (world.clerk, world.alice))

    assert "Why is it published? (optional)" in clerk
    assert "Why is it taken back? (optional)" in author
    assert "Why is it published?" not in author


def test_a_step_whose_reason_is_too_long_is_not_taken(client: Client, world: World) -> None:
    report = cleared(world)

    answer = as_(client, world.clerk).post(f"{PAPER}move/published/", {"version": "1", "why": "x" * 201})

    assert answer.status_code == 409
    assert "Say why in 200 characters or fewer" in answer.content.decode()
    report.refresh_from_db()
    assert report.published_at is None


# Updates


def test_why_an_update_was_approved_is_in_its_history(client: Client, world: World) -> None:
    update = world.waste.updates.get()
    address = f"/partnerships/rivers/workstreams/waste/updates/{update.pk}/approve/"

    asked = text_of(as_(client, world.officer).get(world.waste.get_absolute_url()).content.decode())
    client.post(address, {"version": str(update.version), "why": WHY})

    assert "Why is it approved? (optional)" in asked
    assert reasons(update)[-1] == WHY
    assert f"Why: {WHY}" in text_of(history(world.bob, update))


# The API


class Renaming(ApiView):
    """Writes, as the portal's own API does not yet."""

    access = Access.CALLER
    permission_classes = ()

    def get(self, request: Any) -> Response:
        return self.post(request)

    def post(self, request: Any) -> Response:
        agreement = Agreement.objects.get()
        agreement.title = f"{agreement.title}, again"
        agreement.save()
        return Response({})


@pytest.fixture
def agreement(world: World) -> Agreement:
    return Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum")


def call(user: Any, method: str = "post", **headers: str) -> Any:
    request = getattr(APIRequestFactory(), method)("/api/v1/renaming/", **headers)
    force_authenticate(request, user)
    with acting(Actor(request="request-0001")):
        return Renaming.as_view()(request).render()


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_program_says_why_it_writes(world: World, agreement: Agreement, encoding: str) -> None:
    why = "Café closed" if encoding == "latin-1" else "Café “Rive” closed"

    call(world.alice, HTTP_X_CHANGE_REASON=why.encode(encoding).decode("latin-1"))

    assert reasons(agreement) == ["", why]
    assert HistoryEvent.objects.of(agreement).last().user == world.alice.pk


def test_a_program_need_not_say_why(world: World, agreement: Agreement) -> None:
    call(world.alice)

    assert reasons(agreement) == ["", ""]


def test_reading_has_no_reason(world: World, agreement: Agreement) -> None:
    call(world.alice, "get", HTTP_X_CHANGE_REASON=WHY)

    assert reasons(agreement) == ["", ""]


def test_a_programs_reason_that_cannot_be_kept_is_a_problem_and_nothing_is_written(
    world: World, agreement: Agreement
) -> None:
    answer = call(world.alice, HTTP_X_CHANGE_REASON="x" * 201)

    assert answer.status_code == 400
    assert answer.data["errors"] == [
        {"pointer": "/header/X-Change-Reason", "code": "invalid", "detail": "Say why in 200 characters or fewer"}
    ]
    assert reasons(agreement) == [""]


def test_the_schema_describes_the_reason_of_what_writes_alone() -> None:
    schema = SchemaGenerator(patterns=[path("renaming/", Renaming.as_view())]).get_schema(public=True)

    described = {
        method: [one["name"] for one in operation.get("parameters", [])]
        for method, operation in schema["paths"]["/renaming/"].items()
    }
    assert described == {"get": [], "post": ["X-Change-Reason"]}
