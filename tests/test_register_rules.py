"""What single registers say and refuse beyond what all have in common."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from partnerships.models import Agreement, Award, Contribution, Endorsement, GovernanceBody, Membership, Signature
from partnerships.registers import AGREEMENTS, BODIES, CONTRIBUTIONS, DECISIONS, MEMBERSHIPS, SIGNATURES
from partnerships.rules import Role
from sharedservices.core.money import QualifiedMoney, Qualifier
from sharedservices.core.registers import words
from sharedservices.core.registers.declared import Register
from tests.factories.partnerships import DecisionFactory, GovernanceBodyFactory, MeetingFactory, RoleGrantFactory
from tests.factories.programme import MeasureValueFactory
from tests.markup import parsed
from tests.world import World, as_
from workstreams.models import Allocation, Focus
from workstreams.registers import AWARDS, FOCUSES, MEASURE_VALUES, MEASURES, OUTSIDE_PROGRAMMES, STAGE_GATES


def pounds(amount: int, qualifier: Qualifier = Qualifier.EXACT) -> QualifiedMoney:
    return QualifiedMoney(Decimal(amount), qualifier)


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def test_a_record_that_is_there_already_is_told_in_plain_words(client: Client, world: World) -> None:
    value = MeasureValueFactory(measure__partnership=world.rivers)
    same = {"measure": value.measure.pk, "period": "2011/12", "kind": value.kind}

    answer = as_(client, world.officer).post(
        MEASURE_VALUES.url("add", world.rivers), same | {"value": "1", "version": "0"}
    )

    assert "Another record has the same Measure, Period and Kind. Change that one, or correct this one." in text(answer)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([], "Not stated"),
        ([None], "Not stated"),
        ([pounds(20_000)] * 6, "£120k"),
        ([pounds(25_400_000), pounds(1_200_000)], "£26.6m"),
        ([pounds(20_000), None], "£20k, 1 not stated"),
        ([pounds(20_000), pounds(5_000, Qualifier.UP_TO)], "up to £25k"),
        ([pounds(1_000, Qualifier.OVER), pounds(1_000, Qualifier.UP_TO)], "about £2k"),
    ],
)
def test_a_total_is_as_firm_as_its_parts(figures: list[QualifiedMoney | None], said: str) -> None:
    assert words.total(figures) == said


@pytest.mark.parametrize(
    ("whole", "parts", "said"),
    [
        (pounds(1_000), [], "Nothing allocated, £1k unallocated"),
        (pounds(1_000), [pounds(1_000)], "£1k allocated, nothing unallocated"),
        (pounds(1_000), [pounds(1_200)], "£1.2k allocated: £200 over"),
        (None, [pounds(1_200)], "£1.2k allocated; the whole is not stated"),
        (None, [], "Not stated"),
    ],
)
def test_what_is_allocated_left_and_over(
    whole: QualifiedMoney | None, parts: list[QualifiedMoney | None], said: str
) -> None:
    assert words.shared_out(whole, parts) == said


@pytest.mark.parametrize(
    ("likelihood", "impact", "said"),
    [
        (3, 4, "12 (3 × 4), high"),
        (1, 4, "4 (1 × 4), low"),
        (1, 5, "5 (1 × 5), medium"),
        (5, 4, "20 (5 × 4), very high"),
        (None, 5, "Not scored"),
    ],
)
def test_a_score_has_its_word(likelihood: int | None, impact: int | None, said: str) -> None:
    assert words.score(likelihood, impact) == said


@pytest.mark.parametrize(
    ("register", "name", "hint"),
    [
        (MEASURES, "target_value", "The same as a number, to compare values with."),
        (MEASURES, "order", "Its place in lists: the lowest number comes first."),
        (AWARDS, "return_ratio", "How many pounds each pound is to bring back, such as 5 for 5:1."),
        (STAGE_GATES, "order", "1 for the first gate, then 2, and so on."),
    ],
)
def test_a_label_that_does_not_say_enough_has_a_hint(
    client: Client, world: World, register: Register, name: str, hint: str
) -> None:
    page = parsed(text(as_(client, world.officer).get(register.url("add", world.rivers))))

    assert page.get_element_by_id(f"id_{name}_helptext").text_content().strip() == hint


@pytest.mark.parametrize(
    ("register", "form"),
    [
        (FOCUSES, {"name": "Schools", "begins": "2012", "ends": "2011"}),
        (OUTSIDE_PROGRAMMES, {"name": "Pathfinders", "begins": "2011/12", "ends": "March 2011"}),
    ],
)
def test_nothing_ends_before_it_begins(client: Client, world: World, register: Register, form: dict[str, str]) -> None:
    add = register.url("add", world.rivers)

    page = text(as_(client, world.officer).post(add, form | {"version": "0"}))
    saved = client.post(add, form | {"version": "0", "ends": "2012"})

    assert "This ends before it begins. Correct one of the two dates." in page
    assert saved.status_code == 302


def test_no_text_turns_round_what_stands_beside_it(client: Client, world: World) -> None:
    form = {"name": "Schools \u202eand libraries", "begins": "2012", "version": "0"}

    page = text(as_(client, world.officer).post(FOCUSES.url("add", world.rivers), form))

    assert "This holds an invisible character that turns the text around it." in page


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u2800 \u2800", "\u00ad\ufe0f\u2060"])
def test_no_name_shows_nothing(client: Client, world: World, name: str) -> None:
    page = text(as_(client, world.officer).post(FOCUSES.url("add", world.rivers), {"name": name, "version": "0"}))

    assert "nothing but characters that nobody sees" in page
    assert not Focus.objects.exists()


def test_a_name_may_hold_such_characters_between_its_letters(client: Client, world: World) -> None:
    form = {"name": "Co\u00adoperation \u2764\ufe0f", "begins": "2012", "version": "0"}

    saved = as_(client, world.officer).post(FOCUSES.url("add", world.rivers), form)

    assert saved.status_code == 302


def test_an_agreement_says_how_many_have_signed(client: Client, world: World) -> None:
    mou = Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum")
    Signature.objects.create(agreement=mou, organisation=world.north, state="conditional", condition="Legal review")
    Signature.objects.create(agreement=mou, organisation=world.south)

    page = text(as_(client, world.bob).get(AGREEMENTS.url("detail", world.rivers, mou.pk)))

    assert "Signed by 1 of 2, 1 under a condition; members of the partnership: 2" in page
    assert "Legal review" in page


def test_a_decision_says_how_many_councils_endorsed_it(client: Client, world: World) -> None:
    decision = DecisionFactory(meeting__body__partnership=world.rivers)
    unanswered = DecisionFactory(meeting=decision.meeting, number=2)
    Endorsement.objects.create(decision=decision, organisation=world.north, state="endorsed")
    Endorsement.objects.create(decision=decision, organisation=world.south, state="awaiting")

    for address in (DECISIONS.url("list", world.rivers), "/partnerships/rivers/governance/"):
        page = text(as_(client, world.bob).get(address))
        assert "Endorsed by 1 of 2" in page
        assert "No answer recorded" in page
    assert "Endorsed by 1 of 2" in text(client.get(DECISIONS.url("detail", world.rivers, decision.pk)))
    assert "No answer recorded" in text(client.get(DECISIONS.url("detail", world.rivers, unanswered.pk)))


def test_only_members_sign(client: Client, world: World) -> None:
    """East is seen by the officer for its seat in another partnership; that does not make it a party to this one."""
    mou = Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum")
    RoleGrantFactory(user=world.officer, role=Role.VIEWER, organisation=world.east)
    form = {"agreement": mou.pk, "organisation": world.east.pk, "state": "signed", "version": "0"}

    page = text(as_(client, world.officer).post(SIGNATURES.url("add", world.rivers), form))

    assert "is no member of “Rivers”: only members sign its agreements" in page
    assert not Signature.objects.exists()


def test_equal_contributions_stand_beside_their_sum(client: Client, world: World) -> None:
    for organisation in (world.north, world.south):
        Contribution.objects.create(
            partnership=world.rivers, organisation=organisation, purpose="Office", period="2010/11", amount=20_000
        )

    page = text(as_(client, world.bob).get(CONTRIBUTIONS.url("list", world.rivers)))

    assert "£40k from 2 of 2 members. 2 members × £20k = £40k: agrees" in page


def test_an_award_shows_what_is_left_and_what_return_was_asked_for(client: Client, world: World) -> None:
    award = Award.objects.create(
        partnership=world.rivers, slug="grant", funder="Fund", amount=750_000, return_ratio=Decimal(5)
    )
    Allocation.objects.create(award=award, slug="roads", title="Roads", amount=500_000)

    page = text(as_(client, world.bob).get(AWARDS.url("list", world.rivers)))

    assert "£500k allocated, £250k unallocated" in page
    assert "5:1 = £3.75m" in page


def test_a_body_cannot_answer_to_one_below_it(client: Client, world: World) -> None:
    board = GovernanceBodyFactory(partnership=world.rivers, slug="board")
    group = GovernanceBodyFactory(partnership=world.rivers, slug="group", parent=board)
    form = {"name": "Board", "kind": "board", "parent": group.pk, "version": "1"}

    page = text(as_(client, world.officer).post(BODIES.url("edit", world.rivers, board.pk), form))

    assert "This goes round in a circle" in page
    assert GovernanceBody.objects.get(pk=board.pk).parent is None


@pytest.mark.parametrize(("joined", "status"), [("2010", 200), ("", 200), ("2013", 302)])
def test_memberships_do_not_overlap(client: Client, world: World, joined: str, status: int) -> None:
    Membership.objects.filter(organisation=world.north).update(joined="2009", left="2012")
    form = {"organisation": world.north.pk, "role": "member", "joined": joined, "version": "0"}

    answer = as_(client, world.officer).post(MEMBERSHIPS.url("add", world.rivers), form)

    assert answer.status_code == status
    assert ("already has this role from 2009 until 2012" in text(answer)) == (status == 200)


def test_choices_come_from_the_same_partnership(client: Client, world: World) -> None:
    foreign = MeetingFactory(body__partnership=world.hills, date="2019-09-20")

    page = text(as_(client, world.officer).get(f"/partnerships/{world.rivers.slug}/actions/add/"))

    assert str(foreign) not in page
    assert world.east.name not in page


def test_a_part_is_added_to_the_record_it_was_added_from(client: Client, world: World) -> None:
    mou = Agreement.objects.create(partnership=world.rivers, slug="mou", title="Memorandum")
    as_(client, world.officer)

    record = text(client.get(AGREEMENTS.url("detail", world.rivers, mou.pk)))
    form = text(client.get(f"{SIGNATURES.url('add', world.rivers)}?agreement={mou.pk}"))

    assert f"?agreement={mou.pk}" in record
    assert f'<option value="{mou.pk}" selected>' in form


def test_a_second_record_of_the_same_name_gets_its_own_slug(client: Client, world: World) -> None:
    as_(client, world.officer)

    for _ in range(2):
        client.post(AGREEMENTS.url("add", world.rivers), {"title": "Memorandum", "state": "draft", "version": "0"})

    assert set(Agreement.objects.values_list("slug", flat=True)) == {"memorandum", "memorandum-2"}
