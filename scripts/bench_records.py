"""Measures searches over 100,000 invented entries, by keys and by the index, and an import beside plain COPY.

`make bench` runs it; `--entries N`, `--searches N`, `--clients N` and `--import-rows N` change the size, `--index-only`
leaves keys and names out, without which a million entries are soon written. `--like-public` takes names as
`bench/generators.py` makes them of the words of public ones, in place of invented words as unevenly frequent. Searches
are in milliseconds; what they take of a processor, in Python and in the database, depends less on what else runs.
"""

import argparse
import atexit
import csv
import gc
import json
import multiprocessing
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the names that bench/ makes
HOME = tempfile.mkdtemp(prefix="tidewaiter-bench-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
Path(HOME).chmod(0o711)  # the server of a root user runs as another, who must reach its own folder
os.environ["TIDEWAITER_HOME"] = HOME
os.environ["TIDEWAITER_DEMO"] = "1"
os.environ["TIDEWAITER_WEB_DATABASE_URL"] = "postgresql://app_web@/not_started_yet"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.config.settings")

import django  # noqa: E402  # settings are read from the environment set above

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from bench import generators  # noqa: E402
from tidewaiter.access.facts import Caller  # noqa: E402
from tidewaiter.access.verbs import CentralPurpose, Role  # noqa: E402
from tidewaiter.actions import central as acts  # noqa: E402
from tidewaiter.actions import demo  # noqa: E402
from tidewaiter.actions.callers import caller_for_token, system_caller  # noqa: E402
from tidewaiter.config.install import install  # noqa: E402
from tidewaiter.doors.cli.postgres import Cluster  # noqa: E402
from tidewaiter.records import central  # noqa: E402
from tidewaiter.records.identity import sign  # noqa: E402
from tidewaiter.records.indexing import index_folder  # noqa: E402
from tidewaiter.records.open_index import load, put_away  # noqa: E402
from tidewaiter.records.subjects import plain_of  # noqa: E402
from tidewaiter.screening.keys import index_keys, query_keys, trigram_text  # noqa: E402
from tidewaiter.screening.lists.mapping import COLUMNS  # noqa: E402
from tidewaiter.screening.subjects import Name, PartialDate, Subject, SubjectKind  # noqa: E402

MEMBERS = ("XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XJ", "XL", "XM", "XN")
MARKINGS = 3_000
PURPOSES = [purpose.value for purpose in CentralPurpose]
ONSETS, VOWELS, CODAS = (
    ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "kr", "tr", "sch", "st"],
    ["a", "e", "i", "o", "u"],
    ["", "l", "n", "r", "s"],
)


def main() -> int:
    """Builds the register, searches it both ways, prints a table and the ratios."""
    options = _options()
    chance = random.Random(20260101)  # noqa: S311  # names, not secrets
    with Cluster(Path(HOME) / "cluster") as cluster:
        installer = cluster.url("postgres", "postgres")
        install(installer, "bench", settings.TIDEWAITER.identity_key)
        _use(cluster.url("bench", "app_web"))
        accounts = {one.username: one for one in demo.build(Path(HOME), lambda _: None)}
        caller = caller_for_token(accounts["xb.cais_official"].api_token, language="en")
        if options.searches:
            _searches(cluster, caller, options, chance, accounts["xb.cais_official"].api_token)
        if options.import_rows:
            _imports(cluster, accounts["xa.officer"].api_token, options, chance)
        connections.close_all()
    return 0


def _searches(cluster: Cluster, caller: Caller, options: argparse.Namespace, chance: random.Random, token: str) -> None:
    began = time.perf_counter()
    with psycopg.connect(cluster.url("bench", "postgres"), autocommit=True) as connection:
        made = _like_public(options.entries, chance) if options.like_public else _subjects(options.entries, chance)
        subjects = _fill(connection, list(made), chance, by_keys=not options.index_only)
        print(f"{options.entries} entries written in {time.perf_counter() - began:.1f} s")
    persons = [subject for subject in subjects if subject.kind is SubjectKind.PERSON and len(subject.names[0].text) > 3]
    queries = [_misspelt(chance.choice(persons), chance) for _ in range(options.searches)]
    times = {} if options.index_only else _measured(cluster, caller, queries)
    _build(cluster)
    times |= _by_index(caller, token, queries, options.clients)
    _report(times)


