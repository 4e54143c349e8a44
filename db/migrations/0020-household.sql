-- People, the households they share over time, and what is known about them and from whom.
-- Group H is placed by household_id, group P by person_id; nothing here refers across the two by a key.

-- ---------------------------------------------------------------- areas (reference)
create table area (
  code text collate "C" not null check (code ~ '^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$'),
  since date not null,
  until date check (until > since),
  name text not null,
  residence text check (residence in ('urban', 'rural')),
  hotline text,
  source text not null,
  primary key (code, since)
);
comment on table area is 'group:reference · province to village, dated: a merged village keeps its old code and name for old papers';
comment on column area.residence is 'urban or rural mark of a village (统计用城乡分类); null above the village';
comment on column area.hotline is 'the office''s public telephone, never a person''s';
select doudi.reference('area', true);

create table area_successor (
  code text collate "C" not null,
  successor text collate "C" not null,
  since date not null,
  paper text,
  primary key (code, successor, since)
);
comment on table area_successor is 'group:reference · which area took over a code that ended, from which day, by which paper';
select doudi.reference('area_successor', true);

-- ---------------------------------------------------------------- households (group H)
create table household (
  household_id bigint primary key check (household_id between 110000000000000 and 999999999999999),
  area text collate "C" not null,
  residence text check (residence in ('urban', 'rural')),
  opened_on date not null,
  opened_at timestamptz not null default doudi.now(),
  opened_by text not null,
  closed_on date,
  closed_why text,
  provisional boolean not null default false,
  head_id bigint,
  registered_address text,
  address text,
  fact_seq bigint not null default 0,
  version bigint not null default 1,
  check ((closed_on is null) = (closed_why is null))
);
comment on table household is 'group:H · one file per household; the id says where it was opened, the area where it lives today';
comment on column household.residence is '户籍性质 where it differs from the village''s mark';
comment on column household.fact_seq is 'order of facts within the household; its row lock serialises them';
create index household_area on household (area, household_id);
select doudi.protect('household');
revoke delete on household from doudi_app;

create table membership (
  household_id bigint not null references household,
  membership_id uuid not null,
  area text collate "C" not null,
  person_id bigint not null,
  name text not null,
  sex text check (sex in ('female', 'male')),
  birth date,
  relation text not null,
  since date not null,
  until date check (until >= since),
  joined_why text not null,
  left_why text,
  entered_at timestamptz not null default doudi.now(),
  entered_by text not null,
  ended_at timestamptz,
  ended_by text,
  primary key (household_id, membership_id),
  check ((until is null) = (left_why is null))
);
comment on table membership is 'group:H · who shares a household from day to day; until is the first day apart; name, sex and birth are the household''s copy';
create index membership_person on membership (person_id);
create index membership_area on membership (area);
select doudi.protect('membership');
revoke delete on membership from doudi_app;

create table household_link (
  household_id bigint not null references household,
  link_id uuid not null,
  area text collate "C" not null,
  kind text not null check (kind in ('split-from', 'split-into', 'merged-from', 'merged-into', 'moved')),
  other_household bigint,
  from_area text collate "C",
  to_area text collate "C",
  on_day date not null,
  reason text,
  at timestamptz not null default doudi.now(),
  by_actor text not null,
  primary key (household_id, link_id)
);
comment on table household_link is 'group:H · how households came from one another and where they moved: the history a reviewer looks for';
create index household_link_area on household_link (area);
select doudi.protect('household_link');
select doudi.append_only('household_link');

create table contact_phone (
  household_id bigint not null references household,
  phone_id uuid not null,
  area text collate "C" not null,
  person_id bigint,
  whose text not null default 'household',
  phone_sealed text not null,
  phone_index text not null,
  since date not null default doudi.today(),
  until date,
  entered_by text not null,
  primary key (household_id, phone_id)
);
comment on table contact_phone is 'group:H · telephones of a household, sealed, with a blind index; a shared phone may stand in several households';
create index contact_phone_index on contact_phone (phone_index);
create index contact_phone_area on contact_phone (area);
select doudi.protect('contact_phone');
revoke delete on contact_phone from doudi_app;

