"""Holds the four languages to every code and text that the doors may say, and `say` to its promises."""

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import django
import pytest
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.access.verbs import CentralPurpose, Role, Verb
from tidewaiter.assistance.lifecycle import MoveVerb, Side, State
from tidewaiter.assistance.problems import ProblemCode
from tidewaiter.doors import words
from tidewaiter.doors.cli import speech
from tidewaiter.doors.cli.commands import COMMANDS
from tidewaiter.screening.reasons import REASON_PARAMETERS, Band

ROOT = Path(__file__).parent.parent.parent
ACTIONS = ROOT / "src" / "tidewaiter" / "actions"
LANGUAGES = ("en", "fr", "es", "nl")


def _messages():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


messages = _messages()


@pytest.fixture(scope="module")
def catalogues():
    return messages.Catalogues().read()


def _documents():
    spec = importlib.util.spec_from_file_location("documents", ROOT / "scripts" / "documents.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RIVALS = [
    (language, rival, term[language])
    for section in _documents().glossary()
    for term in section["term"]
    for language, rivals in term.get("rivals", {}).items()
    for rival in rivals
]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory, catalogues):
    """Django reading the catalogues as they are written now, whatever was compiled last."""
    folder = tmp_path_factory.mktemp("locale")
    messages.compile_all(catalogues, folder)
    django.setup()
    with override_settings(LOCALE_PATHS=[folder], STRICT_WORDS=True):
        trans_real._translations.clear()
        yield
    trans_real._translations.clear()


def test_no_message_is_missing_stale_empty_unsure_or_at_odds_in_any_language(catalogues):
    assert list(messages.faults(catalogues, messages.wanted())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_said_in_every_language(compiled, language):
    for key in words.all_keys():
        assert words.say_in(language, key).strip() not in ("", key)


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("verb", Verb),
        ("act", Verb),
        ("step", MoveVerb),
        ("role", Role),
        ("central_purpose", CentralPurpose),
        ("state", State),
        ("side", Side),
        ("waits", Side),
        ("problem", ProblemCode),
        ("band", Band),
        ("match", REASON_PARAMETERS),
    ],
)
def test_every_code_of_a_list_is_among_the_keys(prefix, codes):
    assert {f"{prefix}:{code}" for code in codes} <= words.all_keys()


@pytest.mark.parametrize(("language", "rival", "word"), RIVALS, ids=lambda text: text)
def test_no_catalogue_uses_another_word_than_the_glossary(catalogues, language, rival, word):
    assert _users(catalogues.by_language[language], rival) == [], f"the glossary says: {word}"


def _users(catalogue, rival: str) -> list[str]:
    """The texts that hold a word, as a word; what stands between back-quotes is a program's."""
    sought = re.compile(rf"(?<!\w){re.escape(rival)}(?!\w)", re.IGNORECASE)
    forms = (form for message in catalogue if message.id for form in messages._forms(message))
    return [form for form in forms if sought.search(re.sub(r"`[^`]*`", "", form))]


def test_a_rival_of_a_word_of_the_glossary_is_found():
    catalogue = messages.Catalog(locale="fr")
    catalogue.add("a", "L’administration sollicitée répond.")
    catalogue.add("b", "`administration sollicitée` reste.")
    assert _users(catalogue, "administration sollicitée") == ["L’administration sollicitée répond."]
    assert {language for language, _, _ in RIVALS} == {"fr", "es", "nl"}


_GIVEN_BY = {"Fault": "problem", "Conflict": "conflict", "Reason": "reason"}


def _codes_that_acts_give() -> Iterator[str]:
    for path in ACTIONS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name == "RefusedRow":
                yield from (f"import:{part.value}" for part in node.args[2:3] if isinstance(part, ast.Constant))
            elif name in _GIVEN_BY and node.args and isinstance(node.args[0], ast.Constant):
                yield f"{_GIVEN_BY[name]}:{node.args[0].value}"


