-- What the database itself enforces: identity, visibility, search under policy, moves, and a journal nobody rewrites.
-- Read by records/guards.py, which fills in the parts in double braces and runs it as app_owner after each migration.

create extension if not exists pg_trgm;
create schema if not exists app;
create schema if not exists app_private;
revoke all on schema app_private from public;
grant usage on schema app to app_web, app_worker, app_search;
grant usage on schema public to app_web, app_worker, app_search;

create table if not exists app_private.identity_key (
    only_row boolean primary key default true check (only_row),
    inner_pad bytea not null,
    outer_pad bytea not null
);
create table if not exists app.guard (
    only_row boolean primary key default true check (only_row),
    source text not null,
    snapshot text not null,
    applied_at timestamptz not null
);
grant select on app.guard to app_web, app_worker;

do $$ begin
    if to_regtype('app.identity') is null then
        create type app.identity as (
            administration text, office text, officer text, roles text[], day date,
            organization boolean, undertaking boolean, purpose text, "case" text,
            fresh boolean, machine boolean, rank integer
        );
    end if;
end $$;

-- An installation of an earlier release has the type without what was added since.
do $$ declare added record; begin
    for added in select * from (values ('fresh', 'boolean'), ('machine', 'boolean'), ('rank', 'integer')) a(name, type)
    loop
        if not exists (select 1 from pg_attribute where attrelid = 'app.identity'::regclass and attname = added.name) then
            execute format('alter type app.identity add attribute %I %s', added.name, added.type);
        end if;
    end loop;
end $$;

-- The caller's facts, if they were signed with our key and have not run out; no facts, no row; forged facts, an error.
create or replace function app.ident() returns app.identity
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    raw text := nullif(current_setting('app.ident', true), '');
    body text;
    facts jsonb;
    key app_private.identity_key;
    who app.identity;
begin
    if raw is null then
        return null;
    end if;
    body := left(raw, greatest(length(raw) - 65, 0));
    select * into strict key from app_private.identity_key;
    if encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(body, 'UTF8'))), 'hex')
       is distinct from right(raw, 64) then
        raise exception 'the identity is not genuine' using errcode = '28000';
    end if;
    facts := body::jsonb;
    if (facts ->> 'expires')::double precision < extract(epoch from clock_timestamp()) then
        raise exception 'the identity has run out' using errcode = '28000';
    end if;
    who.administration := facts ->> 'administration';
    who.office := facts ->> 'office';
    who.officer := facts ->> 'officer';
    who.roles := array(select jsonb_array_elements_text(facts -> 'roles'));
    who.day := (facts ->> 'day')::date;
    who.organization := (facts ->> 'organization')::boolean;
    who.undertaking := (facts ->> 'undertaking')::boolean;
    who.purpose := facts ->> 'purpose';
    who."case" := facts ->> 'case';
    who.fresh := (facts ->> 'fresh')::boolean;
    who.machine := (facts ->> 'machine')::boolean;
    who.rank := (facts ->> 'rank')::integer;
    if 'system_job' = any(who.roles) and session_user <> 'app_worker' then
        raise exception 'only the worker acts as the system' using errcode = '28000';
    end if;
    return who;
end $$;

create or replace function app.administration() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select (app.ident()).administration
$$;

-- Which rows: written from access/rules.py, evaluated over the few markings and never over the rows they mark.
create or replace function app.visible_markings() returns setof bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.id from public.records_marking m, app.ident() i
    where i.administration is not null and {{visible}}
$$;

create or replace function app.owned_markings() returns setof bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select m.id from public.records_marking m, app.ident() i
    where i.administration is not null and {{owned}}
$$;

-- The same for one kind, for tables whose rows all bear markings of that kind: a policy looks at no others. Each kind has
-- its rule alone, of which whatever turns on the caller only is decided once, when the statement is planned. Whoever
-- knows under which markings the wanted rows stand says so in `app.among`: nothing is seen by it, the rest is not looked at.
create or replace function app.visible_of_kind(wanted text) returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    i app.identity := app.ident();
    among bigint[] := nullif(current_setting('app.among', true), '')::bigint[];
