-- A let-go stands for the account somebody looked at; a second change of the account needs a second look.
alter table stop_release add column account_id uuid;
comment on column stop_release.account_id is 'the account the line was going to when it was let go; null where the stop is about something else';
do $$
begin
  execute (select 'alter table stop_release drop constraint ' || quote_ident(conname) from pg_constraint
    where conrelid = 'stop_release'::regclass and contype = 'u');
end $$;
alter table stop_release add constraint stop_release_once
  unique nulls not distinct (household_id, person_id, programme, month, kind, claim, stop, account_id);

-- Money that waited for a family before we took the roster over (退回待发 carried over): owed, and paid by the next list.
create table carried_waiting (
  household_id bigint not null,
  waiting_id uuid not null,
  area text collate "C" not null,
  book_id text collate "C" not null,
  programme text not null,
  month text collate "C" not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  amount bigint not null check (amount > 0),
  residence text not null check (residence in ('urban', 'rural')),
  people integer not null,
  batch_id uuid not null,
  document text not null,
  recorded_on date not null default doudi.today(),
  undone_on date,
  primary key (household_id, waiting_id),
  unique (household_id, programme, batch_id)
);
comment on table carried_waiting is 'group:H · what the former list still owed a family when its roster was taken over; paid once, as any money that came back';
create index carried_waiting_batch on carried_waiting (batch_id);
create index carried_waiting_area on carried_waiting (area);
create index carried_waiting_book on carried_waiting (book_id) where undone_on is null;
select doudi.protect('carried_waiting');
revoke update, delete on carried_waiting from doudi_app;
grant update (area, undone_on) on carried_waiting to doudi_app;