create table supporter (
  household_id bigint not null references household,
  supporter_id uuid not null,
  area text collate "C" not null,
  name text not null,
  relation text not null,
  supports bigint,
  person_id bigint,
  birth date,
  sex text check (sex in ('female', 'male')),
  number_sealed text,
  number_index text,
  address text,
  since date not null,
  until date check (until >= since),
  entered_at timestamptz not null default doudi.now(),
  entered_by text not null,
  primary key (household_id, supporter_id)
);
comment on table supporter is 'group:H · legal supporters who live elsewhere, as rows of the household they must support';
create index supporter_area on supporter (area);
create index supporter_number on supporter (number_index) where number_index is not null;
select doudi.protect('supporter');
revoke delete on supporter from doudi_app;

-- ---------------------------------------------------------------- facts (group H)
create table amount_preview (
  household_id bigint not null references household,
  preview_id uuid not null,
  area text collate "C" not null,
  programme text not null,
  case_id uuid,
  fact_seq bigint not null,
  facts_hash text not null,
  at timestamptz not null default doudi.now(),
  by_actor text not null,
  closed_at timestamptz,
  primary key (household_id, preview_id)
);
comment on table amount_preview is 'group:H · somebody saw the amount: incomes edited afterwards are marked, not forbidden';
create index amount_preview_area on amount_preview (area);
select doudi.protect('amount_preview');
revoke delete on amount_preview from doudi_app;

create table fact (
  household_id bigint not null references household,
  seq bigint not null,
  fact_id uuid not null,
  area text collate "C" not null,
  subject_kind text not null check (subject_kind in ('household', 'person', 'supporter')),
  subject_id text not null default '' check ((subject_kind = 'household') = (subject_id = '')),
  name text not null,
  value jsonb not null,
  source text not null check (source in ('declared', 'matched', 'visited', 'adopted')),
  valid_from date not null,
  valid_until date check (valid_until > valid_from),
  as_of date,
  source_name text,
  evidence jsonb,
  adopted_from uuid,
  reason text,
  after_preview uuid,
  said_by text,
  recorded_at timestamptz not null default doudi.now(),
  recorded_on date not null default doudi.today(),
  recorded_by text not null,
  recorded_person text,
  primary key (household_id, seq),
  unique (household_id, fact_id),
  check ((source = 'adopted') = (reason is not null and length(reason) > 0)),
  check (source <> 'adopted' or recorded_person is not null)
);
comment on table fact is 'group:H · every figure with its source, never edited; only adopted rows decide, and they name a person and a reason';
comment on column fact.value is 'fen as decimal text, counts as numbers, days and codes as text, null for unknown';
comment on column fact.after_preview is 'set when an income or asset was written after somebody had seen the amount';
create index fact_subject on fact (household_id, subject_kind, subject_id, name, seq);
create index fact_area on fact (area);
select doudi.protect('fact');
select doudi.append_only('fact');

-- ---------------------------------------------------------------- timeline and consent (group H)
create table timeline (
  household_id bigint not null references household,
  event_id uuid not null,
  area text collate "C" not null,
  kind text not null,
  on_day date not null,
  entered_on date not null default doudi.today(),
  at timestamptz not null default doudi.now(),
  text_key text not null,
  text_values jsonb not null default '{}',
  refs jsonb not null default '{}',
  by_actor text not null,
  by_unit text,
  citizen_sees boolean not null default true,
  primary key (household_id, event_id)
);
comment on table timeline is 'group:H · what happened to a household, told by every chapter; values are days, numbers and codes, people by id';
create index timeline_day on timeline (household_id, on_day, event_id);
create index timeline_area on timeline (area);
select doudi.protect('timeline');
select doudi.append_only('timeline');

create table consent (
  household_id bigint not null references household,
  consent_id uuid not null,
  area text collate "C" not null,
  person_id bigint not null,
  kind text not null,
  given boolean not null,
  on_day date not null,
  how text not null,
  witness text,
  file_id text,
  withdraws uuid,
  at timestamptz not null default doudi.now(),
  entered_by text not null,
  primary key (household_id, consent_id)
);
comment on table consent is 'group:H · what a person agreed to or withdrew (pledge, notice, sharing with charities, messages); never edited';
create index consent_area on consent (area);
select doudi.protect('consent');
select doudi.append_only('consent');

