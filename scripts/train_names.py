"""Make the frozen tables and the model of the second stage from public data; the same data give the same files."""

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rigour.names import NameTypeTag, analyze_names

from tidewaiter.screening.letters import latin_words
from tidewaiter.screening.words import wording

TABLES = Path(__file__).parents[1] / "src/tidewaiter/screening/judging/tables"
SCRIPTS = ("arabic", "chinese", "japanese", "russian")
# A word that fewer bear is as good as unknown, and would name single entries of the list.
LEAST_BEARERS = 3
# The customary spellings of Korean family names, which no transliteration joins.
KOREAN_FAMILIES = """
lee yi ri rhee li; park pak bak; choi choe; jung jeong chong chung; cho jo; yoon yun; jang chang; lim im rim;
seo so suh; shin sin; ahn an; jeon chon jun; yoo yu ryu; ko go; moon mun; yang ryang; son sohn; bae pae; baek paek;
heo ho huh; noh ro roh; shim sim; joo ju chu
"""
MOST_FORMS = 120
GROUPS_OF_A_NAME = 4


def rows(data: Path, name: str) -> list[dict[str, str]]:
    """Read one of the public tables."""
    with gzip.open(data / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wikidata_words(data: Path) -> Iterator[tuple[str, int]]:
    """Give each Latin name word of Wikidata with the number of its bearers."""
    for script in SCRIPTS:
        with gzip.open(data / f"names_{script}.tsv.gz", "rt", encoding="utf-8") as file:
            for line in file:
                latin, _, count = line.rstrip("\n").split("\t")
                yield latin, int(count)


def borne(names: Iterable[tuple[str, bool]]) -> Counter[str]:
    """Count in how many of these names each word stands."""
    found: Counter[str] = Counter()
    for name, person in names:
        found.update({token.text for token in wording(name, person).tokens})
    return found


def frequencies(data: Path) -> dict[str, float]:
    """Give the bearers per million of each word, as the mean of ordinary people, of the list and of Wikidata."""
    people = [(row["full_name"], True) for row in rows(data, "negatives")]
    entries: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for row in rows(data, "watchlist"):
        entries[row["entity_id"]].add((row["name"], row["schema"] == "Person"))
    listed: Counter[str] = Counter()
    for names in entries.values():
        listed.update(set(borne(names)))
    public: Counter[str] = Counter()
    for latin, count in wikidata_words(data):
        for word in latin_words(latin):
            public[word.text] = max(public[word.text], count)
    ordinary = borne(people)
    parts = ((ordinary, len(people)), (listed, len(entries)), (public, sum(public.values())))
    known = {word for word in ordinary | listed if ordinary[word] + listed[word] >= LEAST_BEARERS}
    known |= {word for word, count in public.items() if count >= 10 * LEAST_BEARERS}
    return {word: round(1e6 * sum(found[word] / of for found, of in parts) / len(parts), 1) for word in sorted(known)}


def given_names(data: Path, known: Iterable[str]) -> list[list[str]]:
    """Give the groups of equivalent given names among known words, by the names of Wikidata that rigour holds."""
    words = set(known) | {word.text for latin, _ in wikidata_words(data) for word in latin_words(latin)}
    for row in rows(data, "negatives"):
        words.update(token.text for token in wording(row["first_name"] or "x", True).tokens)
    for row in rows(data, "watchlist"):
        if row["schema"] == "Person":
            words.update(token.text for token in wording(row["name"], True).carrying)
    forms: dict[str, set[str]] = defaultdict(set)
    for word in sorted(word for word in words if len(word) > 2 and word.isalpha()):
        for name in analyze_names(NameTypeTag.PER, [word]):
            for span in name.spans:
                if span.symbol.category.value in {"NAME", "NICK"}:
                    forms[f"{span.symbol.category.value}:{span.symbol.id}"].add(word)
    # The smaller a group, the more it says; a word keeps the four smallest.
    forms |= {f"KOREAN:{place}": set(told.split()) for place, told in enumerate(KOREAN_FAMILIES.split(";"))}
    groups = sorted({tuple(sorted(group)) for group in forms.values() if 2 <= len(group) <= MOST_FORMS}, key=_smallest)
    kept: Counter[str] = Counter()
    result = []
    for group in groups:
        members = [word for word in group if kept[word] < GROUPS_OF_A_NAME]
        if len(members) > 1:
            kept.update(members)
            result.append(members)
    return result


def _smallest(group: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return len(group), group


def write_tables(data: Path) -> None:
    """Write the two tables that the second stage reads."""
    found = frequencies(data)
    groups = given_names(data, found)
    TABLES.mkdir(exist_ok=True)
    (TABLES / "name_frequencies.txt").write_text("".join(f"{w}\t{n}\n" for w, n in found.items()), encoding="utf-8")
    (TABLES / "given_names.txt").write_text("".join(f"{' '.join(g)}\n" for g in groups), encoding="utf-8")


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]))
