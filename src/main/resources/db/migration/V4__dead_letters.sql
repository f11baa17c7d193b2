-- What operators look for among dead letters, who closed one and why, and retries of many.

alter table dead_letter
    add column workflow  text not null default '',
    add column closed_by text not null default '',
    add column reason    text not null default '';

update dead_letter d set workflow = x.name from execution x where x.id = d.execution_id;

-- Each serves "these, newest first" as a walk from the cursor, and counts without a look into the table. Only open
-- letters have them: operators work on those, and closed ones are many. Filters without an index of their own (category,
-- code, node, times) walk down dead_letter_by_status; the time bounds that walk, since ids sort by time.
create index dead_letter_by_handler on dead_letter (handler, id) where status = 'open';
create index dead_letter_by_fingerprint on dead_letter (fingerprint, id) where status = 'open';
create index dead_letter_by_workflow on dead_letter (workflow, id) where status = 'open';
-- Of any status: the whole story of one execution.
create index dead_letter_by_execution on dead_letter (execution_id, id);

-- Retries of many letters, at a rate. A process claims what is due, does a step, and says how far it came.
create table letter_retry (
    id         uuid primary key,
    made_at    timestamptz      not null,
    made_by    text             not null,
    criteria   text             not null,
    per_second double precision not null check (per_second > 0),
    most       int              not null check (most > 0),
    matched    bigint           not null,
    -- Letters before this one are still to come. It only falls, so a letter that is written again is not met again.
    before     uuid             not null,
    retried    int              not null default 0,
    closed     int              not null default 0,
    failed     int              not null default 0,
    status     text             not null check (status in ('running', 'done', 'stopped')),
    claim      uuid,
    claimed_at timestamptz,
    due_at     timestamptz      not null,
    ended_at   timestamptz
);

create index letter_retry_due on letter_retry (due_at) where status = 'running';
