"""Marks the acts of parties recorded before as published: the register shows them to whoever may read it."""

from django.db import migrations

from tidewaiter.access.facts import MARKING_FIELDS

_COPIED = ", ".join(name for name in MARKING_FIELDS if name != "kind")
_FACTS = ", ".join(f"'{name}', " + ("'published'" if name == "kind" else f"m.{name}") for name in MARKING_FIELDS)

# FORCE binds the owner too (settled point 4). A new installation has no rows here, and the guards put FORCE and every
# policy in place after the migrations; the digest is made as `app.marking` makes it.
PUBLISH = f"""
set constraints all immediate;
alter table public.records_instrumentactrecord no force row level security;
alter table public.records_marking no force row level security;
insert into public.records_marking (kind, {_COPIED}, digest)
select 'published', {_COPIED}, encode(sha256(convert_to(jsonb_build_object({_FACTS})::text, 'UTF8')), 'hex')
from public.records_marking m
where m.id in (select a.marking_id from public.records_instrumentactrecord a) and m.kind = 'public'
on conflict (digest) do nothing;
update public.records_instrumentactrecord a set marking_id = p.id
from public.records_marking m, public.records_marking p
where a.marking_id = m.id and m.kind = 'public' and p.kind = 'published'
and p.digest = encode(sha256(convert_to(jsonb_build_object({_FACTS})::text, 'UTF8')), 'hex');
set constraints all immediate;
alter table public.records_marking force row level security;
alter table public.records_instrumentactrecord force row level security;
"""


class Migration(migrations.Migration):
    """Runs once, after the tables of the register."""

    dependencies = [("records", "0003_register")]
    operations = [migrations.RunSQL(PUBLISH, migrations.RunSQL.noop)]
