"""The plans of the hot searches under row policy: keys and trigrams find their rows by index."""

import json
from collections.abc import Iterator
from importlib.resources import files

import psycopg
from tests.records.hostile import acting, official
from tests.world import World

from tidewaiter.records.central import CANDIDATES, THOROUGH, hashed

ENTRIES = (
    "insert into records_centralentry select made.* from (select e from records_centralentry e limit 1) one(e), "
    "generate_series(1, 20000) i, lateral jsonb_populate_record(one.e, "
    "jsonb_build_object('id', gen_random_uuid(), 'number', 'N-' || i)) made"
)
KEYS = (
    "insert into records_entrykey (marking_id, entry_id, key) select e.marking_id, e.id, (random() * 9e18)::bigint "
    "from (select * from records_centralentry limit 1) e, generate_series(1, 20000)"
)
NAMES = (
    "insert into records_entryname (id, marking_id, entry_id, text, latin) select gen_random_uuid(), marking_id, id, "
    "'x', translate(left(md5(i::text), 8) || ' ' || left(md5((i % 5000)::text), 9), '0123456789', 'rstuvwxyzo') "
    "from (select * from records_centralentry limit 1) e, generate_series(1, 20000) i"
)


def fill(world: World, statement: str) -> None:
    with world.raw("postgres") as installer:
        installer.execute(statement)
        installer.execute("analyze")


def plan(connection: psycopg.Connection, statement: str, given: list[object]) -> list[dict[str, object]]:
    """Every node of a statement's plan."""
    row = connection.execute(f"explain (format json) {statement}", given).fetchone()
    assert row is not None
    answer = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return list(_nodes(answer[0]["Plan"]))


def _nodes(node: dict[str, object]) -> Iterator[dict[str, object]]:
    yield node
    below = node.get("Plans", [])
    assert isinstance(below, list)
    for part in below:
        yield from _nodes(part)


def indexes(nodes: list[dict[str, object]]) -> set[object]:
    return {node["Index Name"] for node in nodes if "Index Name" in node}


def walked(nodes: list[dict[str, object]]) -> set[object]:
    return {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}


def test_candidates_are_found_by_the_index_on_keys(world: World) -> None:
    fill(world, KEYS)
    with world.raw("app_web") as web, acting(web, official("XB")):
        nodes = plan(web, CANDIDATES, [[hashed(key) for key in ("one", "two", "three")], 200])
    assert "entry_by_key" in indexes(nodes)
    assert "records_entrykey" not in walked(nodes)


def test_the_thorough_pass_finds_names_by_the_trigram_index(world: World) -> None:
    """The statement inside the definer function, planned as the role to which the function belongs."""
    fill(world, NAMES)
    text = files("tidewaiter.records").joinpath("sql/guards.sql").read_text(encoding="utf-8")
    inner = text.split("return query\n")[1].split(";")[0]
    inner = inner.replace("similarity(n.latin, query)", "similarity(n.latin, %s)").replace("% query", "%% %s")
    inner = inner.replace("least(most, 200)", "200")
    with world.raw("postgres") as installer:
        installer.execute("set role app_search")
        nodes = plan(installer, inner, ["ilario vantongeren", "ilario vantongeren"])
    assert "entryname_latin" in indexes(nodes)
    assert "records_entryname" not in walked(nodes)


def test_what_the_thorough_pass_found_is_joined_by_the_key_of_the_entry(world: World) -> None:
    fill(world, ENTRIES)
    with world.raw("app_web") as web, acting(web, official("XB")):
        nodes = plan(web, THOROUGH, ["ilario vantongeren", 0.4, 50])
    assert "records_centralentry_pkey" in indexes(nodes)
    assert "records_centralentry" not in walked(nodes)


def test_who_may_see_is_reckoned_once_a_statement_and_not_once_a_row(world: World) -> None:
    fill(world, KEYS)
    with world.raw("app_web") as web, acting(web, official("XB")):
        nodes = plan(web, "select count(*) from records_entrykey", [])
    assert "hashed SubPlan" in str([node.get("Filter") for node in nodes])
