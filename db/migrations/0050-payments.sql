-- Payments: the book of a paying county with its ledger, who collects for whom and where, monthly runs, the bank's files.
-- Group B is placed by book_id and holds households as plain columns; instructions (H) and accounts (P) stay with their people.

-- ---------------------------------------------------------------- the book
create table book (
  book_id text collate "C" primary key check (book_id ~ '^\d{2,12}$'),
  area text collate "C" not null generated always as (book_id) stored,
  name text not null,
  finance_office text not null,
  payer_name text not null,
  payer_bank text not null,
  payer_account_sealed text not null,
  payer_last_four text not null,
  project_codes jsonb not null default '{}',
  stale_after_days integer check (stale_after_days > 0),
  pay_day integer not null default 10 check (pay_day between 1 and 28),
  opened_on date not null default doudi.today(),
  version bigint not null default 1
);
comment on table book is 'group:B · one paying county (or owner of a fund): its paying account and the rules of its runs';
comment on column book.project_codes is '一卡通 project code per programme, as the finance office gave it';
comment on column book.stale_after_days is 'a match older than this holds a line; null: the county does not match before paying';
select doudi.protect('book', null);
revoke delete on book from doudi_app;

create table bank_key (
  book_id text collate "C" not null references book,
  key_id text not null,
  area text collate "C" not null generated always as (book_id) stored,
  public_key text not null,
  since date not null default doudi.today(),
  until date check (until >= since),
  trusted_by text not null,
  primary key (book_id, key_id)
);
comment on table bank_key is 'group:B · the keys a bank signs with, compared by hand with the paper on file';
select doudi.protect('bank_key', null);
revoke delete on bank_key from doudi_app;

-- ---------------------------------------------------------------- the ledger
-- A posting moves a positive number of fen from one account to another, so every entry sums to zero by its form.
create table ledger_account (
  book_id text collate "C" not null references book,
  account text collate "C" not null,
  area text collate "C" not null generated always as (book_id) stored,
  kind text not null check (kind in ('source', 'opening', 'fund', 'payable', 'clearing', 'paid', 'returned')),
  programme text,
  budget_line text,
  year integer,
  guarded boolean not null,
  balance bigint not null default 0,
  label text,
  primary key (book_id, account),
  constraint never_below_zero check (not guarded or balance >= 0)
);
comment on table ledger_account is 'group:B · where money stands in a book; a guarded account is never below zero';
select doudi.protect('ledger_account', null);
revoke insert, update, delete on ledger_account from doudi_app;
-- The balance is moved by postings alone; the right to edit the label is what lets the application lock a row.
grant insert (book_id, account, kind, programme, budget_line, year, guarded, label) on ledger_account to doudi_app;
grant update (label) on ledger_account to doudi_app;

create table ledger_entry (
  book_id text collate "C" not null references book,
  entry_id uuid not null,
  area text collate "C" not null generated always as (book_id) stored,
  key text not null,
  kind text not null,
  on_day date not null default doudi.today(),
  at timestamptz not null default doudi.now(),
  actor text not null default doudi.setting('actor'),
  natural_person text,
  run_id uuid,
  why text not null,
  digest text not null,
  reverses uuid,
  primary key (book_id, entry_id),
  unique (book_id, key)
);
comment on table ledger_entry is 'group:B · one event of money; its key is used once for ever, so a retry is the same entry';
select doudi.protect('ledger_entry', null);
select doudi.append_only('ledger_entry');

create table posting (
  book_id text collate "C" not null,
  kind text not null,
  reference uuid not null,
  entry_id uuid not null,
  area text collate "C" not null generated always as (book_id) stored,
  from_account text collate "C" not null,
  to_account text collate "C" not null,
  amount bigint not null check (amount > 0),
  household_id bigint,
  primary key (book_id, kind, reference),
  check (from_account <> to_account)
);
comment on table posting is 'group:B · money that left one account and reached another; never edited, never deleted';
comment on column posting.reference is 'the instruction, run, file or paper it is about: the same one cannot be posted twice for the same kind';
create index posting_entry on posting (book_id, entry_id);
select doudi.protect('posting', null);
select doudi.append_only('posting');

