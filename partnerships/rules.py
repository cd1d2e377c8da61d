"""Who is who: kinds, roles and what each role is granted on. Pure Python."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sharedservices.core.dates import FuzzyDate

GSS_CODE = re.compile(r"[EWSN]\d{8}", re.ASCII)
# Words that stand in addresses where partnerships stand: a partnership of such a name would have no page
RESERVED_NAMES = ("add", "import", "workstreams")
RESERVED = "“{}” is a page of the portal. Give the partnership another short name, such as “{}-partnership”."


class Scope(StrEnum):
    """What a role is granted on."""

    PORTAL = "portal"
    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"


class Role(StrEnum):
    PORTAL_ADMIN = "portal_admin"
    PROGRAMME_OFFICER = "programme_officer"
    PARTNERSHIP_VIEWER = "partnership_viewer"
    COUNCIL_OFFICER = "council_officer"
    FINANCE_VERIFIER = "finance_verifier"
    REPORT_AUTHOR = "report_author"
    IMPLICATIONS_VERIFIER = "implications_verifier"
    CLERK = "clerk"
    VIEWER = "viewer"


ROLE_SCOPE = {
    Role.PORTAL_ADMIN: Scope.PORTAL,
    Role.PROGRAMME_OFFICER: Scope.PARTNERSHIP,
    Role.PARTNERSHIP_VIEWER: Scope.PARTNERSHIP,
    Role.COUNCIL_OFFICER: Scope.ORGANISATION,
    Role.FINANCE_VERIFIER: Scope.ORGANISATION,
    Role.REPORT_AUTHOR: Scope.ORGANISATION,
    Role.IMPLICATIONS_VERIFIER: Scope.ORGANISATION,
    Role.CLERK: Scope.ORGANISATION,
    Role.VIEWER: Scope.ORGANISATION,
}
PARTNERSHIP_ROLES = [role.value for role, scope in ROLE_SCOPE.items() if scope is Scope.PARTNERSHIP]
ORGANISATION_ROLES = [role.value for role, scope in ROLE_SCOPE.items() if scope is Scope.ORGANISATION]
# What programme officers may invite to and end: to see their partnership. Roles of a council open its drafts, and every
# other partnership that it is in
OFFICERS_GRANT = [Role.PARTNERSHIP_VIEWER.value]
# Who reads what their council keeps exempt, and who writes it
CLEARED = (Role.CLERK, Role.REPORT_AUTHOR, Role.FINANCE_VERIFIER, Role.IMPLICATIONS_VERIFIER)
EXEMPT_WRITERS = (Role.CLERK, Role.REPORT_AUTHOR)
# What one holder may lend another of the same organisation until a day
DELEGABLE = (Role.FINANCE_VERIFIER, Role.IMPLICATIONS_VERIFIER)
# Who releases money or papers, or opens everything, signs in with a second factor
SECOND_FACTOR_ROLES = (Role.FINANCE_VERIFIER, Role.IMPLICATIONS_VERIFIER, Role.CLERK, Role.PORTAL_ADMIN)


class Ability(StrEnum):
    """What a role lets its holder see or do, on what it is granted on."""

    SEE_EVERYTHING = "See every partnership, organisation and committee paper."
    SEE_PROGRAMME = (
        "See the programme: workstreams, milestones, submitted updates, governance, funding and released savings."
    )
    SEE_SAVINGS = "See savings claims, but drafts only of their own council or programme."
    SEE_PAPERS = "See the council's committee papers in the making."
    KEEP_RECORDS = "Keep up the partnership's records."
    IMPORT = "Bring in the programme from a workbook."
    WRITE_UPDATES = "Write the progress updates of its workstreams."
    REVIEW_UPDATES = "Approve the updates that others wrote, or return them."
    RELEASE_LINES = "Release the council's lines of savings to the other partners, and take them back."
    READ_EXEMPT = "Read what the council keeps exempt from publication."
    WRITE_EXEMPT = "Write what the council keeps exempt from publication."
    WRITE_PAPERS = "Write the council's committee papers and send them for clearance."
    COMPILE_PAPERS = "Compile the council's committee papers."
    CLEAR_PAPERS = "Clear the committee papers that others wrote and compiled."
    PUBLISH_PAPERS = "Publish the committee papers that are cleared."
    DELEGATE = "Delegate this role to a colleague of the same council until a day."
    APPOINT_LEADS = "Appoint the leads of workstreams, and end it."
    INVITE_VIEWERS = "Invite people as viewers of the partnership, and end it."
    GRANT_ROLES = "Invite people, grant and end roles, suspend accounts."
    READ_LOG = "Read who signed in and who was refused."


_SEEN = (Ability.SEE_PROGRAMME, Ability.SEE_SAVINGS)
_COUNCIL = (*_SEEN, Ability.SEE_PAPERS)
ABILITIES: dict[Role, tuple[Ability, ...]] = {
    Role.PORTAL_ADMIN: (
        Ability.SEE_EVERYTHING,
        Ability.IMPORT,
        Ability.APPOINT_LEADS,
        Ability.GRANT_ROLES,
        Ability.READ_LOG,
    ),
    Role.PROGRAMME_OFFICER: (
        *_SEEN,
        Ability.KEEP_RECORDS,
        Ability.IMPORT,
        Ability.WRITE_UPDATES,
        Ability.REVIEW_UPDATES,
        Ability.APPOINT_LEADS,
        Ability.INVITE_VIEWERS,
    ),
    Role.PARTNERSHIP_VIEWER: (Ability.SEE_PROGRAMME,),
    Role.COUNCIL_OFFICER: (*_COUNCIL, Ability.RELEASE_LINES),
    Role.FINANCE_VERIFIER: (
        *_COUNCIL,
        Ability.RELEASE_LINES,
        Ability.READ_EXEMPT,
        Ability.CLEAR_PAPERS,
        Ability.DELEGATE,
    ),
    Role.REPORT_AUTHOR: (
        *_COUNCIL,
        Ability.READ_EXEMPT,
        Ability.WRITE_EXEMPT,
        Ability.WRITE_PAPERS,
        Ability.COMPILE_PAPERS,
    ),
    Role.IMPLICATIONS_VERIFIER: (*_COUNCIL, Ability.READ_EXEMPT, Ability.CLEAR_PAPERS, Ability.DELEGATE),
    Role.CLERK: (
        *_COUNCIL,
        Ability.READ_EXEMPT,
        Ability.WRITE_EXEMPT,
        Ability.COMPILE_PAPERS,
        Ability.PUBLISH_PAPERS,
    ),
    Role.VIEWER: _SEEN,
}
SEEING = (Ability.SEE_EVERYTHING, Ability.SEE_PROGRAMME, Ability.SEE_SAVINGS, Ability.SEE_PAPERS)


@dataclass(frozen=True)
class Holdings:
    """What a person holds on a day: role, partnership and organisation of each grant in force."""

    grants: Collection[tuple[str, int | None, int | None]]

    @property
    def is_portal_admin(self) -> bool:
        return any(role == Role.PORTAL_ADMIN for role, _, _ in self.grants)

    @property
    def partnerships(self) -> set[int]:
        return {partnership for _, partnership, _ in self.grants if partnership is not None}

    @property
    def managed(self) -> set[int]:
        """The partnerships of a programme officer."""
        return {held for role, held, _ in self.grants if role == Role.PROGRAMME_OFFICER and held is not None}

    def organisations(self, *roles: Role) -> set[int]:
        """For which one of these roles is held; any role when none is named."""
        return {held for role, _, held in self.grants if held is not None and (not roles or role in roles)}


NO_COUNTY = "“{county}” is a {kind}: only a county council is the county of a district."
HAS_DISTRICTS = "It is the county of “{district}”, so it stays a county council. Change its districts first."


def abolished_too_early(founded: FuzzyDate | None, abolished: FuzzyDate | None) -> str:
    """Why nobody can have been abolished then; empty where they may have been."""
    if not founded or not abolished or abolished.latest >= founded.earliest:
        return ""
    return f"It cannot be abolished in {abolished}, before it was founded in {founded}."


def unsigned(signed: int, awaited: Sequence[str]) -> str:
    """Why an agreement is not signed yet, whose signatures are so many with those that are `awaited`; empty where it
    is."""
    if awaited:
        *others, last = awaited
        named = f"“{'”, “'.join(others)}” and “{last}”" if others else f"“{last}”"
        return f"Signatures are still awaited from {named}. Record them first, or choose “Being signed” until then."
    if not signed:
        return "No signature is recorded. Choose “Being signed”, record who signed, then choose “Signed”."
    return ""
