import type { DatabaseSync } from 'node:sqlite'
import { NewerData } from './newer-data.ts'

const version = 8

/** Makes the tables of a new file, and what is new in those of an older version. @throws NewerData */
export function prepareSchema(db: DatabaseSync, path: string): void {
  const found = Number(db.prepare('pragma user_version').get()?.user_version)
  if (found > version) throw new NewerData(path, found, version)
  if (found === version) return
  const steps = [tables, changes, owns, groups, pins, saves, blocks, reports].slice(found)
  db.exec(`begin immediate; ${steps.join('')}; pragma user_version = ${version}; commit`)
}

// What is written together stands together: rows and lanes at the end of theirs, and so do client ids, which are made in
// the order of time. Only the index by conversation has a page for each conversation in a batch.
const tables = `
create table entries (
  id integer primary key, lane text not null, w integer not null,
  conversation text not null, seq integer not null, n integer not null, kind text not null,
  by text not null, client_id text not null, at integer not null, text text,
  seen integer, seen_n integer
) strict;
create unique index entries_lane on entries (lane, w);
create unique index entries_seq on entries (conversation, seq);
create unique index entries_client on entries (client_id, conversation, by);

create table lanes (
  id text primary key, done integer not null, applied integer not null, beat integer not null
) strict, without rowid;

create table conversations (
  id text primary key, seq integer not null, n integer not null, at integer not null,
  preview_by text, preview_text text
) strict, without rowid;

create table members (
  conversation text not null, user text not null, at integer not null,
  read_seq integer not null, read_n integer not null, delivered_seq integer not null,
  primary key (conversation, user)
) strict, without rowid;
create index members_user on members (user, at);
`

// Version 2: replies, and entries that change a message. What is replaced stands apart, so that a page finds only what holds.
const changes = `
alter table entries add column re integer;
alter table entries add column of integer;
alter table entries add column replaced integer not null default 0;
create index entries_of on entries (conversation, replaced, of, seq) where of is not null;

alter table conversations add column preview_n integer not null default 0;
alter table conversations add column preview_seq integer not null default 0;
alter table conversations add column preview_deleted integer not null default 0;
`

// Version 3: what members have arranged for themselves. The index that lists conversations says where they stand, so that
// what stands elsewhere is passed over in it.
const owns = `
alter table members add column revision integer not null default 0;
alter table members add column pinned integer not null default 0;
alter table members add column archived_n integer;
alter table members add column muted_until integer not null default 0;
alter table members add column marked_seq integer;

drop index members_user;
create index members_user on members (user, at, pinned, archived_n);
create index members_pinned on members (user) where pinned = 1;
`

// Version 4: groups. Each entry of one names the last that says who belongs to it; what these come to is kept as a whole.
const groups = `
alter table entries add column g integer;
alter table entries add column body text;
alter table conversations add column g integer;

create table groups (conversation text primary key, state text not null) strict;

create table invites (
  token text primary key, conversation text not null, by text not null, at integer not null,
  until integer, most integer, used integer not null
) strict, without rowid;
create index invites_conversation on invites (conversation, at);

create table mentions (
  user text not null, conversation text not null, n integer not null, seq integer not null,
  primary key (user, conversation, n)
) strict, without rowid;
alter table members add column hears_mentions integer not null default 0;
`

// Version 5: messages that are pinned.
const pins = `
create index entries_pins on entries (conversation, seq) where kind = 'pin' and replaced = 0;
`

// Version 6: messages that people have saved for themselves.
const saves = `
create table saved (
  id text not null unique, user text not null, conversation text not null, n integer not null, at integer not null,
  primary key (conversation, n, user)
) strict, without rowid;
create index saved_user on saved (user, id);
`

// Version 7: who blocks whom, and with whom nobody writes any more.
const blocks = `
create table blocks (by text not null, of text not null, at integer not null, primary key (by, of)) strict, without rowid;
create index blocks_newest on blocks (by, at);
-- Of people who have deleted their accounts.
create table closed_people (user text primary key, at integer not null) strict, without rowid;
`

// Version 8: what people told the administrators.
const reports = `
create table reports (
  id text primary key, by text not null, at integer not null, report text not null, settled text
) strict, without rowid;
create index reports_open on reports (at, id) where settled is null;
create index reports_done on reports (at, id) where settled is not null;
create index reports_by on reports (by, at);
`
