-- Applications not sent yet. Personal data stays sealed in one field; nothing here can be searched but code and phone digests.

create table draft (
  draft_id uuid primary key,
  -- Which browser may go on without the code.
  token_digest text not null,
  phone_index text not null,
  code_digest text not null,
  answers_sealed text not null,
  version integer not null default 1,
  area text collate "C" not null,
  started_at timestamptz not null default doudi.now(),
  changed_at timestamptz not null default doudi.now(),
  expires_on date not null default doudi.today() + 30,
  reminded boolean not null default false,
  submitted jsonb
);
comment on table draft is 'group:local · applications being filled in on a phone; sealed, gone after 30 days';
create index draft_phone on draft (phone_index) where submitted is null;
create index draft_expiry on draft (expires_on);

create table draft_signing (
  token_digest text primary key,
  draft_id uuid not null references draft on delete cascade,
  ref text not null,
  made_at timestamptz not null default clock_timestamp()
);
comment on table draft_signing is 'group:local · links with which another adult signs on another phone';

create table lead (
  lead_id uuid primary key,
  area text collate "C" not null,
  contact_sealed text not null,
  call_back_by date not null,
  taken_at timestamptz not null default doudi.now(),
  closed_at timestamptz,
  outcome text
);
comment on table lead is 'group:local · somebody who could not say what is wrong: a person calls back';

create table draft_message (
  message_id uuid primary key,
  phone_index text not null,
  sealed text not null,
  made_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz
);
comment on table draft_message is 'group:local · codes on their way to a phone that has no household yet';

select doudi.reference('draft_message', true), doudi.reference('draft', true), doudi.reference('draft_signing', true), doudi.reference('lead', true);
