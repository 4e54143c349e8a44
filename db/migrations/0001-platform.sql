-- The technical floor: roles, the scope of a transaction, business time, audit, outbox, idempotency.
-- Everything here runs on PostgreSQL 15. Roles belong to the whole server, so their creation is guarded.

do $$
begin
  if not exists (select from pg_roles where rolname = 'doudi_app') then
    create role doudi_app nologin noinherit nobypassrls;
  end if;
  -- The job queue's tables belong to a role of their own that can read no business table.
  if not exists (select from pg_roles where rolname = 'doudi_queue') then
    create role doudi_queue nologin noinherit nobypassrls;
  end if;
exception when unique_violation or duplicate_object then null; -- two databases migrated at once
end $$;

revoke create on schema public from public;
create schema doudi;
grant usage on schema doudi, public to doudi_app;
grant usage on schema doudi to doudi_queue;
do $$ begin execute format('grant create on database %I to doudi_queue', current_database()); end $$;

-- ---------------------------------------------------------------- the scope of a transaction
-- Settings are made by `withScope`, once per transaction: doudi.actor, doudi.role, doudi.area_from, doudi.area_to,
-- doudi.household, doudi.business_day. After commit they read '' (not null): '' selects no row.

create function doudi.setting(name text) returns text language sql stable parallel safe as
$$ select nullif(current_setting('doudi.' || name, true), '') $$;

