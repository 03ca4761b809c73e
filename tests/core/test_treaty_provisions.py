"""Loading of the instruments: four languages, one place per provision, and no loose metadata."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tidewaiter.treaty.provisions import (
    INSTRUMENTS,
    LANGUAGES,
    Article,
    Instrument,
    Provision,
    beside,
    implements,
    instrument_ids,
    instruments,
    load_instrument,
    provision,
    shipped,
)
from tidewaiter.treaty.strict import NotUnderstood

CATALOGUE = {
    "CCO": """
1.i 1.ii 1.iii 1.iv 1.v 1.vi 1.vii 1.viii 1.ix 1.x 1.xi 1.xii 1.xiii 1.xiv 1.xv 1.xvi 2.1 2.2
3 3.i 3.ii 3.iii 3.iv 3.v 3.vi 3.vii 3.viii 3.ix 3.x 4 5.1 5.1.i 5.1.ii 5.1.iii 5.1.iv 5.2 6.1 6.2 6.3 7
8.1 8.2.i 8.2.ii 8.2.iii 8.2.iv 8.2.v 8.2.vi 8.2.vii 8.2.viii 8.2.ix 8.2.x 8.2.xi 8.2.xii 8.2.xiii 8.2.xiv 8.2.xv
8.2.xvi 8.3 9.1 9.2 9.3 10.1 10.2 10.3 10.4 10.5
11.1 11.2 11.3 11.4 11.5 11.6 11.7.i 11.7.ii 11.7.iii 11.7.iv 11.7.v 11.7.vi 11.7.vii 11.7.viii 11.7.ix 11.7.x
11.7.xi 11.8 11.9
12.1 12.2 12.3 12.4 12.5 12.6 12.7.i 12.7.ii 12.7.iii 12.7.iv 12.7.v 12.7.vi 12.7.vii
13.1 13.2 13.3 13.4 13.5 13.6 13.7.i 13.7.ii 13.7.iii 13.7.iv 13.7.v 13.7.vi 13.7.vii 13.7.viii
14.1 14.2 14.3 14.4 14.5 14.6.i 14.6.ii 14.6.iii 14.6.iv 14.6.v 14.6.vi 14.6.vii 14.6.viii
15.1.i 15.1.ii 15.2.i 15.2.ii 15.2.iii 15.2.iv 15.2.v 15.2.vi 15.2.vii 15.2.viii 15.2.ix 15.2.x 15.2.xi 15.3
16.1 16.2 16.3 17 18 19 20.1 20.2 20.3 20.4 20.5 20.6
21.1 21.2 21.3 21.4 21.4.i 21.4.ii 21.4.iii 21.4.iv 21.4.v 21.5 22 23 23.i 23.ii 23.iii 23.iv 23.v 24 25.1 25.2
26 26.i 26.ii 27 28.1 28.2 29.1 29.1.i 29.1.ii 29.1.iii 29.1.iv 29.2 30.1 30.2 30.3 31.1 31.2 31.3 31.4 31.5 31.6
32.1 32.2 32.3 33 34.1 34.2 35.1 35.2 36 37 37.i 37.ii 37.iii 38.1 38.2 39.1 39.2 40.1 40.2 41.1 41.2
42.1 42.2 42.3 42.4 42.5 43.1 43.2 43.3 43.4 44 45.1 45.2 45.3 45.4 45.5 46.1 46.2 46.3 46.4
47.1 47.1.i 47.1.ii 47.1.iii 47.1.iv 47.1.v 47.1.vi 47.2 48.1 48.2 48.3 49 50.1 50.2 50.3 50.4 51.1 51.2 51.3 51.4
52.1 52.2 52.3 52.4 52.5 52.6 52.7 52.8 53.1 53.2 53.3 53.4 53.5 54.1 54.2 54.3 54.4 54.5 54.6
55 56 57 58 59 60.1 60.2 60.3 60.4.i 60.4.ii 60.5 60.6 61.1 61.2 62.1 62.2 62.3 62.4 63.1 63.2 63.3 63.4 63.5
64.1 64.2 65.1 65.2 65.3 65.4 66.1 66.2.i 66.2.ii 66.2.iii 66.2.iv 66.2.v 66.2.vi 66.2.vii 66.2.viii 66.3 67
""",
    "NBO": """
