"""Names in Hangul as Latin papers and lists write them: each is read by the systems that are in use.

The tables are the published ones: the system of the DPRK (1992), Revised Romanization (ROK, 2000), McCune-Reischauer as
lists print it, without its marks, and the spellings that people in the ROK choose for themselves. A syllable that one
system writes with r or n stands in Hangul of the ROK without it (the rule of initial sounds), which Latin lists undo.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tidewaiter.screening.letters import visible
from tidewaiter.screening.subjects import MAX_NAME_LETTERS, Name, NameKind, Subject, SubjectKind

# Syllables, and the letters that they are put together from where somebody sends them apart.
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e\uffa0-\uffdc]")
_SYLLABLES = re.compile(r"[\uac00-\ud7a3]+")
_MOST_SYLLABLES = 5
_FIRST, _PER_LEAD, _PER_VOWEL = 0xAC00, 588, 28
# Places in the tables below: the leads n and r, no lead, and the vowels that begin as y or i are heard.
_N, _R, _SILENT = 2, 5, 11
_AS_Y = frozenset({2, 3, 6, 7, 12, 17, 20})
_SONOROUS = frozenset("aeioumnlg")

# Syllables are numbered by lead, vowel and final; the tables are in the order of those numbers, "-" is a silent lead.
_FINALS = tuple(" k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" "))  # noqa: SIM905  # as printed
_ALIKE_VOWELS = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"


class _System:
    """How leads and vowels are written, whether syllables stand apart, and what the system does besides."""

    def __init__(
        self,
        leads: str,
        vowels: str,
        *,
        apart: bool = True,
        southern: bool = False,
        softened: Mapping[int, str] = MappingProxyType({}),
        chosen: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`southern` drops r and n at the start; `softened` are leads after a sonorous letter, `chosen` syllables."""
        self.leads, self.vowels = leads.replace("-", "").split(" "), vowels.split(" ")
        self.apart, self.southern, self.softened, self.chosen = apart, southern, softened, chosen


_DPRK = _System(
    "k kk n t tt r m p pp s ss - j jj ch kh th ph h",
    _ALIKE_VOWELS,
    softened={0: "g", 3: "d", 7: "b"},
)
_REVISED = _System(
    "g kk n d tt r m b pp s ss - j jj ch k t p h",
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
    apart=False,
    southern=True,
)
_MCCUNE = _System(
    "k kk n t tt r m p pp s ss - ch tch ch k t p h",
    _ALIKE_VOWELS,
    softened={0: "g", 3: "d", 7: "b", 12: "j"},
)
_CUSTOMARY = _System(
    "k kk n d tt r m b pp s ss - j jj ch k t p h",
    "a ae ya yae u e yu ye o wa wae oe yo oo wo we wi yoo eu ee i",
    southern=True,
    chosen={"영": "young", "서": "seo", "어": "eo", "여": "yeo", "우": "woo", "웅": "woong", "운": "woon"},
)
_SYSTEMS = (_DPRK, _REVISED, _MCCUNE, _CUSTOMARY)

# Family names that one of the four systems writes otherwise than its rule says, in their order.
_FAMILIES_TOLD = """
이 Ri Lee Yi Rhee; 리 Ri Lee Yi Rhee; 김 Kim Kim Kim Kim; 박 Pak Park Pak Park; 최 Choe Choi Choe Choi;
강 Kang Kang Kang Kang; 조 Jo Cho Cho Cho; 윤 Yun Yoon Yun Yoon; 임 Rim Lim Im Lim; 림 Rim Lim Im Lim;
오 O Oh O Oh; 신 Sin Shin Sin Shin; 심 Sim Shim Sim Shim; 서 So Seo So Suh; 권 Kwon Kwon Kwon Kwon;
안 An Ahn An Ahn; 유 Ryu Yu Yu Yoo; 류 Ryu Ryu Yu Yoo; 고 Ko Ko Ko Koh; 문 Mun Moon Mun Moon;
양 Ryang Yang Yang Yang; 량 Ryang Yang Yang Yang; 손 Son Sohn Son Sohn; 백 Paek Baek Paek Paik;
허 Ho Heo Ho Huh; 노 Ro Noh No Roh; 로 Ro Noh No Roh; 나 Ra Na Na Ra; 라 Ra Na Na Ra; 구 Ku Koo Ku Koo;
곽 Kwak Kwak Kwak Kwak; 우 U Woo U Woo; 염 Ryom Yeom Yom Yum; 렴 Ryom Yeom Yom Yum; 여 Ryo Yeo Yo Yeo;
려 Ryo Yeo Yo Yeo; 육 Ryuk Yuk Yuk Yook; 용 Ryong Yong Yong Yong; 룡 Ryong Yong Yong Yong; 어 O Eo O Uh
"""
_FAMILIES = {family: tuple(spelled) for family, *spelled in map(str.split, _FAMILIES_TOLD.split(";"))}
_OTHER_FAMILIES = frozenset(
    "가간갈감강견경계고공곽구국궁권근금기길김나남노당도독동두라련렴로류륙리마망매맹명모목묵문미민박반방배백범변복봉부빈"
    "빙사상서석선설섭성소손송수순승시신심아안야양어엄여연염영예오옥온옹왕용우운원위유육윤은음이인임자장전점정제조종좌주"
    "준지진차창채천초최추탁탄탕태판팽편평포표풍피필하학한함허현형호홍화환황후흥"
)
_LONG_FAMILIES = frozenset({"남궁", "황보", "제갈", "사공", "선우", "독고", "서문", "동방"})


