"""Writing a watch entry: what it is about first, then the form that its kind makes."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Conflict, Invalid, NotPermitted
from tidewaiter.actions.central import create_entry, edit_entry, read_entry
from tidewaiter.actions.central.shapes import EntryView
from tidewaiter.actions.organization import read_categories
from tidewaiter.doors.web.central import entry_context, reasons_against
from tidewaiter.doors.web.days import BadDay, typed_day
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Field, Form, Group, chosen, coded, day, rows, several, text, with_blanks, words
from tidewaiter.doors.web.kept import handed_in, stands_in, work_in
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.subjects import name_columns, name_rows, number_columns, number_rows, subject_of
from tidewaiter.doors.words import say
from tidewaiter.screening.entries import Audience, EntryDraft, SuggestedAction
from tidewaiter.screening.subjects import SubjectKind

AUDIENCE = tuple(Audience.__dataclass_fields__)
REASON_LIMIT = 4_000


@door("GET", "HEAD", "POST", opens=Verb.CREATE_ENTRY)
def enter(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Write a new entry; without a kind, choose one first among those the Council has opened."""
    kind, opened = text(request.GET, "kind"), {each.category: each for each in read_categories(caller)}
    if kind not in tuple(SubjectKind):
        kinds = [(each, say(f"category:{each}"), opened.get(each.value)) for each in SubjectKind]
        return page(request, caller, "web/entry_choose.html", {"kinds": kinds}, here="central")
    about = SubjectKind(kind)
    work = work_in(request, caller)
    typed = work.typed or QueryDict()
    purposes = opened[kind].purposes if kind in opened else ()
    form = entry_form(about, typed, purposes)
    if request.method == "POST" and "more" not in request.POST:
        draft, faults = draft_of(about, typed)
        try:
            if draft is None:
                raise Invalid(())
            entry_id = create_entry(caller, draft)
        except Invalid as told:
            form = form.with_faults((*faults, *faults_of(told.faults)))
        else:
            handed_in(request, caller)
            messages.success(request, _("The entry is written. Nobody else sees it until another officer releases it."))
            return redirect("entry", entry_id)
    return _form_page(request, caller, form, about, {"work": work})


@door("GET", "HEAD", "POST")
def edit(request: HttpRequest, caller: Caller, entry_id: UUID) -> HttpResponse:
    """Change one's own entry, with a reason; what was typed outlives a change by somebody else meanwhile."""
    found = read_entry(caller, str(entry_id))
    if Verb.EDIT_ENTRY.value not in found.may:
        raise NotPermitted(reasons_against(found, Verb.EDIT_ENTRY))
    about = found.content.subject.kind
    work = work_in(request, caller)
    typed = work.typed if work.typed is not None else typed_of(found)
    opened = {each.category: each.purposes for each in read_categories(caller)}
    form, status = entry_form(about, typed, opened.get(about.value, ()), changing=True), 200
    if request.method == "POST" and "more" not in request.POST:
        draft, faults = draft_of(about, typed)
        try:
            if draft is None:
                raise Invalid(())
            version = int(text(request.POST, "version") or 0)
            draft = replace(draft, linked_request=found.content.linked_request)
            edit_entry(caller, found.id, draft, reason=text(typed, "change_reason"), version=version)
        except Invalid as told:
            form, status = form.with_faults((*faults, *map(_at_its_field, faults_of(told.faults)))), 422
        except Conflict as told:
            if told.code != "changed":
                raise
            status = 409
        else:
            handed_in(request, caller)
            messages.success(request, _("The entry is changed."))
            return redirect("entry", entry_id)
    now = str(found.version)
    changed = status == 409 or stands_in(work, "version", now) != now
    context = {**entry_context(found), "changed": changed, "work": work}
    return _form_page(request, caller, form, about, context, status=status)


def _at_its_field(line: FaultLine) -> FaultLine:
    return replace(line, field="change_reason") if line.field == "reason_for_change" else line


def entry_form(kind: SubjectKind, typed: QueryDict, purposes: tuple[str, ...], *, changing: bool = False) -> Form:
    """The form of an entry of this kind, with what was typed."""
    groups = [
        Group(_("Who or what it is about"), _subject_fields(kind, typed)),
        Group(_("Why it is watched for"), _ground_fields(kind, typed, purposes)),
        Group(_("Who may find it"), _audience_fields(typed)),
    ]
    last = [_bool("attested", _("The content is lawful to share, necessary and accurate as far as known"), typed, True)]
    if changing:
        last.insert(0, _long("change_reason", _("Reason for the change"), typed, required=True))
    groups.append(Group(_("Declaration"), tuple(last)))
    return Form(tuple(groups))