/*
 * Balances follow postings in the database, once per statement and in one order of accounts, so that no program can post
 * without moving them and two programs cannot lock each other out. A guarded account that would fall below zero stops everything.
 */
create function doudi.move_balances() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  books text[];
  accounts text[];
  deltas bigint[];
  moved integer;
begin
  if exists (select from (select distinct book_id, entry_id from added) a
    where not exists (select from ledger_entry e where e.book_id = a.book_id and e.entry_id = a.entry_id)) then
    raise exception 'a posting without its entry' using errcode = '23503';
  end if;
  select array_agg(m.book_id order by m.book_id, m.account), array_agg(m.account order by m.book_id, m.account),
    array_agg(m.delta order by m.book_id, m.account)
    into books, accounts, deltas
    from (
      select s.book_id, s.account, sum(s.delta)::bigint as delta from (
        select t.book_id, t.to_account as account, sum(t.amount)::bigint as delta from added t group by 1, 2
        union all
        select t.book_id, t.from_account, -sum(t.amount)::bigint from added t group by 1, 2) s
      group by 1, 2) m;
  if books is null then return null; end if;
  perform from ledger_account l
    where (l.book_id, l.account) in (select * from unnest(books, accounts))
    order by l.book_id, l.account for update;
  update ledger_account l set balance = l.balance + m.delta
    from unnest(books, accounts, deltas) as m(book_id, account, delta)
    where l.book_id = m.book_id and l.account = m.account and (not l.guarded or l.balance + m.delta >= 0);
  get diagnostics moved = row_count;
  if moved <> cardinality(accounts) then
    raise exception 'a posting would overdraw an account, or names one that is not in the book' using errcode = '23514', constraint = 'never_below_zero';
  end if;
  return null;
end $$;
comment on function doudi.move_balances() is 'definer · adds the postings of a statement to the balances of their accounts, nothing else';
revoke execute on function doudi.move_balances() from public;
create trigger move_balances after insert on posting referencing new table as added for each statement execute function doudi.move_balances();

-- ---------------------------------------------------------------- who collects, and where
create table payee (
  household_id bigint not null,
  payee_id uuid not null,
  area text collate "C" not null,
  person_id bigint not null default 0,
  programme text not null default '',
  payee_person bigint not null,
  relation text not null check (relation in ('self', 'member', 'guardian', 'proxy', 'institution')),
  status text not null check (status in ('active', 'waiting', 'rejected', 'closed')),
  replaces uuid,
  reason text,
  chosen_on date not null default doudi.today(),
  chosen_by text not null,
  confirmed_on date,
  confirmed_by text,
  closed_on date,
  primary key (household_id, payee_id),
  constraint payee_four_eyes check (confirmed_by is null or confirmed_by <> chosen_by),
  check (status <> 'active' or replaces is null or confirmed_by is not null)
);
comment on table payee is 'group:H · who collects for a household (person 0) or one of its people; an empty programme means every programme';
create unique index payee_active on payee (household_id, person_id, programme) where status = 'active';
create unique index payee_waiting on payee (household_id, person_id, programme) where status = 'waiting';
create index payee_area on payee (area);
select doudi.protect('payee');
revoke update, delete on payee from doudi_app;
grant update (area, status, confirmed_on, confirmed_by, closed_on) on payee to doudi_app;

