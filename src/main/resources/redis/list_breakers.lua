-- Lists the breakers that have something to tell.
--
-- KEYS  1 wf:{breakers}:names
-- ARGV  1 probes
-- reply {'LISTED', name, state: C, O, H, or R for closed and on the ramp, failures, code of the last, opened at in ms or 0,
--        next probe at in ms or 0, deferred, ...}
local reply = {'LISTED'}

local function next_probe(breaker)
  if breaker.s ~= 'H' then
    return breaker.u
  end
  local out = probes_out(breaker)
  local first = now
  if breaker.ok + #out >= tonumber(ARGV[1]) and #out > 0 then
    first = out[1][2]
    for _, probe in ipairs(out) do
      first = math.min(first, probe[2])
    end
  end
  return first
end

for _, name in ipairs(redis.call('ZRANGEBYSCORE', NAMES, string.format('(%.0f', now), '+inf')) do
  local breaker = read(PREFIX .. name)
  if breaker then
    local state = breaker.s == 'C' and is_on_ramp(breaker) and 'R' or breaker.s
    for _, word in ipairs({name, state, digits(breaker.f), breaker.r, digits(breaker.o), digits(next_probe(breaker)),
      digits(breaker.d)}) do
      reply[#reply + 1] = word
    end
  end
end
return reply
