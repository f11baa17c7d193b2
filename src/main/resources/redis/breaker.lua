-- Stands before every script that touches circuit breakers. They share one hash tag, so that one script can hold their
-- number within its bound; all they hold may be lost, which closes them.
--
-- KEYS[1]  wf:{breakers}:names, a sorted set: the name of each breaker and when it is forgotten, ms
--
-- wf:{breakers}:b:<name> is a hash. There is none while nothing has failed.
--   s  C closed, O open, H half-open            e  reports count when their call was asked for from here on, us
--   f  failures without a success between       r  the code of the last
--   o  when it left C, ms                       d  how many were deferred since
--   u  O: open until, ms                        h  H: since, ms
--   ok H: probes that went well                 p  H: [[token, ms], ...], probes that are out and until when they keep
--                                                  their place; t the last token
--   w,k  O, H: where the places that are handed out begin, ms, and how many were
--   a  C: the ramp began, ms; 0 without one     n,q  how many have passed on it, and the next place to be handed out
-- Times are milliseconds since 1970 on the clock of the server, or microseconds (us).
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local NAMES = KEYS[1]
local PREFIX = string.sub(NAMES, 1, -6) .. 'b:'
local IDLE, MOST, RAMP, FIRST_WAIT, SECOND = 3600000, 1000, 10000, 1000, 1000
local NUMBERS = {'e', 'f', 'o', 'd', 'u', 'h', 'ok', 't', 'w', 'k', 'a', 'n', 'q'}

local function digits(number)
  return string.format('%.0f', number)
end

local function read(key)
  local state = redis.call('HGET', key, 's')
  if not state then
    return nil
  end
  local breaker = {s = state, r = redis.call('HGET', key, 'r') or ''}
  local values = redis.call('HMGET', key, unpack(NUMBERS))
  for i, field in ipairs(NUMBERS) do
    breaker[field] = tonumber(values[i] or 0)
  end
  breaker.p = cjson.decode(redis.call('HGET', key, 'p') or '[]')
  return breaker
end

local function write(key, fields)
  local flat = {}
  for field, value in pairs(fields) do
    flat[#flat + 1] = field
    flat[#flat + 1] = type(value) == 'number' and digits(value) or value
  end
  redis.call('HSET', key, unpack(flat))
end

local function forget(key, name)
  redis.call('DEL', key)
  redis.call('ZREM', NAMES, name)
end

-- Names come from users: of more than the bound, those go that would be forgotten first.
local function keep(key, name, from)
  redis.call('PEXPIREAT', key, digits(from + IDLE))
  redis.call('ZREMRANGEBYSCORE', NAMES, '-inf', digits(now))
  redis.call('ZADD', NAMES, digits(from + IDLE), name)
  local over = redis.call('ZCARD', NAMES) - MOST
  if over > 0 then
    for _, first in ipairs(redis.call('ZRANGE', NAMES, 0, over - 1)) do
      forget(PREFIX .. first, first)
    end
  end
end

-- When the place (from 0) comes on a ramp with so many places in its first second and twice as many in each next, ms.
local function place_at(place, rate)
  local start, before = 0, 0
  while place >= before + rate do
    before, rate, start = before + rate, rate * 2, start + SECOND
  end
  return start + math.ceil((place - before) * SECOND / rate)
end

-- How many places of that ramp have come after so long, ms.
local function places_in(elapsed, rate)
  local before = 0
  while elapsed >= SECOND do
    before, rate, elapsed = before + rate, rate * 2, elapsed - SECOND
  end
  return math.max(0, before + math.floor(elapsed * rate / SECOND) + 1)
end

local function is_on_ramp(breaker)
  return breaker.a > 0 and now - breaker.a < RAMP
end

local function probes_out(breaker)
  local out = {}
  for _, probe in ipairs(breaker.p) do
    if probe[2] > now then
      out[#out + 1] = probe
    end
  end
  return out
end

local function write_probes(key, out)
  redis.call('HSET', key, 'p', #out == 0 and '[]' or cjson.encode(out))
end

-- Where the next state begins: later than everything that was asked before it.
local function next_since(breaker)
  return math.max(micros, breaker.e) + 1
end

-- What waited for it comes on a ramp. It is known for a while yet, so that reports from before count for nothing.
local function close(key, name, breaker)
  redis.call('HDEL', key, 'u', 'h', 'ok', 'p', 't', 'w', 'k')
  write(key, {s = 'C', e = next_since(breaker), f = 0, a = now, n = 0, q = 0})
  keep(key, name, now)
end
