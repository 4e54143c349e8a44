-- Awards over time: what a household is entitled to from which month, by which decision; back-pay; the projection the month reads.

create table award (
  household_id bigint not null,
  award_id uuid not null,
  area text collate "C" not null,
  programme text not null,
  person_id bigint not null default 0,
  book_id text collate "C" not null,
  carried_over boolean not null default false,
  pays_from text collate "C" check (pays_from ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  opened_on date not null default doudi.today(),
  last_step integer not null default 0,
  primary key (household_id, award_id),
  unique (household_id, programme, person_id)
);
comment on table award is 'group:H · one entitlement of a household (person 0) or of one of its people under a programme; it stops and starts again, its history stays';
comment on column award.book_id is 'the paying county';
comment on column award.pays_from is 'months before it were paid by somebody else; empty: every month of the award is ours to pay';
comment on column award.carried_over is '沿用金额: taken over from the roster as it was paid, not recomputed';
create index award_area on award (area);
create index award_book on award (book_id, programme);
select doudi.protect('award');
revoke update, delete on award from doudi_app;
grant update (area, last_step) on award to doudi_app;

create table award_decision (
  household_id bigint not null,
  decision_id uuid not null,
  award_id uuid not null,
  area text collate "C" not null,
  kind text not null check (kind in ('start', 'adjust', 'suspend', 'resume', 'stop', 'carry-over')),
  digest text not null,
  applied_on date not null default doudi.today(),
  applied_by text not null default doudi.setting('actor'),
  primary key (household_id, decision_id),
  foreign key (household_id, award_id) references award
);
comment on table award_decision is 'group:H · which decisions have taken effect: each once, and a second time only with the same content';
create index award_decision_area on award_decision (area);
select doudi.protect('award_decision');
select doudi.append_only('award_decision');

create table award_step (
  household_id bigint not null,
  award_id uuid not null,
  step_no integer not null,
  area text collate "C" not null,
  decision_id uuid not null,
  kind text not null check (kind in ('start', 'adjust', 'gradual-exit', 'suspend', 'resume', 'stop', 'carry-over')),
  state text not null check (state in ('paying', 'suspended', 'stopped')),
  from_month text collate "C" not null check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  until_month text collate "C" check (until_month > from_month),
  monthly bigint not null check (monthly >= 0),
  supplement bigint not null default 0 check (supplement between 0 and monthly),
  people integer not null check (people >= 0),
  residence text not null check (residence in ('urban', 'rural')),
  tier text,
  reason text not null,
  document text,
  decided_on date not null,
  recorded_on date not null default doudi.today(),
  primary key (household_id, award_id, step_no),
  foreign key (household_id, award_id) references award,
  foreign key (household_id, decision_id) references award_decision,
  check ((state = 'paying') = (monthly > 0))
);
comment on table award_step is 'group:H · what each decision said an award is from a month on; never edited, so it can be read as it was known on any day';
comment on column award_step.until_month is 'the first month it no longer says anything about; empty: until another step';
create index award_step_area on award_step (area);
select doudi.protect('award_step');
select doudi.append_only('award_step');

create table award_share (
  household_id bigint not null,
  award_id uuid not null,
  step_no integer not null,
  line_no integer not null,
  area text collate "C" not null,
  person_id bigint not null,
  kind text not null check (kind in ('member', 'base', 'supplement')),
  amount bigint not null default 0 check (amount >= 0),
  rule text,
  primary key (household_id, award_id, step_no, line_no),
  foreign key (household_id, award_id, step_no) references award_step
);
comment on table award_share is 'group:H · who is in an award, and which lines make its amount: the household''s base (person 0) and each person''s supplements';
create index award_share_person on award_share (person_id);
create index award_share_area on award_share (area);
select doudi.protect('award_share');
select doudi.append_only('award_share');

/* What the steps say today, month by month without gaps or overlaps: written anew with every decision, never by hand. */
create table award_span (
  household_id bigint not null,
  award_id uuid not null,
  from_month text collate "C" not null,
  until_month text collate "C" check (until_month > from_month),
  area text collate "C" not null,
  step_no integer not null,
  state text not null,
  monthly bigint not null,
  primary key (household_id, award_id, from_month),
  foreign key (household_id, award_id, step_no) references award_step
);
comment on table award_span is 'group:H · the history of an award as known today, for reading a month at once; recomputed from its steps';
create index award_span_area on award_span (area);
select doudi.protect('award_span');

create table back_pay (
  household_id bigint not null,
  award_id uuid not null,
  decision_id uuid not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  area text collate "C" not null,
  step_no integer not null,
  amount bigint not null check (amount > 0),
  recorded_on date not null default doudi.today(),
  primary key (household_id, award_id, decision_id, month),
  foreign key (household_id, award_id, step_no) references award_step
);
comment on table back_pay is 'group:H · 补发: what a decision adds to a month that was paid already; a line of its own, never mixed with the month''s amount';
create index back_pay_area on back_pay (area);
select doudi.protect('back_pay');
select doudi.append_only('back_pay');

create table overpayment (
  household_id bigint not null,
  award_id uuid not null,
  decision_id uuid not null,
  month text collate "C" not null,
  area text collate "C" not null,
  amount bigint not null check (amount >= 0),
  recorded_on date not null default doudi.today(),
  primary key (household_id, award_id, decision_id, month),
  foreign key (household_id, award_id) references award
);
comment on table overpayment is 'group:H · what a month had been paid too much, as a decision made it known (0: not any more): for a case of its own, never netted against later months';
create index overpayment_area on overpayment (area);
select doudi.protect('overpayment');
select doudi.append_only('overpayment');
