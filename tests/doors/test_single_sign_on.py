"""Single sign-on against a real provider: only what was bound, only by its officer, only where both sides agreed."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import jwt
import psycopg
import pytest
from django.conf import settings
from django.test import Client
from jwcrypto import jwk
from playwright.sync_api import Page, expect
from tests.doors.browsing import browsing, officer
from tests.doors.pages import code_of, sign_in, text_of
from tests.doors.provider import (
    PEOPLE,
    SITE,
    Provider,
    address_of,
    back,
    bind,
    enter,
    name_issuers,
    provider_at,
    recorded,
    signed_in,
    through,
)
from tests.doors.serving import signed_in as window_of
from tests.doors.test_axe import faults_of
from tests.world import World

from tidewaiter.actions import people
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.ciphers import Unreadable, opened, sealed
from tidewaiter.actions.people import SignOnDraft
from tidewaiter.doors.web import openid
from tidewaiter.doors.web.account import code_at

RETURNS = tuple(f"{SITE}/sign-in/through/{home}/return/" for home in ("XA", "XC"))
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider_at(tmp_path_factory.mktemp("provider"), *RETURNS) as made:
        yield made


@pytest.fixture
def provider(_running: Provider, world: World, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """XA's provider, named by the operator and recorded by XA's administrator, in its best behaviour."""
    _running.mood()
    name_issuers(monkeypatch, SITE, _running.issuer)
    recorded(world, _running)
    return _running


@pytest.fixture
def bound(provider: Provider, world: World) -> Provider:
    """The same, with the account of XA's officer bound to arlen.one there."""
    assert bind(world.client("xa.officer"))["Location"] == "/account/sign-on/"
    return provider


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server that nobody named, and the paths it was called at."""
    called: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_error(404)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", called
    server.shutdown()
    server.server_close()
    thread.join()


def is_out(client: Client) -> bool:
    return client.get("/").status_code == 302


def changed(address: str, **changes: str) -> str:
    """The same address with some of its parameters changed."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return urlunsplit(parts._replace(query=urlencode({**query, **changes})))


def rows(world: World, statement: str, *params: object) -> list[tuple[object, ...]]:
    with world.raw("postgres") as database:
        return database.execute(statement, params).fetchall()


def accounts_bound(world: World) -> list[tuple[object, ...]]:
    return rows(
        world,
        "select u.username, s.uid, s.extra_data::text from socialaccount_socialaccount s "
        "join auth_user u on u.id = s.user_id",
    )


def forged(provider: Provider, address: str, key: str, algorithm: str, **claims: object) -> str:
    """An id token that says all the right things, whoever signed it."""
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    now = int(time.time())
    said = {"iss": provider.issuer, "aud": provider.client_id, "sub": "arlen.one", "nonce": nonce, **claims}
    kid = jwk.JWK.from_pem((provider.folder / "key.pem").read_bytes()).thumbprint()
    return jwt.encode({**said, "iat": now, "exp": now + 60}, key, algorithm=algorithm, headers={"kid": kid})


@pytest.mark.provision("CCO-47.1.ii")
def test_a_bound_officer_signs_in_through_the_administration_and_still_gives_the_code(
    world: World, bound: Provider
) -> None:
    client = Client()
    assert enter(client)["Location"] == "/sign-in/code/"
    assert is_out(client), "the provider's word alone opens nothing"
    assert client.post("/sign-in/code/", {"code": code_of(world, "xa.officer")})["Location"] == "/"
    assert "xa.officer" in client.get("/").content.decode()


@pytest.mark.provision("CCO-47.1.ii")
def test_binding_keeps_the_subject_alone_and_stands_in_the_journal(world: World, bound: Provider) -> None:
    assert accounts_bound(world) == [("xa.officer", "arlen.one", "{}")]
    lines = people.read_journal(world.caller("xa.head"), verb="change_sign_in")
    assert [(line.officer, line.outcome, line.about["change"]) for line in lines] == [
        ("xa.officer", "done", "sign_on_bound")
    ]
    asked = parse_qs(urlsplit(address_of(Client().post("/sign-in/through/XA/"))).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)


