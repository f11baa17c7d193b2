-- Quarantine keeps what nobody understood in Redis, too: where it was found, and how large it was before it was cut.
alter table quarantine
    add column source text   not null default 'execution_event',
    add column size   bigint not null default 0;

update quarantine set what = 'version', size = octet_length(content);
