-- Cases: from the application to the delivered letter, changes, reviews, appeals. Group H, placed by household_id.
-- A case is the fold of its events; case_file keeps a copy of that fold and the columns that lists are made from.

create table case_file (
  household_id bigint not null references household,
  case_id uuid not null,
  area text collate "C" not null,
  case_no text not null,
  receipt_token text not null,
  read_code_sealed text not null,
  read_code_index text not null,
  kind text not null check (kind in ('application', 'change', 'review', 'appeal', 'late-entry')),
  change_kind text,
  programme text not null,
  origin text not null,
  applicant_id bigint,
  stage text not null,
  ending text,
  round integer not null default 1,
  version integer not null default 1,
  event_seq integer not null,
  state jsonb not null,
  opened_on date not null,
  entered_on date not null default doudi.today(),
  accepted_on date,
  closed_on date,
  due_on date,
  due_provisional boolean not null default false,
  due_step text,
  total_due_on date,
  paused_since date,
  pause_reason text,
  blocked_on text,
  holder text,
  officer_relative boolean not null default false,
  earlier_case uuid,
  against_decision uuid,
  changed_at timestamptz not null default doudi.now(),
  changed_by text not null,
  changed_role text not null,
  primary key (household_id, case_id),
  unique (household_id, against_decision),
  check ((kind = 'appeal') = (against_decision is not null)),
  check ((stage = 'closed') = (closed_on is not null)),
  check ((stage = 'closed') = (ending is not null))
);
comment on table case_file is 'group:H · one case moving through its procedure; state is the fold of case_event';
comment on column case_file.against_decision is 'an appeal''s decision: one objection per decision';
comment on column case_file.receipt_token is '128 random bits behind the QR code: shows the step, never a figure';
comment on column case_file.due_on is 'the last day for the step the office owes now; null while paused';
create index case_file_queue on case_file (area, due_on, case_id) where closed_on is null;
create index case_file_holder on case_file (holder, due_on) where closed_on is null;
create index case_file_no on case_file (case_no);
create index case_file_id on case_file (case_id);
create index case_file_token on case_file (receipt_token);
create index case_file_code on case_file (read_code_index) where closed_on is null;
create index case_file_programme on case_file (household_id, programme, opened_on);
select doudi.protect('case_file');
revoke delete on case_file from doudi_app;

create table case_event (
  household_id bigint not null,
  case_id uuid not null,
  seq integer not null,
  area text collate "C" not null,
  what text not null,
  on_day date not null,
  entered_on date not null default doudi.today(),
  at timestamptz not null default doudi.now(),
  actor text not null,
  natural_person text,
  role text not null,
  on_behalf text,
  data jsonb not null,
  primary key (household_id, case_id, seq),
  foreign key (household_id, case_id) references case_file
);
comment on table case_event is 'group:H · what happened in a case, in order; never edited. on_day is the day of the event, entered_on that of the entry';
create index case_event_day on case_event (area, what, on_day);
select doudi.protect('case_event');
select doudi.append_only('case_event');

-- ---------------------------------------------------------------- signatures: three people are three people
create table case_capacity (
  household_id bigint not null,
  case_id uuid not null,
  natural_person text not null,
  area text collate "C" not null,
  capacity text not null check (capacity in ('prepare', 'review', 'county-review', 'approve', 'collective', 'recheck')),
  primary key (household_id, case_id, natural_person),
  unique (household_id, case_id, natural_person, capacity),
  foreign key (household_id, case_id) references case_file
);
comment on table case_capacity is 'group:H · the one capacity in which a human being signs in a case (R18): the key allows no second';
select doudi.protect('case_capacity');
select doudi.append_only('case_capacity');

