"""A setting read and not documented cannot be found, one documented and not read is a lie: both fail here."""

import ast
import re
from pathlib import Path

import pytest

from tidewaiter.config.environment import BadSetting, Mail, read
from tidewaiter.config.proxies import behind_proxies

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"TIDEWAITER_[A-Z_]+|PORT|DATABASE_URL")
READER = ROOT / "src/tidewaiter/config/environment.py"
# The language must be known before anything is read that could be wrong, and without Django.
SPEECH = ROOT / "src/tidewaiter/doors/cli/speech.py"
# Named by whoever runs tests and benchmarks, and read there.
OF_TESTS = {"TIDEWAITER_PUBLIC_DATA"}


def names_in(path: Path) -> set[str]:
    texts = (node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and NAME.fullmatch(text)}


def documented() -> set[str]:
    page = (ROOT / "docs/settings.md").read_text()
    firsts = (row.split("`")[1] for row in page.splitlines() if row.startswith("| `"))
    return {first for first in firsts if NAME.fullmatch(first)}


def reads_of_the_environment(path: Path) -> list[int]:
    """Lines that take a single variable out of os.environ; handing the whole on, or setting one, is not reading."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        of_environ = isinstance(node, ast.Attribute | ast.Subscript) and ast.unparse(node.value) == "os.environ"
        is_get = of_environ and isinstance(node, ast.Attribute) and node.attr in ("get", "pop")
        is_item = of_environ and isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
        is_getenv = isinstance(node, ast.Attribute) and ast.unparse(node) == "os.getenv"
        if is_get or is_item or is_getenv:
            found.append(node.lineno)
    return found


def test_what_is_read_and_what_is_documented_are_the_same() -> None:
    assert names_in(READER) | names_in(SPEECH) | OF_TESTS == documented()


def test_nothing_else_reads_the_environment() -> None:
    sources = [path for path in (ROOT / "src/tidewaiter").rglob("*.py") if path != READER]
    assert len(sources) > 20
    assert {str(path): lines for path in sources if (lines := reads_of_the_environment(path))} == {}


def test_the_reading_of_a_variable_is_seen(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text('import os\nos.environ["A"]\nos.environ.get("B")\nos.getenv("C")\nos.environ["D"] = "1"\n')
    assert reads_of_the_environment(sample) == [2, 3, 4]


def test_a_relative_home_is_below_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read({"TIDEWAITER_HOME": "there"}).home == tmp_path / "there"
    assert read({}).home == tmp_path / "var"


def test_keys_are_made_once_kept_private_and_kept_over_starts(tmp_path: Path) -> None:
    first, second = (read({"TIDEWAITER_HOME": str(tmp_path)}) for _ in range(2))
    assert first.secret_key == second.secret_key != first.identity_key.decode() == second.identity_key.decode()
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_spoilt_file_of_keys_is_named_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(BadSetting, match=r"secrets\.json"):
        read({"TIDEWAITER_HOME": str(tmp_path)})
    assert (tmp_path / "secrets.json").read_text() == "{"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("TIDEWAITER_ATTACHMENT_LIMIT", "10MB"),
        ("TIDEWAITER_PROCESS", "cron"),
        ("TIDEWAITER_SECRET_KEY", "short"),
        ("TIDEWAITER_IDENTITY_KEY", "short"),
        ("TIDEWAITER_ALLOWED_HOSTS", "*"),
        ("TIDEWAITER_PUBLIC_URL", "tidewaiter.example.org"),
        ("TIDEWAITER_SIGN_ON_ISSUERS", "http://login.example.org"),
        ("TIDEWAITER_SIGN_ON_ISSUERS", "https://me@login.example.org"),
        ("TIDEWAITER_SIGN_ON_ISSUERS", "https://login.example.org, https://login.example.org/?to=elsewhere"),
        ("TIDEWAITER_SIGN_ON_ISSUERS", "http://localhost/oidc"),
        ("TIDEWAITER_EMAIL_URL", "pigeon://loft"),
        ("TIDEWAITER_WEB_DATABASE_URL", "sqlite:///file"),
        ("TIDEWAITER_WORKER_DATABASE_URL", "postgresql://host:port/"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read({"TIDEWAITER_HOME": str(tmp_path), name: value})


def test_a_password_in_a_bad_address_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        read({"TIDEWAITER_HOME": str(tmp_path), "DATABASE_URL": "mysql://me:hush-hush@host/"})
    assert "hush-hush" not in str(caught.value)


def test_mail_goes_to_the_console_in_a_demo_and_where_it_is_told_elsewhere(tmp_path: Path) -> None:
    home = {"TIDEWAITER_HOME": str(tmp_path)}
    address = "smtps://post:a%40b@mail.example.org?from=desk@example.org"
    assert read({**home, "TIDEWAITER_DEMO": "1"}).mail == Mail("console")
    assert read(home).mail == Mail("smtp", "localhost", 25)
    expected = Mail("smtps", "mail.example.org", 465, "post", "a@b", "desk@example.org")
    assert read({**home, "TIDEWAITER_EMAIL_URL": address}).mail == expected


def test_each_process_uses_the_address_of_its_own_role(tmp_path: Path) -> None:
    (tmp_path / "database.json").write_text(
        '{"web": "postgresql://app_web@/t", "worker": "postgresql://app_worker@/t"}'
    )
    home = {"TIDEWAITER_HOME": str(tmp_path)}
    assert read(home).own_url == "postgresql://app_web@/t"
    assert read({**home, "TIDEWAITER_PROCESS": "worker"}).own_url == "postgresql://app_worker@/t"
    assert read({**home, "TIDEWAITER_WEB_DATABASE_URL": "postgresql://other/t"}).own_url == "postgresql://other/t"


@pytest.mark.parametrize("wrong", ["proxy.example.org", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.4;10.0.0.5"])
def test_a_proxy_that_is_no_address_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BadSetting, match="TIDEWAITER_PROXIES"):
        read({"TIDEWAITER_HOME": str(tmp_path), "TIDEWAITER_PROXIES": wrong})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),
        ("10.0.0.4", "192.0.2.1", "192.0.2.1"),
        ("::ffff:10.0.0.4", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.4", "198.51.100.7, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.4", "198.51.100.7, 192.0.2.1, 10.0.0.5", "192.0.2.1"),
        ("10.0.0.4", "10.0.0.9", "10.0.0.9"),
        ("10.0.0.4", "spoofed, 10.0.0.5", "10.0.0.5"),
        ("10.0.0.4", "spoofed", "10.0.0.4"),
        ("10.0.0.4", "", "10.0.0.4"),
        ("", "192.0.2.1", ""),
    ],
)
def test_a_callers_address_is_what_the_nearest_proxy_of_ours_saw(
    tmp_path: Path, peer: str, forwarded: str, address: str
) -> None:
    proxies = read({"TIDEWAITER_HOME": str(tmp_path), "TIDEWAITER_PROXIES": "10.0.0.4, 10.0.0.5,10.0.0.9"}).proxies
    seen = []

    def application(environ: dict[str, str], start_response: object) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    behind_proxies(application, proxies)(dict(environ), None)
    behind_proxies(application, ())(dict(environ), None)
    assert seen == [address, peer]
