-- Gives the shard a new incarnation when it has none (it is new, or was wiped), or when it may have lost what was written
-- last: it was last identified on another run of the server (a restart, a failover, a backup that was put back), or before
-- this server was made the primary; it has been identified less often than somebody remembers, so it was put back to an
-- older state; or the server's clock went back: what is due would wait as long again.
--
-- KEYS  1 inc  2 server, its run and line  3 clock, the time of the last look  4 beats, the count of looks
--       5 the beat that the caller made last  6 ready, the run and incarnation for which tasks may start
-- ARGV  1 the run id of the server  2 its line: which history of data it holds; '' when it was never made the primary
--       3 an incarnation never used before  4 how many beats somebody remembers  5 the caller's last beat
--       6 the incarnation that the caller knows, or ''
-- reply {'KNOWN', incarnation, beats} or {'NEW', incarnation, beats}
--
-- Beats only rise, and are remembered after they were made, so a store that has fewer lost some. The caller's own beat
-- tells the same of the last second, when others have beaten since; in another incarnation it may have gone by right.
-- Where an incarnation was before, no task starts under the new one until admit_starts. Where none was, nothing is there
-- that could be wrong. Which of both it is must never be unknown: a shard without the key counts as new.
local MOST_BACK = 5000
-- Others may remember more beats than this caller; after a leap the store is ahead of them all.
local LEAP = 1000
local incarnation = redis.call('GET', KEYS[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local went_back = now < tonumber(redis.call('GET', KEYS[3]) or 0) - MOST_BACK
local beats = tonumber(redis.call('GET', KEYS[4]) or 0)
local own = tonumber(redis.call('GET', KEYS[5]) or 0)
local run, line = string.match(redis.call('GET', KEYS[2]) or '', '^([^|]*)|?(.*)$')

-- A server forgets its line when its last replica is long gone.
local is_same_server = run == ARGV[1] and (ARGV[2] == '' or line == ARGV[2])
local was_put_back = beats < tonumber(ARGV[4]) or (incarnation == ARGV[6] and own < tonumber(ARGV[5]))
local is_known = incarnation and is_same_server and not went_back and not was_put_back
    and redis.call('EXISTS', KEYS[6]) == 1

local function digits(number)
  return string.format('%.0f', number)
end

-- When memory is used up, only a script that begins with a write that needs none may write.
redis.call('DEL', KEYS[3])
redis.call('SET', KEYS[3], digits(now))
if not is_known then
  redis.call('SET', KEYS[6], incarnation and '' or ARGV[1] .. '|' .. ARGV[3])
  incarnation = ARGV[3]
  beats = math.max(beats, tonumber(ARGV[4])) + LEAP
  redis.call('SET', KEYS[2], ARGV[1] .. '|' .. (ARGV[2] ~= '' and ARGV[2] or line))
  redis.call('SET', KEYS[1], incarnation)
end
beats = beats + 1
redis.call('SET', KEYS[4], digits(beats))
redis.call('SET', KEYS[5], digits(beats), 'EX', 3600)
return {is_known and 'KNOWN' or 'NEW', incarnation, digits(beats)}