create table case_signature (
  household_id bigint not null,
  case_id uuid not null,
  signature_id uuid not null,
  area text collate "C" not null,
  capacity text not null,
  round integer not null,
  natural_person text not null,
  account text not null,
  role text not null,
  on_day date not null,
  delegation text,
  paper text,
  entered_by text not null,
  at timestamptz not null default doudi.now(),
  primary key (household_id, case_id, signature_id),
  foreign key (household_id, case_id, natural_person, capacity)
    references case_capacity (household_id, case_id, natural_person, capacity)
);
comment on table case_signature is 'group:H · 经办, 审核, 审批 and collective signatures; paper is the scan of one given on paper';
select doudi.protect('case_signature');
select doudi.append_only('case_signature');

-- ---------------------------------------------------------------- who helps, what is missing
create table case_helper (
  household_id bigint not null,
  case_id uuid not null,
  helper_id uuid not null,
  area text collate "C" not null,
  kind text not null check (kind in ('proxy', 'aide', 'relative')),
  name text not null,
  relation text,
  unit text,
  phone_sealed text,
  account text,
  consent text not null check (consent in ('signature', 'recording', 'witness')),
  consent_file text,
  scope jsonb not null default '[]',
  since date not null,
  revoked_on date,
  revoked_by text,
  primary key (household_id, case_id, helper_id),
  foreign key (household_id, case_id) references case_file
);
comment on table case_helper is 'group:H · proxies and aides who act for an applicant: visible, revocable';
select doudi.protect('case_helper');
revoke delete on case_helper from doudi_app;

create table case_application (
  household_id bigint not null,
  case_id uuid not null,
  area text collate "C" not null,
  reason text,
  hardship jsonb not null default '[]',
  attachments jsonb not null default '[]',
  submitted_by text not null,
  at timestamptz not null default doudi.now(),
  primary key (household_id, case_id),
  foreign key (household_id, case_id) references case_file
);
comment on table case_application is 'group:H · what the applicant wrote beside the figures: why, since when, which papers';
select doudi.protect('case_application');
revoke delete on case_application from doudi_app;

create table supplement_notice (
  household_id bigint not null,
  case_id uuid not null,
  area text collate "C" not null,
  items jsonb not null,
  sent_on date not null,
  due_on date not null,
  document_id uuid,
  answered_on date,
  answer jsonb,
  primary key (household_id, case_id),
  foreign key (household_id, case_id) references case_file
);
comment on table supplement_notice is 'group:H · 一次性告知: the key allows one per case';
select doudi.protect('supplement_notice');
revoke delete on supplement_notice from doudi_app;

create table inquiry (
  inquiry_id uuid primary key,
  area text collate "C" not null,
  asked_on date not null default doudi.today(),
  matter text not null,
  told jsonb not null,
  suggestion text,
  officer text not null,
  document_id uuid
);
comment on table inquiry is 'group:local · 咨询: what somebody asked at the window and was told, without a name';
create index inquiry_area on inquiry (area, asked_on);
select doudi.protect('inquiry', null);
select doudi.append_only('inquiry');

-- ---------------------------------------------------------------- investigation
create table home_visit (
  household_id bigint not null,
  visit_id uuid not null,
  case_id uuid,
  area text collate "C" not null,
  booked_on date not null default doudi.today(),
  planned_on date,
  visited_on date,
  visitor_one text not null,
  visitor_two text not null check (visitor_two <> visitor_one),
  by_county boolean not null default false,
  outcome text check (outcome in ('visited', 'nobody-home', 'refused', 'postponed')),
  form jsonb,
  facts_written integer,
  entered_by text not null,
  entered_at timestamptz not null default doudi.now(),
  primary key (household_id, visit_id),
  foreign key (household_id, case_id) references case_file
);
comment on table home_visit is 'group:H · 入户调查 by two natural persons; the form as filled in';
create index home_visit_case on home_visit (household_id, case_id);
create index home_visit_plan on home_visit (area, planned_on) where outcome is null;
select doudi.protect('home_visit');
revoke delete on home_visit from doudi_app;

