-- Taking over a roster: whom the county pays already. The file itself lies encrypted in the file store; here stand its
-- layout, codes of what was wrong in which row, and which files came out of it. No values of cells.

create table roster_batch (
  batch_id uuid primary key,
  area text collate "C" not null,
  programme text not null,
  file_id text not null,
  file_digest text not null,
  format text not null check (format in ('xlsx', 'csv-utf8', 'csv-gb18030')),
  layout jsonb not null,
  options jsonb not null default '{}',
  state text not null default 'checked' check (state in ('checked', 'accepted', 'undone', 'discarded')),
  families integer not null,
  people integer not null,
  bad_families integer not null,
  bad_rows integer not null,
  monthly_total bigint not null,
  checked_at timestamptz not null default doudi.now(),
  checked_by text not null,
  accepted_at timestamptz,
  accepted_by text,
  undone_at timestamptz,
  undone_by text,
  undone_why text
);
comment on table roster_batch is 'group:local · a roster read in: its file, layout, counts and state';
select doudi.protect('roster_batch', null);
revoke delete on roster_batch from doudi_app;

create table roster_row (
  batch_id uuid not null references roster_batch,
  row_no integer not null,
  nth integer not null,
  area text collate "C" not null,
  household_id bigint not null,
  person_id bigint not null,
  made_person boolean not null default false,
  programme text not null,
  reviewed date,
  next_review date,
  primary key (batch_id, row_no, nth)
);
comment on table roster_row is 'group:local · which file and persons a row of a roster became; nth counts members that share a row';
create index roster_row_household on roster_row (household_id);
select doudi.protect('roster_row');
revoke delete on roster_row from doudi_app;

create table roster_suspicion (
  suspicion_id uuid primary key,
  batch_id uuid not null references roster_batch,
  row_no integer not null,
  area text collate "C" not null,
  household_id bigint,
  person_id bigint,
  kind text not null,
  detail jsonb not null default '{}',
  found_at timestamptz not null default doudi.now(),
  settled_at timestamptz,
  settled_by text,
  outcome text
);
comment on table roster_suspicion is 'group:local · what looks wrong in a roster taken over: a work plan for the county leader, not eight hundred accusations';
create index roster_suspicion_area on roster_suspicion (area, settled_at);
alter table roster_suspicion enable row level security;
alter table roster_suspicion force row level security;
create policy write_down on roster_suspicion for insert with check (
  area >= current_setting('doudi.area_from', true) and area < current_setting('doudi.area_to', true));
create policy county_lead on roster_suspicion for select using (
  doudi.setting('role') in ('county-leader', 'system')
  and area >= current_setting('doudi.area_from', true) and area < current_setting('doudi.area_to', true));
create policy county_lead_settles on roster_suspicion for update using (
  doudi.setting('role') in ('county-leader', 'system')
  and area >= current_setting('doudi.area_from', true) and area < current_setting('doudi.area_to', true));
grant select, insert on roster_suspicion to doudi_app;
grant update (settled_at, settled_by, outcome) on roster_suspicion to doudi_app;
