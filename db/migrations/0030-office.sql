-- The office every other chapter needs: the official calendar, organs, numbered documents and their delivery,
-- tasks, clocks, messages and attachments.

-- ---------------------------------------------------------------- the official calendar (reference)
create table calendar_year (
  year integer primary key check (year between 2000 and 2100),
  source text not null,
  entered_on date not null default doudi.today(),
  entered_by text not null,
  revision integer not null default 1
);
comment on table calendar_year is 'group:reference · years whose holidays the State Council has published; every other year is provisional';
select doudi.reference('calendar_year', true);

create table calendar_day (
  day date primary key,
  year integer not null references calendar_year,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null,
  check (extract(year from day) = year)
);
comment on table calendar_day is 'group:reference · days off and make-up working days of published years';
select doudi.reference('calendar_day', true);

insert into calendar_year (year, source, entered_on, entered_by)
select y, '国务院办公厅关于' || y || '年部分节假日安排的通知（经 npm chinese-days 1.5.7 转录）', '2025-11-30', 'migration'
from generate_series(2020, 2026) as y;

insert into calendar_day (day, kind, name, year)
select d::date, k, n, extract(year from d::date)::integer from (values
  ('2020-01-01','holiday','元旦'), ('2020-01-19','workday','春'), ('2020-01-24','holiday','春'), ('2020-01-25','holiday','春'),
  ('2020-01-26','holiday','春'), ('2020-01-27','holiday','春'), ('2020-01-28','holiday','春'), ('2020-01-29','holiday','春'),
  ('2020-01-30','holiday','春'), ('2020-01-31','holiday','春'), ('2020-02-01','holiday','春'), ('2020-02-02','holiday','春'),
  ('2020-04-04','holiday','清明'), ('2020-04-05','holiday','清明'), ('2020-04-06','holiday','清明'), ('2020-04-26','workday','劳动'),
  ('2020-05-01','holiday','劳动'), ('2020-05-02','holiday','劳动'), ('2020-05-03','holiday','劳动'), ('2020-05-04','holiday','劳动'),
  ('2020-05-05','holiday','劳动'), ('2020-05-09','workday','劳动'), ('2020-06-25','holiday','端午'), ('2020-06-26','holiday','端午'),
  ('2020-06-27','holiday','端午'), ('2020-06-28','workday','端午'), ('2020-09-27','workday','国庆'), ('2020-10-01','holiday','国庆'),
  ('2020-10-02','holiday','国庆'), ('2020-10-03','holiday','国庆'), ('2020-10-04','holiday','国庆'), ('2020-10-05','holiday','国庆'),
  ('2020-10-06','holiday','国庆'), ('2020-10-07','holiday','国庆'), ('2020-10-08','holiday','国庆'), ('2020-10-10','workday','国庆'),
  ('2021-01-01','holiday','元旦'), ('2021-01-02','holiday','元旦'), ('2021-01-03','holiday','元旦'), ('2021-02-07','workday','春'),
  ('2021-02-11','holiday','春'), ('2021-02-12','holiday','春'), ('2021-02-13','holiday','春'), ('2021-02-14','holiday','春'),
  ('2021-02-15','holiday','春'), ('2021-02-16','holiday','春'), ('2021-02-17','holiday','春'), ('2021-02-20','workday','春'),
  ('2021-04-03','holiday','清明'), ('2021-04-04','holiday','清明'), ('2021-04-05','holiday','清明'), ('2021-04-25','workday','劳动'),
  ('2021-05-01','holiday','劳动'), ('2021-05-02','holiday','劳动'), ('2021-05-03','holiday','劳动'), ('2021-05-04','holiday','劳动'),
  ('2021-05-05','holiday','劳动'), ('2021-05-08','workday','劳动'), ('2021-06-12','holiday','端午'), ('2021-06-13','holiday','端午'),
  ('2021-06-14','holiday','端午'), ('2021-09-18','workday','中秋'), ('2021-09-19','holiday','中秋'), ('2021-09-20','holiday','中秋'),
  ('2021-09-21','holiday','中秋'), ('2021-09-26','workday','国庆'), ('2021-10-01','holiday','国庆'), ('2021-10-02','holiday','国庆'),
  ('2021-10-03','holiday','国庆'), ('2021-10-04','holiday','国庆'), ('2021-10-05','holiday','国庆'), ('2021-10-06','holiday','国庆'),
  ('2021-10-07','holiday','国庆'), ('2021-10-09','workday','国庆'), ('2022-01-01','holiday','元旦'), ('2022-01-02','holiday','元旦'),
  ('2022-01-03','holiday','元旦'), ('2022-01-29','workday','春'), ('2022-01-30','workday','春'), ('2022-01-31','holiday','春'),
  ('2022-02-01','holiday','春'), ('2022-02-02','holiday','春'), ('2022-02-03','holiday','春'), ('2022-02-04','holiday','春'),
  ('2022-02-05','holiday','春'), ('2022-02-06','holiday','春'), ('2022-04-02','workday','清明'), ('2022-04-03','holiday','清明'),
  ('2022-04-04','holiday','清明'), ('2022-04-05','holiday','清明'), ('2022-04-24','workday','劳动'), ('2022-04-30','holiday','劳动'),
  ('2022-05-01','holiday','劳动'), ('2022-05-02','holiday','劳动'), ('2022-05-03','holiday','劳动'), ('2022-05-04','holiday','劳动'),
  ('2022-05-07','workday','劳动'), ('2022-06-03','holiday','端午'), ('2022-06-04','holiday','端午'), ('2022-06-05','holiday','端午'),
  ('2022-09-10','holiday','中秋'), ('2022-09-11','holiday','中秋'), ('2022-09-12','holiday','中秋'), ('2022-10-01','holiday','国庆'),
  ('2022-10-02','holiday','国庆'), ('2022-10-03','holiday','国庆'), ('2022-10-04','holiday','国庆'), ('2022-10-05','holiday','国庆'),
  ('2022-10-06','holiday','国庆'), ('2022-10-07','holiday','国庆'), ('2022-10-08','workday','国庆'), ('2022-10-09','workday','国庆'),
  ('2022-12-31','holiday','元旦'), ('2023-01-01','holiday','元旦'), ('2023-01-02','holiday','元旦'), ('2023-01-21','holiday','春'),
  ('2023-01-22','holiday','春'), ('2023-01-23','holiday','春'), ('2023-01-24','holiday','春'), ('2023-01-25','holiday','春'),
  ('2023-01-26','holiday','春'), ('2023-01-27','holiday','春'), ('2023-01-28','workday','春'), ('2023-01-29','workday','春'),
  ('2023-04-05','holiday','清明'), ('2023-04-23','workday','劳动'), ('2023-04-29','holiday','劳动'), ('2023-04-30','holiday','劳动'),
  ('2023-05-01','holiday','劳动'), ('2023-05-02','holiday','劳动'), ('2023-05-03','holiday','劳动'), ('2023-05-06','workday','劳动'),
  ('2023-06-22','holiday','端午'), ('2023-06-23','holiday','端午'), ('2023-06-24','holiday','端午'), ('2023-06-25','workday','端午'),
  ('2023-09-29','holiday','中秋'), ('2023-09-30','holiday','国庆'), ('2023-10-01','holiday','国庆'), ('2023-10-02','holiday','国庆'),
  ('2023-10-03','holiday','国庆'), ('2023-10-04','holiday','国庆'), ('2023-10-05','holiday','国庆'), ('2023-10-06','holiday','国庆'),
  ('2023-10-07','workday','国庆'), ('2023-10-08','workday','国庆'), ('2024-01-01','holiday','元旦'), ('2024-02-04','workday','春'),
  ('2024-02-10','holiday','春'), ('2024-02-11','holiday','春'), ('2024-02-12','holiday','春'), ('2024-02-13','holiday','春'),
  ('2024-02-14','holiday','春'), ('2024-02-15','holiday','春'), ('2024-02-16','holiday','春'), ('2024-02-17','holiday','春'),
  ('2024-02-18','workday','春'), ('2024-04-04','holiday','清明'), ('2024-04-05','holiday','清明'), ('2024-04-06','holiday','清明'),
  ('2024-04-07','workday','清明'), ('2024-04-28','workday','劳动'), ('2024-05-01','holiday','劳动'), ('2024-05-02','holiday','劳动'),
  ('2024-05-03','holiday','劳动'), ('2024-05-04','holiday','劳动'), ('2024-05-05','holiday','劳动'), ('2024-05-11','workday','劳动'),
  ('2024-06-10','holiday','端午'), ('2024-09-14','workday','中秋'), ('2024-09-15','holiday','中秋'), ('2024-09-16','holiday','中秋'),
  ('2024-09-17','holiday','中秋'), ('2024-09-29','workday','国庆'), ('2024-10-01','holiday','国庆'), ('2024-10-02','holiday','国庆'),
  ('2024-10-03','holiday','国庆'), ('2024-10-04','holiday','国庆'), ('2024-10-05','holiday','国庆'), ('2024-10-06','holiday','国庆'),
  ('2024-10-07','holiday','国庆'), ('2024-10-12','workday','国庆'), ('2025-01-01','holiday','元旦'), ('2025-01-26','workday','春'),
  ('2025-01-28','holiday','春'), ('2025-01-29','holiday','春'), ('2025-01-30','holiday','春'), ('2025-01-31','holiday','春'),
  ('2025-02-01','holiday','春'), ('2025-02-02','holiday','春'), ('2025-02-03','holiday','春'), ('2025-02-04','holiday','春'),
  ('2025-02-08','workday','春'), ('2025-04-04','holiday','清明'), ('2025-04-05','holiday','清明'), ('2025-04-06','holiday','清明'),
  ('2025-04-27','workday','劳动'), ('2025-05-01','holiday','劳动'), ('2025-05-02','holiday','劳动'), ('2025-05-03','holiday','劳动'),
  ('2025-05-04','holiday','劳动'), ('2025-05-05','holiday','劳动'), ('2025-05-31','holiday','端午'), ('2025-06-01','holiday','端午'),
  ('2025-06-02','holiday','端午'), ('2025-09-28','workday','国庆'), ('2025-10-01','holiday','国庆'), ('2025-10-02','holiday','国庆'),
  ('2025-10-03','holiday','国庆'), ('2025-10-04','holiday','国庆'), ('2025-10-05','holiday','国庆'), ('2025-10-06','holiday','中秋'),
  ('2025-10-07','holiday','国庆'), ('2025-10-08','holiday','国庆'), ('2025-10-11','workday','国庆'), ('2026-01-01','holiday','元旦'),
  ('2026-01-02','holiday','元旦'), ('2026-01-03','holiday','元旦'), ('2026-01-04','workday','元旦'), ('2026-02-14','workday','春'),
  ('2026-02-15','holiday','春'), ('2026-02-16','holiday','春'), ('2026-02-17','holiday','春'), ('2026-02-18','holiday','春'),
  ('2026-02-19','holiday','春'), ('2026-02-20','holiday','春'), ('2026-02-21','holiday','春'), ('2026-02-22','holiday','春'),
  ('2026-02-23','holiday','春'), ('2026-02-28','workday','春'), ('2026-04-04','holiday','清明'), ('2026-04-05','holiday','清明'),
  ('2026-04-06','holiday','清明'), ('2026-05-01','holiday','劳动'), ('2026-05-02','holiday','劳动'), ('2026-05-03','holiday','劳动'),
  ('2026-05-04','holiday','劳动'), ('2026-05-05','holiday','劳动'), ('2026-05-09','workday','劳动'), ('2026-06-19','holiday','端午'),
  ('2026-06-20','holiday','端午'), ('2026-06-21','holiday','端午'), ('2026-09-20','workday','国庆'), ('2026-09-25','holiday','中秋'),
  ('2026-09-26','holiday','中秋'), ('2026-09-27','holiday','中秋'), ('2026-10-01','holiday','国庆'), ('2026-10-02','holiday','国庆'),
  ('2026-10-03','holiday','国庆'), ('2026-10-04','holiday','国庆'), ('2026-10-05','holiday','国庆'), ('2026-10-06','holiday','国庆'),
  ('2026-10-07','holiday','国庆'), ('2026-10-10','workday','国庆')
) as published (d, k, n);