1.a 1.b 1.c 1.d 1.e 1.f 1.g 1.h 1.ij 2.1 2.2 2.3 3 4 5.1 5.1.a 5.1.b 5.2 6.1 6.2 6.3 7.1 7.2 7.3 7.4 8 9 10 11
12.1 12.2 12.2.a 12.2.b 12.2.c 12.2.d 12.2.e 13 14 15.1 15.1.a 15.1.b 15.1.c 15.2 15.3 15.4 15.5 16.1 16.2 16.3
17.1 17.2 18 19.1 19.2 19.3 19.4 19.5 20.1 20.2 20.3 20.4 21.1 21.2 22 22.a 22.b 22.c 22.d 22.e 23 TXT
A1 A1.1 A1.2 A1.3 A2 A2.1 A2.2 A3 A4 A5 A6 A7 A7.1 A7.2 A7.3 A8
A9 A9.1 A9.2 A9.3 A9.4 A9.5 A9.6 A9.7 A9.8 A9.9 A9.13 A9.16 A10 A10.3 A10.10
A11 A11.1 A11.2 A11.3 A11.6 A11.7 A11.8 A11.15
""",
    "JHB": """
0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25
CAIS EIF ELIG FORMS GROUNDS META RES STRUCT SUP
""",
    "BIL": "4 11 13 14 COSTS EIF END GROUNDS LANG PD SCOPE USE",
}
"""Every provision that must be in the data, as a person read them out of the texts and of the catalogue of duties."""
DIVERGENCES = {
    "cco-2019": [f"A-{number:02}" for number in range(1, 80)],
    "nbo-1977": [f"N-{number:02}" for number in range(1, 13)],
}
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


PART = f"""part = "EIF"
title = {TEXT}
[[provision]]
id = "CCO-EIF"
kind = "limit"
trust = "verified"
carried_out_by = "rule"
summary = {TEXT}
"""
DIVERGENCE = f"""[[divergence]]
id = "A-10"
provisions = ["CCO-42.1"]
problem = {TEXT}
reading = {TEXT}
"""


def _load(folder: Path, text: str, name: str = "art-42.toml", **further: str) -> None:
    home = folder / "cco-2019"
    home.mkdir()
    shutil.copy(INSTRUMENTS / "cco-2019" / "profile.toml", home)
    for file, content in {name.removesuffix(".toml"): text, **further}.items():
        (home / f"{file}.toml").write_text(content, encoding="utf-8")
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


def test_a_part_besides_the_numbered_articles_loads_under_its_own_id(tmp_path: Path) -> None:
    _load(tmp_path, PART, "part-eif.toml")
    part = load_instrument("cco-2019", tmp_path).articles[0]
    assert (part.id, part.number, part.provisions[0].id) == ("CCO-EIF", "EIF", "CCO-EIF")


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        (PART, "part-force.toml", "part-eif.toml"),
        (PART.replace('part = "EIF"', 'part = "42"'), "part-42.toml", "besides them"),
        (PART.replace('part = "EIF"', 'part = "eif"'), "part-eif.toml", "capital letters"),
        (PART.replace('part = "EIF"', 'part = "EIF"\narticle = "42"'), "part-eif.toml", "one article"),
        (PART.replace('part = "EIF"\n', ""), "part-eif.toml", "one article"),
        (PART.replace('id = "CCO-EIF"', 'id = "BIL-EIF"'), "part-eif.toml", "BIL-EIF"),
        (PART.replace('id = "CCO-EIF"', 'id = "CCO-END"'), "part-eif.toml", "CCO-END"),
        (PART.replace(', nl = "d"', "", 1), "part-eif.toml", "nl"),
        (PART.replace("carried_out_by", "done_by"), "part-eif.toml", "done_by"),
        (PART + PART[PART.index("[[") :], "part-eif.toml", "CCO-EIF stands twice"),
        (PART, "parts.toml", "no file of an instrument"),
        (PART, "article-42.toml", "no file of an instrument"),
    ],
)
def test_a_fault_in_a_part_is_an_error_that_names_it(text: str, name: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match=named.replace(".", r"\.")) as told:
        _load(tmp_path, text, name)
    assert str(tmp_path) in str(told.value)


def test_a_divergence_belongs_to_each_provision_that_it_names(tmp_path: Path) -> None:
    second = ARTICLE + ARTICLE[ARTICLE.index("[[") :].replace("CCO-42.1", "CCO-42.2")
    both = DIVERGENCE.replace('["CCO-42.1"]', '["CCO-42.1", "CCO-42.2"]')
    _load(tmp_path, second, divergences=both)
    loaded = load_instrument("cco-2019", tmp_path)
    assert [[each.id for each in found.divergences] for found in loaded.provisions] == [["A-10"], ["A-10"]]
    assert [each.reading.in_language("es") for each in loaded.divergences] == ["c"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (DIVERGENCE + 'colour = "blue"\n', "colour"),
        (DIVERGENCE.replace(', nl = "d"', "", 1), "A-10, problem"),
        (DIVERGENCE.replace("reading = ", "reading_ = "), "reading"),
        (DIVERGENCE.replace('"A-10"', '"ten"'), "ten"),
        (DIVERGENCE.replace('["CCO-42.1"]', "[]"), "A-10: must name at least one provision"),
        (DIVERGENCE.replace('["CCO-42.1"]', '["CCO-42.1", "CCO-42.1"]'), "none of them twice"),
        (DIVERGENCE.replace('["CCO-42.1"]', '["CCO-42"]'), "CCO-42 is no provision"),
        (DIVERGENCE.replace('["CCO-42.1"]', '["NBO-3"]'), "NBO-3 is no provision"),
        (DIVERGENCE + DIVERGENCE, "A-10: stands twice"),
        ("", "divergence"),
    ],
)
def test_a_fault_in_the_divergences_is_an_error_that_names_it(text: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match=named.replace(".", r"\.")) as told:
        _load(tmp_path, ARTICLE, divergences=text)
    assert "divergences.toml" in str(told.value)


def test_an_article_file_no_longer_carries_its_divergences(tmp_path: Path) -> None:
    text = ARTICLE.replace('carried_out_by = "rule"', 'carried_out_by = "rule"\ndivergences = ["A-10"]')
    with pytest.raises(NotUnderstood, match="divergences"):
        _load(tmp_path, text)


@pytest.mark.parametrize("prefix", CATALOGUE)
def test_every_provision_of_the_catalogue_is_in_the_data_and_no_other(prefix: str) -> None:
    loaded = {each.id for instrument in instruments() for each in instrument.provisions if instrument.prefix == prefix}
    assert loaded == {f"{prefix}-{each}" for each in CATALOGUE[prefix].split()}


@pytest.mark.parametrize(("instrument_id", "last"), [("cco-2019", 67), ("nbo-1977", 23), ("jhb-2003", 25)])
def test_no_article_and_no_annex_is_left_out(instrument_id: str, last: int) -> None:
    loaded = load_instrument(instrument_id)
    numbers = [article.number for article in loaded.articles]
    assert {str(number) for number in range(1, last + 1)} <= set(numbers)
    assert set(loaded.profile.annexes) <= set(numbers)
    assert all(article.provisions for article in loaded.articles)


@pytest.mark.parametrize("instrument_id", DIVERGENCES)
def test_every_divergence_has_a_problem_and_a_reading_in_four_languages(instrument_id: str) -> None:
    loaded = load_instrument(instrument_id)
    assert [each.id for each in loaded.divergences] == DIVERGENCES[instrument_id]
    for each in loaded.divergences:
        assert set(each.problem) == set(each.reading) == set(LANGUAGES)
        assert all([*each.problem.values(), *each.reading.values()])
        assert len({*each.problem.values()}) == len(LANGUAGES), each.id


def test_nothing_of_the_convention_whose_text_was_not_found_passes_for_verified() -> None:
    assert {each.trust for each in load_instrument("jhb-2003").provisions} == {"unverified", "partial"}


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


def test_what_was_added_is_asked_for_once_and_only_when_an_instrument_is_looked_up() -> None:
    asked = []

    def added() -> list[Instrument]:
        asked.append(1)
        return [replace(shipped("cco-2019"), id="added-2030")]

    with beside(added):
        assert provision("CCO-51.3") is not None
        assert not asked
        assert load_instrument("added-2030").prefix == "CCO"
        assert "added-2030" in instrument_ids()
    assert asked == [1]
    assert "added-2030" not in instrument_ids()


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