-- ---------------------------------------------------------------- opinion, notice, objection
create table case_opinion (
  household_id bigint not null,
  opinion_id uuid not null,
  case_id uuid not null,
  area text collate "C" not null,
  round integer not null,
  act jsonb not null,
  assessed jsonb not null,
  difference jsonb,
  edited_after_preview jsonb not null default '[]',
  situation jsonb not null,
  given_on date not null,
  primary key (household_id, opinion_id),
  foreign key (household_id, case_id) references case_file
);
comment on table case_opinion is 'group:H · 经办意见: the rule''s answer, what the officer makes of it, and why it differs';
create index case_opinion_case on case_opinion (household_id, case_id, round);
select doudi.protect('case_opinion');
select doudi.append_only('case_opinion');

create table case_notice (
  household_id bigint not null,
  notice_id uuid not null,
  case_id uuid not null,
  area text collate "C" not null,
  round integer not null,
  sheet_id uuid not null,
  sheet_document uuid,
  place text not null,
  first_day date not null,
  last_day date not null check (last_day > first_day),
  line jsonb not null,
  posted_by text not null,
  photo_first jsonb,
  photo_last jsonb,
  ended_on date,
  ended_why text,
  primary key (household_id, notice_id),
  unique (household_id, case_id, round),
  foreign key (household_id, case_id) references case_file
);
comment on table case_notice is 'group:H · 公示: the masked line on the board and nothing else; photographs with place and person';
create index case_notice_running on case_notice (area, last_day) where ended_on is null;
create index case_notice_sheet on case_notice (sheet_id);
select doudi.protect('case_notice', null);
revoke delete on case_notice from doudi_app;

create table objection (
  household_id bigint not null,
  objection_id uuid not null,
  case_id uuid not null,
  area text collate "C" not null,
  notice_id uuid not null,
  round integer not null,
  received_on date not null,
  channel text not null,
  matter_sealed text not null,
  objector_sealed text,
  answer_code text not null,
  due_on date,
  outcome text check (outcome in ('unfounded', 'founded', 'disputed')),
  report text,
  answer text,
  answered_on date,
  primary key (household_id, objection_id),
  foreign key (household_id, case_id) references case_file
);
comment on table objection is 'group:H · 异议: who objected stays sealed for village and applicant; row security leaves the household out';
create index objection_case on objection (household_id, case_id);
create index objection_code on objection (answer_code);
select doudi.protect('objection', null);
revoke delete on objection from doudi_app;

create table appraisal (
  household_id bigint not null,
  appraisal_id uuid not null,
  case_id uuid not null,
  area text collate "C" not null,
  round integer not null,
  held_on date not null,
  place text not null,
  officials integer not null check (officials >= 0),
  committee integer not null check (committee >= 0),
  villagers integer not null check (villagers >= 0),
  agree integer not null check (agree >= 0),
  against integer not null check (against >= 0),
  abstain integer not null check (abstain >= 0),
  points jsonb not null default '[]',
  conclusion text not null,
  minutes_file text,
  entered_by text not null,
  primary key (household_id, appraisal_id),
  foreign key (household_id, case_id) references case_file,
  check (agree + against + abstain <= officials + committee + villagers)
);
comment on table appraisal is 'group:H · 民主评议 where an objection stays disputed: numbers and points, no speakers';
select doudi.protect('appraisal', null);
select doudi.append_only('appraisal');

-- ---------------------------------------------------------------- decision and letter
create table confirmation_batch (
  batch_id uuid primary key,
  area text collate "C" not null,
  cut_off date not null,
  met_on date not null,
  minutes_no text not null,
  minutes_file text,
  confirmed integer not null,
  rolled_over integer not null,
  signed_by text not null,
  at timestamptz not null default doudi.now(),
  unique (area, minutes_no)
);
comment on table confirmation_batch is 'group:local · 集中确认: cut-off day and minutes number of a county''s meeting';
select doudi.protect('confirmation_batch', null);
revoke update, delete on confirmation_batch from doudi_app;
grant update (confirmed, rolled_over) on confirmation_batch to doudi_app;