create table payee_account (
  person_id bigint not null,
  account_id uuid not null,
  household_id bigint,
  area text collate "C" not null,
  status text not null check (status in ('active', 'waiting', 'rejected', 'closed')),
  bank text not null,
  number_sealed text not null,
  number_index text not null,
  last_four text not null,
  holder text not null,
  holder_match text not null check (holder_match in ('same', 'explained')),
  holder_reason text,
  replaces uuid,
  reason text,
  captured_on date not null default doudi.today(),
  captured_by text not null,
  confirmed_on date,
  confirmed_by text,
  closed_on date,
  returned_on date,
  primary key (person_id, account_id),
  check ((holder_match = 'explained') = (holder_reason is not null)),
  -- Four eyes: the second pair belongs to another human being.
  constraint account_four_eyes check (confirmed_by is null or confirmed_by <> captured_by),
  check (status <> 'active' or replaces is null or confirmed_by is not null)
);
comment on table payee_account is 'group:P · bank accounts of people who collect; the number is sealed, with a blind index for finding one account under two names';
comment on column payee_account.captured_by is 'the natural person, not the account: four eyes are two people';
comment on column payee_account.returned_on is 'the bank sent money back from here and nobody has cleared it yet';
create unique index payee_account_active on payee_account (person_id) where status = 'active';
create unique index payee_account_waiting on payee_account (person_id) where status = 'waiting';
create index payee_account_number on payee_account (number_index);
create index payee_account_household on payee_account (household_id);
create index payee_account_area on payee_account (area);
select doudi.protect('payee_account');
revoke update, delete on payee_account from doudi_app;
grant update (status, household_id, area, confirmed_on, confirmed_by, closed_on, returned_on) on payee_account to doudi_app;

-- ---------------------------------------------------------------- the month
create table payment_run (
  book_id text collate "C" not null references book,
  run_id uuid not null,
  area text collate "C" not null generated always as (book_id) stored,
  number text not null,
  programme text not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state text not null default 'draft' check (state in
    ('draft', 'frozen', 'reviewed', 'approved', 'released', 'filed', 'sent', 'acknowledged', 'reconciled', 'rejected', 'cancelled')),
  preview_digest text,
  content_digest text,
  lines integer not null default 0,
  people integer not null default 0,
  households integer not null default 0,
  total bigint not null default 0,
  regular bigint not null default 0,
  supplement bigint not null default 0,
  back_pay bigint not null default 0,
  held_lines integer not null default 0,
  held_total bigint not null default 0,
  previewed_on date,
  frozen_on date,
  released_on date,
  sent_on date,
  acknowledged_on date,
  reconciled_on date,
  ended_on date,
  ended_why text,
  bank_says text,
  version bigint not null default 1,
  primary key (book_id, run_id),
  unique (book_id, number)
);
comment on table payment_run is 'group:B · one list of payments: preview, freeze, three seals, file, answers of the bank, reconciliation';
create unique index payment_run_draft on payment_run (book_id, programme, month) where state = 'draft';
select doudi.protect('payment_run', null);
revoke delete on payment_run from doudi_app;

create table payment_line (
  book_id text collate "C" not null,
  run_id uuid not null,
  line_no integer not null,
  household_id bigint not null,
  person_id bigint not null,
  area text collate "C" not null,
  programme text not null,
  month text collate "C" not null,
  kind text not null check (kind in ('regular', 'back-pay')),
  claim text not null,
  sequence integer not null,
  from_account text collate "C" not null,
  amount bigint not null check (amount > 0),
  regular bigint not null,
  supplement bigint not null,
  people integer not null,
  residence text not null,
  previous bigint,
  reason text not null,
  document text,
  basis text not null,
  payee_id uuid,
  payee_person bigint,
  account_id uuid,
  bank text,
  holder text,
  number_sealed text,
  number_index text,
  last_four text,
  held boolean not null default false,
  primary key (book_id, run_id, line_no)
);
comment on table payment_line is 'group:B · a line of a run as it was frozen, with the account it goes to; held lines are shown and not paid';
comment on column payment_line.from_account is 'the fund it is paid from, or the returned account when the money came back before';
select doudi.protect('payment_line');

create table payment_stop (
  book_id text collate "C" not null,
  run_id uuid not null,
  line_no integer not null,
  stop text not null,
  area text collate "C" not null,
  household_id bigint not null,
  detail text,
  released boolean not null default false,
  primary key (book_id, run_id, line_no, stop)
);
comment on table payment_stop is 'group:B · why a line is held before payment; released by its cause being mended or by a named person';
select doudi.protect('payment_stop');

