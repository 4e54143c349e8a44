-- Verification 核对: who allowed what to be asked, what was asked and came back, what it means, and what the family answered.
-- Not asked, no answer and no record are three different things and are never written as 0.

create table verification_authorisation (
  household_id bigint not null references household,
  authorisation_id uuid not null,
  area text collate "C" not null,
  number text not null,
  subject_kind text not null check (subject_kind in ('person', 'supporter')),
  subject_id text not null,
  programmes jsonb not null,
  purposes jsonb not null,
  sources jsonb not null,
  since date not null,
  until date not null check (until >= since),
  signed_on date not null check (signed_on <= since),
  signer text not null check (signer in ('self', 'guardian')),
  guardian text,
  guardian_relation text,
  how text not null,
  witness text,
  file_id text not null,
  file_digest text not null,
  file_type text not null,
  entered_at timestamptz not null default doudi.now(),
  entered_by text not null,
  withdrawn_on date,
  withdrawn_why text,
  withdrawn_by text,
  primary key (household_id, authorisation_id),
  unique (household_id, number),
  check ((signer = 'guardian') = (guardian is not null)),
  check ((withdrawn_on is null) = (withdrawn_why is null))
);
comment on table verification_authorisation is 'group:H · 核对授权: one adult, named sources, purposes and days, with the signed paper; nothing is asked without it';
comment on column verification_authorisation.file_id is 'the scan in the file store; its digest goes to the hub with every list';
create index verification_authorisation_subject on verification_authorisation (household_id, subject_kind, subject_id);
create index verification_authorisation_area on verification_authorisation (area, until);
select doudi.protect('verification_authorisation');
revoke update, delete on verification_authorisation from doudi_app;
grant update (withdrawn_on, withdrawn_why, withdrawn_by) on verification_authorisation to doudi_app;

create table verification_request (
  household_id bigint not null references household,
  request_id uuid not null,
  area text collate "C" not null,
  case_id uuid,
  programme text not null,
  purpose text not null,
  requested_on date not null default doudi.today(),
  requested_by text not null,
  answer_by date not null check (answer_by >= requested_on),
  state text not null default 'open' check (state in ('open', 'answered', 'closed')),
  answered_on date,
  closed_why text,
  primary key (household_id, request_id)
);
comment on table verification_request is 'group:H · one round of asking about a household, for one programme and purpose; waits no longer than answer_by';
create index verification_request_open on verification_request (area, state, answer_by);
create index verification_request_case on verification_request (household_id, case_id);
select doudi.protect('verification_request');
revoke delete on verification_request from doudi_app;

create table enquiry (
  household_id bigint not null,
  enquiry_id uuid not null,
  area text collate "C" not null,
  request_id uuid not null,
  subject_kind text not null check (subject_kind in ('person', 'supporter')),
  subject_id text not null,
  source text not null,
  connection text,
  question jsonb,
  authorisation_id uuid,
  state text not null check (state in ('not-asked', 'waiting', 'asked', 'answered', 'no-answer')),
  why text,
  result text check (result in ('found', 'no-record', 'name-differs')),
  as_of date,
  asked_on date,
  answered_on date,
  tries integer not null default 0,
  trouble text,
  batch_id uuid,
  reply_id uuid,
  primary key (household_id, enquiry_id),
  unique (household_id, request_id, subject_kind, subject_id, source),
  foreign key (household_id, request_id) references verification_request,
  check ((state = 'answered') = (result is not null)),
  check ((state in ('not-asked', 'no-answer')) = (why is not null)),
  check (state in ('not-asked', 'waiting') or authorisation_id is not null)
);
comment on table enquiry is 'group:H · one person at one source: not asked (and why), waiting, asked, answered (found, no record, other name), no answer (and why)';
create index enquiry_state on enquiry (connection, state, area);
create index enquiry_batch on enquiry (batch_id) where batch_id is not null;
select doudi.protect('enquiry');
revoke delete on enquiry from doudi_app;

-- A list for the hub or the shared folder covers many households of one county, so it is a local table with an area.
create table verification_batch (
  batch_id uuid primary key,
  area text collate "C" not null,
  connection text not null,
  made_on date not null default doudi.today(),
  made_by text not null,
  households integer not null,
  rows integer not null,
  file_id text not null,
  digest text not null,
  state text not null default 'made' check (state in ('made', 'sent', 'finished', 'void')),
  sent_on date,
  receipt jsonb,
  tries integer not null default 0,
  trouble text,
  void_why text,
  check ((state = 'void') = (void_why is not null))
);
comment on table verification_batch is 'group:local · a list that went out; the file is kept as it was sent, byte by byte';
create index verification_batch_state on verification_batch (connection, state, area);
select doudi.protect('verification_batch', null);
revoke delete on verification_batch from doudi_app;

