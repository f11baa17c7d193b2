-- Gives the shard a new incarnation when it has none (it is new, or was wiped), or when it was last identified on another
-- run of the server (a restart, a failover, a backup that was put back).
--
-- KEYS  1 inc  2 server
-- ARGV  1 the run id of the server  2 an incarnation never used before
-- reply {'KNOWN', incarnation} or {'NEW', incarnation}
local incarnation = redis.call('GET', KEYS[1])
if incarnation and redis.call('GET', KEYS[2]) == ARGV[1] then
  return {'KNOWN', incarnation}
end
redis.call('SET', KEYS[2], ARGV[1])
redis.call('SET', KEYS[1], ARGV[2])
return {'NEW', ARGV[2]}
