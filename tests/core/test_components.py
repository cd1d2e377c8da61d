"""The template tags over the Design System's macros, and the partials that every page uses."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.functional import lazystr
from django.utils.html import format_html
from jinja2 import TemplateNotFound
from lxml import html

from sharedservices.core import components
from tests.markup import parsed, select
from workstreams import rules

ATTACK = "<script>alert(1)</script>"


def rendered(template: str, **context: object) -> html.HtmlElement:
    return parsed(Template("{% load govuk %}" + template).render(Context(context)))


def test_options_come_from_a_dict_and_from_the_template():
    answer = rendered('{% govuk "tag" data text="Draft" %}', data={"classes": "govuk-tag--grey", "text": "Old"})

    [tag] = select(answer, "strong.govuk-tag.govuk-tag--grey")
    assert tag.text.strip() == "Draft"


def test_unknown_component_is_an_error():
    with pytest.raises((TemplateNotFound, TemplateDoesNotExist)):
        rendered('{% govuk "carousel" %}')


@pytest.mark.parametrize(
    ("component", "params"),
    [
        ("tag", {"text": ATTACK}),
        ("tag", {"html": ATTACK}),
        ("button", {"text": ATTACK, "attributes": {"data-x": f'"{ATTACK}'}}),
        ("details", {"summaryHtml": ATTACK, "html": ATTACK}),
        ("summary-list", {"rows": [{"key": {"html": ATTACK}, "value": {"html": ATTACK}}]}),
        ("table", {"caption": ATTACK, "rows": [[{"text": ATTACK}, {"html": ATTACK}]]}),
        ("breadcrumbs", {"items": [{"text": ATTACK, "href": f'"{ATTACK}'}]}),
        ("notification-banner", {"text": ATTACK, "titleHtml": ATTACK}),
        ("error-summary", {"titleText": ATTACK, "errorList": [{"html": ATTACK, "href": "#x"}]}),
        ("service-navigation", {"navigation": [{"text": ATTACK, "href": "/"}], "slots": {"end": ATTACK}}),
        ("inset-text", {"html": lazystr(ATTACK)}),
        ("radios", {"name": "r", "items": [{"value": "1", "text": "One", "conditional": {"html": ATTACK}}]}),
    ],
)
def test_text_never_becomes_markup(component: str, params: dict[str, object]):
    answer = parsed(components.render(component, params))

    assert not select(answer, "script")
    assert "alert(1)" in html.tostring(answer, encoding="unicode")


def test_what_django_holds_safe_stays_markup():
    answer = rendered('{% govuk "inset-text" html=text %}', text=format_html("<b>{}</b>", "<Kent>"))

    assert select(answer, "b")[0].text == "<Kent>"


def test_tag_is_not_escaped_a_second_time():
    assert select(rendered('{% govuk "tag" text="Kent & Medway" %}'), "strong")[0].text.strip() == "Kent & Medway"


def test_option_that_is_none_is_as_if_left_out():
    assert components.render("tag", {"text": "Draft", "classes": None}) == components.render("tag", {"text": "Draft"})


def test_summary_list_links_to_the_change_and_says_what_is_absent():
    rows = [("Lead", "Surrey"), ("Office", None, "/change/"), ("Saved", 0)]
    answer = rendered("{% summary_list rows %}", rows=rows)

    values = [value.text_content().strip() for value in select(answer, ".govuk-summary-list__value")]
    assert values == ["Surrey", "Not given", "0"]
    [link] = select(answer, "a[href='/change/']")
    assert link.text_content().split() == ["Change", "office"]


def test_breadcrumbs_end_with_this_page():
    answer = rendered('{% breadcrumbs "Home" "/" "Partnerships" "/partnerships/" "SE7" %}')

    assert [link.get("href") for link in select(answer, "a")] == ["/", "/partnerships/"]
    assert select(answer, "[aria-current=page]")[0].text_content().strip() == "SE7"


def paged(number: int, *, rows: int = 200, query: str = "") -> html.HtmlElement:
    request = HttpRequest()
    request.GET = QueryDict(query)
    return rendered("{% pagination page %}", page=Paginator(range(rows), 10).page(number), request=request)


def test_pages_keep_the_filters_of_the_list():
    links = select(paged(2, query="status=draft&status=published&page=2"), "a[rel=next]")

    assert dict(QueryDict(links[0].get("href")[1:]).lists()) == {"status": ["draft", "published"], "page": ["3"]}


def test_pages_name_the_current_one_and_leave_out_the_far_ones():
    answer = paged(5)

    assert select(answer, "[aria-current=page]")[0].text.strip() == "5"
    numbers = [item.text_content().strip() for item in select(answer, ".govuk-pagination__item")]
    assert numbers == ["1", "⋯", "4", "5", "6", "⋯", "20"]


def test_one_page_needs_no_pages():
    assert not select(paged(1, rows=10), "nav")


def test_messages_are_banners_named_by_their_own_headings():
    said = [Message(messages.SUCCESS, "Saved"), Message(messages.ERROR, ATTACK), Message(messages.INFO, "Due Friday")]
    answer = rendered("{% banners said %}", said=said)

    banners = select(answer, ".govuk-notification-banner")
    assert [banner.get("role") for banner in banners] == ["alert", "alert", "region"]
    headings = [answer.get_element_by_id(banner.get("aria-labelledby")).text.strip() for banner in banners]
    assert headings == ["Success", "There is a problem", "Important"]
    assert not select(answer, "script")


@pytest.mark.parametrize("rag", rules.Rag)
def test_rating_says_its_word_and_hides_its_shape(rag: rules.Rag):
    answer = parsed(render_to_string("partials/rag.html", {"rag": rag}))

    assert answer.text_content().strip() == rules.WORDS[rag]
    assert select(answer, "svg[aria-hidden=true] > *")


def test_each_rating_has_a_shape_of_its_own():
    answers = [parsed(render_to_string("partials/rag.html", {"rag": rag})) for rag in rules.Rag]
    shapes = {html.tostring(select(answer, "svg > *")[0]) for answer in answers}

    assert len(shapes) == len(rules.Rag)


@pytest.mark.parametrize("direction", rules.Direction)
def test_direction_is_said_in_words(direction: rules.Direction):
    answer = parsed(render_to_string("partials/direction.html", {"direction": direction.value}))

    assert select(answer, "[aria-hidden]")[0].tail.strip() == direction.value