create table stop_release (
  household_id bigint not null,
  release_id uuid not null,
  area text collate "C" not null,
  person_id bigint not null,
  programme text not null,
  month text collate "C" not null,
  kind text not null,
  claim text not null,
  stop text not null,
  reason text not null,
  on_day date not null default doudi.today(),
  released_by text not null,
  actor text not null,
  primary key (household_id, release_id),
  unique (household_id, person_id, programme, month, kind, claim, stop)
);
comment on table stop_release is 'group:H · a named person let a held line go, with the reason; it stands for that line only';
create index stop_release_area on stop_release (area);
select doudi.protect('stop_release');
select doudi.append_only('stop_release');

/* A frozen run is what people sign: its lines and stops cannot change any more, whatever program tries. */
create function doudi.only_draft_lines() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if exists (select from (select distinct book_id, run_id from touched) t
    where not exists (select from payment_run r where r.book_id = t.book_id and r.run_id = t.run_id and r.state = 'draft')) then
    raise exception 'the lines of a frozen run do not change' using errcode = '55000';
  end if;
  return null;
end $$;
create trigger frozen_insert after insert on payment_line referencing new table as touched for each statement execute function doudi.only_draft_lines();
create trigger frozen_update after update on payment_line referencing new table as touched for each statement execute function doudi.only_draft_lines();
create trigger frozen_delete after delete on payment_line referencing old table as touched for each statement execute function doudi.only_draft_lines();
create trigger frozen_stop_insert after insert on payment_stop referencing new table as touched for each statement execute function doudi.only_draft_lines();
create trigger frozen_stop_update after update on payment_stop referencing new table as touched for each statement execute function doudi.only_draft_lines();
create trigger frozen_stop_delete after delete on payment_stop referencing old table as touched for each statement execute function doudi.only_draft_lines();

create table payment_seal (
  book_id text collate "C" not null,
  run_id uuid not null,
  step text not null check (step in ('prepare', 'review', 'approve', 'finance')),
  area text collate "C" not null generated always as (book_id) stored,
  natural_person text not null,
  actor text not null,
  role text not null,
  on_behalf text,
  content_digest text not null,
  on_day date not null default doudi.today(),
  at timestamptz not null default doudi.now(),
  primary key (book_id, run_id, step),
  -- 制表, 审核, 审批, 财政复核: four seals of four human beings.
  constraint four_people unique (book_id, run_id, natural_person)
);
comment on table payment_seal is 'group:B · who stands for a run: each seal is over the digest of the same content';
select doudi.protect('payment_seal', null);
select doudi.append_only('payment_seal');

create table payment_instruction (
  household_id bigint not null,
  person_id bigint not null,
  programme text not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  kind text not null check (kind in ('regular', 'back-pay')),
  sequence integer not null check (sequence > 0),
  claim text not null,
  instruction_id uuid not null,
  area text collate "C" not null,
  book_id text collate "C" not null,
  run_id uuid not null,
  line_no integer not null,
  amount bigint not null check (amount > 0),
  payee_person bigint not null,
  account_id uuid not null,
  reason text not null,
  document text,
  basis text not null,
  created_on date not null default doudi.today(),
  live boolean not null default true,
  ended text check (ended in ('returned', 'repaid', 'written-back', 'cancelled')),
  ended_on date,
  ended_why text,
  primary key (household_id, person_id, programme, month, kind, sequence),
  check (live = (ended is null))
);
comment on table payment_instruction is 'group:H · money told to reach somebody: one for each household, person, programme, month, kind and sequence, for ever';
comment on column payment_instruction.claim is 'empty for the regular amount of a month; the decision for a back-pay';
comment on column payment_instruction.ended is 'returned: the money waits (退回待发); repaid: a later sequence took it; written-back: it returned to the fund';
-- However often and from wherever a run is made: one living instruction for one claim.
create unique index payment_instruction_live on payment_instruction (household_id, person_id, programme, month, kind, claim) where live;
create index payment_instruction_waiting on payment_instruction (book_id, household_id) where ended = 'returned';
create index payment_instruction_area on payment_instruction (area);
select doudi.protect('payment_instruction');
revoke update, delete on payment_instruction from doudi_app;
grant update (area, live, ended, ended_on, ended_why) on payment_instruction to doudi_app;