@dataclass(frozen=True, slots=True)
class Reading(Name):
    """A name read from Hangul; `faithful` says that no other name in Hangul is read so, save for initial sounds."""

    faithful: bool = False


def how_read(name: Name) -> int:
    """Give 0 for a name as given, 1 for a faithful reading, 2 for one that other names in Hangul share."""
    return 2 - name.faithful if isinstance(name, Reading) else 0


def read_names(subject: Subject) -> tuple[Name, ...]:
    """Give the names of a subject with each in Hangul replaced by its readings; most subjects have none."""
    for name in subject.names:
        if _in_hangul(name.text):
            person = subject.kind is SubjectKind.PERSON
            return tuple(read for each in subject.names for read in _read(each, person))
    return subject.names


def readings(name: str, person: bool = True) -> tuple[str, ...]:
    """Give a name in Hangul in Latin letters, at most four ways, then what stands beside it; other names as given."""
    return tuple(read.text for read in _read(Name(name), person))


def _read(name: Name, person: bool) -> list[Name]:
    if not _in_hangul(name.text):
        return [name]
    # A lone surrogate comes back from an index as a question mark; the name must be read alike before and after.
    shown = visible(name.text[:MAX_NAME_LETTERS].encode("utf-8", "replace").decode()).split()
    if not shown:
        return [name]
    beside = [word for word in shown if not _SYLLABLES.fullmatch(word)]
    # A list may give a name twice in one cell, in Hangul and in Latin; one Latin word beside Hangul is half of a name.
    family, given = _parted([word for word in shown if word not in beside]) if person and len(beside) != 1 else ("", [])
    if not family:
        # Whatever is no Korean name of a person is put into Latin letter by letter, as names in other scripts are.
        as_given, northern = (_plainly(" ".join(shown), system) for system in (_REVISED, _DPRK))
        return [replace(name, text=as_given), *([Reading(northern, name.kind)] if northern != as_given else [])]
    found = _korean(family, given, name.kind)
    return [*found, replace(name, text=" ".join(beside))] if beside else [*found]


def _korean(family: str, given: Sequence[str], kind: NameKind) -> list[Reading]:
    surnames = _FAMILIES.get(family) or ["".join(_spelled(family, system)) for system in _SYSTEMS]
    found = {system: _together(surname, given, system) for surname, system in zip(surnames, _SYSTEMS, strict=True)}
    # Only Revised Romanization keeps every vowel and every lead apart.
    return [Reading(text, kind, faithful=text == found[_REVISED]) for text in dict.fromkeys(found.values())]


def _in_hangul(name: str) -> bool:
    return not name.isascii() and _HANGUL.search(name) is not None


def _parted(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The family name, wherever it stands, and the words of the given name; nothing where it is not Korean."""
    if not 1 < sum(map(len, words)) <= _MOST_SYLLABLES:
        return "", []
    first, *rest = words
    if not rest:
        size = 2 if first[:2] in _LONG_FAMILIES and len(first) > 2 else 1
        return (first[:size], [first[size:]]) if _is_family(first[:size]) else ("", [])
    if _is_family(first):
        return first, rest
    return (rest[-1], [first, *rest[:-1]]) if _is_family(rest[-1]) else ("", [])


def _is_family(word: str) -> bool:
    return word in _FAMILIES or word in _OTHER_FAMILIES or word in _LONG_FAMILIES


def _plainly(text: str, system: _System) -> str:
    return _SYLLABLES.sub(lambda run: "".join(_spelled(run.group(), system)), text)


def _together(surname: str, given: Sequence[str], system: _System) -> str:
    between = " " if system.apart else ""
    return " ".join((surname, *(between.join(_spelled(word, system)) for word in given))).title()


def _spelled(word: str, system: _System) -> list[str]:
    found: list[str] = []
    for syllable in word:
        found.append(_syllable(syllable, system, found[-1][-1:] if found else ""))
    return found


def _syllable(syllable: str, system: _System, before: str) -> str:
    if syllable in system.chosen:
        return system.chosen[syllable]
    lead, rest = divmod(ord(syllable) - _FIRST, _PER_LEAD)
    vowel, final = divmod(rest, _PER_VOWEL)
    if system.southern and not before:
        lead = _at_the_start(lead, vowel)
    softened = system.softened.get(lead) if before in _SONOROUS else None
    return (softened or system.leads[lead]) + system.vowels[vowel] + _FINALS[final]


def _at_the_start(lead: int, vowel: int) -> int:
    # Where the DPRK says Ryong and Ro, the ROK says Yong and No.
    if lead in {_N, _R} and vowel in _AS_Y:
        return _SILENT
    return _N if lead == _R else lead
