-- Gives the shard a new incarnation when it has none (it is new, or was wiped), or when it was last identified on another
-- run of the server (a restart, a failover, a backup that was put back), or when the server's clock went back: what is
-- due would wait as long again, so everything is to be set anew.
--
-- KEYS  1 inc  2 server  3 clock, the time of the last look
-- ARGV  1 the run id of the server  2 an incarnation never used before
-- reply {'KNOWN', incarnation} or {'NEW', incarnation}
local MOST_BACK = 5000
local incarnation = redis.call('GET', KEYS[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local went_back = now < tonumber(redis.call('GET', KEYS[3]) or 0) - MOST_BACK
-- With no memory left this is refused, and looked at next time.
redis.pcall('SET', KEYS[3], string.format('%.0f', now))
if incarnation and redis.call('GET', KEYS[2]) == ARGV[1] and not went_back then
  return {'KNOWN', incarnation}
end
redis.call('SET', KEYS[2], ARGV[1])
redis.call('SET', KEYS[1], ARGV[2])
return {'NEW', ARGV[2]}
