-- How often the hot store had been identified, by shard, as far as anybody wrote it down. A store that has been identified
-- less often was put back to an older state. A row is written each second, in place.
create table hot_store_beat (
    shard int primary key,
    beats bigint not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