-- ---------------------------------------------------------------- organs (reference)
create table organ (
  area text collate "C" not null,
  since date not null,
  until date check (until > since),
  name text not null,
  prefix text not null,
  hotline text not null,
  supervision_phone text not null,
  address text,
  reconsideration_body text not null,
  court text not null,
  entered_by text not null,
  primary key (area, since)
);
comment on table organ is 'group:reference · who issues papers in an area: name, number prefix (机关代字), office phones, remedies; dated, old papers keep the old name';
select doudi.reference('organ', true);

-- ---------------------------------------------------------------- numbered documents
create table document (
  household_id bigint not null references household,
  document_id uuid not null,
  area text collate "C" not null,
  case_id uuid,
  kind text not null,
  number text,
  organ text not null,
  issued_on date not null,
  issued_at timestamptz not null default doudi.now(),
  issued_by text not null,
  natural_person text,
  content_sealed text not null,
  digest text not null,
  template_version text not null,
  corrects uuid,
  correction_note text,
  primary key (household_id, document_id),
  foreign key (household_id, corrects) references document (household_id, document_id),
  check ((corrects is null) = (correction_note is null))
);
comment on table document is 'group:H · papers of a household: worded content sealed and digested, the number of its organ, kind and year; never edited, a correction is a new row';
create index document_case on document (household_id, case_id, issued_on);
create index document_number on document (number) where number is not null;
create unique index document_one_correction on document (household_id, corrects) where corrects is not null;
select doudi.protect('document');
select doudi.append_only('document');

