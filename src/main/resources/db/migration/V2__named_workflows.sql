-- The versions of named workflows: numbers from 1 for each name, each standing for a stored definition.
-- Names are compared by their bytes, so that pages by name mean the same in every database.
create table workflow_version (
    name        text collate "C" check (length(name) <= 128),
    version     int check (version > 0),
    workflow_id uuid        not null,
    created_at  timestamptz not null,
    primary key (name, version)
);
