-- Says how a call went that was let through.
--
-- KEYS  1 wf:{breakers}:names  2 wf:{breakers}:b:<name>
-- ARGV  1 name  2 asked at, us  3 token of the probe or 0  4 F it failed, S the service answered, N nothing is known
--       5 code of the failure  6 failures that open it  7 recovery, ms  8 probes
-- reply {'DONE'}, {'OPENED'} or {'CLOSED'}
local key, name, word, code = KEYS[2], ARGV[1], ARGV[4], ARGV[5]
local asked, token = tonumber(ARGV[2]), tonumber(ARGV[3])
local threshold, recovery, probes = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local breaker = read(key) or (word == 'F' and {s = 'C', e = 0, f = 0, p = {}})
if not breaker or breaker.s == 'O' or asked < breaker.e then
  return {'DONE'}
end

local function open()
  redis.call('HDEL', key, 'h', 'ok', 'p', 't', 'w', 'a', 'n', 'q')
  write(key, {s = 'O', e = next_since(breaker), f = breaker.f + 1, r = code, u = now + recovery, k = 0})
  if breaker.s == 'C' then
    write(key, {o = now, d = 0})
  end
  keep(key, name, now + recovery)
  return {'OPENED'}
end

if breaker.s == 'H' then
  local out = {}
  for _, probe in ipairs(probes_out(breaker)) do
    if probe[1] ~= token then
      out[#out + 1] = probe
    end
  end
  write_probes(key, out)
  if word == 'F' then
    return open()
  elseif word == 'S' and breaker.ok + 1 >= probes then
    close(key, name, breaker)
    return {'CLOSED'}
  elseif word == 'S' then
    write(key, {ok = breaker.ok + 1})
  end
elseif word == 'F' then
  if breaker.f + 1 >= threshold then
    return open()
  end
  write(key, {s = 'C', e = breaker.e, f = breaker.f + 1, r = code})
  keep(key, name, now)
elseif word == 'S' and breaker.f > 0 then
  if breaker.e == 0 then
    forget(key, name)
  else
    write(key, {f = 0})
  end
end
return {'DONE'}