def _build(cluster: Cluster) -> None:
    """Builds the index as the worker does, and tells what it takes."""
    _use(cluster.url("bench", "app_worker"))
    connections.close_all()
    began, busy = time.perf_counter(), time.process_time()
    report = acts.keep_index(system_caller(), acts.IndexWork.BUILD)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    size = sum(path.stat().st_size for path in index_folder().rglob("*") if path.is_file())
    print(
        f"index: {report.put} entries in {seconds:.1f} s ({busy:.1f} s of a processor), {size / report.put:.0f} B each"
    )
    connections.close_all()
    _use(cluster.url("bench", "app_web"))


def _by_index(caller: Caller, token: str, queries: list[Subject], clients: int) -> dict[str, list[float]]:
    """The act and the API alone, then the API by several clients at once, each a process of its own."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.API_RATES = {**settings.API_RATES, "token": 10**9}
    load(index_folder())
    gc.freeze()  # as the server does
    act = partial(_asked, caller)
    api = partial(_called, Client(headers={"authorization": f"Bearer {token}"}))
    ways: dict[str, Callable[[Subject], object]] = {"whole act, by the index": act, "API, by the index": api}
    times = {}
    for name, way in ways.items():
        for query in queries[:10]:
            way(query)
        times[name], *busy = _timed(way, queries)
        _tell_busy(name, *busy)
    hits = statistics.mean(len(_asked(caller, query).hits) for query in queries)
    print(f"{hits:.1f} hits a search")
    connections.close_all()
    put_away()
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        parts = pool.map(partial(_client, token, queries), range(clients), chunksize=1)
    name = f"API, by the index, {clients} clients"
    _tell_busy(name, *(statistics.mean(busy) for busy in list(zip(*parts, strict=True))[1:]))
    return {**times, name: [one for taken, *_ in parts for one in taken]}


def _timed(way: Callable[[Subject], object], queries: list[Subject]) -> tuple[list[float], float, float]:
    """Milliseconds of each search, and what one took on average of a processor: in this process, in its database's."""
    connection = connections["default"]
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    began, of_database = time.process_time(), _busy(backend)
    taken = [_ms(partial(way, query)) for query in queries]
    in_python, in_database = time.process_time() - began, _busy(backend) - of_database
    return taken, in_python * 1_000 / len(queries), in_database * 1_000 / len(queries)