@pytest.mark.parametrize(("asked", "given"), [("/requests/", "/requests/"), ("https://evil.example/", "/")])
def test_the_page_one_was_on_the_way_to_comes_after_the_code_unless_it_lies_elsewhere(
    world: World, bound: Provider, asked: str, given: str
) -> None:
    client = Client()
    enter(client, next=asked)
    assert client.post("/sign-in/code/", {"code": code_of(world, "xa.officer")})["Location"] == given


@pytest.mark.provision("CCO-47.1.ii")
def test_a_stranger_with_a_valid_account_at_the_provider_is_told_how_to_bind(world: World, bound: Provider) -> None:
    with world.raw("postgres") as database:
        database.execute("update records_officer set email = 'arlen.two@arlen.example' where username = 'xa.head'")
        database.execute("update auth_user set email = 'arlen.two@arlen.example' where username = 'xa.head'")
    before = rows(world, "select count(*) from auth_user")
    client = Client(**ENGLISH)
    answer = enter(client, person="arlen.two")
    assert answer.status_code == 403
    assert "no account here is bound to that" in text_of(answer)
    assert is_out(client)
    assert rows(world, "select count(*) from auth_user") == before
    assert accounts_bound(world) == [("xa.officer", "arlen.one", "{}")]


def test_a_subject_bound_to_one_officer_is_not_bound_to_another(world: World, bound: Provider) -> None:
    answer = bind(world.client("xa.head"))
    assert answer.status_code == 409
    assert "xa.officer" not in answer.content.decode()
    assert accounts_bound(world) == [("xa.officer", "arlen.one", "{}")]


def test_binding_again_replaces_ones_own_binding(world: World, bound: Provider) -> None:
    bind(world.client("xa.officer"), "arlen.two")
    assert accounts_bound(world) == [("xa.officer", "arlen.two", "{}")]


@pytest.mark.provision("CCO-47.1.ii")
def test_an_officer_of_another_administration_cannot_use_it(world: World, bound: Provider) -> None:
    stranger = world.client("xc.officer")
    assert stranger.post("/account/sign-on/").status_code == 404
    with world.raw("postgres") as database:
        database.execute(
            "update records_officer set administration_id = 'XC', "
            "office_id = (select code from records_office where administration_id = 'XC' limit 1) "
            "where username = 'xa.officer'"
        )
    client = Client()
    answer = enter(client)
    assert answer.status_code == 403
    assert "CCO-47.1.ii" in text_of(answer)
    assert is_out(client)


@pytest.mark.provision("CCO-1.ix")
def test_a_bound_officer_whose_designation_ended_is_refused(world: World, bound: Provider) -> None:
    with world.raw("postgres") as database:
        database.execute("update records_officer set designated_until = '2026-01-01' where username = 'xa.officer'")
    client = Client()
    answer = enter(client)
    assert answer.status_code == 403
    assert "CCO-1.ix" in text_of(answer)
    assert is_out(client)


def test_an_answer_with_another_state_or_of_another_browser_or_sent_twice_is_not_used(
    world: World, bound: Provider
) -> None:
    client = Client(**ENGLISH)
    came_back = through(address_of(client.post("/sign-in/through/XA/")))
    assert back(client, changed(came_back, state="made-up")).status_code == 400
    assert back(Client(), came_back).status_code == 400
    assert back(client, came_back)["Location"] == "/sign-in/code/"
    again = back(client, came_back)
    assert again.status_code == 400
    assert "fits no question of this browser" in text_of(again)


def test_an_answer_begun_for_binding_binds_nothing_once_the_officer_has_signed_out(
    world: World, provider: Provider
) -> None:
    client = world.client("xa.officer")
    came_back = through(address_of(client.post("/account/sign-on/")))
    client.post("/sign-out/")
    assert back(client, came_back).status_code == 400
    assert accounts_bound(world) == []