def _subject_fields(kind: SubjectKind, typed: QueryDict) -> tuple[Field, ...]:
    names, numbers = name_columns(), number_columns(kind)
    fields = [
        Field("names", _("Names"), "rows", _("As written in the source, one on each line."), columns=names,
              rows=rows(typed, "names", names), required=True),
        Field("identifiers", _("Numbers"), "rows", _("A wrong check digit is told, not refused."), columns=numbers,
              rows=rows(typed, "identifiers", numbers)),
    ]  # fmt: skip
    if kind is SubjectKind.PERSON:
        fields.append(_line("birth", _("Date of birth"), typed, _("As far as known: 1975, 1975-03 or 1975-03-02.")))
    countries = _("Codes such as XA, or names in English, with commas between.")
    fields = [with_blanks(field, typed) for field in fields]
    fields.append(_line("countries", _("Countries"), typed, countries))
    if kind in (SubjectKind.PERSON, SubjectKind.BUSINESS):
        fields.append(_long("addresses", _("Addresses"), typed, _("One on each line, with house number and town.")))
    return tuple(fields)


def _ground_fields(kind: SubjectKind, typed: QueryDict, purposes: tuple[str, ...]) -> tuple[Field, ...]:
    personal = kind is SubjectKind.PERSON
    picked = chosen(coded("central_purpose", purposes), several(typed, "purposes"))
    actions = chosen(coded("action", SuggestedAction), (text(typed, "action"),))
    fields = [
        _long("reason", _("Reason"), typed, _("What whoever meets it needs to know."), required=True),
        _long("grounds", _("Factual grounds"), typed, _("The facts behind the reason; for personal data always."),
              required=personal),
        Field("purposes", _("Purposes"), "choices", _("Only those that the Council has opened for this category."),
              choices=picked, required=True),
        Field("action", _("Suggested action"), "choice", choices=actions, required=True),
        Field("delete_on", _("Day of deletion"), "date", _("The first day on which the entry no longer exists."),
              value=typed_day(typed, "delete_on"), required=personal),
        _line("source_ref", _("Your file reference"), typed),
    ]  # fmt: skip
    if not personal:
        named = _("The entry names natural persons, so the rules for personal data apply")
        fields.append(_bool("names_persons", named, typed))
    return tuple(fields)


def _audience_fields(typed: QueryDict) -> tuple[Field, ...]:
    labels = {
        "allow_administrations": _("Only these administrations"),
        "allow_offices": _("Only these offices"),
        "allow_officers": _("Only these officers"),
        "deny_administrations": _("Not these administrations"),
        "deny_offices": _("Not these offices"),
        "deny_officers": _("Not these officers"),
    }
    first = _("Codes with commas between, such as XB. Left empty, every member may find the entry.")
    return tuple(
        _line(name, labels[name], typed, first if name == "allow_administrations" else "") for name in AUDIENCE
    )


def draft_of(kind: SubjectKind, typed: QueryDict) -> tuple[EntryDraft | None, tuple[FaultLine, ...]]:
    """The entry that was typed, or what keeps it from being one."""
    subject, faults = subject_of(kind, typed)
    try:
        delete_on = day(typed, "delete_on")
    except BadDay as told:
        delete_on, faults = None, (*faults, FaultLine(told.words, "delete_on"))
    if subject is None or faults:
        return None, faults
    draft = EntryDraft(
        subject=subject,
        reason=text(typed, "reason"),
        action=text(typed, "action"),
        purposes=tuple(each for each in several(typed, "purposes") if each in tuple(CentralPurpose)),
        grounds=text(typed, "grounds"),
        delete_on=delete_on,
        names_persons="names_persons" in typed,
        attested="attested" in typed,
        audience=Audience(**{name: words(typed, name) for name in AUDIENCE}),
        source_ref=text(typed, "source_ref"),
    )
    return draft, ()


def typed_of(found: EntryView) -> QueryDict:
    """An entry as if it had just been typed into its form."""
    content, typed = found.content, QueryDict(mutable=True)
    for name, columns, filled in (
        ("names", name_columns(), name_rows(content.subject)),
        ("identifiers", number_columns(content.subject.kind), number_rows(content.subject)),
    ):
        for number, row in enumerate(filled, start=1):
            for column, value in zip(columns, row, strict=True):
                typed[f"{name}-{number}-{column.name}"] = value
    for name in ("reason", "grounds", "action", "source_ref"):
        typed[name] = getattr(content, name)
    typed["birth"] = str(content.subject.birth or "")
    typed["countries"] = ", ".join(content.subject.countries)
    typed["addresses"] = "\n".join(content.subject.addresses)
    typed["delete_on"] = content.delete_on.isoformat() if content.delete_on else ""
    typed.setlist("purposes", list(content.purposes))
    for name in AUDIENCE:
        typed[name] = ", ".join(getattr(content.audience, name))
    typed.update({name: "on" for name in ("names_persons", "attested") if getattr(content, name)})
    return typed


def _line(name: str, label: str, typed: QueryDict, help: str = "") -> Field:
    return Field(name, label, help=help, value=text(typed, name))


def _long(name: str, label: str, typed: QueryDict, help: str = "", *, required: bool = False) -> Field:
    return Field(name, label, "long", help, required=required, value=text(typed, name), limit=REASON_LIMIT)


def _bool(name: str, label: str, typed: QueryDict, required: bool = False) -> Field:
    return Field(name, label, "bool", required=required, value="on" if name in typed else "")


def _form_page(
    request: HttpRequest, caller: Caller, form: Form, kind: SubjectKind, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "kind": kind, **more}
    return page(request, caller, "web/entry_form.html", context, here="central", status=422 if form.faults else status)
