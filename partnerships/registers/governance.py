"""Registers of how a partnership decides: bodies, meetings, decisions, actions."""

from typing import Any

from django.urls import reverse

from partnerships import checks
from partnerships.models import (
    Action,
    AgendaItem,
    BodyMember,
    Decision,
    Endorsement,
    GovernanceBody,
    Meeting,
)
from partnerships.record_keeping import register
from sharedservices.core import decisions
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Column


def endorsed_by(decision: Decision) -> str:
    """Reads the prefetched endorsements."""
    states = [endorsement.state for endorsement in decision.endorsements.all()]
    endorsed, conditional = Endorsement.State.ENDORSED, Endorsement.State.SUBJECT_TO
    return words.given_by("Endorsed", states, plain=endorsed, conditional=conditional) or "No answer recorded"


def openness(item: AgendaItem) -> str:
    """ "Open to the public", "Exempt (paragraph 3)"."""
    if item.part != AgendaItem.Part.EXEMPT:
        return item.get_part_display()
    several = "," in item.exempt_paragraphs or " " in item.exempt_paragraphs.strip()
    return f"Exempt ({'paragraphs' if several else 'paragraph'} {item.exempt_paragraphs})"


def exempt_page(item: AgendaItem, scope: Any, _may_change: decisions.Decision) -> list[tuple[str, str]]:
    if item.part != AgendaItem.Part.EXEMPT:
        return []
    return [("Exempt text, for those who are cleared", reverse("partnerships:exempt", args=[scope.slug, item.pk]))]


BODY_MEMBERS = register(
    model=BodyMember,
    slug="body-members",
    title="Members of bodies",
    one="member of a body",
    parent="body",
    fields=("body", "office", "organisation", "part"),
    columns=("office", "organisation", "body", "part"),
)
BODIES = register(
    model=GovernanceBody,
    slug="bodies",
    title="Governance bodies",
    one="governance body",
    fields=("name", "kind", "chair", "parent", "cadence", "terms"),
    columns=("name", "kind", "chair", "parent", "cadence"),
    children=(BODY_MEMBERS,),
    check=checks.body_answers_to_no_child,
)
AGENDA = register(
    model=AgendaItem,
    slug="agenda-items",
    title="Agenda items",
    one="agenda item",
    parent="meeting",
    intro="An exempt item names the paragraphs of schedule 12A of the Local Government Act 1972 that it falls under.",
    fields=("meeting", "number", "title", "presented_by", "part", "exempt_paragraphs", "public_interest", "note"),
    columns=("title", "meeting", "number", "presented_by", Column("Part", openness)),
    further=exempt_page,
)
ENDORSEMENTS = register(
    model=Endorsement,
    slug="endorsements",
    title="Endorsements",
    one="endorsement",
    intro="Each council's own answer to what the partnership decided.",
    parent="decision",
    fields=("decision", "organisation", "state", "date", "body", "condition"),
    columns=("organisation", "decision", "state", "date", "body", "condition"),
    check=checks.respondent_is_a_member,
)
DECISIONS = register(
    model=Decision,
    slug="decisions",
    title="Decisions",
    one="decision",
    parent="meeting",
    fields=(
        "meeting",
        "number",
        "text",
        "recommendation",
        "reasons",
        "options_rejected",
        "is_key",
        "notice_date",
        "call_in_until",
        "condition",
    ),
    columns=("text", "meeting", "number", "is_key", "call_in_until", "condition", Column("Answers", endorsed_by)),
    children=(ENDORSEMENTS,),
    facts=lambda decision: [("Answers", endorsed_by(decision))],
)
MEETINGS = register(
    model=Meeting,
    slug="meetings",
    title="Meetings",
    one="meeting",
    fields=("body", "date", "state", "publish_by", "declarations", "minutes", "note"),
    columns=("date", "body", "state", "publish_by"),
    children=(AGENDA, DECISIONS),
)
ACTIONS = register(
    model=Action,
    slug="actions",
    title="Actions",
    one="action",
    fields=("text", "owner", "owner_office", "due", "meeting", "state"),
    columns=("text", "owner", "owner_office", "due", "state"),
)
