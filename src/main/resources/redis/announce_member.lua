-- Says that a member of a role lives, and forgets those that fell silent. One that would live for much longer than a
-- member ever does was announced before the clock went back: if it lives, it will say so again.
--
-- KEYS  1 wf:{members}:<role>  2 wf:{members}:<role>:facts
-- ARGV  1 member  2 for how long, ms  3 its facts as JSON
-- reply {'DONE'}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function forget(members)
  if #members > 0 then
    redis.call('ZREM', KEYS[1], unpack(members))
    redis.call('HDEL', KEYS[2], unpack(members))
  end
end

local latest = string.format('(%.0f', now + tonumber(ARGV[2]) + 60000)
forget(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, 1000))
forget(redis.call('ZRANGEBYSCORE', KEYS[1], latest, '+inf', 'LIMIT', 0, 1000))
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return {'DONE'}