def test_every_fault_conflict_and_reason_that_the_acts_give_has_words():
    found = set(_codes_that_acts_give())
    assert len(found) > 20
    assert found - words.all_keys() == set()


def test_every_literal_key_that_a_door_says_is_known():
    said = re.compile(r"""\bsay(?:_key|_in)?\(\s*["']([a-z_]+:[\w-]+)["']|\{% words ["']([a-z_]+:[\w-]+)["']""")
    found = set()
    for path in (ROOT / "src" / "tidewaiter" / "doors").rglob("*"):
        if path.suffix in (".py", ".html", ".txt"):
            found.update("".join(pair) for pair in said.findall(path.read_text(encoding="utf-8")))
    assert found
    assert found - words.all_keys() == set()


def test_an_unknown_key_raises_where_words_are_strict_and_is_given_back_elsewhere(compiled):
    with pytest.raises(words.UnknownMessage):
        words.say("state:nowhere")
    with override_settings(STRICT_WORDS=False):
        assert words.say("state:nowhere") == "state:nowhere"


def test_a_parameter_that_is_not_given_leaves_an_ellipsis(compiled):
    assert words.say_in("en", "act:send") == "Send to …"
    assert words.say_in("en", "act:send", other="XB", unused="x") == "Send to XB"


def test_codes_days_and_countries_within_a_sentence_are_said_in_the_same_language(compiled):
    told = words.say_in("fr", "problem:no_open_basis", on="2031-03-12", closed_by="not_in_force")
    assert "12 mars 2031" in told
    assert words.say_in("fr", "closed_by:not_in_force") in told
    assert words.say_in("nl", "match:country_same", country="FR") == "Het land is hetzelfde: Frankrijk"
    row = words.say_in("en", "import:problem", problem="too_long", field="reason", limit="4000")
    assert row == "Reason: The text is longer than 4,000 characters."


@pytest.mark.parametrize(
    ("language", "number", "size", "told"),
    [
        ("en", "1,234,567", "1.5 MB", "The file is larger than 10.5 MB."),
        ("fr", "1\u202f234\u202f567", "1,5\u202fMo", "Le fichier dépasse 10,5\u202fMo."),
        ("es", "1.234.567", "1,5 MB", "El archivo supera los 10,5 MB."),
        ("nl", "1.234.567", "1,5 MB", "Het bestand is groter dan 10,5 MB."),
    ],
)
def test_numbers_and_sizes_are_written_as_the_language_writes_them(compiled, language, number, size, told):
    with translation.override(language):
        assert words.number_written(1_234_567) == number
        assert words.size_written(1_500_000) == size
        assert words.size_written(12).startswith("1")
    assert words.say_in(language, "problem:file_too_large", limit="10485760") == told


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "12 March 2031"), ("fr", "12 mars 2031"), ("es", "12 de marzo de 2031"), ("nl", "12 maart 2031")],
)
def test_a_day_is_written_out(language, written):
    with translation.override(language):
        assert words.day_in_words(date(2031, 3, 12)) == written


def test_the_first_of_a_month_is_an_ordinal_in_french():
    with translation.override("fr"):
        assert words.day_in_words(date(2031, 4, 1)) == "1er avril 2031"


@given(st.sampled_from(sorted(words.all_keys())), st.dictionaries(st.sampled_from(["other", "value", "on"]), st.text()))
def test_no_parameter_breaks_a_sentence(key, params):
    with override_settings(STRICT_WORDS=False):
        assert words.say(key, **params)