begin
    if i.administration is null then
        return;
    end if;
    case wanted
{{each_visible}}
    end case;
end $$;

create or replace function app.owned_of_kind(wanted text) returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    i app.identity := app.ident();
begin
    if i.administration is null then
        return;
    end if;
    case wanted
{{each_owned}}
    end case;
end $$;

-- What stands in some markings of one kind, of those that the caller may see: the policy on markings looks at all of them.
create or replace function app.known_of_kind(wanted text, ids bigint[]) returns setof public.records_marking
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    i app.identity := app.ident();
begin
    if i.administration is null then
        return;
    end if;
    case wanted
{{each_known}}
    end case;
end $$;

-- The marking with these facts, made when it is new; only for a record that the caller may write.
create or replace function app.marking(facts jsonb) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    m public.records_marking;
    i app.identity := app.ident();
    found_id bigint;
begin
    if i.administration is null then
        raise exception 'a marking needs an identity' using errcode = '28000';
    end if;
    m := jsonb_populate_record(null::public.records_marking, facts);
    m.digest := encode(sha256(convert_to(facts::text, 'UTF8')), 'hex');
    if not ({{owned}}) then
        raise exception 'only the owner marks a record' using errcode = '42501';
    end if;
    select id into found_id from public.records_marking where digest = m.digest;
    if found_id is null then
        insert into public.records_marking ({{marking_columns}}, digest)
        values ({{marking_values}}, m.digest)
        on conflict (digest) do update set digest = excluded.digest
        returning id into found_id;
    end if;
    return found_id;
end $$;

-- The thorough pass: trigram similarity is not leakproof, so it runs here, applies the marking rule itself and
-- gives back ids and scores alone, which the caller joins again under row policy.
create or replace function app.thorough_search(query text, threshold real, most integer)
returns table (entry_id uuid, score real)
language plpgsql volatile rows 50 security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform set_config('pg_trgm.similarity_threshold', greatest(threshold, 0.3)::text, true);
    return query
        select n.entry_id, max(similarity(n.latin, query)) as score
        from public.records_entryname n
        where n.latin % query and n.marking_id in (select app.visible_markings())
        group by n.entry_id order by score desc, n.entry_id limit least(most, 200);
end $$;

-- Whatever way an entry becomes findable, changes or goes, the index of names hears of it: with the transaction that did
-- it, since a reader may take only what every snapshot from now on sees, and without any content.
create or replace function app.note_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    found_before boolean := coalesce(tg_op <> 'INSERT' and old.released_by <> '', false);
    found_now boolean := coalesce(tg_op <> 'DELETE' and new.released_by <> '', false);
begin
    if not found_before and not found_now or found_before and found_now
       and (old.marking_id, old.subject, old.delete_on) is not distinct from (new.marking_id, new.subject, new.delete_on)
    then
        return null;
    end if;
    insert into public.records_indexchange (id, marking_id, entry, what, transaction)
    values (
        gen_random_uuid(), coalesce(new.marking_id, old.marking_id), coalesce(new.id, old.id),
        case when found_now then 'put' else 'drop' end, pg_current_xact_id()::text::bigint
    );
    notify index_changes;
    return null;
end $$;
drop trigger if exists note_change on public.records_centralentry;
create trigger note_change after insert or update or delete on public.records_centralentry
    for each row execute function app.note_change();

-- A move is an inserted step: the side, the state and the table of moves are checked here again.
create or replace function app.take_step() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    rfa public.records_requestforassistance;
    who text := app.administration();
begin
    select * into rfa from public.records_requestforassistance where id = new.rfa_id for update;
    if rfa.id is null or new.administration is distinct from who
       or who is distinct from (case new.side when 'requesting' then rfa.requesting else rfa.requested end) then
        raise exception 'this side may not take this step' using errcode = '42501';
    end if;
    if rfa.state <> new.source then
        raise exception 'the request is %, not %', rfa.state, new.source using errcode = '40001';
    end if;
    update public.records_requestforassistance set state = new.target where id = rfa.id;
    return new;
end $$;
drop trigger if exists take_step on public.records_step;
create trigger take_step before insert on public.records_step for each row execute function app.take_step();

