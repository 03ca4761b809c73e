"""Hypothesis strategies for acts under an instrument, for the properties of who is bound."""

from datetime import date

from hypothesis import strategies as st

from tidewaiter.treaty.acts import ActType, InstrumentAct
from tidewaiter.treaty.provisions import load_instrument

CCO, NBO = load_instrument("cco-2019"), load_instrument("nbo-1977")
UNITS = ("AG", "AI", "BM", "BS", "CU", "DO", "HT", "KY", "LC", "MS", "NL", "TC")
DAYS = st.dates(date(2030, 1, 1), date(2033, 12, 31))
ANNEXES = st.lists(st.sampled_from(["I", "II", "XI"]), unique=True).map(tuple)
ARTICLES = st.lists(st.sampled_from(["29", "34", "39", "39.2", "XI.15", "II"]), min_size=1).map(tuple)
TYPES: tuple[ActType, ...] = (
    "ratification",
    "accession",
    "signature",
    "annex_acceptance",
    "annex_withdrawal",
    "opt_out",
    "reservation",
    "reservation_withdrawal",
    "withdrawal",
    "withdrawal_revoked",
    "deposit_withdrawn",
    "territorial_extension",
    "territorial_exclusion",
    "partner_arrangement",
)
ACTS = st.lists(
    st.builds(
        InstrumentAct,
        type=st.sampled_from(TYPES),
        on=DAYS,
        units=st.sampled_from(UNITS).map(lambda unit: (unit,)),
        received=st.none() | DAYS,
        annexes=ANNEXES,
        articles=ARTICLES,
        territories=st.sampled_from([(), ("T1",)]),
        effect_on=st.none() | DAYS,
        cured_on=st.none() | DAYS,
        reasons=st.booleans(),
    ),
    max_size=8,
)
ORIGINAL = InstrumentAct("ratification", date(2030, 1, 10), UNITS[:10])
FIVE = InstrumentAct("accession", date(1980, 2, 21), ("P1", "P2", "P3", "P4", "P5"), annexes=NBO.profile.annexes)
BASES = {"cco-2019": (CCO, ORIGINAL, "39"), "nbo-1977": (NBO, FIVE, "II")}
