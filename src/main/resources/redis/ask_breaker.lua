-- Asks whether a call may be made now.
--
-- KEYS  1 wf:{breakers}:names  2 wf:{breakers}:b:<name>
-- ARGV  1 name  2 probes  3 recovery, ms  4 how long a probe keeps its place without a word, ms
-- reply {'GO', asked at in us, 1 when a success is to be reported, token of the probe or 0, 1 when it has become half-open}
--       {'STAY', until in ms, state, failures, code of the last}
local key, name = KEYS[2], ARGV[1]
local probes, recovery, life = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local breaker = read(key)
if not breaker then
  return {'GO', digits(micros), 0, 0, 0}
end

local function go(report, token, entered)
  return {'GO', digits(math.max(micros, breaker.e)), report, token, entered}
end

local function stay(at)
  redis.call('HINCRBY', key, 'd', 1)
  return {'STAY', digits(at), breaker.s, breaker.f, breaker.r}
end

if breaker.s == 'C' then
  if is_on_ramp(breaker) then
    local come = places_in(now - breaker.a, probes)
    if breaker.n >= come then
      local place = math.max(breaker.q, come)
      write(key, {q = place + 1})
      return stay(breaker.a + place_at(place, probes))
    end
    write(key, {n = breaker.n + 1})
  end
  return go(breaker.f > 0 and 1 or 0, 0, 0)
end

-- The first second of the time after it is for the probes; what comes behind them finds the ramp of a closed breaker.
if breaker.s == 'O' and now < breaker.u then
  local place = breaker.k
  write(key, {k = place + 1})
  return stay(breaker.u + (place < probes and place_at(place, probes) or SECOND + place_at(place - probes, probes)))
end

local entered = 0
if breaker.s == 'O' then
  entered = 1
  redis.call('HDEL', key, 'u')
  write(key, {s = 'H', e = next_since(breaker), h = now, ok = 0, t = 0, w = 0, k = 0, p = '[]'})
  keep(key, name, now)
  breaker = read(key)
end
local out = probes_out(breaker)
if breaker.ok + #out < probes then
  out[#out + 1] = {breaker.t + 1, now + life}
  write(key, {t = breaker.t + 1})
  write_probes(key, out)
  return go(1, breaker.t + 1, entered)
end
-- Nobody knows how long a probe takes: who comes too early waits about as long as it has taken so far.
local wait = math.min(math.max(now - breaker.h, FIRST_WAIT), math.max(recovery, FIRST_WAIT))
if breaker.w + place_at(breaker.k, probes) < now + wait then
  breaker.w, breaker.k = now + wait, 0
end
write(key, {w = breaker.w, k = breaker.k + 1})
return stay(breaker.w + place_at(breaker.k, probes))
