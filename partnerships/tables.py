"""Who is who, in the programme format."""

from partnerships.models import (
    Action,
    Decision,
    GovernanceBody,
    Meeting,
    Membership,
    Organisation,
    Partnership,
)
from sharedservices.core.programme.columns import Beside, Choice, Date, Integer, Reference, Slug, Text
from sharedservices.core.programme.tables import Table

PARTNERSHIP = Reference("partnership", table="partnerships", help="The partnership's short name.")

ORGANISATIONS = Table(
    name="organisations",
    one="an organisation",
    model=Organisation,
    key=("organisation",),
    shared=True,
    columns=(
        Slug(
            "organisation", field="slug", required=True, help="A short name such as east-sussex, used by other tables."
        ),
        Text("name", required=True),
        Text("short_name", required=True, help="As tables and charts show it."),
        Choice("kind", required=True, choices=Organisation.Kind.choices),
        Text("gss_code", help="Nine characters, such as E10000011."),
        Text("authority_code", help="The three letters of the local authority register."),
        Text("note"),
    ),
)
PARTNERSHIPS = Table(
    name="partnerships",
    one="a partnership",
    model=Partnership,
    key=("partnership",),
    columns=(
        Slug("partnership", field="slug", required=True, help="A short name such as se7, used by other tables."),
        Text("name", required=True),
        Text("acronym"),
        Text("purpose"),
        Text("principles"),
        Date("formed"),
        Choice("status", choices=Partnership.Status.choices),
        Text("note"),
    ),
)
MEMBERSHIPS = Table(
    name="memberships",
    one="a membership",
    model=Membership,
    key=("partnership", "organisation", "role", "joined"),
    columns=(
        PARTNERSHIP,
        Reference("organisation", table="organisations"),
        Choice("role", choices=Membership.Role.choices),
        Date("joined", help="Empty means since the beginning."),
        Date("left", help="Empty means still a member."),
        Text("note"),
    ),
)
GOVERNANCE_BODIES = Table(
    name="governance_bodies",
    one="a governance body",
    model=GovernanceBody,
    key=("partnership", "body"),
    columns=(
        PARTNERSHIP,
        Slug("body", field="slug", required=True, help="A short name; other tables write partnership/body."),
        Text("name", required=True),
        Choice("kind", required=True, choices=GovernanceBody.Kind.choices),
        Text("chair", help="The office that chairs it, never a person."),
        Text("cadence"),
        Text("terms"),
    ),
)
MEETINGS = Table(
    name="meetings",
    one="a meeting (body and date)",
    model=Meeting,
    key=("body", "date"),
    columns=(
        Reference("body", table="governance_bodies", help="partnership/body, such as se7/leaders."),
        Date("date", required=True),
        Choice("state", choices=Meeting.State.choices),
        Text("note"),
    ),
)
DECISIONS = Table(
    name="decisions",
    one="a decision",
    model=Decision,
    key=("body", "date", "number"),
    columns=(
        Reference(
            "body", field="meeting", table="meetings", beside="date", help="The body that met: partnership/body."
        ),
        Beside("date", required=True, help="The date of the meeting."),
        Integer("number", required=True),
        Text("text", required=True),
        Text("condition"),
    ),
)
ACTIONS = Table(
    name="actions",
    one="an action",
    model=Action,
    key=("partnership", "action"),
    columns=(
        PARTNERSHIP,
        Slug("action", field="slug", required=True),
        Text("text", required=True),
        Reference("owner", table="organisations", help="The organisation that owns it, if one does."),
        Text("owner_office", help="The office that owns it, never a person."),
        Date("due"),
        Reference("body", field="meeting", table="meetings", beside="date", help="The body it is to report to."),
        Beside("date", help="The date of that meeting."),
        Choice("state", choices=Action.State.choices),
    ),
)
TABLES = [ORGANISATIONS, PARTNERSHIPS, MEMBERSHIPS, GOVERNANCE_BODIES, MEETINGS, DECISIONS, ACTIONS]
