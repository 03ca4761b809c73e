"""Loading of the instruments: four languages, one place per provision, and no loose metadata."""

import shutil
from pathlib import Path

import pytest

from tidewaiter.treaty.provisions import (
    INSTRUMENTS,
    LANGUAGES,
    Article,
    Provision,
    implements,
    instruments,
    load_instrument,
    provision,
)
from tidewaiter.treaty.strict import NotUnderstood

TEXT = '{ en = "a", fr = "b", es = "c", nl = "d" }'
ARTICLE = f"""article = "42"
title = {TEXT}
[[provision]]
id = "CCO-42.1"
kind = "limit"
trust = "verified"
carried_out_by = "rule"
summary = {TEXT}
"""


def _load(folder: Path, text: str, name: str = "art-42.toml") -> None:
    home = folder / "cco-2019"
    home.mkdir()
    shutil.copy(INSTRUMENTS / "cco-2019" / "profile.toml", home)
    (home / name).write_text(text, encoding="utf-8")
    load_instrument("cco-2019", folder)


def test_an_instrument_without_article_files_loads(tmp_path: Path) -> None:
    home = tmp_path / "nbo-1977"
    home.mkdir()
    shutil.copy(INSTRUMENTS / "nbo-1977" / "profile.toml", home)
    assert load_instrument("nbo-1977", tmp_path).provisions == ()


def test_a_well_formed_article_loads(tmp_path: Path) -> None:
    _load(tmp_path, ARTICLE)
    article = load_instrument("cco-2019", tmp_path).articles[0]
    assert (article.id, article.title.in_language("fr")) == ("CCO-42", "b")
    assert article.provisions[0].summary.in_language("nl") == "d"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (ARTICLE + 'colour = "blue"\n', "colour"),
        (ARTICLE.replace(', nl = "d"', "", 1), "nl"),
        (ARTICLE.replace('"rule"', '"person"'), "reason"),
        (ARTICLE.replace('"rule"', '"not yet"'), "reason"),
        (ARTICLE.replace('"rule"', '"not yet"\nreason = "later"'), "shelf"),
        (ARTICLE.replace('"rule"', '"not yet"\nreason = "later"\nshelf = "attic"'), "attic"),
        (ARTICLE.replace('"rule"', '"act"'), "by"),
        (ARTICLE.replace('"rule"', '"record"\nby = ""'), "by"),
        (ARTICLE.replace("CCO-42.1", "NBO-42.1"), "NBO-42.1"),
        (ARTICLE.replace("CCO-42.1", "CCO-4.1"), "CCO-4.1"),
        (ARTICLE.replace("CCO-42.1", "CCO-42.1-a"), "CCO-42.1-a"),
        (ARTICLE.replace('"verified"', '"certain"'), "certain"),
        (ARTICLE + ARTICLE[ARTICLE.index("[[") :], "CCO-42.1 stands twice"),
        (ARTICLE.replace('article = "42"', 'article = "99"'), "art-42.toml"),
        (ARTICLE.replace('article = "42"', 'article = "41"'), "art-41.toml"),
        (ARTICLE.replace('article = "42"', 'annex = "IV"'), "art-42.toml"),
    ],
)
def test_a_fault_in_an_article_file_is_an_error_that_names_it(text: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match=named.replace(".", r"\.")) as told:
        _load(tmp_path, text)
    assert str(tmp_path) in str(told.value)


@pytest.mark.parametrize("instrument", instruments(), ids=lambda instrument: instrument.id)
def test_every_text_of_an_instrument_stands_in_four_languages(instrument: object) -> None:
    loaded = load_instrument(getattr(instrument, "id", ""))
    texts = [loaded.title, *(article.title for article in loaded.articles)]
    texts += [each.summary for each in loaded.provisions]
    assert all(set(text) == set(LANGUAGES) and all(text.values()) for text in texts)


def test_a_provision_is_found_by_its_id_and_an_article_by_its_own() -> None:
    for instrument in instruments():
        for article in instrument.articles:
            assert isinstance(provision(article.id), (Article, Provision))
            for each in article.provisions:
                assert provision(each.id) == each
    assert provision("CCO-99.1") is None
    assert provision("XYZ-1") is None


def test_a_function_can_only_be_tied_to_a_well_formed_id() -> None:
    with pytest.raises(ValueError, match="CCO-43.1-b"):
        implements("CCO-43.1-b")


def test_the_provisions_named_in_a_profile_exist_where_their_article_is_loaded() -> None:
    for instrument in instruments():
        profile = instrument.profile
        known = {each.id for each in instrument.provisions} | {each.id for each in instrument.articles}
        loaded = {article.id for article in instrument.articles}
        cited = {profile.cited(each.part or each.provision) for each in profile.assistance}
        cited |= {profile.cited(each.provision) for each in (*profile.particular, *profile.ground)}
        for each in cited:
            if each.split(".")[0] in loaded:
                assert each in known, each
