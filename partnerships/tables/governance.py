from functools import partial

from partnerships.models import (
    Action,
    AgendaItem,
    BodyMember,
    Decision,
    Endorsement,
    GovernanceBody,
    Meeting,
)
from partnerships.tables.organisation import ORGANISATION, PARTNERSHIP
from partnerships.tables.standing import same_partnership, strangers
from sharedservices.core.programme.columns import (
    Beside,
    BesideInteger,
    Choice,
    Date,
    Day,
    Integer,
    Reference,
    Slug,
    Text,
    YesNo,
)
from sharedservices.core.programme.tables import Rule, Table

BODY = Reference("body", table="governance_bodies", help="partnership/body, such as se7/leaders.")
MEETING = Reference(
    "body", field="meeting", table="meetings", beside=("date",), help="The body that met: partnership/body."
)
DATE = Beside("date", required=True, help="The date of the meeting.")

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
        Reference("parent", table="governance_bodies", help="The body it answers to: partnership/body."),
        Text("chair", help="The office that chairs it, never a person."),
        Text("cadence"),
        Text("terms"),
    ),
)
BODY_MEMBERS = Table(
    name="body_members",
    one="a member of a body",
    model=BodyMember,
    key=("body", "organisation", "office"),
    columns=(
        BODY,
        ORGANISATION,
        Text("office", required=True, help="The office on the body, never a person."),
        Text("part", help="Such as chair, adviser or sponsor."),
    ),
)
MEETINGS = Table(
    name="meetings",
    one="a meeting (body and date)",
    model=Meeting,
    key=("body", "date"),
    columns=(
        BODY,
        Date("date", required=True),
        Choice("state", choices=Meeting.State.choices),
        Day("publish_by", help="The last day to publish the agenda."),
        Text("minutes"),
        Text("declarations", help="Of interest: by office, never by name."),
        Text("note"),
    ),
)
AGENDA_ITEMS = Table(
    name="agenda_items",
    one="an item of an agenda",
    model=AgendaItem,
    key=("body", "date", "number"),
    columns=(
        MEETING,
        DATE,
        Integer("number", required=True),
        Text("title", required=True),
        Text("presented_by", help="The office that presents it, never a person."),
        Choice("part", choices=AgendaItem.Part.choices),
        Text("exempt_paragraphs", help="Of schedule 12A, where it is exempt."),
        Text("public_interest", help="Why keeping it exempt outweighs publishing it."),
        Text("note"),
    ),
)
DECISIONS = Table(
    name="decisions",
    one="a decision",
    model=Decision,
    key=("body", "date", "number"),
    columns=(
        MEETING,
        DATE,
        Integer("number", required=True),
        Text("text", required=True),
        Text("recommendation", help="What was recommended, where that differs."),
        Text("reasons"),
        Text("options_rejected"),
        YesNo("key_decision", field="is_key"),
        Day("notice_date"),
        Day("call_in_until", help="The last day on which it may be called in."),
        Text("condition"),
    ),
)
ENDORSEMENTS = Table(
    name="endorsements",
    one="an endorsement",
    model=Endorsement,
    key=("body", "date", "number", "organisation"),
    rules=(Rule(("memberships", "endorsements"), partial(strangers, table="endorsements", date="decided")),),
    columns=(
        Reference(
            "body",
            field="decision",
            table="decisions",
            beside=("date", "number"),
            help="The body that decided: partnership/body.",
        ),
        DATE,
        BesideInteger("number", required=True, help="The number of the decision at that meeting."),
        ORGANISATION,
        Choice("state", required=True, choices=Endorsement.State.choices),
        Date("decided", field="date", help="When the council answered."),
        Text("forum", field="body", help="Where the council decided, such as its Cabinet."),
        Text("condition"),
    ),
)
ACTIONS = Table(
    name="actions",
    one="an action",
    model=Action,
    key=("partnership", "action"),
    check=same_partnership("body"),
    columns=(
        PARTNERSHIP,
        Slug("action", field="slug", required=True),
        Text("text", required=True),
        Reference("owner", table="organisations", help="The organisation that owns it, if one does."),
        Text("owner_office", help="The office that owns it, never a person."),
        Date("due"),
        Reference("body", field="meeting", table="meetings", beside=("date",), help="The body it is to report to."),
        Beside("date", help="The date of that meeting."),
        Choice("state", choices=Action.State.choices),
    ),
)