create table sheet (
  sheet_id uuid primary key,
  area text collate "C" not null,
  kind text not null,
  number text unique,
  organ text not null,
  subject text,
  issued_on date not null,
  issued_at timestamptz not null default doudi.now(),
  issued_by text not null,
  natural_person text,
  content_sealed text not null,
  digest text not null,
  template_version text not null
);
comment on table sheet is 'group:local · papers of no single household: notice sheets, payment lists, requests to finance, slips of people without a file';
create index sheet_area on sheet (area, kind, issued_on);
create index sheet_subject on sheet (subject) where subject is not null;
select doudi.protect('sheet', null);
select doudi.append_only('sheet');

create table delivery (
  household_id bigint not null,
  delivery_id uuid not null,
  document_id uuid not null,
  area text collate "C" not null,
  manner text not null check (manner in ('direct', 'left', 'post', 'entrusted', 'electronic', 'public')),
  delivered_on date not null,
  place text,
  received_by text,
  relation text,
  servers jsonb not null,
  witness text,
  reference text,
  note text,
  evidence uuid,
  reconsider_until date not null,
  sue_until date not null,
  recorded_on date not null default doudi.today(),
  recorded_by text not null,
  recorded_at timestamptz not null default doudi.now(),
  primary key (household_id, delivery_id),
  unique (household_id, document_id),
  foreign key (household_id, document_id) references document
);
comment on table delivery is 'group:H · 送达回证: who received which paper when and how; its day starts the periods of the law';
create index delivery_day on delivery (area, delivered_on);
select doudi.protect('delivery');
select doudi.append_only('delivery');

