"""Who may bring programmes into the portal, keep up the records of a partnership, and say who else may what."""

from typing import Any

from partnerships import rules
from partnerships.models import Invitation, Membership, Organisation, Partnership, RoleGrant, User
from partnerships.querysets import Seen
from partnerships.rules import Role
from sharedservices.core.decisions import Allowed, Decision, Denied


def can_import(user: Any) -> Decision:
    if not user.grants.in_force().for_role(Role.PORTAL_ADMIN, Role.PROGRAMME_OFFICER).exists():
        return Denied("Only programme officers and portal administrators bring in workbooks.")
    return Allowed()


def can_keep(user: Any, partnership: Partnership) -> Decision:
    """Keep up the records of a partnership. One query."""
    officers = user.grants.in_force().for_role(Role.PROGRAMME_OFFICER)
    return _keeping(partnership, officer=officers.filter(partnership=partnership).exists())


def can_keep_seen(seen: Seen) -> Decision:
    """The same of a partnership that was found, without a query."""
    return _keeping(seen.partnership, officer=seen.partnership.pk in seen.held.managed)


def _keeping(partnership: Partnership, *, officer: bool) -> Decision:
    if officer:
        return Allowed()
    return Denied(f"Only the programme officers of {partnership.short_name} keep up its records.")


def can_add_partnership(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only portal administrators add partnerships. Programme officers change their own.")


def can_change_partnership(user: Any, partnership: Partnership) -> Decision:
    """Its name, purpose and rules. One query."""
    return _changing(partnership, managed=Partnership.objects.managed_by(user).filter(pk=partnership.pk).exists())


def can_change_seen(seen: Seen) -> Decision:
    """The same of a partnership that was found, without a query."""
    held = seen.held
    return _changing(seen.partnership, managed=held.is_portal_admin or seen.partnership.pk in held.managed)


def _changing(partnership: Partnership, *, managed: bool) -> Decision:
    if managed:
        return Allowed()
    return Denied(f"Only portal administrators and the programme officers of {partnership.short_name} change it.")


def can_add_organisation(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PROGRAMME_OFFICER, Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only programme officers and portal administrators add organisations.")


def can_change_all_organisations(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only portal administrators change every organisation, and delete one.")


def can_change_organisation(user: Any, organisation: Organisation) -> Decision:
    """Portal administrators all; programme officers the members, past ones too, of the partnerships that they manage,
    and those that no partnership has yet, for whoever adds an organisation has to be able to correct it."""
    if can_change_all_organisations(user):
        return Allowed()
    memberships = Membership.objects.filter(organisation=organisation)
    if can_add_organisation(user) and not memberships.exists():
        return Allowed()
    if memberships.filter(partnership__in=Partnership.objects.managed_by(user)).exists():
        return Allowed()
    return Denied("Only portal administrators and the programme officers of its partnerships change an organisation.")


def can_see_people(user: Any) -> Decision:
    """Who else holds what; which of them is `User.objects.visible_to`. One query."""
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN, Role.PROGRAMME_OFFICER).exists():
        return Allowed()
    return Denied("Only portal administrators and programme officers see who may do what.")


def can_grant(
    user: Any, person: User, role: str, *, partnership: Partnership | None, organisation: Organisation | None
) -> Decision:
    return can_grant_to(user, person) and can_invite(user, role, partnership=partnership, organisation=organisation)


def can_grant_to(user: Any, person: User) -> Decision:
    if person.pk == user.pk:
        return Denied("Nobody grants a role to themselves. Ask another portal administrator.")
    return Allowed()


def can_invite(user: Any, role: str, *, partnership: Partnership | None, organisation: Organisation | None) -> Decision:
    """Portal administrators to every role; programme officers as viewers of their partnerships."""
    asked = RoleGrant(user=User(), role=role, partnership=partnership, organisation=organisation)
    return Allowed() if _grants(user, asked) else Denied(_who_grants(role))


def can_end(user: Any, grant: RoleGrant) -> Decision:
    """One query. Of many, `RoleGrant.objects.ended_by` tells the same."""
    if RoleGrant.objects.ended_by(user).filter(pk=grant.pk).exists():
        return Allowed()
    return Denied(_who_grants(grant.role).replace("grant", "end"))


def can_withdraw(user: Any, invitation: Invitation) -> Decision:
    if Invitation.objects.visible_to(user).filter(pk=invitation.pk).exists():
        return Allowed()
    return Denied("Only those who may invite to this role withdraw an invitation to it, or send it again.")


def can_delegate(user: Any, grant: RoleGrant) -> Decision:
    """One query at most."""
    decision = can_delegate_held(grant)
    if decision and not user.grants.in_force().filter(pk=grant.pk).exists():
        return Denied("Only those who hold a role themselves delegate it.")
    return decision


def can_delegate_held(grant: RoleGrant) -> Decision:
    """The same of a grant that the person is known to hold now, without a query."""
    if Role(grant.role) not in rules.DELEGABLE:
        return Denied(f"The role of {grant.get_role_display().lower()} is not delegated: it is granted.")
    if grant.delegated_from_id is not None:
        return Denied("A delegated role is not delegated again.")
    return Allowed()


def can_administer(user: Any, person: User) -> Decision:
    """Suspend or reinstate an account, or move it to another council. One query."""
    if person.pk == user.pk:
        return Denied("Nobody does this to their own account. Ask another portal administrator.")
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only portal administrators suspend accounts or move them to another council.")


def _grants(user: Any, grant: RoleGrant) -> bool:
    held = user.grants.in_force()
    if held.for_role(Role.PORTAL_ADMIN).exists():
        return True
    if grant.role not in rules.OFFICERS_GRANT or grant.partnership_id is None:
        return False
    return bool(held.for_role(Role.PROGRAMME_OFFICER).filter(partnership=grant.partnership_id).exists())


def _who_grants(role: str) -> str:
    if role in rules.OFFICERS_GRANT:
        return "Only portal administrators, and the programme officers of the partnership, grant this role."
    return "Only portal administrators grant this role."


def can_read_exempt(user: Any) -> Decision:
    """Some council's exempt text; which of it is `ExemptText.objects.visible_to`. One query."""
    if user.grants.in_force().for_role(*rules.CLEARED).exists():
        return Allowed()
    return Denied("Only the clerks, report authors and verifiers of a council read what it keeps exempt.")


def can_write_exempt(user: Any, organisation: Organisation) -> Decision:
    if user.grants.in_force().for_role(*rules.EXEMPT_WRITERS).filter(organisation=organisation).exists():
        return Allowed()
    return Denied(f"Only the clerks and report authors of {organisation.short_name} write its exempt text.")


def can_read_access_log(user: Any) -> Decision:
    if user.grants.in_force().for_role(Role.PORTAL_ADMIN).exists():
        return Allowed()
    return Denied("Only portal administrators read who signed in and who was refused.")
