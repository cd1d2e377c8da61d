"""Forms as a browser gets them: ids that point at each other, words that name the field, nothing that cuts text."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from lxml import html

from sharedservices.core.forms import CountedTextarea, NarrativeField, TypedNumber
from tests.markup import parsed, select

RATINGS = [("green", "On track"), ("amber", "At risk"), ("red", "Off track")]


class UpdateForm(forms.Form):
    as_of = forms.CharField(label="As of", help_text="For example September 2011", max_length=32)
    narrative = NarrativeField(label="What changed", max_words=5)
    rag_time = forms.ChoiceField(label="Time", choices=RATINGS, widget=forms.RadioSelect, help_text="Against the plan")
    councils = forms.MultipleChoiceField(
        label="Councils", choices=[("kent", "Kent"), ("surrey", "Surrey")], widget=forms.CheckboxSelectMultiple
    )
    stage = forms.ChoiceField(label="Stage", choices=[("", "---------"), ("design", "Design")])
    amount = forms.DecimalField(label="Amount", min_value=1, max_value=1000, required=False, widget=TypedNumber)
    meeting = forms.DateField(label="Meeting", required=False)
    email = forms.EmailField(label="Office e-mail", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    workbook = forms.FileField(label="Workbook")
    note = forms.CharField(label="Note", widget=CountedTextarea, max_length=20, required=False)
    checked = forms.BooleanField(label="I have checked it", help_text="Against the ledger")
    version = forms.CharField(widget=forms.HiddenInput, initial="3")


def page(form: forms.BaseForm) -> html.HtmlElement:
    template = Template("{% load govuk %}{% error_summary form %}<form novalidate>{{ form }}</form>")
    return parsed(template.render(Context({"form": form})))


@pytest.fixture
def empty() -> html.HtmlElement:
    return page(UpdateForm())


@pytest.fixture
def refused() -> html.HtmlElement:
    return page(UpdateForm(QueryDict("narrative=one two three four five six&amount=x&email=x&version=3"), {}))


def test_form_without_errors_has_no_summary(empty: html.HtmlElement):
    assert not select(empty, ".govuk-error-summary")
    assert not select(empty, ".govuk-error-message")


def test_every_link_of_the_summary_leads_to_a_field(refused: html.HtmlElement):
    targets = [link.get("href").removeprefix("#") for link in select(refused, ".govuk-error-summary__list a")]

    assert len(targets) == 10
    fields = [refused.get_element_by_id(target) for target in targets]
    assert {field.tag for field in fields} == {"input", "select", "textarea"}


def test_summary_leads_to_the_first_choice_of_a_group(refused: html.HtmlElement):
    [link] = [link for link in select(refused, ".govuk-error-summary a") if link.text.strip() == "Select time"]

    assert refused.get_element_by_id(link.get("href")[1:]).get("value") == "green"


def test_every_description_that_is_named_exists(refused: html.HtmlElement):
    described = select(refused, "[aria-describedby]")

    assert len(described) >= 10
    for element in described:
        for name in element.get("aria-describedby").split():
            assert refused.get_element_by_id(name).text_content().strip()


def test_a_field_is_described_by_its_hint_and_its_error(refused: html.HtmlElement):
    field = refused.get_element_by_id("id_as_of")

    assert field.get("aria-describedby") == "id_as_of_helptext id_as_of_error"
    assert field.get("aria-invalid") == "true"


def test_a_group_is_described_on_its_fieldset(refused: html.HtmlElement):
    [fieldset] = [item for item in select(refused, "fieldset") if "Time" in select(item, "legend")[0].text]

    assert fieldset.get("aria-describedby") == "id_rag_time_helptext id_rag_time_error"
    assert not select(fieldset, "input[aria-invalid]")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("as_of", "Enter as of"),
        ("rag_time", "Select time"),
        ("councils", "Select councils"),
        ("stage", "Select stage"),
        ("workbook", "Choose workbook"),
        ("checked", "Tick “I have checked it” to continue"),
        ("narrative", "Use 5 words or fewer. This has 6."),
        ("amount", "Enter a number"),
    ],
)
def test_errors_stand_beside_the_field_in_plain_words(refused: html.HtmlElement, name: str, text: str):
    message = refused.get_element_by_id(f"id_{name}_error").text_content()

    assert message.split() == ["Error:", *text.split()]


def test_summary_says_which_field_it_means(refused: html.HtmlElement):
    summary = select(refused, ".govuk-error-summary")[0].text_content()

    assert "Amount: Enter a number" in summary
    assert "Office e-mail: Enter an e-mail address in the correct format, like name@example.org" in summary


def test_too_long_a_text_is_named_with_its_limit():
    form = UpdateForm(QueryDict(f"as_of={'x' * 33}"), {})

    assert form["as_of"].messages == ["As of must be 32 characters or fewer"]


@pytest.mark.parametrize(
    ("typed", "message"), [("0", "Amount must be 1 or more"), ("1,001", "Amount must be 1000 or less")]
)
def test_a_number_out_of_bounds_is_told_in_plain_words(typed: str, message: str):
    assert UpdateForm(QueryDict(f"amount={typed}"), {})["amount"].messages == [message]


@pytest.mark.parametrize(("typed", "read"), [("1,000", [1000]), ("1,00", ["Enter a number"]), ("1000.0", [1000])])
def test_a_number_may_have_commas_at_its_thousands(typed: str, read: list[object]):
    form = UpdateForm(QueryDict(f"amount={typed}"), {})

    assert form["amount"].messages or [form.cleaned_data["amount"]] == read


def test_messages_of_our_own_are_left_alone():
    form = UpdateForm(QueryDict("as_of=2011"), {})
    form.add_error("as_of", "An update for this day was submitted already. Choose another day.")

    assert form["as_of"].messages == ["An update for this day was submitted already. Choose another day."]


def test_error_text_is_escaped():
    form = UpdateForm(QueryDict("as_of=2011"), {})
    form.add_error("as_of", "<script>alert(1)</script>")
    form.add_error(None, "<img src=x>")

    assert not select(page(form), "script, img")


def test_focus_is_left_to_the_error_summary():
    class SignInForm(forms.Form):
        name = forms.CharField(widget=forms.TextInput({"autofocus": True}))

    assert not select(page(SignInForm()), "[autofocus]")


def test_browser_never_judges_or_cuts(empty: html.HtmlElement):
    assert not select(empty, "[required], [maxlength], [minlength], [min], [max], [step], [pattern]")


def test_numbers_and_dates_are_typed_as_text(empty: html.HtmlElement):
    amount, meeting = empty.get_element_by_id("id_amount"), empty.get_element_by_id("id_meeting")

    assert (amount.get("type"), amount.get("inputmode")) == ("text", "decimal")
    assert meeting.get("type") == "text"
    assert "govuk-input--width-10" in meeting.classes


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("as_of", "govuk-input"),
        ("narrative", "govuk-textarea"),
        ("stage", "govuk-select"),
        ("email", "govuk-input"),
        ("password", "govuk-password-input__input"),
        ("workbook", "govuk-file-upload"),
        ("checked", "govuk-checkboxes__input"),
        ("rag_time_0", "govuk-radios__input"),
        ("councils_0", "govuk-checkboxes__input"),
    ],
)
def test_every_sort_of_widget_is_styled(empty: html.HtmlElement, name: str, css: str):
    assert css in empty.get_element_by_id(f"id_{name}").classes


def test_every_visible_field_has_a_label_or_legend(empty: html.HtmlElement):
    labelled = {label.get("for") for label in select(empty, "label")}
    fields = [field.get("id") for field in select(empty, "input:not([type=hidden]), select, textarea")]

    assert set(fields) == labelled
    assert [legend.text for legend in select(empty, "legend")] == ["Time", "Councils"]


def test_hidden_field_has_no_group(empty: html.HtmlElement):
    [field] = select(empty, "input[type=hidden]")

    assert (field.get("name"), field.get("value")) == ("version", "3")
    assert len(select(empty, ".govuk-form-group")) == len(UpdateForm.base_fields) - 1


def test_blank_choice_has_words(empty: html.HtmlElement):
    assert [option.text for option in select(empty, "#id_stage option")] == ["Choose one", "Design"]


def test_chosen_values_come_back():
    form = UpdateForm(QueryDict("rag_time=amber&councils=kent&stage=design&checked=on&as_of=9+November+2011"), {})
    answer = page(form)

    checked = {field.get("value") for field in select(answer, "input[checked]")}
    assert checked == {"amber", "kent", None}
    assert select(answer, "option[selected]")[0].get("value") == "design"
    assert answer.get_element_by_id("id_as_of").get("value") == "9 November 2011"


def test_password_does_not_come_back():
    assert page(UpdateForm(QueryDict("password=secret"), {})).get_element_by_id("id_password").get("value") is None


def test_word_limit_is_told_to_the_page(empty: html.HtmlElement):
    [group] = select(empty, '.govuk-character-count[data-count-type="words"]')
    field = empty.get_element_by_id("id_narrative")

    assert (group.get("data-module"), group.get("data-maxlength")) == ("govuk-character-count", "5")
    assert field.get("aria-describedby") == "id_narrative-info"
    assert empty.get_element_by_id("id_narrative-info").text == "You can enter up to 5 words"


def test_character_limit_is_told_to_the_page(empty: html.HtmlElement):
    [group] = select(empty, '.govuk-character-count[data-count-type="characters"]')

    assert group.get("data-maxlength") == "20"


def test_line_ends_count_once():
    ten_and_a_line_end_and_nine = "x" * 10 + "\r\n" + "x" * 9
    form = UpdateForm({"note": ten_and_a_line_end_and_nine}, {})

    assert "note" not in form.errors


def test_optional_fields_are_marked_where_the_form_asks_for_it():
    class Marked(UpdateForm):
        mark_optional = True

    labels = [label.text_content().strip() for label in select(page(Marked()), "label")]

    assert "Note (optional)" in labels
    assert "As of" in labels


def test_help_text_is_escaped_unless_held_safe():
    class Hinted(forms.Form):
        plain = forms.CharField(help_text="<b>bold</b>")

    assert not select(page(Hinted()), "b")


def test_own_classes_are_kept_beside_ours():
    class Wide(forms.Form):
        code = forms.CharField(widget=forms.TextInput({"class": "govuk-input--width-5"}))

    assert set(page(Wide()).get_element_by_id("id_code").classes) == {"govuk-input", "govuk-input--width-5"}


def test_stored_file_can_be_seen_and_removed():
    class Stored:
        url = "/files/1/"

        def __str__(self) -> str:
            return "claims.xlsx"

    class FileForm(forms.Form):
        workbook = forms.FileField(required=False, widget=forms.ClearableFileInput)

    answer = page(FileForm(initial={"workbook": Stored()}))

    assert select(answer, "a[href='/files/1/']")[0].text == "claims.xlsx"
    assert select(answer, "input[type=checkbox]")[0].get("name") == "workbook-clear"


def test_file_that_was_sent_is_accepted():
    form = UpdateForm(QueryDict(""), {"workbook": SimpleUploadedFile("claims.xlsx", b"PK")})

    assert "workbook" not in form.errors


def test_form_set_shows_its_forms_and_its_errors():
    form_set = forms.formset_factory(UpdateForm, extra=0, min_num=2, validate_min=True)
    sent = form_set({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-as_of": "2011"}, {})
    template = Template("{% load govuk %}{% error_summary formset %}{{ formset }}")

    answer = parsed(template.render(Context({"formset": sent})))

    assert "Please submit at least 2 forms" in select(answer, ".govuk-error-summary")[0].text_content()
    assert select(answer, ".govuk-error-summary a[href='#id_form-0-stage']")
    assert answer.get_element_by_id("id_form-0-as_of").get("value") == "2011"