def test_an_answer_that_names_another_provider_is_not_used(world: World, bound: Provider) -> None:
    client = Client()
    came_back = through(address_of(client.post("/sign-in/through/XA/")))
    assert back(client, changed(came_back, iss="https://other.example")).status_code == 403
    assert is_out(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"aud": ["another client", "and another"]},
        {"azp": "another client"},
        {"exp": 1_000_000_000},
        {"nonce": "of another request"},
        {"sub": ""},
        {"sub": "s" * 300},
        {"sub": 7},
    ],
    ids=lambda claims: "-".join(claims) + f"-{len(str(claims))}",
)
def test_an_id_token_that_does_not_prove_who_came_opens_nothing(
    world: World, bound: Provider, claims: dict[str, object]
) -> None:
    client = Client(**ENGLISH)
    bound.mood(claims=claims)
    answer = enter(client)
    assert answer.status_code == 403
    assert "does not prove who you are" in text_of(answer)
    assert is_out(client)


@pytest.mark.parametrize("algorithm", ["HS256", "none", "RS256"])
def test_an_id_token_is_taken_only_with_the_providers_own_signature(
    world: World, bound: Provider, algorithm: str
) -> None:
    own = (bound.folder / "key.pem").read_text()
    other = jwk.JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None).decode()
    for key, taken in ((own, True), (other, False)):
        client = Client()
        address = address_of(client.post("/sign-in/through/XA/"))
        signing = {"HS256": bound.client_secret, "none": "", "RS256": key}[algorithm]
        bound.mood(json={"/token/": {"id_token": forged(bound, address, signing, algorithm)}})
        answer = back(client, through(address))
        assert answer.status_code == (302 if taken and algorithm == "RS256" else 403)
        assert is_out(client)


def test_a_key_that_the_provider_does_not_publish_proves_nothing(world: World, bound: Provider) -> None:
    other = json.loads(jwk.JWK.generate(kty="RSA", size=2048).export_public())
    kid = jwk.JWK.from_pem((bound.folder / "key.pem").read_bytes()).thumbprint()
    for published in ({**other, "kid": kid, "alg": "RS256"}, {**other, "kid": "another"}):
        bound.mood(json={"jwks.json": {"keys": [published]}})
        assert enter(Client()).status_code == 403