-- ---------------------------------------------------------------- persons (group P)
create table person (
  person_id bigint primary key check (person_id between 110000000000000 and 999999999999999),
  household_id bigint,
  area text collate "C" not null,
  name text not null,
  name_key text not null,
  variant_key text not null,
  sex text check (sex in ('female', 'male')),
  birth date,
  death date,
  apart_since date,
  merged_into bigint check (merged_into <> person_id),
  without_number text,
  opened_at timestamptz not null default doudi.now(),
  opened_by text not null,
  version bigint not null default 1
);
comment on table person is 'group:P · a human being; household_id is the one household they share today, or null';
comment on column person.variant_key is 'the name in simplified characters without separators, unknown characters as □: for comparing';
comment on column person.apart_since is 'the day the last household was left: no two households on one day, also in late entries';
comment on column person.without_number is 'why there is no identity number yet: newborn, unregistered, unknown';
create index person_area on person (area, person_id);
create index person_household on person (household_id);
select doudi.protect('person');
revoke delete on person from doudi_app;

create table person_key (
  person_id bigint not null references person,
  key text collate "C" not null,
  household_id bigint,
  area text collate "C" not null,
  primary key (person_id, key)
);
comment on table person_key is 'group:P · what finds a person: name, pinyin, initials (every reading of the first character), former names';
create index person_key_key on person_key (key, area);
create index person_key_household on person_key (household_id);
select doudi.protect('person_key');

create table identity_number (
  person_id bigint not null references person,
  number_id uuid not null,
  household_id bigint,
  area text collate "C" not null,
  kind text not null,
  normal_sealed text not null,
  given_sealed text not null,
  how text not null,
  number_index text not null,
  last4_index text not null,
  status text not null default 'current' check (status in ('current', 'replaced', 'disputed', 'wrong')),
  since date,
  until date,
  issuer text,
  entered_at timestamptz not null default doudi.now(),
  entered_by text not null,
  primary key (person_id, number_id)
);
comment on table identity_number is 'group:P · numbers as a history: one number may be claimed by two people and one person may have had two, so it is never unique';
comment on column identity_number.how is 'as-given, full-width, 15-to-18 …: what was repaired between given and normal';
comment on column identity_number.last4_index is 'blind index of the last four, scoped to the county of today';
create index identity_number_index on identity_number (number_index);
create index identity_number_last4 on identity_number (last4_index);
create index identity_number_household on identity_number (household_id);
select doudi.protect('identity_number');
revoke delete on identity_number from doudi_app;

create table person_merge (
  person_id bigint not null references person,
  merge_id uuid not null,
  household_id bigint,
  area text collate "C" not null,
  dropped bigint not null,
  inverse jsonb not null,
  reason text not null,
  merged_at timestamptz not null default doudi.now(),
  merged_by text not null,
  undone_at timestamptz,
  undone_by text,
  undone_why text,
  primary key (person_id, merge_id)
);
comment on table person_merge is 'group:P · two records found to be one person, with everything needed to take it back';
create index person_merge_dropped on person_merge (dropped);
create index person_merge_household on person_merge (household_id);
select doudi.protect('person_merge');
revoke delete on person_merge from doudi_app;

create table person_aid (
  person_id bigint not null references person,
  aid_id uuid not null,
  household_id bigint not null,
  area text collate "C" not null,
  programme text not null,
  since date not null,
  until date check (until >= since),
  award_id uuid,
  primary key (person_id, aid_id)
);
comment on table person_aid is 'group:P · which scheme a person is on: written by awards, asked by the duplicate check';
create index person_aid_household on person_aid (household_id);
create index person_aid_area on person_aid (area);
select doudi.protect('person_aid');

-- ---------------------------------------------------------------- what must work across row scopes
-- Functions that look beyond the caller's area on purpose. Each answers less than a row: no names, no numbers.
-- The settings stand on the function, so they hold also where the owner is no superuser (row security is forced on it too).

/* Who has this number already, anywhere. Tells only whether the names agree, and which township office to ask. */
create function doudi.person_by_number(wanted_index text, wanted_name text, wanted_variant text)
returns table (person_id bigint, name_agrees text, household_id bigint, office text)
language sql stable security definer
set search_path = pg_catalog, public set doudi.area_from = '0' set doudi.area_to = '~'
as $$
  select distinct on (p.person_id) p.person_id,
    case
      when p.name_key = wanted_name and position('□' in p.variant_key) = 0 then 'same'
      when p.variant_key = wanted_variant
        or wanted_variant like replace(p.variant_key, '□', '_')
        or p.variant_key like replace(wanted_variant, '□', '_') then 'variant'
      else 'other'
    end,
    p.household_id, left(p.area, 9)
  from identity_number n
  join person found on found.person_id = n.person_id
  join person p on p.person_id = coalesce(found.merged_into, found.person_id)
  where n.number_index = wanted_index and n.status <> 'wrong'
  order by p.person_id
