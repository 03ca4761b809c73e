"""Every decided edge case of REQUIREMENTS 3.1 to 3.8, 0.4 and 0.5, with the law cases that hold it, or in words why the
format of law cases cannot ask about it and what holds it instead.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Otherwise:
    """Why no law case can ask this, and the test that holds it (`file::name`), or the shelf it waits for."""

    why: str
    test: str = ""
    shelf: str = ""


Row = tuple[str, ...] | Otherwise

PRIMITIVES: dict[str, Row] = {
    "add_months clamps to the last day of a shorter month": (
        "Three months after the tenth deposit the Agreement enters into force",
        "Withdrawal takes effect six months after its receipt",
    ),
    "each period is applied on its own": ("Two periods are counted one after the other",),
    "repeated dates stay on their anchor": ("The grid of reviews stays on its anchor at the end of February",),
    "effect at the start of the day, in universal time for the central system": (
        "Assistance is owed from the day both are bound",
        "An extension when the day of deletion begins is too late",
        "An extension received in another time zone is read in universal time",
    ),
    "the day of the event is not counted": (
        "The day of the deposit is not counted",
        "A later depositor is bound three months after its own deposit",
    ),
    "no shift for weekends": ("A date that falls on a Sunday is not moved",),
    "receipt, not the date written": (
        "A later extension takes effect three months after its receipt",
        "Denunciation takes effect six months after its receipt",
    ),
    "a term is half-open": ("A committee's term ends the day before its second anniversary",),
    "shares in whole numbers": (
        "10 of 15 Members demand a session: convened is true",
        "A resolution with 10 for, 5 against and 0 abstaining: adopted is true",
    ),
    "the least number that reaches a share": (
        "12 of 15 Members agree to remove a Partner: adopted is true",
        "Of 11 Members 9 remove a Partner",
    ),
}

ENTRY_INTO_FORCE: dict[str, Row] = {
    "Nairobi body: five States, definitive signatures among them": (
        "The Convention enters into force three months after the fifth State",
        "Four States fix no date",
        "Definitive signatures count to the five",
    ),
    "Nairobi Annex: two States with an effective instrument": (
        "An Annex enters into force three months after the second State",
        "An Annex named at signature counts only with the ratification",
        "An Annex named at signature counts from the ratification",
    ),
    "CCO: ten units by three kinds of instrument": (
        "Three months after the tenth deposit the Agreement enters into force",
        "Acceptance and approval count like ratification",
        "A unit that deposits twice counts once",
    ),
    "Johannesburg: unknown": (
        "An unverified convention gives no date",
        "Six ratifications of an unverified convention give no date",
    ),
    "bilateral: first day of the second month after the later notification": (
        "A bilateral agreement last notified on 2031-01-10 is in force from 2031-03-01",
        "A bilateral agreement last notified on 2031-01-31 is in force from 2031-03-01",
        "A bilateral agreement last notified on 2031-12-05 is in force from 2032-02-01",
        "Two notifications of the same side bring no bilateral agreement into force",
    ),
    "Naples II, CIS and the Council's own convention": Otherwise(
        "they are contrast cases: the system ships no profile of them, so no case can name them",
        test="tests/core/test_law_check_command.py::test_what_is_not_understood_is_an_error_that_names_file_and_case",
    ),
    "Cooperating Partner: its arrangement": (
        "A Cooperating Partner may ask from the entry into force of its arrangement",
        "A Cooperating Partner may not ask the day before",
    ),
    "accession does not count toward ten": (
        "Accession does not count to the ten",
        "An accession beside ten ratifications adds nothing to the count",
    ),
    "accession before general entry into force": (
        "Who accedes before the general date is a party on that date at the earliest",
        "Who accedes shortly before the general date has its own date",
    ),
    "'after that date' is the triggering deposit": (
        "An eleventh deposit between the tenth and entry into force has its own date",
    ),
    "one instrument listing several units": ("One instrument for four units brings four toward the ten",),
    "the unit that overshoots": (
        "Units that overshoot the ten in one instrument are all original parties",
        "Whoever deposits together with the tenth is an original party",
    ),
    "a territory merely covered": ("A territory named only as scope is not counted",),
    "64.2 applies to territories too": ("A territory that deposits later is bound three months after its own deposit",),
    "64.2 includes accession": ("A deposit dated 29 February binds from 29 May",),
    "instrument withdrawn before the tenth": ("A deposit withdrawn before the tenth no longer counts",),
    "instrument withdrawn after the tenth": ("A deposit withdrawn after the tenth leaves the date standing",),
    "Members below ten later": (
        "Members that leave later change neither date nor count",
        "Five Members that leave do not end the Agreement for the others",
    ),
    "a deposit later found defective: the cure gives the date": (
        "A defective deposit counts from the day it was cured",
        "The tenth deposit cured later moves the general date",
    ),
    "a deposit later found defective: provisional while examined": Otherwise(
        "an act in a case is in due form: the format has no word for an examination still running",
        test="tests/core/test_treaty_examination.py::test_while_the_tenth_deposit_is_examined_every_date_rests_on_it",
    ),
    "two deposits the same day": ("Two deposits on one day count alike whatever their order",),
    "a union or territory in the Nairobi count": (
        "A union is not counted to the five",
        "A territory that files an instrument is not counted to the five",
    ),
    "first acceptors of a Nairobi Annex": ("The first acceptors of an Annex wait for the Convention",),
}

EXTENSION_AND_LEAVING: dict[str, Row] = {
    "CCO 60.4(ii)": (
        "A later extension takes effect three months after its receipt",
        "The day before three months have passed the extension has no effect",
    ),
    "NBO 17.1": (
        "An extension received on 2031-11-30 by a State long bound takes effect on 2032-02-29",
        "A territory is covered from its State's date where that is later",
    ),
    "CCO 65.1, 65.2, 65.3": (
        "Withdrawal ends on the day six months after receipt",
        "A notice of 2030-12-31 to exclude a territory takes effect on 2031-06-30",
        "A Cooperating Partner leaves six months after receipt of its notice",
    ),
    "NBO 19.3, 17.2, Annexes": (
        "A notice of 2030-12-31 takes effect on 2031-06-30",
        "A notice of 2030-12-31 excludes a territory from 2031-06-30",
        "An Annex withdrawn the day after its entry into force ends",
    ),
    "bilateral termination": ("A bilateral agreement ends three months after notification",),
    "the Council's own convention": Otherwise(
        "a contrast case: the system ships no profile of it",
        test="tests/core/test_law_check_command.py::test_what_is_not_understood_is_an_error_that_names_file_and_case",
    ),
    "60.4(ii) before the State itself is bound": (
        "An extension cannot outrun its State",
        "An early extension takes effect with its State",
    ),
    "rights in the six months": (
        "Until the date of effect a Member that leaves stays bound",
        "A Member that gave notice may still ask until the day of effect",
    ),
    "a notice revoked before its effect": (
        "A notice of withdrawal revoked in time has no effect",
        "A notice of withdrawal cannot be revoked once it has taken effect",
        "A denunciation revoked in time has no effect",
    ),
    "on the day of effect": (
        "A Member that has left cannot ask",
        "From the day of effect a Member that left is not asked",
        "Running investigations are completed after withdrawal",
        "Confidentiality outlives withdrawal",
        "The right of a person to correct data outlives withdrawal",
    ),
    "what an ongoing investigation is": Otherwise(
        "a fact of requests and their days of receipt; that Article 59 binds on is a case",
        test="tests/doors/test_api_register.py::test_an_accession_that_the_depositary_records_opens_the_basis_and_a_withdrawal_closes_it",
        shelf="assistance",
    ),
    "contribution of the year of withdrawal": Otherwise(
        "a setting of the organization: no question asks what is owed", shelf="organization"
    ),
    "committee seats end": Otherwise("a fact of seats, which no question knows", shelf="organization"),
    "last of several Annexes on different dates": (
        "Withdrawing the last Annex is denunciation",
        "Two Annexes withdrawn on different days end the Convention with the later",
    ),
    "a new Annex accepted during the notice period": (
        "A new Annex accepted before the effect prevents the deemed denunciation",
        "The party that accepted a new Annex in time stays bound by the Convention",
        "A new Annex notified on the day of effect comes too late",
    ),
    "65.2 speaks of named territories": (
        "The exclusion of a territory leaves its State bound",
        "The exclusion of one territory leaves the other covered",
    ),
}

VOTES: dict[str, Row] = {
    "quorum of half": ("7 of 15 Members present: quorate is false", "8 of 15 Members present: quorate is true"),
    "resolution of two thirds of the votes submitted": (
        "A resolution with 10 for, 5 against and 0 abstaining: adopted is true",
        "A resolution with 9 for, 5 against and 1 abstaining: adopted is false",
        "Seven to three is adopted with ten of fifteen present",
        "A resolution with 6 for, 3 against and 5 abstaining: adopted is true",
        "A resolution with 2 for, 1 against and 12 abstaining: adopted is true",
        "A resolution with 0 for, 0 against and 15 abstaining: adopted is false",
    ),
    "extraordinary session": ("9 of 15 Members demand a session: convened is false",),
    "removal of a Partner": ("11 of 15 Members agree to remove a Partner: adopted is false",),
    "numbers for ten to twenty Members": tuple(
        text
        for members, half, demand, removal in (
            (10, 5, 7, 8),
            (11, 6, 8, 9),
            (14, 7, 10, 11),
            (16, 8, 11, 12),
            (20, 10, 14, 15),
        )
        for text in (
            f"Of {members} Members {half} are a quorum",
            f"Of {members} Members {demand} convene an extraordinary session",
            f"Of {members} Members {removal} remove a Partner",
        )
    ),
    "abstentions are not votes submitted": ("A resolution with 6 for, 3 against and 5 abstaining: adopted is true",),
    "a tie in the Council": ("A tie in the Council rejects, since no casting vote exists",),
    "presence": Otherwise(
        "who counts as present is for the rules of procedure; a case gives a number", shelf="organization"
    ),
    "quorum lost in the session": ("Seven to nothing without a quorum is not adopted",),
    "excluded Members and quorum": ("A Member excluded from voting still counts for the quorum",),
    "excluded Members and two thirds of votes": ("An excluded Member is present for the quorum but submits no vote",),
    "excluded Members in the denominators of 8.3 and 65.4": (
        "An excluded Member still stands in the denominator of a demand",
        "Three quarters of fifteen Members are twelve",
    ),
    "membership that starts or ends that day": Otherwise(
        "the roster of a session: a case gives the number of Members", shelf="organization"
    ),
    "Cooperating Partners in denominators": ("A Cooperating Partner is never counted",),
    "elections and appointments": ("A resolution with 10 for, 5 against and 0 abstaining: adopted is true",),
    "three quarters of fifteen": ("Three quarters of fifteen Members are twelve",),
    "the Partner concerned cannot vote": Otherwise(
        "a case gives ballots of those who may vote; a Partner is not a Member", shelf="organization"
    ),
    "binding effect on absent Members": Otherwise("no question asks whom a resolution binds", shelf="organization"),
    "NBO 13": (
        "90 of 180 on the roll present: quorate is false",
        "91 of 180 on the roll present: quorate is true",
        "Who is present and abstains counts against",
        "Two thirds of those present and entitled adopt",
        "Without more than half of the roll nothing is adopted",
        "A Member excluded from voting is not on the roll",
    ),
    "a Partner's vote (3.5)": Otherwise(
        "a setting of each arrangement, false unless it says otherwise; no question names who votes",
        shelf="organization",
    ),
}

COMMITTEES: dict[str, Row] = {
    "minimum size": ("A committee of four is not validly composed and carries nothing",),
    "quorum of a committee": (
        "Of a committee of 5 the presence of 3 is a quorum",
        "Of a committee of 6 the presence of 3 is a quorum",
        "Of a committee of 7 the presence of 4 is a quorum",
        "Of a committee of 9 the presence of 5 is a quorum",
        "Three of seven are no quorum of a committee",
    ),
    "simple majority and casting vote": ("The Chairman's casting vote decides a tie",),
    "term of two years": ("A committee's term ends the day before its second anniversary",),
    "Secretary General": (
        "The Secretary General's first term ends after three years and may be renewed",
        "The Secretary General's second term is the last",
        "Nobody is Secretary General a third time",
    ),
    "contribution deadline": (
        "Contributions to the session of 2032-05-25 are due on 2032-04-25",
        "Contributions to the session of 2031-03-31 are due on 2031-02-28",
        "Contributions to the session of 2032-03-31 are due on 2032-02-29",
        "A payment on the day it is due is in time",
        "A payment a day late is not in time",
    ),
    "accounting year": (
        "31 March lies in the accounting year that began the April before",
        "1 April begins an accounting year",
    ),
    "the Chairman's own vote and casting vote": ("The Chairman votes as a member and decides the tie besides",),
    "Vice-Chairman presiding": ("A tie fails where another presides",),
    "Chairman abstained, then a tie": ("A Chairman that abstained may still decide a tie",),
    "the host's permanent seat": ("The host's permanent seat has no last day",),
    "host in arrears": Otherwise("a flag on a seat; no question asks about seats", shelf="organization"),
    "holdover": Otherwise(
        "a setting of the organization between sessions; a case asks for the term alone", shelf="organization"
    ),
    "vacancy in mid-term": Otherwise("a by-election for a remainder: a fact of seats", shelf="organization"),
    "arrears and election": Otherwise("eligibility of a candidate: a fact of seats and payments", shelf="organization"),
    "loss of vote by decision only": ("Without the vote of a Member in arrears nine to five is rejected",),
    "who decides under 16.2": Otherwise(
        "a procedure of the organs; no question names who decides", shelf="organization"
    ),
    "extent of exclusion": Otherwise("named rights in a resolution; no question asks about them", shelf="organization"),
    "end of exclusion": Otherwise("a proposal on payment: a procedure", shelf="organization"),
    "session moved after the letter": Otherwise("a deadline communicated is a fact of letters", shelf="organization"),
    "session date unknown": Otherwise("a case always gives `session_opens`", shelf="organization"),
    "first year of a new Member": Otherwise("an amount the Council fixes", shelf="organization"),
    "value date of a payment": ("A payment on the day it is due is in time",),
    "partial payment": ("A payment in part is not in time",),
    "early renewal or gap of the Secretary General": Otherwise(
        "a case names which term it is and when it starts", shelf="organization"
    ),
    "second term shorter than three years": ("The Secretary General's second term is the last",),
    "deputy": Otherwise(
        "the format knows two offices; the deputy has the Secretary General's rule", shelf="organization"
    ),
}

AMENDMENTS: dict[str, Row] = {
    "CCO formula": ("Two periods are counted one after the other", "Accepted is not yet in force"),
    "Nairobi formula": ("A text communicated on 1993-07-07 is in force on 1995-10-07",),
    "objection on the last day": (
        "An objection on the last day is in time",
        "An objection after the last day is too late",
        "An objection received on the last day counts",
        "An objection received the day after is too late",
    ),
    "notices on different days": Otherwise(
        "a case gives one day `notified`, the last of dispatch",
        test="tests/core/test_treaty_amendments.py::test_amendments_come_in_the_order_in_which_they_bind",
        shelf="registry",
    ),
    "who may object under the CCO": (
        "The objection of a territory leaves the file to the Council",
        "The objection of a signatory leaves the file to the Council",
        "The objection of a State that is neither party nor signatory has no effect",
        "A union cannot object",
    ),
    "who may object under Nairobi": (
        "The objection of a union has no effect",
        "The objection of a State that is not a party has no effect",
        "The objection of a territory that is covered has no effect",
        "A signatory that is no party does not object under the Convention",
    ),
    "a State that becomes party during the period": (
        "A State that became a party during the period may object",
        "A State that has acceded but is not yet a party does not object",
        "A State that became a party during the two years may object",
    ),
    "objection withdrawn before the end": ("An objection withdrawn in time leaves the file to the Council",),
    "objection withdrawn after the end": (
        "An objection withdrawn after the period changes nothing",
        "One objection of a State party kills the amendment although it is withdrawn",
    ),
    "Council meeting less than three months after": ("An adoption at the end of three months is irregular",),
    "adoption majority": ("A resolution with 10 for, 5 against and 0 abstaining: adopted is true",),
    "in force for whom": Otherwise(
        "no question asks whom an amendment binds",
        test="tests/core/test_treaty_amendments.py::test_a_party_of_the_first_day_is_bound_from_the_day_of_force_and_until_it_leaves",
    ),
    "party depositing before force, party from after": Otherwise(
        "no question asks whom an amendment binds",
        test="tests/core/test_treaty_amendments.py::test_a_later_party_is_bound_by_an_amendment_from_the_day_that_its_force_and_its_own_date_allow",
    ),
    "binding later parties of an Annex": Otherwise(
        "no question asks whom an amendment binds",
        test="tests/core/test_treaty_amendments.py::test_an_amendment_of_an_annex_in_force_when_its_acceptance_was_notified_comes_with_it",
    ),
    "amendment of an Article opted out of": Otherwise(
        "no question asks whom an amendment binds",
        test="tests/core/test_treaty_amendments.py::test_an_amendment_of_an_article_opted_out_of_is_put_to_the_member",
    ),
}

DATA: dict[str, Row] = {
    "retention notice": (
        "Data to be deleted on 2031-03-31 are announced on 2031-02-28",
        "Data to be deleted on 2031-05-31 are announced on 2031-04-30",
        "Data to be deleted on 2031-07-15 are announced on 2031-06-15",
    ),
    "last moment to extend": ("An extension one second before the day of deletion is in time",),
    "deletion": Otherwise(
        "a run of the system, not an answer of the instrument",
        test="tests/acts/test_retention.py::test_on_its_day_an_entry_is_deleted_with_names_keys_and_versions",
    ),
    "verification records": (
        "The record of a verification is deleted after twelve months",
        "A record of a verification made on 29 February is deleted on 28 February",
    ),
    "management report": Otherwise("no question asks about reports", shelf="central"),
    "reservation review": ("Opt-outs are reviewed every three years from entry into force for the Member",),
    "a session each year": Otherwise("no question asks about sessions due", shelf="organization"),
    "retention shorter than a month": ("Data kept for less than a month are announced when they are entered",),
    "notice missed": Otherwise(
        "deletion is a run of the system",
        test="tests/acts/test_retention.py::test_an_entry_is_deleted_on_its_day_even_if_no_run_announced_it",
    ),
    "extension changed several times": ("Each new date has a notice of its own",),
    "maximum retention": Otherwise("a setting that the procedures of 46.2 fix", shelf="central"),
    "initiation by the Member against automatic deletion": (
        "An extension received after the day of deletion changes nothing",
        "Data that nobody extended were not extended",
    ),
    "data that are not personal": Otherwise(
        "a case gives a day of deletion; such data have none",
        test="tests/acts/test_retention.py::test_what_holds_no_personal_data_has_no_day_to_extend",
    ),
    "mixed entry": Otherwise("a fact of fields", shelf="central"),
    "copies, exports, backups": Otherwise("a fact of media, not of dates", shelf="central"),
    "verification record under inquiry": ("The record of a verification is deleted after twelve months",),
    "logs of access are not verification records": Otherwise("no question asks about logs", shelf="central"),
    "anchor of 43.3": (
        "Opt-outs are reviewed every three years from entry into force for the Member",
        "A signatory that is not yet a Member has nothing to review",
    ),
    "review done early": ("The grid of reviews stays on its anchor at the end of February",),
    "review outcome": ("A withdrawn opt-out is not reviewed any more",),
    "withdrawal of an opt-out without a date": ("A withdrawal that names no date of effect has none",),
    "effect earlier than notice": (
        "A withdrawal takes no effect before its receipt",
        "An effect before the notice is set to the notice",
    ),
}

CORRECTIONS: dict[str, Row] = {
    "1 terms from 29 February": (
        "A term that begins on 29 February ends on 28 February",
        "The first term of the Secretary General that begins on 29 February ends on 28 February",
    ),
    "2 objection withdrawn in time": (
        "An objection withdrawn in time leaves the file to the Council",
        "One objection of a State party kills the amendment although it is withdrawn",
    ),
    "3 a new Annex notified in time": (
        "A new Annex notified before the effect prevents the denunciation before it binds itself",
    ),
    "4 investigating is a purpose of Nairobi": ("Investigating customs offences needs no further consent",),
    "5 the asylum block": ("The protection of asylum overrides every consent",),
    "6 employees who translate or interpret": (
        "The requested Member bears an interpreter who is a government employee",
        "Experts are at the requester's cost, employee or not",
    ),
    "7 opt-outs from a part of an Article": (
        "An opt-out from a part of an Article frees from that part, and no reasons are demanded",
        "An opt-out from a part of an Article leaves the rest binding",
    ),
    "8 deadline of an extension": ("An extension when the day of deletion begins is too late",),
    "9 the reciprocity statement is supplied": (
        "Who cannot do the same must say so, and compliance is discretionary",
        "The statement once supplied is not missing, and compliance stays discretionary",
    ),
    "10 status words": Otherwise(
        "what is shown, not what is law",
        test="tests/core/test_treaty_standings.py::test_each_unit_stands_where_its_acts_have_brought_it_by_that_day",
    ),
    "11 elements that are not approved": Otherwise("a list of elements is no part of a case", shelf="screening"),
}

SECOND_READING: dict[str, Row] = {
    "CCO-60.4.i": (
        "A State notifies one territory as Member and includes another as scope: only the first counts",
        "A territory included as scope is covered from the general date of its original party",
    ),
    "CCO-60.4.i, capacity unstated": Otherwise(
        "an act in a case is in due form: the format has no word for an open question of due form",
        test="tests/core/test_treaty_examination.py::test_a_territory_included_without_its_capacity_is_not_counted_meanwhile_and_leaves_the_date_provisional",
    ),
    "CCO-60.4.ii": ("An extension received on 2031-03-20 waits for its State bound from 2031-07-15",),
    "NBO-19.1": (
        "Denunciation on the day of entry into force is not possible",
        "Denunciation the day after entry into force is possible",
    ),
    "NBO-19.4": (
        "An Annex withdrawn on the day of its entry into force stays",
        "An Annex withdrawn the day after its entry into force ends",
    ),
    "NBO-13": ("91 of 180 on the roll present: quorate is true",),
    "CCO-10.4": ("Without the vote of a Member in arrears nine to five is rejected",),
    "CCO-62.2-a": (
        "The Council may adopt on the day after three full months",
        "An adoption at the end of three months is irregular",
    ),
    "grounds G11, G13, G15": (
        "What its law does not permit is a ground to decline",
        "What lies outside its competence is a ground to decline",
        "What its resources do not allow is a ground to decline",
        "Want of resources is no ground",
        "What its law does not permit is a ground to decline under the Convention",
        "What lies outside its competence is a ground to decline under the Convention",
        "An interest in data protection is no ground of its own",
        "Judicial assistance is a ground to decline that names the authority",
        "Judicial assistance is no ground under the Convention",
    ),
    "CCO-26": ("A request for control states its reason to doubt",),
    "CCO-43.1-b": ("An opt-out from a part of an Article frees from that part, and no reasons are demanded",),
    "CCO-6.3": (
        "A Cooperating Partner that becomes a Member is bound by what its arrangement excepted",
        "Until then the exceptions of its arrangement stand",
    ),
    "NBO-15.1.a-c": (
        "A definitive signature in time binds without deposit",
        "A signature in time may be ratified years later",
        "Sweden's accession of 1983-05-03 binds it from 1983-08-03",
    ),
    "NBO-TXT": (
        "A late reservation filed before the present wording was in force has no effect",
        "A late reservation filed under the present wording is valid",
    ),
    "NBO-5.2": ("Other use with written consent is permitted", "Use in other proceedings needs written consent"),
    "SYS-6": (
        "Who says nothing when joining accepts all optional Articles",
        "Data that nobody extended were not extended",
        "A text communicated on 1993-07-07 is in force on 1995-10-07",
    ),
    "JHB rows": ("An unverified convention permits nothing", "Nobody is bound by an unverified convention"),
    "rows on workflows, records and displays (8.2, 9.1, 23-a, 29.1, 30.2-b, 33, 46.2, 52.3, MNG, WCI)": Otherwise(
        "they say what the system records or shows; the questions ask what an instrument answers",
        shelf="registry",
    ),
}

REAL: dict[str, Row] = {
    "Nairobi in force 1980-05-21": ("The Convention enters into force three months after the fifth State",),
    "Sweden": (
        "Sweden's accession of 1983-05-03 binds it from 1983-08-03",
        "Sweden is bound by every Annex that it named",
    ),
    "Czech Republic": (
        "The Czech Republic's accession of 1999-06-29 binds it from 1999-09-29",
        "The Czech Republic's reservation to one paragraph frees from exactly that paragraph",
        "Sweden is bound by Annex IX and the Czech Republic is not",
    ),
    "amendment of Article 18": ("A text communicated on 1993-07-07 is in force on 1995-10-07",),
}

# The numbered meanings of LAW-CASES.md.
MEANINGS: dict[str, Row] = {
    "1 how provisions are written": (
        "The Czech Republic's reservation to one paragraph frees from exactly that paragraph",
        "Control under Annex III is owed between Sweden and the Czech Republic",
    ),
    "2 a territory as unit": (
        "A territory included in the instrument is covered from its State's date",
        "The exclusion of a territory leaves its State bound",
    ),
    "3 receipt": ("Withdrawal takes effect six months after its receipt",),
    "4 denunciation and withdrawn opt-outs": (
        "Denunciation takes effect six months after its receipt",
        "A withdrawn opt-out binds from the date that its withdrawal names",
    ),
    "5 order and implied signature": (
        "Two deposits on one day count alike whatever their order",
        "A ratification without more implies a signature in time",
    ),
    "6 Annexes are given": (
        "An accession that names no Annex is not in due form",
        "Annexes named at signature are accepted with the ratification",
        "Annexes named at signature count for nothing before the ratification",
    ),
    "7 exactly what an opt-out names": (
        "A reservation to one paragraph leaves the Article binding",
        "A reservation to one paragraph leaves the others binding",
    ),
    "8 reasons": ("A reservation without reasons has no effect", "An opt-out needs no reasons"),
    "9 further types of act and keys": (
        "A deposit withdrawn before the tenth no longer counts",
        "A Cooperating Partner may ask from the entry into force of its arrangement",
        "A defective deposit counts from the day it was cured",
        "The host's permanent seat has no last day",
    ),
    "10 general, units and count of an Annex, and the count": (
        "The first acceptors of an Annex wait for the Convention",
        "No Annex binds a party before the Convention does",
        "Units that overshoot the ten in one instrument are all original parties",
        "Members that leave later change neither date nor count",
    ),
    "11 unverified": ("An unverified convention gives no date", "An unverified convention permits nothing"),
    "12 what survives": (
        "A notice of 2030-12-31 takes effect on 2031-06-30",
        "Withdrawal ends on the day six months after receipt",
        "A bilateral agreement ends three months after notification",
    ),
    "13 permitted": (
        "A request without its applicable law lacks it",
        "A Member that opted out of cross-border surveillance cannot be asked for it",
    ),
    "14 missing": (
        "An empty request lacks what every request must say, and never the persons",
        "A request for court proceedings states the competence of customs in them",
        "Who cannot do the same must say so, and compliance is discretionary",
    ),
    "15 discretionary": (
        "A Member that opted out may still ask, at the other side's discretion, and must say so",
        "Surveillance is owed although only as far as possible",
        "Presence of officials is at discretion",
    ),
    "16 arrangements": (
        "Automatic exchange is open under an arrangement to its last day",
        "Automatic exchange without an arrangement is closed",
        "Recovery without an arrangement is closed",
        "Advance exchange needs an arrangement between these two",
    ),
    "17 spontaneous and stages": (
        "Spontaneous assistance in urgent cases is owed and lacks nothing",
        "A spontaneous message states that the offence is serious",
    ),
    "18 order of bases": ("At equal duty the Agreement comes before Nairobi", "A duty comes before a discretion"),
    "19 amendment, with and without a day of asking": (
        "An objection withdrawn in time leaves the file to the Council",
        "The Council may adopt on the day after three full months",
        "On a day within the period an adopted text is adopted",
        "From its receipt an objection stands",
    ),
    "20 who objects": (
        "The objection of a State that is neither party nor signatory has no effect",
        "An objection on the last day is in time",
    ),
    "21 roll, present, excluded": (
        "A Member excluded from voting still counts for the quorum",
        "Seven to nothing without a quorum is not adopted",
        "Who is present and abstains counts against",
    ),
    "22 committee": (
        "A tie fails where another presides",
        "A tie without a casting vote fails",
        "A committee of four is not validly composed and carries nothing",
    ),
    "23 terms and payments": (
        "The Secretary General's second term is the last",
        "A committee member may be elected again and again",
        "A payment in part is not in time",
    ),
    "24 use": (
        "Use in proceedings on a customs offence needs no further consent",
        "The protection of asylum overrides every consent",
    ),
    "25 convened, grounds": (
        "10 of 15 Members demand a session: convened is true",
        "What its resources do not allow is a ground to decline",
        "Sovereignty is a ground to decline, and the Convention asks no reasons",
    ),
    "26 costs": (
        "Substantial costs are consulted upon, and the request may be held",
        "Substantial costs under a bilateral agreement are consulted upon, and the request is not held",
        "The requested Member bears an interpreter who is a government employee",
    ),
}

SECTIONS: dict[str, dict[str, Row]] = {
    "3.1": PRIMITIVES,
    "3.2": ENTRY_INTO_FORCE,
    "3.3": EXTENSION_AND_LEAVING,
    "3.4": VOTES,
    "3.6": COMMITTEES,
    "3.7": AMENDMENTS,
    "3.8": DATA,
    "0.4": CORRECTIONS,
    "0.5": SECOND_READING,
    "8.2": REAL,
    "meanings": MEANINGS,
}