create or replace function app.keep_what_was_sent() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if old.state <> all ({{editable_states}}) and (
        new.content, new.instrument, new.provision, new.type, new.requested, new.requesting, new.number
    ) is distinct from (
        old.content, old.instrument, old.provision, old.type, old.requested, old.requesting, old.number
    ) then
        raise exception 'a request that was sent is not edited' using errcode = '42501';
    end if;
    if old.state <> 'draft' and new.marking_id <> old.marking_id then
        raise exception 'a request that was sent is not taken out of sight' using errcode = '42501';
    end if;
    return new;
end $$;
drop trigger if exists keep_what_was_sent on public.records_requestforassistance;
create trigger keep_what_was_sent before update on public.records_requestforassistance
    for each row execute function app.keep_what_was_sent();

-- Whatever row policy lets a caller change of accounts: a designation that ends is not prolonged by anybody, and of
-- the own account nothing is changed but the yearly confirmation.
create or replace function app.keep_account() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    caller text := (app.ident()).officer;
begin
    if caller is not null and new.designated_until is distinct from least(new.designated_until, old.designated_until)
       or caller is not null and old.designated_until is not null and new.designated_until is null then
        raise exception 'a designation is not prolonged' using errcode = '42501';
    end if;
    if old.username = caller and (
        new.designated_until, new.suspended_on, new.suspended_for, new.suspended_by, new.active_since,
        new.released_to, new.secret_digest
    ) is distinct from (
        old.designated_until, old.suspended_on, old.suspended_for, old.suspended_by, old.active_since,
        old.released_to, old.secret_digest
    ) then
        raise exception 'nobody manages the own account' using errcode = '42501';
    end if;
    return new;
end $$;
drop trigger if exists keep_account on public.records_officer;
create trigger keep_account before update on public.records_officer
    for each row execute function app.keep_account();

create or replace function app.refuse() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '% is never changed', tg_table_name using errcode = '42501';
end $$;
drop trigger if exists refuse_change on public.records_journalentry;
create trigger refuse_change before update or delete on public.records_journalentry
    for each row execute function app.refuse();
drop trigger if exists refuse_truncate on public.records_journalentry;
create trigger refuse_truncate before truncate on public.records_journalentry
    for each statement execute function app.refuse();
drop trigger if exists refuse_change on public.records_journalbody;
create trigger refuse_change before update on public.records_journalbody
    for each row execute function app.refuse();

do $$ begin
    if not exists (select 1 from pg_constraint where conname = 'step_is_permitted') then
        alter table public.records_step add constraint step_is_permitted
            foreign key (verb, source, target, side)
            references public.records_permittedmove (verb, source, target, side);
    end if;
end $$;

-- What hangs on an entry or on a line goes with it, whoever deletes it and whosever it is: such a deletion runs as the
-- owner of the tables, whom row policy does not bind there.
do $$ declare wanted record; begin
    for wanted in select * from (values
        ('listhit', 'entry', 'centralentry'), ('listhit', 'line_id', 'listedline'), ('listhit', 'list_id', 'submittedlist'),
        ('quietpair', 'entry', 'centralentry'), ('listedline', 'list_id', 'submittedlist')
    ) w (source, key, target) loop
        if not exists (select 1 from pg_constraint where conname = wanted.source || '_goes_with_' || wanted.target) then
            execute format(
                'alter table public.%I add constraint %I foreign key (%I) references public.%I (id) on delete cascade',
                'records_' || wanted.source, wanted.source || '_goes_with_' || wanted.target, wanted.key,
                'records_' || wanted.target
            );
        end if;
    end loop;
end $$;

-- without fastupdate: names imported a moment ago would wait in a list that every search reads from end to end
create index if not exists entryname_latin on public.records_entryname
    using gin (latin gin_trgm_ops) with (fastupdate = off);

revoke execute on all functions in schema app from public;
grant execute on function app.ident(), app.administration(), app.visible_markings(), app.owned_markings(),
    app.visible_of_kind(text), app.owned_of_kind(text), app.known_of_kind(text, bigint[]),
    app.marking(jsonb), app.thorough_search(text, real, integer) to app_web, app_worker;
grant execute on function app.ident(), app.administration(), app.visible_markings() to app_search;