$$;
comment on function doudi.person_by_number is 'definer · registry look-up by exact number before a person is entered twice; answers ids, agreement of names, and the office';

/* Does this person get one of these schemes in the county, in another household? Answers with the office to ask, nothing else. */
create function doudi.aid_anywhere(wanted_index text, wanted_person bigint, wanted_programmes text[], county text, on_day date, own_household bigint)
returns table (office text)
language sql stable security definer
set search_path = pg_catalog, public set doudi.area_from = '0' set doudi.area_to = '~'
as $$
  with same as (
    select n.person_id from identity_number n where n.number_index = wanted_index and n.status <> 'wrong'
    union select wanted_person where wanted_person is not null
  ), cluster as (
    select person_id from same
    union select p.merged_into from person p join same using (person_id) where p.merged_into is not null
    union select p.person_id from person p join same on p.merged_into = same.person_id
  )
  select distinct left(a.area, 9)
  from person_aid a join cluster using (person_id)
  where a.area >= county and a.area < county || '~' and a.since <= on_day and (a.until is null or a.until > on_day)
    and (wanted_programmes is null or a.programme = any (wanted_programmes))
    and a.household_id is distinct from own_household
  order by 1
$$;
comment on function doudi.aid_anywhere is 'definer · duplicate check at intake across townships; answers the office to ask';

/* Somebody who lives in no household joins one: the row may lie outside the caller's area, the household may not. */
create function doudi.claim_person(wanted_person bigint, into_household bigint, from_day date) returns boolean
language plpgsql security definer set search_path = pg_catalog, public
as $$
declare
  range_from text := current_setting('doudi.area_from', true);
  range_to text := current_setting('doudi.area_to', true);
  own text := current_setting('doudi.household', true);
  target text;
  claimed integer;
begin
  perform set_config('doudi.area_from', '0', true), set_config('doudi.area_to', '~', true);
  select h.area into target from household h
    where h.household_id = into_household and ((h.area >= range_from and h.area < range_to) or h.household_id::text = own);
  if target is not null then
    update person set household_id = into_household, area = target
      where person_id = wanted_person and household_id is null and merged_into is null and death is null
        and (apart_since is null or apart_since <= from_day);
    get diagnostics claimed = row_count;
    if claimed = 1 then
      update person_key set household_id = into_household, area = target where person_id = wanted_person;
      update identity_number set household_id = into_household, area = target where person_id = wanted_person;
      update person_merge set household_id = into_household, area = target where person_id = wanted_person;
    end if;
  end if;
  perform set_config('doudi.area_from', range_from, true), set_config('doudi.area_to', range_to, true);
  return coalesce(claimed, 0) = 1;
end $$;
comment on function doudi.claim_person is 'definer · a person without a household joins one inside the caller''s area';

/* The area of today on every row of a household, found in the catalogue: a new chapter's table moves along by itself. */
create function doudi.move_household(moving bigint, new_area text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public
as $$
declare
  range_from text := current_setting('doudi.area_from', true);
  range_to text := current_setting('doudi.area_to', true);
  old_area text;
  target regclass;
begin
  perform set_config('doudi.area_from', '0', true), set_config('doudi.area_to', '~', true);
  select h.area into old_area from household h
    where h.household_id = moving and h.area >= range_from and h.area < range_to for update;
  if old_area is not null then
    for target in
      select c.oid from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and obj_description(c.oid, 'pg_class') ~ '^group:[HP]'
        and (select count(*) from pg_attribute a
          where a.attrelid = c.oid and a.attname in ('household_id', 'area') and not a.attisdropped) = 2
      order by c.relname
    loop
      execute format('update %s set area = $1 where household_id = $2', target) using new_area, moving;
    end loop;
  end if;
  perform set_config('doudi.area_from', range_from, true), set_config('doudi.area_to', range_to, true);
  return old_area is not null;
end $$;
comment on function doudi.move_household is 'definer · changes today''s area on every row of one household inside the caller''s area';

do $$ declare f text; begin
  foreach f in array array['person_by_number(text, text, text)', 'aid_anywhere(text, bigint, text[], text, date, bigint)',
    'claim_person(bigint, bigint, date)', 'move_household(bigint, text)'] loop
    execute 'revoke execute on function doudi.' || f || ' from public';
    execute 'grant execute on function doudi.' || f || ' to doudi_app';
  end loop;
end $$;