@pytest.mark.parametrize("part", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_provider_cannot_send_this_host_anywhere_else(
    world: World, bound: Provider, elsewhere: tuple[str, list[str]], part: str
) -> None:
    address, called = elsewhere
    bound.mood(json={"openid-configuration": {part: f"{address}/{part}"}})
    answer = Client(**ENGLISH).post("/sign-in/through/XA/")
    assert answer.status_code == 503
    bound.mood(redirect={"openid-configuration": f"{address}/discovery"})
    assert Client().post("/sign-in/through/XA/").status_code == 503
    client = Client()
    came_back = through(address_of_well_behaved(bound, client))
    bound.mood(redirect={"jwks.json": f"{address}/keys", "/token/": f"{address}/token"})
    assert back(client, came_back).status_code in (403, 503)
    assert called == []


def address_of_well_behaved(provider: Provider, client: Client) -> str:
    provider.mood()
    return address_of(client.post("/sign-in/through/XA/"))


def test_a_provider_under_another_name_than_the_recorded_issuer_is_not_used(world: World, bound: Provider) -> None:
    bound.mood(json={"openid-configuration": {"issuer": f"{bound.issuer}/"}})
    assert Client().post("/sign-in/through/XA/").status_code == 503


@pytest.mark.parametrize(
    "mood",
    [
        {"answer": {"openid-configuration": [500, "broken"]}},
        {"answer": {"openid-configuration": [200, "<p>no JSON</p>"]}},
        {"answer": {"openid-configuration": [200, "[]"]}},
        {"stall": {"openid-configuration": 1.5}},
    ],
    ids=["broken", "html", "list", "slow"],
)
def test_a_broken_or_slow_provider_gives_a_page_that_says_the_password_works(
    world: World, bound: Provider, mood: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "TIMEOUT", (0.5, 0.5))
    bound.mood(**mood)
    client = Client(**ENGLISH)
    answer = client.post("/sign-in/through/XA/")
    assert answer.status_code == 503
    assert "does not answer" in text_of(answer)
    assert "Your password still works" in text_of(answer)
    assert sign_in(client, world, "xa.officer")["Location"] == "/"


@pytest.mark.parametrize("part", ["/token/", "jwks.json", "openid-configuration"])
def test_a_provider_that_breaks_on_the_way_back_signs_nobody_in(world: World, bound: Provider, part: str) -> None:
    for status, body in ((500, "broken"), (200, "<p>no JSON</p>"), (200, "[1]")):
        client = Client()
        came_back = through(address_of_well_behaved(bound, client))
        bound.mood(answer={part: [status, body]})
        assert back(client, came_back).status_code in (403, 503)
        assert is_out(client)


def test_a_provider_that_is_down_gives_the_same_page(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider_at(tmp_path, *RETURNS) as own:
        name_issuers(monkeypatch, SITE, own.issuer)
        recorded(world, own)
        client = Client()
        came_back = through(address_of(client.post("/sign-in/through/XA/")))
        own.stop()
        assert Client().post("/sign-in/through/XA/").status_code == 503
        assert back(client, came_back).status_code == 503


def test_turning_back_at_the_provider_is_no_error(world: World, bound: Provider) -> None:
    client = Client(**ENGLISH)
    state = parse_qs(urlsplit(address_of(client.post("/sign-in/through/XA/"))).query)["state"][0]
    answer = back(client, f"{SITE}/sign-in/through/XA/return/?error=access_denied&state={state}")
    assert answer.status_code == 200
    assert "You turned back" in text_of(answer)


def test_an_issuer_that_the_operator_did_not_name_is_refused_with_whom_to_ask(world: World, provider: Provider) -> None:
    client = world.client("xa.administrator")
    typed = {"issuer": "https://169.254.169.254", "client_id": "tidewaiter", "client_secret": "a secret word"}
    answer = client.post("/people/sign-on/", typed, **ENGLISH)
    assert answer.status_code == 422
    assert "operator" in text_of(answer)
    assert "https://169.254.169.254" in answer.content.decode(), "what was typed is there again"
    assert "a secret word" not in answer.content.decode(), "the secret is not"
    assert people.sign_on_of("XA").issuer == provider.issuer  # type: ignore[union-attr]  # it was recorded


def test_an_issuer_that_the_operator_names_no_longer_is_called_no_more(
    world: World, bound: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    came_back = through(address_of(client.post("/sign-in/through/XA/")))
    name_issuers(monkeypatch, SITE, "https://another.example")
    assert back(client, came_back).status_code == 404
    assert Client().post("/sign-in/through/XA/").status_code == 404
    assert "through your administration" not in text_of(Client(**ENGLISH).get("/sign-in/"))
    assert "no longer names this issuer" in text_of(world.client("xa.administrator").get("/people/sign-on/", **ENGLISH))


@pytest.mark.provision("CCO-47.1.ii")
def test_an_ended_sign_on_lets_nobody_in_who_was_on_the_way(world: World, bound: Provider) -> None:
    client = Client()
    came_back = through(address_of(client.post("/sign-in/through/XA/")))
    current = people.sign_on_of("XA")
    assert current is not None
    administrator = world.client("xa.administrator")
    assert administrator.post(f"/people/sign-on/{current.id}/end/")["Location"] == "/people/sign-on/"
    assert administrator.post(f"/people/sign-on/{current.id}/end/").status_code == 409
    assert back(client, came_back).status_code == 404
    assert Client().post("/sign-in/through/XA/").status_code == 404
    assert is_out(client)
    assert sign_in(client, world, "xa.officer")["Location"] == "/"


def test_a_sign_on_that_ends_while_the_code_is_asked_for_lets_nobody_in(world: World, bound: Provider) -> None:
    client = Client()
    assert enter(client)["Location"] == "/sign-in/code/"
    current = people.sign_on_of("XA")
    assert current is not None
    people.end_sign_on(signed_in(world, "xa.administrator"), current.id)
    answer = client.post("/sign-in/code/", {"code": code_of(world, "xa.officer")})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
    assert is_out(client)


@pytest.mark.provision("CCO-47.1.ii")
def test_the_same_subject_at_a_new_issuer_is_a_stranger_and_the_old_issuer_knows_its_own_again(
    world: World, bound: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider_at(tmp_path, *RETURNS) as new:
        name_issuers(monkeypatch, SITE, bound.issuer, new.issuer)
        recorded(world, new)
        assert enter(Client(), person="arlen.one").status_code == 403
        recorded(world, bound)
        assert enter(Client())["Location"] == "/sign-in/code/"
        other = rows(world, "select count(*) from records_signon where ended_at is null")
    assert other == [(1,)]


def test_two_administrations_may_use_one_provider_and_their_bindings_stay_apart(world: World, bound: Provider) -> None:
    recorded(world, bound, by="xc.administrator")
    assert enter(Client(), "XC").status_code == 403
    bind(world.client("xc.officer"))
    client = Client()
    assert enter(client, "XC")["Location"] == "/sign-in/code/"
    client.post("/sign-in/code/", {"code": code_of(world, "xc.officer")})
    assert "xc.officer" in client.get("/").content.decode()


def test_the_secret_lies_encrypted_and_is_told_to_nobody(world: World, provider: Provider) -> None:
    page = world.client("xa.administrator").get("/people/sign-on/").content.decode()
    assert provider.client_id in page
    assert provider.client_secret not in page
    kept = str(rows(world, "select client_secret from records_signon"))
    assert provider.client_secret not in kept
    told = str(rows(world, "select * from records_journalbody"))
    assert provider.issuer in told
    assert provider.client_secret not in told
    assert provider.client_secret not in repr(provider.draft)


def test_a_secret_is_read_only_for_its_purpose_and_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = sealed("one purpose", "a word")
    assert opened("one purpose", kept) == "a word"
    with pytest.raises(Unreadable):
        opened("another purpose", kept)
    monkeypatch.setattr(settings, "SECRET_KEY", "another key of the installation")
    with pytest.raises(Unreadable):
        opened("one purpose", kept)


def test_only_a_fresh_manager_records_and_ends_and_only_at_home(world: World, provider: Provider) -> None:
    current = people.sign_on_of("XA")
    assert current is not None
    with pytest.raises(NotPermitted):
        people.record_sign_on(signed_in(world, "xa.officer"), provider.draft)
    with pytest.raises(NotPermitted):
        people.record_sign_on(replace(signed_in(world, "xa.administrator"), fresh=False), provider.draft)
    with pytest.raises(NotPermitted):
        people.record_sign_on(world.caller("xa.administrator"), provider.draft)  # a token's caller
    with pytest.raises(NotFound):
        people.end_sign_on(signed_in(world, "xc.administrator"), current.id)
    assert world.client("xa.officer").get("/people/sign-on/").status_code == 403


def test_what_is_missing_or_too_long_is_said_field_by_field(world: World, provider: Provider) -> None:
    who = signed_in(world, "xa.administrator")
    with pytest.raises(Invalid) as caught:
        people.record_sign_on(who, SignOnDraft("", "c" * 201, "a\0b"))
    assert {(fault.field, fault.code) for fault in caught.value.faults} == {
        ("issuer", "missing"),
        ("client_id", "not_usable"),
        ("client_secret", "not_usable"),
    }


def test_the_database_holds_one_sign_on_in_force_for_each_administration(world: World, provider: Provider) -> None:
    with world.raw("postgres") as database, pytest.raises(psycopg.errors.UniqueViolation):
        database.execute(
            "insert into records_signon (id, administration_id, issuer, client_id, client_secret, recorded_by, "
            "recorded_at) select gen_random_uuid(), administration_id, issuer, 'x', 'x', 'x', now() from records_signon"
        )


@pytest.mark.provision("CCO-47.1.ii")
def test_a_binding_is_made_and_undone_by_an_officer_who_proved_lately_who_it_is(world: World, bound: Provider) -> None:
    client = people.sign_on_client("XA")
    assert client is not None
    who = signed_in(world, "xa.officer")
    with pytest.raises(NotPermitted):
        people.bind_sign_on(replace(who, fresh=False), client, "arlen.two")
    with pytest.raises(NotPermitted):
        people.unbind_sign_on(replace(who, fresh=False))
    with pytest.raises(NotFound):
        people.bind_sign_on(signed_in(world, "xc.officer"), client, "arlen.two")
    assert accounts_bound(world) == [("xa.officer", "arlen.one", "{}")]
    assert world.client("xa.officer").post("/account/sign-on/end/")["Location"] == "/account/sign-on/"
    assert accounts_bound(world) == []
    assert enter(Client()).status_code == 403


def test_an_officer_who_proved_nothing_lately_is_asked_before_going_to_the_provider(
    world: World, provider: Provider
) -> None:
    answer = world.client("xa.officer", fresh=False).post("/account/sign-on/")
    assert answer.status_code == 302
    assert "account%2Fsign-on%2F" in answer["Location"] or "/account/sign-on/" in answer["Location"]
    assert not answer.has_header("Refresh")


def test_an_account_without_a_password_keeps_its_one_way_in(world: World, bound: Provider) -> None:
    with world.raw("postgres") as database:
        database.execute("update auth_user set password = '!' where username = 'xa.officer'")
    with pytest.raises(Conflict):
        people.unbind_sign_on(signed_in(world, "xa.officer"))
    assert accounts_bound(world) == [("xa.officer", "arlen.one", "{}")]


def test_attempts_through_a_provider_are_counted_like_any_other(world: World, provider: Provider) -> None:
    statuses = [Client().post("/sign-in/through/XQ/").status_code for _ in range(61)]
    assert set(statuses) == {404, 429}


def _records(page: Page, provider: Provider) -> None:
    page.locator("[name=issuer]").fill(provider.issuer)
    page.locator("[name=client_id]").fill(provider.client_id)
    page.locator("[name=client_secret]").fill(provider.client_secret)
    page.get_by_role("button", name="Let officers sign in through this provider").click()


def _at_the_provider(page: Page, person: str) -> None:
    expect(page.get_by_role("heading", name="Arlen Reach, sign in")).to_be_visible()
    page.get_by_label("User").fill(person)
    page.get_by_label("Word").fill(PEOPLE[person])
    page.get_by_role("button", name="Enter").click()


@pytest.mark.browser
@pytest.mark.provision("CCO-47.1.ii")
def test_an_administrator_records_a_provider_and_an_officer_binds_and_signs_in_through_it(
    world: World, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider_at(tmp_path, f"{site}/sign-in/through/XA/return/") as provider, browsing() as browser:
        name_issuers(monkeypatch, site, provider.issuer)
        administrator = officer(browser, world, site, "xa.administrator")
        administrator.goto("/people/sign-on/")
        expect(administrator.get_by_text(f"{site}/sign-in/through/XA/return/")).to_be_visible()
        _records(administrator, provider)
        expect(administrator.get_by_role("button", name="End this sign-on")).to_be_visible()

        page = officer(browser, world, site, "xa.officer")
        page.goto("/account/sign-on/")
        page.get_by_role("button", name="bind this account").click()
        _at_the_provider(page, "arlen.one")
        expect(page.get_by_role("status")).to_contain_text("Your account is bound")

        context = browser.new_context(base_url=site, locale="en-GB")
        page = context.new_page()
        page.goto("/sign-in/?next=/requests/")
        page.get_by_role("link", name="Sign in through your administration").click()
        page.get_by_role("button", name="Sign in through").click()
        _at_the_provider(page, "arlen.one")
        soon = int(time.time()) + 30  # the code of the moment was used for the first sign-in
        page.get_by_label("Code").fill(code_at(world.accounts["xa.officer"].totp_secret, soon))
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(f"{site}/requests/")


@pytest.mark.browser
def test_no_page_of_single_sign_on_breaks_a_rule_of_wcag(
    world: World, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider_at(tmp_path, f"{site}/sign-in/through/XA/return/") as provider, browsing() as browser:
        name_issuers(monkeypatch, site, provider.issuer)
        page = window_of(browser, world, site, "xa.administrator", bypass_csp=True).new_page()
        page.goto("/people/sign-on/")
        page.get_by_role("button", name="Let officers sign in through this provider").click()
        faults = faults_of(page, "recording, with faults")
        _records(page, provider)
        for address in ("/people/sign-on/", "/account/sign-on/", "/sign-in/through/"):
            page.goto(address)
            faults += faults_of(page, address)
        name_issuers(monkeypatch, site, "https://another.example")
        for address in ("/people/sign-on/", "/account/sign-on/", "/sign-in/through/XA/return/?state=none"):
            page.goto(address)
            faults += faults_of(page, f"{address}, no longer named")
        assert faults == []