-- ---------------------------------------------------------------- tasks and clocks
create table task (
  household_id bigint not null references household,
  task_id uuid not null,
  area text collate "C" not null,
  key text not null,
  kind text not null,
  case_id uuid,
  person_id bigint,
  role text not null,
  assignee text,
  due_on date,
  due_provisional boolean not null default false,
  about jsonb not null default '{}',
  opened_on date not null,
  opened_by text not null,
  opened_at timestamptz not null default doudi.now(),
  done_on date,
  done_by text,
  outcome text,
  version integer not null default 1,
  primary key (household_id, task_id),
  unique (household_id, key),
  check ((done_on is null) = (outcome is null))
);
comment on table task is 'group:H · one thing somebody has to do for a household; opened once per key';
create index task_queue on task (area, role, due_on, task_id) where done_on is null;
create index task_assignee on task (assignee, due_on) where done_on is null;
create index task_case on task (household_id, case_id);
-- A citizen's own step may open a task too; tasks hold codes and record ids, no notes about the family.
select doudi.protect('task');
revoke delete on task from doudi_app;

create table clock (
  household_id bigint not null references household,
  clock_id uuid not null,
  area text collate "C" not null,
  key text not null,
  kind text not null,
  case_id uuid,
  unit text not null check (unit in ('working', 'natural')),
  days integer not null check (days between 1 and 1000),
  warn_days integer not null default 3 check (warn_days >= 0),
  role text not null,
  basis text,
  started_on date not null,
  lost_days integer not null default 0,
  due_on date,
  due_provisional boolean not null default false,
  paused_since date,
  pause_reason text,
  ended_on date,
  ended_why text,
  warned_on date,
  overdue_on date,
  primary key (household_id, clock_id),
  unique (household_id, key),
  check ((paused_since is null) = (pause_reason is null)),
  check ((ended_on is null) = (ended_why is null)),
  check (due_on is not null or paused_since is not null or ended_on is not null)
);
comment on table clock is 'group:H · a period of the law that runs, stands still with a visible reason, runs out visibly';
create index clock_due on clock (due_on, household_id) where ended_on is null and paused_since is null;
create index clock_case on clock (household_id, case_id);
create index clock_provisional on clock (due_on) where ended_on is null and due_provisional;
select doudi.protect('clock');
revoke delete on clock from doudi_app;

