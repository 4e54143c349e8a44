-- Applications being written down at the window. A clerk is called away, a page is reloaded, a session ends: nothing is lost.
-- What stands in them stays sealed in one field, for the account that wrote it alone.
create table counter_draft (
  account text not null,
  draft_id uuid not null,
  area text collate "C" not null,
  sealed text not null,
  version integer not null default 1,
  started_at timestamptz not null default doudi.now(),
  saved_at timestamptz not null default doudi.now(),
  expires_on date not null default doudi.today() + 30,
  primary key (account, draft_id)
);
comment on table counter_draft is 'group:local · applications half written down at the window; sealed, seen by their writer only, gone after 30 days';
create index counter_draft_expiry on counter_draft (expires_on);
select doudi.protect('counter_draft', null);