create table case_decision (
  household_id bigint not null,
  decision_id uuid not null,
  case_id uuid not null,
  area text collate "C" not null,
  programme text not null,
  act text not null check (act in ('grant', 'raise', 'keep', 'resume', 'refuse', 'reduce', 'suspend', 'stop')),
  monthly bigint not null check (monthly >= 0),
  tier text,
  from_month text not null,
  decided_on date not null,
  entered_on date not null default doudi.today(),
  /* The deciding organ and how it came to decide: delegated (委托) or conferred (赋权). */
  organ jsonb not null,
  details jsonb not null,
  facts_hash text not null,
  rulebook_hash text not null,
  parameter_hash text not null,
  digest text not null,
  situation jsonb not null,
  determination bytea not null,
  batch_id uuid,
  corrects uuid,
  at timestamptz not null default doudi.now(),
  primary key (household_id, decision_id),
  unique (household_id, case_id),
  foreign key (household_id, case_id) references case_file,
  /* No adverse act without reasons, evidence, a letter owed and a way to object (R22). */
  check (act not in ('refuse', 'reduce', 'suspend', 'stop') or (
    jsonb_array_length(details #> '{act,grounds,reasons}') > 0
    and jsonb_array_length(details #> '{act,grounds,evidence}') > 0
    and details #>> '{act,letter}' = 'owed'
    and details #>> '{act,route,reconsideration,body}' <> ''
    and details #>> '{signature,person}' <> '')),
  check (act not in ('refuse', 'suspend', 'stop') or monthly = 0)
);
comment on column case_decision.determination is 'the whole determination with its trace, JSON under gzip: why, for ever';
comment on table case_decision is 'group:H · the confirmed act with hashes and the input it was computed from: replayable for ever';
create index case_decision_area on case_decision (area, decided_on);
create index case_decision_programme on case_decision (household_id, programme, decided_on);
create index case_decision_id on case_decision (decision_id);
select doudi.protect('case_decision');
select doudi.append_only('case_decision');

create table decision_letter (
  household_id bigint not null,
  decision_id uuid not null,
  letter_no integer not null,
  case_id uuid not null,
  area text collate "C" not null,
  document_id uuid not null,
  issued_on date not null,
  owed_by date not null,
  explained_on date,
  explained_by text,
  delivered_on date,
  receipt text,
  object_until date,
  reconsider_until date,
  sue_until date,
  primary key (household_id, decision_id, letter_no),
  foreign key (household_id, decision_id) references case_decision
);
comment on table decision_letter is 'group:H · the letter and its service: the receipt''s day starts the clock of every remedy';
create index decision_letter_undelivered on decision_letter (area, owed_by) where delivered_on is null;
select doudi.protect('decision_letter');
revoke delete on decision_letter from doudi_app;

create table review_plan (
  household_id bigint not null,
  programme text not null,
  area text collate "C" not null,
  class text not null,
  months integer not null check (months between 1 and 36),
  last_on date not null,
  next_on date not null,
  why text not null,
  decision_id uuid,
  open_case uuid,
  ended_on date,
  primary key (household_id, programme)
);
comment on table review_plan is 'group:H · when a household is looked at again (PROC-11), also those imported with a carried-over amount';
create index review_plan_due on review_plan (area, next_on) where ended_on is null;
select doudi.protect('review_plan');
revoke delete on review_plan from doudi_app;

create table submission (
  submission_key text primary key,
  request_digest text not null,
  household_id bigint not null,
  case_id uuid not null,
  receipt jsonb not null,
  at timestamptz not null default clock_timestamp()
);
comment on table submission is 'group:local · an application sent twice is one case: the receipt of the first';
select doudi.reference('submission', true);
