-- The journal and the rows that must agree with it. PostgreSQL 14 or later.
--
-- There are no foreign keys: all rows of a commit are written by one statement that knows them, and a check per row
-- would cost a lookup and lock the workflow's row against every other execution of it.
-- What is only forwarded is text: jsonb would refuse some strings and reorder keys.

create table workflow (
    id         uuid primary key,
    name       text        not null check (length(name) <= 1000),
    definition text        not null,
    created_at timestamptz not null
);

-- One row per execution, for lists: what the journal says, projected.
create table execution (
    id           uuid primary key,
    workflow_id  uuid        not null,
    name         text        not null check (length(name) <= 1000),
    status       text        not null,
    reason       text        not null,
    run          int         not null,
    submitted_at timestamptz not null,
    triggered_at timestamptz,
    ended_at     timestamptz
);

-- Pages, newest first, and the scan over all that run. Ids sort by the time of submission.
create index execution_by_status on execution (status, id);
create index execution_by_name on execution (name, id);

-- The journal. Its key is the lock: of all who write a version, one wins.
create table execution_event (
    execution_id uuid,
    version      int,
    commit_id    uuid        not null,
    at           timestamptz not null,
    events       text        not null,
    primary key (execution_id, version)
);

create table execution_snapshot (
    execution_id uuid primary key,
    version      int  not null,
    state        text not null
);

create table node_output (
    execution_id uuid,
    node         text,
    dispatch     int,
    output       text not null,
    primary key (execution_id, node, dispatch)
);

create table dead_letter (
    id           uuid primary key,
    execution_id uuid        not null,
    node         text        not null,
    dispatch     int         not null,
    handler      text        not null,
    attempts     int         not null,
    category     text        not null,
    code         text        not null,
    message      text        not null,
    fingerprint  text        not null,
    failed_at    timestamptz not null,
    status       text        not null check (status in ('open', 'retried', 'discarded')),
    closed_at    timestamptz
);

create unique index dead_letter_open on dead_letter (execution_id, node) where status = 'open';
create index dead_letter_by_status on dead_letter (status, id);

-- Which executions have effects that nobody has confirmed. Rows live for milliseconds, so vacuum must come often.
create table effect_batch (
    id            uuid primary key,
    writer        uuid        not null,
    at            timestamptz not null,
    execution_ids uuid[]      not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 10);

create index effect_batch_by_time on effect_batch (at);

-- Deletes by key, always through the index. A plan made while this table was empty would scan the dead rows of a busy
-- minute with every commit, until the next vacuum throws that plan away. Returns nothing.
create function forget_effects(batches uuid[]) returns setof uuid
    language plpgsql
    set enable_seqscan = off
as
$$
begin
    delete from effect_batch where id = any (batches);
end
$$;

-- What could not be stored where it belongs, for a person to look at.
create table quarantine (
    id           uuid primary key,
    at           timestamptz not null,
    what         text        not null,
    execution_id uuid,
    reason       text        not null,
    content      bytea       not null
);
