-- Which execution a client's key stands for. Written by the commit that makes the execution, so that it exists if and
-- only if the key does. A table of its own: a key is unique whatever time partition its execution may be in.
create table idempotency_key (
    client       text collate "C",
    key          text collate "C" check (length(key) <= 255),
    request      text        not null,
    execution_id uuid        not null,
    at           timestamptz not null,
    primary key (client, key)
);

create index idempotency_key_by_time on idempotency_key (at);