/* Row security for a table placed by household (or any table with an area): the actor's area range, or the citizen's own household. */
create function doudi.protect(target regclass, household_column text default 'household_id') returns void language plpgsql as $$
declare
  own text := '';
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  if household_column is not null then
    own := format(' or %I = nullif(current_setting(''doudi.household'', true), '''')::bigint', household_column);
  end if;
  execute format(
    'create policy scope on %s using ((area >= current_setting(''doudi.area_from'', true)'
    || ' and area < current_setting(''doudi.area_to'', true))%s)', target, own);
  execute format('grant select, insert, update, delete on %s to doudi_app', target);
end $$;

/* Rows that are never edited or deleted by the application. Only the area of today may follow a family that moves. */
create function doudi.append_only(target regclass) returns void language plpgsql as $$
begin
  execute format('revoke update, delete, truncate on %s from doudi_app', target);
  execute format('grant select, insert on %s to doudi_app', target);
  if exists (select from pg_attribute where attrelid = target and attname = 'area' and not attisdropped) then
    execute format('grant update (area) on %s to doudi_app', target);
  end if;
end $$;

/* Reference data everybody may read: no row security. Only the owner and named administration functions write. */
create function doudi.reference(target regclass, writable boolean default false) returns void language plpgsql as $$
begin
  execute format('grant select on %s to doudi_app', target);
  if writable then execute format('grant insert, update, delete on %s to doudi_app', target); end if;
end $$;

-- ---------------------------------------------------------------- business time
create table business_clock (
  singleton boolean primary key default true check (singleton),
  offset_days integer not null default 0,
  demo boolean not null default false
);
comment on table business_clock is 'group:local · the demo clock: moves the business day only';
insert into business_clock default values;
select doudi.reference('business_clock');
grant update (offset_days) on business_clock to doudi_app;

/* The business day in Asia/Shanghai. The demo generator sets doudi.business_day to live a past day. */
create function doudi.today() returns date language sql stable as $$
  select coalesce(doudi.setting('business_day')::date,
    (now() at time zone 'Asia/Shanghai')::date + (select offset_days from business_clock))
$$;
/* The business moment: real time of day on the business day. */
create function doudi.now() returns timestamptz language sql stable as $$
  select ((doudi.today() + (now() at time zone 'Asia/Shanghai')::time) at time zone 'Asia/Shanghai')
$$;

-- ---------------------------------------------------------------- numbers that never repeat
/* Sequences per key (household files of a county, document numbers of an organ and year): gapless, one row lock each. */
create table counter (
  name text primary key,
  value bigint not null
);
comment on table counter is 'group:local · gapless numbers by name';
select doudi.reference('counter', true);
create function doudi.next_number(counter_name text) returns bigint language sql as $$
  insert into counter (name, value) values (counter_name, 1)
  on conflict (name) do update set value = counter.value + 1
  returning value
$$;

-- ---------------------------------------------------------------- audit
create table audit_entry (
  seq bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  business_day date not null default doudi.today(),
  actor text not null,
  natural_person text,
  on_behalf text,
  role text not null,
  area text collate "C" not null default '',
  unit text,
  action text not null,
  subject_kind text,
  subject text,
  household_id bigint,
  purpose text,
  route text,
  result text not null default 'done',
  before_digest text,
  after_digest text,
  detail jsonb,
  leaf text not null
);
comment on table audit_entry is 'group:local · every change and unmasked read; leaves of the sealed tree';
create index audit_entry_household on audit_entry (household_id, seq);
create index audit_entry_actor on audit_entry (actor, seq);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy write_own on audit_entry for insert with check (true);
create policy read_scope on audit_entry for select using (
  (doudi.setting('role') in ('auditor', 'system') and area >= current_setting('doudi.area_from', true) and area < current_setting('doudi.area_to', true))
  or household_id = nullif(current_setting('doudi.household', true), '')::bigint
  or (doudi.setting('role') = 'system'));
grant select, insert on audit_entry to doudi_app;

create table audit_seal (
  seal_no bigint primary key,
  first_seq bigint not null,
  last_seq bigint not null,
  leaves integer not null,
  root text not null,
  previous text not null,
  algorithm text not null,
  key_id text not null,
  signature text not null,
  sealed_at timestamptz not null default clock_timestamp(),
  unique (first_seq)
);
comment on table audit_seal is 'group:local · Merkle batches over audit_entry, chained and signed';
grant select, insert on audit_seal to doudi_app;

-- ---------------------------------------------------------------- outbox and idempotency
create table outbox (
  event_id uuid primary key,
  kind text not null,
  key text not null,
  household_id bigint,
  payload jsonb not null,
  at timestamptz not null default clock_timestamp(),
  handled_at timestamptz,
  unique (kind, key)
);
comment on table outbox is 'group:local · what an earlier chapter tells a later one; the handler runs once per (kind, key)';
select doudi.reference('outbox', true);

create table idempotency (
  actor text not null,
  route text not null,
  key text not null,
  request_digest text not null,
  status integer,
  reply jsonb,
  at timestamptz not null default clock_timestamp(),
  primary key (actor, route, key)
);
comment on table idempotency is 'group:local · the stored reply of a decision or money request (kept 90 days)';
select doudi.reference('idempotency', true);

create table rate_window (
  subject text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (subject, window_start)
);
comment on table rate_window is 'group:local · failed attempts by account or address digest';
select doudi.reference('rate_window', true);

/* Jobs are queued inside the business transaction; the queue itself belongs to doudi_queue. */
create function doudi.enqueue(task text, payload json, job_key text default null, run_at timestamptz default null, max_attempts integer default null)
returns void language plpgsql security definer set search_path = pg_catalog, graphile_worker as $$
begin
  perform graphile_worker.add_job(identifier => task, payload => payload, job_key => enqueue.job_key,
    run_at => enqueue.run_at, max_attempts => enqueue.max_attempts);
end $$;
do $$ begin
  if not pg_has_role(current_user, 'doudi_queue', 'usage') or not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant doudi_queue to %I', current_user);
  end if;
end $$;
grant create on schema doudi to doudi_queue;
alter function doudi.enqueue(text, json, text, timestamptz, integer) owner to doudi_queue;
revoke create on schema doudi from doudi_queue;
revoke execute on function doudi.enqueue(text, json, text, timestamptz, integer) from public;
grant execute on function doudi.enqueue(text, json, text, timestamptz, integer) to doudi_app;