-- ---------------------------------------------------------------- files to and from the bank
create table payment_file (
  book_id text collate "C" not null,
  sequence bigint not null,
  area text collate "C" not null generated always as (book_id) stored,
  run_id uuid not null,
  file_id text not null,
  digest text not null,
  key_id text not null,
  lines integer not null,
  total bigint not null,
  made_on date not null default doudi.today(),
  primary key (book_id, sequence),
  unique (book_id, run_id)
);
comment on table payment_file is 'group:B · the bank''s file of a run, numbered without a gap; a resend is the same bytes';
select doudi.protect('payment_file', null);
select doudi.append_only('payment_file');

create table bank_answer (
  book_id text collate "C" not null,
  sequence bigint not null,
  area text collate "C" not null generated always as (book_id) stored,
  run_id uuid not null,
  accepted boolean not null,
  reason_code text,
  at_line integer,
  at_column text,
  file_id text not null,
  digest text not null,
  on_day date not null default doudi.today(),
  primary key (book_id, sequence)
);
comment on table bank_answer is 'group:B · the bank''s final word on a payment file: taken or refused, as signed';
select doudi.protect('bank_answer', null);
select doudi.append_only('bank_answer');

create table return_file (
  book_id text collate "C" not null,
  sequence bigint not null,
  area text collate "C" not null generated always as (book_id) stored,
  run_id uuid not null,
  file_id text not null,
  digest text not null,
  lines integer not null,
  paid bigint not null,
  paid_lines integer not null,
  returned bigint not null,
  returned_lines integer not null,
  imported_on date not null default doudi.today(),
  imported_by text not null,
  primary key (book_id, sequence),
  unique (book_id, digest)
);
comment on table return_file is 'group:B · results of the bank, imported once and in the order of their numbers';
select doudi.protect('return_file', null);
select doudi.append_only('return_file');

create table payment_result (
  book_id text collate "C" not null,
  run_id uuid not null,
  line_no integer not null,
  result text not null check (result in ('paid', 'returned')),
  household_id bigint not null,
  area text collate "C" not null,
  return_sequence bigint not null,
  return_line integer not null,
  bank_reference text collate "C" not null,
  reason_code text,
  value_day date not null,
  primary key (book_id, run_id, line_no, result),
  unique (book_id, bank_reference),
  check ((result = 'returned') = (reason_code is not null))
);
comment on table payment_result is 'group:B · what the bank did with a line: paid, returned, or paid and returned later';
select doudi.protect('payment_result');
select doudi.append_only('payment_result');

create table aside_file (
  book_id text collate "C" not null,
  aside_id uuid not null,
  area text collate "C" not null generated always as (book_id) stored,
  file_id text not null,
  digest text not null,
  what text not null check (what in ('answer', 'return', 'statement')),
  refused text not null,
  at_line integer,
  at_column text,
  sequence bigint,
  on_day date not null default doudi.today(),
  received_by text not null,
  settled_on date,
  settled_by text,
  settled_how text,
  primary key (book_id, aside_id),
  unique (book_id, digest, refused)
);
comment on table aside_file is 'group:B · files of the bank that were refused whole and wait for a person; nothing was changed by them';
select doudi.protect('aside_file', null);
revoke update, delete on aside_file from doudi_app;
grant update (settled_on, settled_by, settled_how) on aside_file to doudi_app;

create table reconciliation (
  book_id text collate "C" not null,
  reconciliation_id uuid not null,
  area text collate "C" not null generated always as (book_id) stored,
  run_id uuid not null,
  statement_file text,
  differences jsonb not null,
  settled boolean not null,
  on_day date not null default doudi.today(),
  made_by text not null,
  primary key (book_id, reconciliation_id)
);
comment on table reconciliation is 'group:B · bank, ledger and instructions laid side by side; every difference has a name';
select doudi.protect('reconciliation', null);
select doudi.append_only('reconciliation');