def _busy(process: int) -> float:
    """Seconds of a processor that another process has used, by the system's own count."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tell_busy(name: str, in_python: float, in_database: float) -> None:
    print(f"{name}: {in_python:.1f} ms of a processor in Python and {in_database:.1f} ms in the database a search")


def _client(token: str, queries: list[Subject], number: int) -> tuple[list[float], float, float]:
    """One client among several: its own connection, its own mapping of the index, its own order of questions."""
    load(index_folder())
    api = partial(_called, Client(headers={"authorization": f"Bearer {token}"}))
    mine = random.Random(number).sample(queries, len(queries))  # noqa: S311  # an order, not a secret
    for query in mine[:10]:
        api(query)
    return _timed(api, mine)


def _asked(caller: Caller, query: Subject) -> acts.SearchResult:
    return acts.search_central(caller, acts.Query(query, "offences", "BENCH"))


def _called(client: Client, query: Subject) -> None:
    asked = {"schema": "person", "name": query.names[0].text, "purpose": "offences", "case": "BENCH"}
    answer = client.post("/api/v1/central/search", json.dumps(asked), content_type="application/json")
    if answer.status_code != 200:
        raise SystemExit(f"the API answered {answer.status_code}: {answer.content.decode()[:200]}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--index-only", action="store_true", help="no keys and no names: searches by the index alone")
    parser.add_argument("--like-public", action="store_true", help="names made of the words of public lists")
    parser.add_argument("--import-rows", type=int, default=100_000, help="0 leaves the import out")
    options = parser.parse_args()
    if options.entries < 1_000 or 0 < options.searches < 20:
        parser.error("fewer than 1,000 entries or 20 searches measure nothing; 0 searches leaves them out")
    return options


def _use(url: str) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(url)
    connections["default"].settings_dict.update(NAME=parts["dbname"], USER=parts["user"], HOST=parts["host"])


def _word(chance: random.Random) -> str:
    syllables = (
        chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(chance.choice((2, 2, 3)))
    )
    return "".join(syllables).capitalize()


def _subjects(count: int, chance: random.Random) -> Iterable[Subject]:
    """Invented persons whose words are as unevenly frequent as those of real names."""
    words = [_word(chance) for _ in range(20_000)]
    weights = [1 / (place + 20) for place in range(len(words))]
    picked = chance.choices(words, weights, k=count * 3)
    for place in range(count):
        text = " ".join(picked[place * 3 : place * 3 + chance.choice((2, 2, 3))])
        yield Subject(SubjectKind.PERSON, (Name(text),), birth=PartialDate(chance.randint(1940, 2005)))


def _like_public(count: int, chance: random.Random) -> Iterable[Subject]:
    """Persons, companies and vessels with names made of the words of public lists; the searches are for persons."""
    kinds = {"Person": SubjectKind.PERSON, "Organization": SubjectKind.BUSINESS, "Vessel": SubjectKind.TRANSPORT}
    for one in generators.fill(count):
        kind = kinds[one.schema]
        birth = PartialDate(chance.randint(1940, 2005)) if kind is SubjectKind.PERSON else None
        yield Subject(kind, (Name(one.name),), birth=birth)


def _fill(
    connection: psycopg.Connection, subjects: list[Subject], chance: random.Random, *, by_keys: bool
) -> list[Subject]:
    """Writes entries as the installing role, which alone may copy past row policy; each is noted for the index too."""
    markings = _markings(connection, chance)
    rows = [(uuid4(), chance.choice(markings), subject) for subject in subjects]
    cursor = connection.cursor()
    _copy(cursor, "records_centralentry", _ENTRY_COLUMNS, (_entry(*row, place) for place, row in enumerate(rows)))
    if not by_keys:
        cursor.execute("analyze")
        return subjects
    _copy(
        cursor,
        "records_entryname",
        ("id", "marking_id", "entry_id", "text", "latin"),
        ((uuid4(), marking, entry, s.names[0].text, trigram_text(s.names)) for entry, marking, s in rows),
    )
    _copy(
        cursor,
        "records_entrykey",
        ("marking_id", "entry_id", "key"),
        ((marking, entry, central.hashed(key)) for entry, marking, s in rows for key in index_keys(s)),
    )
    cursor.execute("analyze")
    return subjects


_ENTRY_COLUMNS = (
    "id", "marking_id", "number", "supplier", "category", "subject", "reason", "grounds", "purposes", "action",
    "personal", "delete_on", "flags", "source_ref", "version", "entered_by", "entered_at", "attested_by", "released_by",
)  # fmt: skip


def _entry(entry: UUID, marking: int, subject: Subject, place: int) -> tuple[object, ...]:
    plain, moment = json.dumps(plain_of(subject)), datetime(2026, 1, 1, tzinfo=UTC)
    purposes = json.dumps(PURPOSES)
    return (
        entry, marking, f"B-{place}", "XA", subject.kind.value, plain, "bench", "bench", purposes, "sight",
        True, date(2036, 1, 1), "[]", "", 1, "a", moment, "a", "b",
    )  # fmt: skip


def _markings(connection: psycopg.Connection, chance: random.Random) -> list[int]:
    """Most rows open to all, some to a list, some to all but a list, some to their owner: as STACK.md measured."""
    found = []
    for _ in range(MARKINGS):
        mode = chance.choices(("all", "allow", "deny", "owner"), (60, 20, 10, 10))[0]
        some = chance.sample(MEMBERS, 4)
        row = connection.execute(
            "insert into records_marking (digest, kind, owner, parties, released, personal, purposes, "
            "allow_administrations, allow_offices, allow_officers, deny_administrations, deny_offices, deny_officers, "
            "last_day) values (%s, 'entry', %s, '{}', %s, true, %s, %s, '{}', '{}', %s, '{}', '{}', %s) returning id",
            [
                uuid4().hex,
                chance.choice(MEMBERS),
                mode != "owner",
                chance.sample(PURPOSES, chance.randint(1, 3)),
                some if mode == "allow" else [],
                some if mode == "deny" else [],
                date(2036, 1, chance.randint(1, 28)),
            ],
        ).fetchone()
        found.append(int(row[0]))  # type: ignore[index]
    return found


def _copy(cursor: psycopg.Cursor, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _misspelt(subject: Subject, chance: random.Random) -> Subject:
    """The same person with one slip in the name, in six of ten."""
    text = subject.names[0].text
    if chance.random() < 0.6:
        place = chance.randrange(1, len(text) - 1)
        text = text[:place] + chance.choice("aeioulnrst") + text[place + 1 :]
    return Subject(SubjectKind.PERSON, (Name(text),))


def _measured(cluster: Cluster, caller: Caller, queries: list[Subject]) -> dict[str, list[float]]:
    """Times each way on the same queries: the two hot statements alone, then the whole act with its journal entry.

    Both ways take turns on each query, after it was run once unmeasured, so that neither finds warmer pages.
    """
    times: dict[str, list[float]] = {}
    identity = _identity(caller)
    with (
        psycopg.connect(cluster.url("bench", "app_web"), autocommit=True) as web,
        psycopg.connect(cluster.url("bench", "postgres"), autocommit=True) as past_policy,
    ):
        for query in queries:
            keys, text = [central.hashed(key) for key in query_keys(query)], trigram_text(query.names)
            ways = {
                "keys, with policy": partial(_under, web, identity, central.CANDIDATES, [keys, 200]),
                "keys, without policy": partial(_all, past_policy, central.CANDIDATES, [keys, 200]),
                "thorough, with policy": partial(_under, web, identity, central.THOROUGH, [text, 0.4, 200]),
                "thorough, without policy": partial(_all, past_policy, _PLAIN_THOROUGH, [text, text, 200]),
            }
            for name, way in ways.items():
                way()
                times.setdefault(name, []).append(_ms(way))
    times["whole act, by keys"] = [_ms(partial(_asked, caller, query)) for query in queries]
    return times


_PLAIN_THOROUGH = (
    "select entry_id, max(similarity(latin, %s)) as score from records_entryname where latin %% %s "
    "group by entry_id order by score desc limit %s"
)


def _identity(caller: Caller) -> str:
    with_purpose = Caller(
        caller.administration, caller.office, caller.officer, frozenset({Role.CAIS_OFFICIAL}), caller.day,
        undertaking=True, purpose="offences", case="BENCH",
    )  # fmt: skip
    return sign(with_purpose, settings.TIDEWAITER.identity_key, time.time() + 3_600)


def _under(connection: psycopg.Connection, identity: str, query: str, params: list[object]) -> None:
    with connection.transaction():
        connection.execute("select set_config('app.ident', %s, true)", [identity])
        connection.execute(query, params).fetchall()


def _all(connection: psycopg.Connection, query: str, params: list[object]) -> None:
    connection.execute(query, params).fetchall()


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _report(times: dict[str, list[float]]) -> None:
    print(f"{'':<36} {'p50 ms':>9} {'p95 ms':>9}")
    spans = {}
    for name, taken in times.items():
        cuts = statistics.quantiles(taken, n=20)
        spans[name] = cuts[9], cuts[18]
        print(f"{name:<36} {cuts[9]:>9.1f} {cuts[18]:>9.1f}")
    if "whole act, by keys" in spans:
        slow, fast = spans["whole act, by keys"], spans["whole act, by the index"]
        ratio = f"{slow[0] / fast[0]:.1f} at p50 and {slow[1] / fast[1]:.1f} at p95"
        print(f"the whole act by keys takes {ratio} times as long as by the index")
    for search in ("keys", "thorough") if "whole act, by keys" in spans else ():
        with_policy, without = spans[f"{search}, with policy"], spans[f"{search}, without policy"]
        ratios = " and ".join(
            f"{one / other:.2f} at {at}" for one, other, at in zip(with_policy, without, ("p50", "p95"), strict=True)
        )
        print(f"{search}: with policy takes {ratios} times as long as without")


def _imports(cluster: Cluster, token: str, options: argparse.Namespace, chance: random.Random) -> None:
    """The same rows by COPY into a bare table, and by the whole path of an import, with its acts and their journal."""
    file = Path(HOME) / "list.csv"
    _write_list(file, options.import_rows, chance)
    with psycopg.connect(cluster.url("bench", "postgres"), autocommit=True) as connection:
        connection.execute(f"create table bare ({', '.join(f'{name} text' for name in COLUMNS)})")
        began = time.perf_counter()
        with file.open(encoding="utf-8", newline="") as reading:
            rows = csv.reader(reading)
            next(rows)
            _copy(connection.cursor(), "bare", COLUMNS, (tuple(row) for row in rows))
        copied = options.import_rows / (time.perf_counter() - began)
    seconds, megabytes, said = _imported(cluster, token, file)
    whole = options.import_rows / seconds
    print(f"import by the command: {said}")
    print(f"import: {options.import_rows} rows in {seconds:.1f} s, peak memory of the command {megabytes:.0f} MB")
    print(f"import: {whole:.0f} rows/s; plain COPY of the same rows: {copied:.0f} rows/s; ratio {whole / copied:.4f}")


def _write_list(file: Path, count: int, chance: random.Random) -> None:
    """Invented persons with one name or several, their rows apart from each other."""
    with file.open("w", encoding="utf-8", newline="") as writing:
        writer = csv.writer(writing)
        writer.writerow(COLUMNS)
        for subject in _subjects(count, chance):
            number = chance.randrange(max(1, count * 2 // 3))
            birth = f"{1940 + number % 60}-{1 + number % 12:02}"
            row = (f"e{number}", "Person", subject.names[0].text, "aka", "XB", birth, f"passport:X{number:07}")
            writer.writerow(row)


def _imported(cluster: Cluster, token: str, file: Path) -> tuple[float, float, str]:
    """Seconds and megabytes of the command that takes the list, from its start to its end, and what it said."""
    command = [sys.executable, "-m", "tidewaiter.doors.cli.main", "central", "import", str(file), "--as", "XA"]
    added = ["--reason", "Bench.", "--grounds", "Bench.", "--purpose", "offences", "--action", "sight"]
    given = {"TIDEWAITER_WEB_DATABASE_URL": cluster.url("bench", "app_web"), "TIDEWAITER_TOKEN": token}
    began = time.perf_counter()
    child = subprocess.Popen(
        [*command, *added, "--retention-until", "2036-01-01"],
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        text=True,
    )
    megabytes = 0.0
    while child.poll() is None:
        megabytes = max(megabytes, _held(child.pid))
        time.sleep(0.1)
    seconds, said = time.perf_counter() - began, child.communicate()[0]
    if child.returncode:
        raise SystemExit(f"the import failed: {said}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, megabytes, f"{said.splitlines()[0]} It used {used.ru_utime + used.ru_stime:.0f} s of a processor."


def _held(process: int) -> float:
    """The most memory that a process has held, in MB; of the system's, since a child's own count begins with ours."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1_024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    sys.exit(main())