@pytest.fixture
def small(tmp_path):
    """A house of two texts and one key, with catalogues of its own."""
    doors = tmp_path / "doors"
    templates = doors / "web" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        '{% load i18n %}<p class="it\'s">{% translate "Open" %}</p>\n'
        "   {% blocktranslate count n=n trimmed %}\n  One of {{ n }}\n"
        "  {% plural %}{{ n }} of them{% endblocktranslate %}\n"
    )
    (doors / "page.py").write_text('from x import gettext as _\n_("Sent to %(other)s")\n')
    catalogues = messages.Catalogues(tmp_path / "locale").read()
    found = messages.wanted(doors)
    whole = messages.Wanted((messages.Text("state:sent"),), found.english)
    messages.update(catalogues, whole)
    return catalogues, whole


def test_texts_of_templates_and_python_are_collected_with_their_plurals(small):
    _, whole = small
    assert set(whole.english) == {
        messages.Text("Open"),
        messages.Text("One of %(n)s", "%(n)s of them"),
        messages.Text("Sent to %(other)s"),
    }


def test_templates_of_every_door_and_texts_of_commands_are_collected():
    collected = {text.singular for text in messages.wanted().english}
    assert {command.summary for command in COMMANDS} <= collected
    assert set(speech.ARGPARSE_SAYS) <= collected
    folders = {path.relative_to(messages.DOORS).parts[0] for path in messages.DOORS.rglob("templates/**/*.*")}
    assert {"web", "jobs"} <= folders
    assert all(_said_in(messages.DOORS / folder) & collected for folder in folders)


def _said_in(folder: Path) -> set[str]:
    found = set()
    for path in folder.rglob("templates/**/*.*"):
        found.update(re.findall(r"\{% translate [\"']([^\"']+)[\"']", path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize(
    ("language", "written", "typeset"),
    [
        ("fr", "L'agent : « oui » ; non ?", "L’agent\u00a0: «\u00a0oui\u00a0»\u00a0; non\u00a0?"),
        ("fr", "200 000 lignes dans `l'autre : ici`", "200\u00a0000 lignes dans `l'autre : ici`"),
        ("nl", "foto's van %(who)s: <a title='x'>", "foto’s van %(who)s: <a title='x'>"),
    ],
)
def test_apostrophes_and_spaces_that_may_not_break_are_set(language, written, typeset):
    assert messages.typeset(language, written) == typeset


def test_every_kind_of_fault_in_a_catalogue_is_found(small):
    catalogues, whole = small
    english, french = catalogues.by_language["en"], catalogues.by_language["fr"]
    english["state:sent"].string = "Sent"
    french["Open"].string = "Open"
    french["Sent to %(other)s"].string = "Envoyé à %(autre)s"
    french.add("Gone", "Parti")
    french.delete("state:sent")
    french.add("One of %(n)s")
    found = {fault for fault in messages.faults(catalogues, whole) if fault.startswith("fr: ")}
    assert {fault.split(": ")[1].split(" (")[0] for fault in found} >= {"missing", "stale", "unchanged"}
    assert any("placeholders differ" in fault for fault in found)
    assert any(fault.startswith("nl: empty: Open") for fault in messages.faults(catalogues, whole))


def test_gathering_anew_keeps_translations_and_drops_what_nobody_says(small):
    catalogues, whole = small
    catalogues.by_language["nl"]["Open"].string = "Openen"
    messages.update(catalogues, whole)
    written = messages.po_file(catalogues.folder, "nl").read_text(encoding="utf-8")
    assert 'msgid "Open"\nmsgstr "Openen"\n' in written
    messages.update(catalogues, messages.Wanted((), ()))
    assert 'msgid "Open"' not in messages.po_file(catalogues.folder, "nl").read_text(encoding="utf-8")


def test_a_catalogue_written_twice_is_the_same_and_names_no_date_host_or_person(small):
    catalogues, whole = small
    path = messages.po_file(catalogues.folder, "fr")
    first = path.read_text(encoding="utf-8")
    messages.update(messages.Catalogues(catalogues.folder).read(), whole)
    assert path.read_text(encoding="utf-8") == first
    assert not re.search(r"Date|Translator|Team|Generated|@|#:", first)