create table batch_household (
  household_id bigint not null references household,
  batch_id uuid not null,
  area text collate "C" not null,
  ref text not null,
  people jsonb not null,
  reply_id uuid,
  primary key (household_id, batch_id)
);
comment on table batch_household is 'group:H · under which meaningless number a household and its people stand in a list';
create index batch_household_ref on batch_household (batch_id, ref);
create index batch_household_area on batch_household (area);
select doudi.protect('batch_household');
revoke delete on batch_household from doudi_app;

create table verification_reply (
  reply_id uuid primary key,
  area text collate "C" not null,
  connection text not null,
  household_id bigint,
  batch_id uuid,
  digest text not null,
  size integer not null,
  file_id text,
  received_on date not null default doudi.today(),
  received_by text not null,
  carried text not null check (carried in ('connector', 'by-hand')),
  verdict text not null check (verdict in ('accepted', 'quarantined')),
  why text,
  lines integer not null default 0,
  looked_on date,
  looked_by text,
  looked_note text,
  expunge_on date not null,
  expunged_on date,
  check ((verdict = 'quarantined') = (why is not null)),
  check ((expunged_on is null) or file_id is null)
);
comment on table verification_reply is 'group:local · every answer as it came, encrypted, until it is expunged; digest and verdict stay';
create unique index verification_reply_once on verification_reply (connection, digest) where verdict = 'accepted';
create index verification_reply_area on verification_reply (area, verdict, received_on);
create index verification_reply_expunge on verification_reply (expunge_on) where expunged_on is null;
select doudi.protect('verification_reply', null);
revoke delete on verification_reply from doudi_app;

create table finding (
  household_id bigint not null,
  finding_id uuid not null,
  area text collate "C" not null,
  request_id uuid not null,
  enquiry_id uuid not null,
  subject_kind text not null,
  subject_id text not null,
  source text not null,
  item text not null,
  unit text not null,
  value text not null,
  as_of date,
  stale boolean not null default false,
  detail_sealed text,
  reply_id uuid not null,
  reply_digest text not null,
  found_on date not null default doudi.today(),
  primary key (household_id, finding_id),
  unique (household_id, enquiry_id, item),
  foreign key (household_id, enquiry_id) references enquiry
);
comment on table finding is 'group:H · one item at one source about one person: value, as-of day, and the digest of the answer it came in';
comment on column finding.value is 'fen as decimal text, counts, days and codes as text; where nothing was found there is no row';
comment on column finding.detail_sealed is 'bank and last four and the like; opened with a reason, expunged with the answer';
create index finding_area on finding (area);
create index finding_request on finding (household_id, request_id);
select doudi.protect('finding');
select doudi.append_only('finding');
grant update (detail_sealed) on finding to doudi_app;

create table rebuttal (
  household_id bigint not null references household,
  rebuttal_id uuid not null,
  area text collate "C" not null,
  request_id uuid not null,
  subject_kind text not null check (subject_kind in ('household', 'person', 'supporter')),
  subject_id text not null default '',
  fact text not null,
  kind text not null check (kind in ('higher', 'undeclared', 'different')),
  declared_fact uuid,
  declared text,
  matched_fact uuid,
  matched text not null,
  source_name text not null,
  opened_on date not null default doudi.today(),
  answer_by date not null,
  provisional boolean not null default false,
  state text not null default 'open' check (state in ('open', 'unanswered', 'answered', 'accepted', 'upheld')),
  answer text,
  answered_on date,
  answered_by text,
  evidence jsonb not null default '[]',
  recheck_by date,
  resolved_on date,
  resolved_by text,
  resolved_person text,
  reason text,
  adopted_fact uuid,
  primary key (household_id, rebuttal_id),
  unique (household_id, request_id, subject_kind, subject_id, fact),
  foreign key (household_id, request_id) references verification_request,
  check ((state in ('accepted', 'upheld')) = (reason is not null)),
  check (state not in ('accepted', 'upheld') or resolved_person is not null)
);
comment on table rebuttal is 'group:H · a figure of a source that does not fit what the family said: they are heard before anybody decides';
create index rebuttal_open on rebuttal (area, state, answer_by);
select doudi.protect('rebuttal');
revoke delete on rebuttal from doudi_app;

create table verification_report (
  household_id bigint not null,
  report_id uuid not null,
  area text collate "C" not null,
  request_id uuid not null,
  number text not null,
  version integer not null,
  programme text not null,
  issued_on date not null,
  valid_until date not null,
  content jsonb not null,
  content_hash text not null,
  issued_by text not null,
  primary key (household_id, report_id),
  unique (household_id, request_id, version),
  foreign key (household_id, request_id) references verification_request
);
comment on table verification_report is 'group:H · 核对报告 as it was issued; a late answer makes a new version, never another content';
create index verification_report_area on verification_report (area, valid_until);
select doudi.protect('verification_report');
select doudi.append_only('verification_report');
