-- Who may do what: staff, their roles and areas, sessions, second factor, delegations, relatives' declarations.

/* The human being behind accounts. Four eyes are two of these, not two accounts. */
create table staff_person (
  staff_person_id uuid primary key,
  name text not null,
  identity_sealed text,
  identity_index text,
  created_at timestamptz not null default doudi.now(),
  unique (identity_index)
);
comment on table staff_person is 'group:local · the human being behind staff accounts';

create table account (
  account_id uuid primary key,
  staff_person_id uuid not null references staff_person,
  username text not null unique,
  password_hash text,
  totp_sealed text,
  totp_last_step bigint,
  totp_confirmed boolean not null default false,
  enrol_code_digest text,
  enrol_until timestamptz,
  failed_count integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  demo boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);
comment on table account is 'group:local · staff accounts; secrets hashed or sealed';

create table account_role (
  account_role_id uuid primary key,
  account_id uuid not null references account,
  role text not null,
  area text collate "C" not null,
  unit text not null,
  since date not null default doudi.today(),
  -- The last day; a role ended today ended yesterday.
  until date,
  check (until is null or until >= since - 1)
);
comment on table account_role is 'group:local · dated roles by area and unit';
create unique index account_role_open on account_role (account_id, role, area) where until is null;

/* Leave and stand-in: the delegate acts for the holder's role between two days, by a named paper. */
create table delegation (
  delegation_id uuid primary key,
  from_account uuid not null references account,
  to_account uuid not null references account,
  role text not null,
  area text collate "C" not null,
  since date not null,
  until date not null,
  paper text not null,
  granted_by uuid not null references account,
  ended_at timestamptz,
  check (until >= since),
  check (from_account <> to_account)
);
comment on table delegation is 'group:local · dated delegation 代理授权';

create table session (
  token_digest text primary key,
  kind text not null check (kind in ('staff', 'citizen')),
  account_id uuid references account,
  account_role_id uuid references account_role,
  delegation_id uuid references delegation,
  household_id bigint,
  case_id uuid,
  level text not null check (level in ('password', 'full', 'glance')),
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  stepped_up_at timestamptz,
  ended_at timestamptz,
  check ((kind = 'staff') = (account_id is not null))
);
comment on table session is 'group:local · opaque sessions, tokens only as digests';
create index session_account on session (account_id) where ended_at is null;

/* 近亲属备案: an officer's declared relative. The blind index finds the relative among applicants without listing people. */
create table relative_declaration (
  declaration_id uuid primary key,
  account_id uuid not null references account,
  staff_person_id uuid not null references staff_person,
  relative_name text not null,
  relation text not null,
  identity_sealed text,
  identity_index text,
  area text collate "C" not null,
  declared_on date not null default doudi.today(),
  ended_on date
);
comment on table relative_declaration is 'group:local · relatives of officers, supervisors and cadres';
create index relative_declaration_index on relative_declaration (identity_index);

select doudi.reference('staff_person', true), doudi.reference('account', true), doudi.reference('account_role', true),
  doudi.reference('delegation', true), doudi.reference('session', true), doudi.reference('relative_declaration', true);
revoke delete on staff_person, account, account_role, delegation, relative_declaration from doudi_app;
