-- What grows with executions lies in partitions by the week of the execution's id, so that old weeks leave as whole
-- tables (ADR 34). Outputs of more than 64 KiB lie beside the others.

-- The least id of version 7 of a time.
create function first_id(at timestamptz) returns uuid
    language sql immutable
as
$$
select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The Monday (UTC) of an id's week; null where it tells no time between 2020 and 2100. For those there are two
-- partitions that always exist.
create function week_of(id uuid) returns date
    language sql immutable
as
$$
select case when id >= '016f7826-b400-0000-0000-000000000000' and id < '03bb3c36-ec00-0000-0000-000000000000'
    then date '1970-01-05' + 7 * ((('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 86400000 - 4) / 7)::int
    end
$$;

alter table execution rename to unparted_execution;
alter table execution_event rename to unparted_event;
alter table execution_snapshot rename to unparted_snapshot;
alter table node_output rename to unparted_output;

create table execution (
    id           uuid        not null,
    workflow_id  uuid        not null,
    name         text        not null check (length(name) <= 1000),
    status       text        not null,
    reason       text        not null,
    run          int         not null,
    submitted_at timestamptz not null,
    triggered_at timestamptz,
    ended_at     timestamptz
) partition by range (id);

create table execution_event (
    execution_id uuid        not null,
    version      int         not null,
    commit_id    uuid        not null,
    at           timestamptz not null,
    events       text        not null
) partition by range (execution_id);

create table execution_snapshot (
    execution_id uuid not null,
    version      int  not null,
    state        text not null
) partition by range (execution_id);

create table node_output (
    execution_id uuid not null,
    node         text not null,
    dispatch     int  not null,
    output       text not null
) partition by range (execution_id);

-- Not compressed: a commit does not wait for that.
create table large_output (
    execution_id uuid not null,
    node         text not null,
    dispatch     int  not null,
    output       text not null
) partition by range (execution_id);

alter table large_output alter column output set storage external;

create function parted_tables() returns text[]
    language sql immutable
as
$$
select array ['execution', 'execution_event', 'execution_snapshot', 'node_output', 'large_output']
$$;

create function attach_part(parent text, monday date) returns void
    language plpgsql
as
$$
begin
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent,
                   parent || to_char(monday, '_YYYYMMDD'), first_id(monday::timestamp at time zone 'UTC'),
                   first_id((monday + 7)::timestamp at time zone 'UTC'));
end
$$;

-- Makes the partitions of a week that are missing; tells whether any was. Attaching takes no lock that a commit waits
-- for. A partition on its way out is taken back: whoever takes it out looks into it once more, under the same lock.
create function make_week(monday date) returns boolean
    language plpgsql
    set lock_timeout = '5s'
as
$$
declare
    parent text;
    part   text;
    made   boolean := false;
begin
    perform pg_advisory_xact_lock(7239584012);
    foreach parent in array parted_tables() loop
        part := parent || to_char(monday, '_YYYYMMDD');
        if to_regclass(part) is null then
            execute format('create table %I (like %I including all)', part, parent);
        elsif exists (select from pg_inherits where inhrelid = to_regclass(part)) then
            continue;
        end if;
        perform attach_part(parent, monday);
        made := true;
    end loop;
    return made;
end
$$;

create function make_weeks_of(ids uuid[]) returns bigint
    language sql
as
$$
select count(*) filter (where make_week(monday))
from (select distinct week_of(id) as monday from unnest(ids) as id order by 1) as w
where monday is not null
$$;

-- Drops what was detached; false where there is nothing, or where it is needed after all and was put back. Nothing can
-- have come to it since it was detached, so this look is the last word.
create function drop_part(parent text, monday date, ended_before timestamptz) returns boolean
    language plpgsql
    set lock_timeout = '2s'
as
$$
declare
    part  text := parent || to_char(monday, '_YYYYMMDD');
    lives boolean;
begin
    perform pg_advisory_xact_lock(7239584012);
    if to_regclass(part) is null or exists (select from pg_inherits where inhrelid = to_regclass(part)) then
        return false;
    end if;
    if parent = 'execution' then
        execute format('select exists (select from %I where ended_at is null or ended_at >= $1)', part)
            into lives using ended_before;
        lives := lives or exists (select from dead_letter
                                  where status = 'open'
                                    and execution_id >= first_id(monday::timestamp at time zone 'UTC')
                                    and execution_id < first_id((monday + 7)::timestamp at time zone 'UTC'));
    else
        lives := exists (select from execution
                         where id >= first_id(monday::timestamp at time zone 'UTC')
                           and id < first_id((monday + 7)::timestamp at time zone 'UTC'));
    end if;
    if lives then
        perform attach_part(parent, monday);
    else
        execute format('drop table %I', part);
    end if;
    return not lives;
end
$$;

do
$$
declare
    parent text;
begin
    foreach parent in array parted_tables() loop
        execute format('create table %I partition of %I for values from (minvalue) to (%L)', parent || '_past', parent,
                       '016f7826-b400-0000-0000-000000000000');
        execute format('create table %I partition of %I for values from (%L) to (maxvalue)', parent || '_far', parent,
                       '03bb3c36-ec00-0000-0000-000000000000');
    end loop;
end
$$;

drop index execution_by_status, execution_by_name;
alter index execution_pkey rename to unparted_execution_pkey;
alter index execution_event_pkey rename to unparted_event_pkey;
alter index execution_snapshot_pkey rename to unparted_snapshot_pkey;
alter index node_output_pkey rename to unparted_output_pkey;

-- The journal's key is the lock, as before: the partition is chosen by a part of it.
alter table execution add primary key (id);
alter table execution_event add primary key (execution_id, version);
alter table execution_snapshot add primary key (execution_id);
alter table node_output add primary key (execution_id, node, dispatch);
alter table large_output add primary key (execution_id, node, dispatch);
create index execution_by_status on execution (status, id);
create index execution_by_name on execution (name, id);

select make_weeks_of(array(select id from unparted_execution
                           union select execution_id from unparted_event
                           union select execution_id from unparted_snapshot
                           union select execution_id from unparted_output));
select make_week(week_of(first_id(now() + weeks * interval '7 days'))) from generate_series(0, 4) as weeks;

insert into execution select * from unparted_execution;
insert into execution_event select * from unparted_event;
insert into execution_snapshot select * from unparted_snapshot;
insert into node_output select * from unparted_output where octet_length(output) <= 65536;
insert into large_output select * from unparted_output where octet_length(output) > 65536;

drop table unparted_execution, unparted_event, unparted_snapshot, unparted_output;
