"""How a form is drawn: labels, help, errors with a summary that leads to the fields."""

import pytest
from django import forms
from django.template import engines
from django.utils import translation
from lxml import html

EVIL = "<script>alert(1)</script>"


class Sample(forms.Form):
    title = forms.CharField(label="Titel", help_text="Eén zin.")
    note = forms.CharField(label="Toelichting", required=False)
    way = forms.ChoiceField(label="Kant", choices=[("up", "Hoger"), ("down", "Lager")], widget=forms.RadioSelect)
    bold = forms.BooleanField(label="Ambitie", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("note") == "fout":
            raise forms.ValidationError("Dit gaat over het geheel.")


def draw(form, text="{{ form }}"):
    with translation.override("nl"):
        markup = engines["django"].from_string(text).render({"form": form})
    return html.fragment_fromstring(f"<form>{markup}</form>")


def test_what_is_pasted_is_not_cut_but_refused_whole():
    """A browser cuts what is longer than maxlength without a word; here all of it comes back with how much fits."""

    class Short(forms.Form):
        name = forms.CharField(label="Naam", max_length=5)
        text = forms.CharField(label="Tekst", max_length=5, widget=forms.Textarea)

    form = draw(Short({"name": "te lang", "text": "ook te lang"}))
    assert not form.xpath("//@maxlength")
    assert form.get_element_by_id("id_name").get("value") == "te lang"
    assert form.get_element_by_id("id_text").text.strip() == "ook te lang"
    (first, *_others) = form.xpath("//ul[@class='errorlist']/li")
    assert first.text.endswith("(het zijn er nu 7).")


def test_every_field_has_its_label_and_its_help():
    form = draw(Sample())
    for field in form.xpath("//input[@type='text' or @type='checkbox']"):
        assert form.xpath(f"//label[@for='{field.get('id')}']"), field.name
    title = form.get_element_by_id("id_title")
    assert title.get("aria-describedby") == "id_title_helptext"
    assert form.get_element_by_id("id_title_helptext").text == "Eén zin."
    assert form.xpath("string(//fieldset/legend)").startswith("Kant")
    assert len(form.xpath("//fieldset//input[@type='radio']")) == 2
    assert form.xpath("//input[@type='hidden']/@name") == ["version"]
    assert not form.xpath("//*[@data-error-summary]")


def test_what_is_required_is_marked():
    form = draw(Sample())
    marked = [label.text_content() for label in form.xpath("//*[self::label or self::legend][span[@class='required']]")]
    assert marked == ["Titel *", "Kant *"]
    assert form.get_element_by_id("id_title").get("required") is not None


def test_the_summary_leads_to_each_field_and_each_field_to_its_error():
    form = draw(Sample({"version": "1"}))
    summary = form.xpath("//*[@data-error-summary]")[0]
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    assert summary.findtext("h2") == "2 dingen kloppen nog niet"
    for link in summary.iter("a"):
        assert form.get_element_by_id(link.get("href")[1:]) is not None
    title = form.get_element_by_id("id_title")
    assert title.get("aria-invalid") == "true"
    assert title.get("aria-describedby").split() == ["id_title_helptext", "id_title_error"]
    assert form.get_element_by_id("id_title_error").text_content().strip() == "Dit veld is verplicht."
    assert "wrong" in title.getparent().get("class").split()


def test_an_error_of_the_whole_form_stands_in_the_summary():
    form = draw(Sample({"title": "x", "note": "fout", "way": "up", "version": "1"}))
    assert form.xpath("//*[@data-error-summary]//li/text()") == ["Dit gaat over het geheel."]
    assert form.xpath("string(//*[@data-error-summary]/h2)") == "Eén ding klopt nog niet"


def test_an_error_of_a_hidden_field_is_not_lost():
    form = draw(Sample({"title": "x", "way": "up", "version": "veel"}))
    assert form.xpath("//*[@data-error-summary]//li/text()") == ["Version: Voer een geheel getal in."]


def test_values_that_come_back_are_text():
    form = draw(Sample({"title": EVIL, "way": EVIL, "version": "1"}))
    assert form.get_element_by_id("id_title").value == EVIL
    assert not form.xpath("//script")


@pytest.mark.parametrize(("size", "css"), [("short", "field short"), ("", "field")])
def test_one_field_can_stand_alone_with_other_words(size, css):
    text = f'{{% field form.title size="{size}" label="Naam" help_text="Kort." %}}'
    field = draw(Sample(), text).xpath("div")[0]
    assert field.get("class") == css
    assert field.findtext("label").strip() == "Naam"
    assert field.xpath("string(div[@class='help'])") == "Kort."
    assert draw(Sample(), "{% field form.version %}").xpath("input/@type") == ["hidden"]


@pytest.mark.parametrize(("name", "of_the_form"), [("title", True), ("note", False)])
def test_help_that_a_page_gives_is_heard_at_the_field_and_can_be_left_out(name, of_the_form):
    """As the help of the form itself is: the field leads to it."""
    assert bool(Sample()[name].help_text) is of_the_form
    drawn = draw(Sample(), f'{{% field form.{name} help_text="Kort." %}}')
    assert drawn.get_element_by_id(f"id_{name}").get("aria-describedby") == f"id_{name}_helptext"
    assert drawn.get_element_by_id(f"id_{name}_helptext").text_content() == "Kort."
    without = draw(Sample(), f'{{% field form.{name} help_text="" %}}')
    assert not without.xpath("//*[@class='help']")
    assert without.get_element_by_id(f"id_{name}").get("aria-describedby") is None


def test_the_summary_counts_everything_that_is_wrong():
    form = Sample({"title": "x", "way": "up", "version": 1})
    form.is_valid()
    form.add_error("title", "te kort")
    form.add_error("title", "te gewoon")
    assert draw(form).xpath("string(//*[@data-error-summary]/h2)") == "2 dingen kloppen nog niet"
