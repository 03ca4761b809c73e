"""What the API gives on the register, the Organization's decisions and the journal."""

from datetime import date, datetime

from pydantic import Field, JsonValue

from tidewaiter.doors.api.text import Asked, Code, Shown
from tidewaiter.treaty.provisions import Article, Provision


class AdministrationShown(Shown):
    """An administration: how to reach it, who acts for it, what binds it today."""

    code: str = Field(examples=["XB"])
    name: dict[str, str] = Field(examples=[{"en": "Customs of XB", "fr": "Douanes de XB"}])
    language: str
    organization: bool
    unit: str
    contact_name: str
    contact_email: str
    authorities: list[str]
    officials: list[str]
    bound_by: list[str] = Field(examples=[["cco-2019"]])
    undertaking_on: date | None


class DirectoryShown(Shown):
    """All administrations."""

    items: list[AdministrationShown]


class ProvisionShown(Shown):
    """A provision or article in our own words, and how far its text was verified."""

    id: str = Field(examples=["CCO-42.5"])
    kind: str = Field(examples=["duty"])
    trust: str = Field(examples=["verified"])
    words: str = Field(description="what it says, or the title of an article, in the caller's language")
    divergences: list[str] = Field(description="where language versions differ, in English")
    provisions: list["ProvisionShown"] = Field(description="those of an article")

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
            divergences=list(found.divergences),
            provisions=[],
        )


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
    """The latest lines of one's own administration, newest first."""

    items: list[JournalLineShown]


class JournalAsked(Asked):
    """Which lines of the journal."""

    limit: int = Field(100, ge=1, le=1000)
    verb: Code = Field("", examples=["search_central"])
