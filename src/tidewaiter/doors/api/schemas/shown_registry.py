"""What the API gives on the register, the Organization's decisions and the journal."""

from datetime import date, datetime

from pydantic import Field, JsonValue

from tidewaiter.doors.api.text import Asked, Code, Cursor, Shown
from tidewaiter.treaty.provisions import Article, Divergence, Instrument, Provision


class DivergenceShown(Shown):
    """Where the texts of a provision differ, err or are silent, and how this system reads them."""

    id: str = Field(examples=["A-33"])
    problem: str = Field(description="what the texts say or leave open, in the caller's language")
    reading: str = Field(description="how this system reads them, in the caller's language")

    @classmethod
    def of(cls, found: Divergence, language: str) -> "DivergenceShown":
        """Show a divergence in this language."""
        problem, reading = found.problem.in_language(language), found.reading.in_language(language)
        return cls(id=found.id, problem=problem, reading=reading)


class ProvisionShown(Shown):
    """A provision or article in our own words, and how far its text was verified."""

    id: str = Field(examples=["CCO-42.5"])
    kind: str = Field(examples=["duty"])
    trust: str = Field(examples=["verified"])
    words: str = Field(description="what it says, or the title of an article, in the caller's language")
    divergences: list[DivergenceShown] = Field(description="where its texts differ, err or are silent", examples=[[]])
    provisions: list["ProvisionShown"] = Field(description="those of an article", examples=[[]])

    @classmethod
    def of(cls, found: Provision | Article, language: str) -> "ProvisionShown":
        """Show a provision, or an article with all its own."""
        if isinstance(found, Article):
            own = [cls.of(each, language) for each in found.provisions]
            title = found.title.in_language(language)
            return cls(id=found.id, kind="article", trust="", words=title, divergences=[], provisions=own)
        return cls(
            id=found.id,
            kind=found.kind,
            trust=found.trust,
            words=found.summary.in_language(language),
            divergences=[DivergenceShown.of(each, language) for each in found.divergences],
            provisions=[],
        )


class InstrumentLineShown(Shown):
    """One instrument in a list."""

    id: str = Field(examples=["cco-2019"])
    title: str = Field(examples=["Agreement on mutual administrative assistance"])
    trust: str

    @classmethod
    def of(cls, found: Instrument, language: str) -> "InstrumentLineShown":
        """Show an instrument, its title in the caller's language."""
        return cls(id=found.id, title=found.title.in_language(language), trust=found.trust)


class InstrumentsShown(Shown):
    """The instruments."""

    items: list[InstrumentLineShown]


class InstrumentShown(InstrumentLineShown):
    """An instrument with its articles, each with its provisions."""

    articles: list[ProvisionShown]

    @classmethod
    def of(cls, found: Instrument, language: str) -> "InstrumentShown":
        """Show an instrument, all of it in the caller's language."""
        articles = [ProvisionShown.of(article, language) for article in found.articles]
        return cls(id=found.id, title=found.title.in_language(language), trust=found.trust, articles=articles)


class CategoryShown(Shown):
    """A category of the central system that the Council opened, and for which purposes (CCO-44)."""

    category: str = Field(examples=["person"])
    purposes: list[str] = Field(examples=[["offences"]])
    decision: str
    effective_on: date


class CategoriesShown(Shown):
    """The open categories."""

    items: list[CategoryShown]


class JournalLineShown(Shown):
    """One act or attempt."""

    id: str
    at: datetime
    verb: str = Field(examples=["search_central"])
    outcome: str = Field(examples=["done"])
    administration: str
    officer: str
    provisions: list[str]
    about: dict[str, JsonValue]


class JournalShown(Shown):
    """Lines of one's own administration, newest first; `next`, where not empty, is the `after` of the next page."""

    items: list[JournalLineShown]
    next: str


class JournalAsked(Asked):
    """Which lines of the journal."""

    limit: int = Field(100, ge=1, le=500)
    verb: Code = Field("", examples=["search_central"])
    officer: Code = Field("", description="the username of who did it", examples=["xa.officer"])
    outcome: Code = Field("", examples=["refused"])
    after: Cursor = Field("", description="`next` of the page before")
