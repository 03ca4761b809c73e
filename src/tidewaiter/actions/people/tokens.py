"""Acts on API tokens: issued to oneself with scopes and an end, shown once, revoked by oneself or one's managers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_network

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Scope, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.records import people, tokens
from tidewaiter.records.models import ApiToken

LONGEST = timedelta(days=366)
"""A token runs a year at most; then its owner issues another."""
_MANAGING = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.SECURITY_AUTHORITY})


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token in a list; the token itself is not known any more."""

    id: str
    officer: str
    label: str
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    issued_at: datetime
    expires_on: date
    revoked_at: datetime | None
    revoked_by: str


@act(Verb.ISSUE_TOKEN)
def issue_token(
    deed: Deed,
    *,
    username: str,
    label: str,
    expires_on: date,
    scopes: tuple[str, ...],
    networks: tuple[str, ...] = (),
) -> str:
    """Issues an API token to an officer for own use; it is shown this once and kept only as a digest."""
    officer = people.officer_named(username)
    owner = officer.administration_id if officer else ""
    deed.require(Facts(Kind.PUBLIC, owner=owner, author=username))
    deed.tell(token_of=username, expires_on=expires_on.isoformat(), scopes=sorted(scopes))
    if officer is None or officer.machine:
        raise NotFound
    faults = _token_faults(deed.day, label, expires_on) + scope_faults(scopes) + network_faults(networks)
    if faults:
        raise Invalid(tuple(faults))
    return tokens.new_token(
        username,
        label=label.strip()[:100],
        expires_on=expires_on,
        at=deed.at,
        scopes=sorted(set(scopes)),
        networks=[str(ip_network(network.strip(), strict=False)) for network in networks],
    )


def _token_faults(day: date, label: str, expires_on: date) -> list[Fault]:
    faults = [] if label.strip() and label.isprintable() else [Fault("not_usable", "label", "CCO-47.1")]
    if expires_on <= day:
        faults.append(Fault("not_usable", "expires_on", "CCO-47.1"))
    elif expires_on > day + LONGEST:
        faults.append(Fault("too_far", "expires_on", "CCO-47.1", {"until": (day + LONGEST).isoformat()}))
    return faults


def scope_faults(scopes: tuple[str, ...]) -> list[Fault]:
    """What is wrong with the scopes of a token or a machine: at least one, and only known ones."""
    unknown = sorted(set(scopes) - {scope.value for scope in Scope})
    if unknown:
        return [Fault("unknown_choice", "scopes", "CCO-47.1.ii", {"value": unknown[0][:40]})]
    return [] if scopes else [Fault("missing", "scopes", "CCO-47.1.ii")]


def network_faults(networks: tuple[str, ...]) -> list[Fault]:
    """What is wrong with the networks to which a token or a machine is bound: addresses or CIDR ranges."""
    for network in networks:
        try:
            ip_network(network.strip(), strict=False)
        except ValueError:
            return [Fault("bad_network", "networks", "CCO-47.1.ii", {"value": network[:60]})]
    return []


@act(Verb.LIST_TOKENS)
def list_tokens(deed: Deed) -> tuple[TokenLine, ...]:
    """Lists the tokens that have not run out: one's own, or for managers of accounts all of the administration's."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    mine_only = "" if deed.caller.roles & _MANAGING else deed.caller.officer
    return tuple(_line(token) for token in tokens.tokens_of(deed.caller.administration, deed.day, username=mine_only))


@act(Verb.REVOKE_TOKEN)
def revoke_token(deed: Deed, token_id: str) -> None:
    """Revokes a token at once and for good."""
    token = tokens.token_named(token_id)
    if token is None or token.officer.administration_id != deed.caller.administration:
        raise NotFound
    deed.require(Facts(Kind.PUBLIC, owner=token.officer.administration_id, author=token.officer_id))
    deed.tell(token_of=token.officer_id, label=token.label)
    if token.revoked_at is not None:
        raise Conflict("already_revoked")
    tokens.revoke(token, by=deed.caller.officer, at=deed.at)


def _line(token: ApiToken) -> TokenLine:
    return TokenLine(
        id=str(token.id),
        officer=token.officer_id,
        label=token.label,
        scopes=tuple(token.scopes),
        networks=tuple(token.networks),
        issued_at=token.issued_at,
        expires_on=token.expires_on,
        revoked_at=token.revoked_at,
        revoked_by=token.revoked_by,
    )
