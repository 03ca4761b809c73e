"""Where the texts of a provision differ is shown with our reading, in the language of whoever reads."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tidewaiter.doors.api.schemas.shown_registry import ProvisionShown
from tidewaiter.doors.web.cards import card, with_citations
from tidewaiter.treaty.provisions import LANGUAGES, Provision, provision


def _abstentions() -> Provision:
    found = provision("CCO-10.5")
    assert isinstance(found, Provision)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_shows_the_problem_and_our_reading_in_the_readers_language(language: str) -> None:
    divergence = _abstentions().divergences[0]
    with override(language):
        page = render_to_string("web/parts/card_body.html", {"card": card("CCO-10.5")})
    assert "A-10" in page
    for text in (divergence.problem, divergence.reading):
        assert text.in_language(language).replace("'", "&#x27;") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_gives_the_problem_and_our_reading_in_the_callers_language(language: str) -> None:
    divergence = _abstentions().divergences[0]
    shown = ProvisionShown.of(_abstentions(), language).divergences[0]
    assert shown.id == "A-10"
    assert shown.problem == divergence.problem.in_language(language)
    assert shown.reading == divergence.reading.in_language(language)


def test_a_provision_whose_texts_agree_shows_none() -> None:
    found = provision("CCO-42.5")
    assert isinstance(found, Provision)
    assert ProvisionShown.of(found, "en").divergences == []


@pytest.mark.parametrize("provision_id", ["CCO-4", "CCO-10.5", "BIL-EIF", "JHB-GROUNDS", "NBO-A9.16"])
def test_a_sentence_that_names_a_provision_leads_to_its_card(provision_id: str) -> None:
    assert f">{provision_id}</a>." in with_citations(f"See {provision_id}.")


def test_a_number_that_is_no_provision_stays_plain() -> None:
    assert with_citations("See ABC-EIF and CCO-99.") == "See ABC-EIF and CCO-99."


def test_the_card_of_an_article_shows_the_divergences_of_all_its_provisions_once() -> None:
    found = card("CCO-43")
    assert found is not None
    assert [each.id for each in found.divergences] == ["A-76", "A-20", "A-21"]
