-- Judges a request of a client by the generic cell rate algorithm, and counts it if it is admitted.
--
-- KEYS  1 wf:{limit:<client>}:full, when its bucket is full again; missing when it is full
-- ARGV  1 interval between two requests  2 how long an empty bucket takes to fill; all in microseconds
-- reply {'ADMITTED' or 'REFUSED', for how long the bucket is not full}
--
-- Computes what RequestRate does. A time further away than an empty bucket takes comes from a clock that was set back,
-- or from a larger burst: the bucket counts as empty. Microseconds since 1970 are exact in a double until the year 2255.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, depth = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = tonumber(redis.call('GET', KEYS[1]) or '') or now
local wait = math.max(0, math.min(full - now, depth))
if wait + interval > depth then
  return {'REFUSED', string.format('%.0f', wait)}
end
wait = wait + interval
redis.call('SET', KEYS[1], string.format('%.0f', now + wait), 'PX', string.format('%.0f', math.ceil(wait / 1000)))
return {'ADMITTED', string.format('%.0f', wait)}