create table clock_pause (
  household_id bigint not null,
  clock_id uuid not null,
  since date not null,
  area text collate "C" not null,
  until date check (until >= since),
  reason text not null,
  by_actor text not null,
  primary key (household_id, clock_id, since),
  foreign key (household_id, clock_id) references clock
);
comment on table clock_pause is 'group:H · when and why a clock stood still';
select doudi.protect('clock_pause');
revoke delete on clock_pause from doudi_app;

-- ---------------------------------------------------------------- messages
create table message (
  household_id bigint not null references household,
  message_id uuid not null,
  area text collate "C" not null,
  key text not null,
  kind text not null,
  case_id uuid,
  phone_sealed text,
  phone_tail text,
  text text not null check (char_length(text) <= 70),
  lang text not null default 'zh',
  state text not null check (state in ('held', 'waiting', 'sent', 'failed', 'to-print', 'printed', 'dropped')),
  held_why text,
  not_before timestamptz,
  created_on date not null,
  created_by text not null,
  released_by text,
  released_on date,
  sent_at timestamptz,
  tries integer not null default 0,
  gateway_reference text,
  primary key (household_id, message_id),
  unique (household_id, key)
);
comment on table message is 'group:H · short messages to the family: held until a person has explained, waiting for the morning, sent, or to be printed';
create index message_waiting on message (not_before) where state = 'waiting';
create index message_open on message (area, state, created_on) where state in ('held', 'to-print', 'failed');
select doudi.protect('message');
revoke delete on message from doudi_app;

create table phone_inbox (
  inbox_id uuid primary key,
  phone_index text not null,
  text text not null,
  sender text not null,
  business_day date not null default doudi.today(),
  at timestamptz not null default clock_timestamp(),
  key text not null unique
);
comment on table phone_inbox is 'group:local · the simulator''s telephones: what arrived where (demo and tests only)';
create index phone_inbox_phone on phone_inbox (phone_index, at);
select doudi.reference('phone_inbox', true);

-- ---------------------------------------------------------------- attachments
create table attachment (
  household_id bigint not null references household,
  attachment_id uuid not null,
  area text collate "C" not null,
  case_id uuid,
  kind text not null,
  person_id bigint,
  page integer not null check (page between 1 and 500),
  content_type text not null check (content_type in ('image/jpeg', 'application/pdf')),
  file_id text not null,
  digest text not null,
  bytes integer not null,
  width integer,
  height integer,
  added_on date not null default doudi.today(),
  added_at timestamptz not null default doudi.now(),
  added_by text not null,
  removed_on date,
  removed_by text,
  removed_why text,
  primary key (household_id, attachment_id),
  check ((removed_on is null) = (removed_why is null))
);
comment on table attachment is 'group:H · pages of papers and photographs, re-encoded, encrypted at rest, shown through authorised routes only';
create index attachment_case on attachment (household_id, case_id, kind, page);
create index attachment_digest on attachment (household_id, digest);
select doudi.protect('attachment');
revoke delete on attachment from doudi_app;
