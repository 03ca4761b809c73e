"""Acts on submitted lists: taken, screened, decided hit by hit, kept as long as needed; doors find them here.

Of a list:
    check_list(caller, lines, *, order) -> ListCheck            looks at some lines and writes nothing
    submit_list(caller, order) -> ListStand                     begins a list; Conflict list_taken_before(day, source)
    add_lines(caller, list_id, lines, *, done) -> ListStand     the next lines (`done`: how many were taken before)
    finish_list(caller, list_id) -> ListStand                   all lines are there: the worker screens them
    read_list(caller, list_id) -> ListView
    list_lists(caller, *, limit=50, after="") -> ListPage
    delete_list(caller, list_id, *, reason) -> ListStand
    check_lines(caller, lines, *, order) -> Iterator[ListCheck]     a whole list, part by part (no act)
    take_lines(caller, order, lines) -> Iterator[ListStand]         submit, add, finish (no act)
    take_file(caller, order, stream, *, expected="") -> ListStand    the same with a file (no act)
Of a hit:
    list_hits(caller, list_id, *, state="open", band="", limit=50, after="") -> HitPage
    read_hit(caller, hit_id) -> HitView
    decide_hit(caller, hit_id, decision: HitDecision) -> HitView
Ordinary names, approved elements, mappings:
    keep_ordinary_name(caller, given) -> str; withdraw_ordinary_name(caller, name_id) -> None
    list_ordinary_names(caller) -> tuple[OrdinaryNameView, ...]
    record_element_list(caller, draft) -> str; list_element_lists(caller) -> tuple[ElementListView, ...]
    save_list_mapping(caller, name, mapping) -> None; list_list_mappings(caller) -> tuple[ListMappingView, ...]
Of the worker:
    find_list_work(system) -> tuple[ListWork, ...]; screen_list(officer, list_id, *, done) -> ListStand
    rescreen_list(officer, list_id) -> bool (more); retire_lists(system) -> RetiredLists
"""

from tidewaiter.actions.screening.elements import list_element_lists, record_element_list
from tidewaiter.actions.screening.feeding import check_lines, take_file, take_lines
from tidewaiter.actions.screening.hits import decide_hit, list_hits, read_hit
from tidewaiter.actions.screening.mapping import list_list_mappings, save_list_mapping
from tidewaiter.actions.screening.ordinary import keep_ordinary_name, list_ordinary_names, withdraw_ordinary_name
from tidewaiter.actions.screening.profiles import (
    keep_profile,
    list_profiles,
    release_profile,
    view_profile,
    withdraw_profile,
)
from tidewaiter.actions.screening.risk_shapes import (
    OUTCOMES,
    ProfileLine,
    ProfileView,
    RiskPage,
    RiskView,
    TriedLine,
    TryOut,
    Usefulness,
    VersionLine,
)
from tidewaiter.actions.screening.risking import decide_risk, list_risks, review_profiles, try_profile
from tidewaiter.actions.screening.shapes import (
    Arrival,
    Decision,
    DismissedBecause,
    ElementListDraft,
    ElementListView,
    HitCounts,
    HitDecision,
    HitEntry,
    HitLine,
    HitPage,
    HitState,
    HitView,
    ListCheck,
    ListKind,
    ListMappingView,
    ListOrder,
    ListPage,
    ListStand,
    ListState,
    ListView,
    ListWork,
    OrdinaryNameGiven,
    OrdinaryNameView,
    Outcome,
    QuietBecause,
    RetiredLists,
)
from tidewaiter.actions.screening.taking import (
    add_lines,
    check_list,
    delete_list,
    finish_list,
    list_lists,
    read_list,
    submit_list,
)
from tidewaiter.actions.screening.working import find_list_work, rescreen_list, retire_lists, screen_list

__all__ = [
    "add_lines",
    "check_lines",
    "check_list",
    "decide_hit",
    "delete_list",
    "find_list_work",
    "finish_list",
    "keep_ordinary_name",
    "list_element_lists",
    "list_hits",
    "list_list_mappings",
    "list_lists",
    "list_ordinary_names",
    "read_hit",
    "read_list",
    "record_element_list",
    "rescreen_list",
    "retire_lists",
    "save_list_mapping",
    "screen_list",
    "submit_list",
    "take_file",
    "take_lines",
    "withdraw_ordinary_name",
    "OUTCOMES",
    "Arrival",
    "Decision",
    "DismissedBecause",
    "ElementListDraft",
    "ElementListView",
    "HitCounts",
    "HitDecision",
    "HitEntry",
    "HitLine",
    "HitPage",
    "HitState",
    "HitView",
    "ListCheck",
    "ListKind",
    "ListMappingView",
    "ListOrder",
    "ListPage",
    "ListStand",
    "ListState",
    "ListView",
    "ListWork",
    "OrdinaryNameGiven",
    "OrdinaryNameView",
    "Outcome",
    "ProfileLine",
    "ProfileView",
    "QuietBecause",
    "RetiredLists",
    "RiskPage",
    "RiskView",
    "TriedLine",
    "TryOut",
    "Usefulness",
    "VersionLine",
    "decide_risk",
    "keep_profile",
    "list_profiles",
    "list_risks",
    "release_profile",
    "review_profiles",
    "try_profile",
    "view_profile",
    "withdraw_profile",
]
