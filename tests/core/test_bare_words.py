"""Finds words that a person would read in English only: sentences of doors, and text of templates, past translation."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import django
import pytest
from django.template.base import Lexer, TokenType

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tidewaiter"
SPEAKING = ("doors/web", "doors/jobs", "doors/cli", "config")  # the API speaks to programs, in English
TRANSLATES = {
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}
SENTENCE = re.compile(r"[A-Za-zÀ-ÿ]{2,}[,;:]? [a-zà-ÿ]{2,}")
# SQL, HTML, headers and programs' own words: nobody reads them as sentences.
NO_SENTENCE = re.compile(
    r"^(select|create|alter|drop|grant|revoke|comment|insert|local all|tidewaiter [a-z -]+$|sandbox;)|"
    r"^((attachment|inline);|Basic realm=|private, no-cache$)|"
    r"^[a-z]+/[a-z-]+; charset=|^<|</",
    re.IGNORECASE,
)
# Exceptions whose text is for the log of whoever runs the host; the page says something else.
LOGGED = {"NoAnswer", "NotProven", "ValueError"}
# What stays English on purpose, with the reason.
LEFT = {
    "The demo world of Tidewaiter: invented, and made anew at will",  # a mark in the database, compared by its letters
}
NAMES = {"Tidewaiter", "SHA", "UTC", "API", "JSON", "CSV", "XLSX", "FollowTheMoney", "OpenID", "openid", "TOTP"}
READ_ATTRIBUTES = {"title", "alt", "aria-label", "aria-description", "placeholder", "summary"}
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
HOLE = "\ufffc"  # stands where a template puts a value


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def bare_sentences(source: str) -> Iterator[str]:
    """Each text of a program that reads as a sentence and goes through no translation, log or exception of our own."""
    tree = ast.parse(source)
    spared: set[int] = set()
    for node in ast.walk(tree):
        translated = isinstance(node, ast.Call) and _called(node) in TRANSLATES
        logged = isinstance(node, ast.Call) and (
            ast.unparse(node.func).startswith("logger.") or _called(node) in LOGGED
        )
        if translated or logged or _is_documentation(node):
            spared.update(id(part) for part in ast.walk(node))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if id(node) not in spared and SENTENCE.search(text) and not NO_SENTENCE.search(text) and text not in LEFT:
            yield text


class _Read(HTMLParser):
    """Collects what a reader sees or hears of a page: its text, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes that are read; what stands in a script or style is not."""
        self._silent += tag in ("script", "style")
        self.heard += [value for name, value in attrs if value and name in READ_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or style."""
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Note the text."""
        if not self._silent:
            self.heard.append(data)


def bare_words(template: str) -> set[str]:
    """The words of a template that stand in it as they are, outside every translation and comment."""
    kept, closing = [], ""
    for token in Lexer(template).tokenize():
        word = token.contents.split()[0] if token.token_type is TokenType.BLOCK and token.contents else ""
        if closing:
            closing = "" if word == closing else closing
        elif word in ("blocktranslate", "blocktrans", "comment"):
            closing = f"end{word}"
        elif token.token_type is TokenType.TEXT:
            kept.append(token.contents)
        else:
            kept.append(HOLE)
    text = "".join(kept)
    reader = _Read()
    reader.feed(text if "<" in text or "=" not in text else f"<part {text}>")  # some parts are attributes alone
    reader.close()
    return {word for text in reader.heard for word in WORD.findall(text)} - NAMES


def _templates() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt", ".svg"))


def _programs() -> list[Path]:
    return sorted(path for room in SPEAKING for path in (SOURCE / room).rglob("*.py"))


@pytest.fixture(autouse=True, scope="module")
def _ready() -> None:
    django.setup()


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_word_of_a_template_is_translated(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", _programs(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_sentence_of_a_door_is_translated(path: Path) -> None:
    assert list(bare_sentences(path.read_text(encoding="utf-8"))) == []


def test_a_script_of_the_pages_says_nothing_of_its_own() -> None:
    literal = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`")
    for path in (SOURCE / "doors").rglob("static/**/*.js"):
        code = re.sub(r"(?m)^\s*//.*$|/\*[\s\S]*?\*/", "", path.read_text(encoding="utf-8"))
        texts = ["".join(found) for found in literal.findall(code)]
        assert [text for text in texts if re.match(r"[A-Z][a-z]+ [a-z]", text)] == [], path.name


def test_bare_words_are_found_in_text_and_in_attributes_and_nowhere_else() -> None:
    template = (
        '{% comment %}Nobody reads this{% endcomment %}<a href="/there/" title="Away" class="button">Go</a>'
        '{% if x %}<p aria-label="{% translate "Kept" %}">{% blocktranslate %}Hello {{ n }}{% endblocktranslate %}</p>'
        "{% else %}Nothing &amp; nobody{% endif %}<script>let word = 1</script> {{ value }} Tidewaiter"
    )
    assert bare_words(template) == {"Away", "Go", "Nothing", "nobody"}


def test_bare_sentences_are_found_and_those_of_translations_logs_and_programs_are_not() -> None:
    source = (
        '"""A module that explains itself."""\n'
        'print(_("this is translated"), f"{n} of them are not")\n'
        'logger.info("a line for the log")\n'
        'run("select all from somewhere", "tidewaiter serve", "text/plain; charset=utf-8")\n'
    )
    assert list(bare_sentences(source)) == [" of them are not"]
