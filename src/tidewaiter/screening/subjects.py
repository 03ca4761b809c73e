"""What is searched for and what is listed, in one shape, so that query and entry are equals."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.screening.identifiers import Identifier, IdentifierKind
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.problems import BadSubject

__all__ = [
    "BadSubject",
    "Identifier",
    "IdentifierKind",
    "Name",
    "NameKind",
    "PartialDate",
    "Subject",
    "SubjectKind",
]

MAX_NAME_LETTERS = 400
MAX_ADDRESSES = 10
MAX_ADDRESS_LETTERS = 200
_COUNTRY = re.compile(r"[A-Z]{2}")


class SubjectKind(StrEnum):
    """The categories of the central system that name something (REQUIREMENTS 4.6, categories 1 to 4)."""

    PERSON = "person"
    BUSINESS = "business"
    TRANSPORT = "transport"
    COMMODITY = "commodity"


class NameKind(StrEnum):
    """How a name belongs to its bearer; a weak alias counts for less."""

    PRIMARY = "primary"
    ALIAS = "alias"
    WEAK = "weak"
    FORMER = "former"
    ORIGINAL_SCRIPT = "original_script"


@dataclass(frozen=True, slots=True)
class Name:
    """One name as written; only its first 400 letters are compared, which `cut` tells."""

    text: str
    kind: NameKind = NameKind.PRIMARY

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadSubject("name_empty")

    @property
    def cut(self) -> bool:
        """Whether the name is longer than what is compared."""
        return len(self.text) > MAX_NAME_LETTERS


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, business, means of transport or commodity, with all that a comparison may use."""

    kind: SubjectKind
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth: PartialDate | None = None
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.names and not self.identifiers:
            raise BadSubject("subject_empty")
        for country in self.countries:
            if not _COUNTRY.fullmatch(country):
                raise BadSubject("country_code", country)
        if self.addresses:
            self._check_addresses()

    def _check_addresses(self) -> None:
        if len(self.addresses) > MAX_ADDRESSES:
            raise BadSubject("addresses_too_many")
        for address in self.addresses:
            if not address.strip():
                raise BadSubject("address_empty")
            if len(address) > MAX_ADDRESS_LETTERS:
                raise BadSubject("address_too_long", address)
