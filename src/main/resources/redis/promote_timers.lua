-- Turns due timers into messages.
--
-- KEYS  1 inc  2 timers
-- ARGV  1 incarnation  2 lanes  3 limit
-- reply {'PROMOTED', how many, ms until the next is due or -1 when none is set}
--
-- A timer that fires is believed; its dispatch or run is the fence. Its record keeps the message's id, as the proof that
-- something is on its way.
local lanes, limit, time = tonumber(ARGV[2]), tonumber(ARGV[3]), now()
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', digits(time), 'LIMIT', 0, limit)

local function say(execution, text)
  return redis.call('XADD', lane_key(execution, lanes), '*', 'v', '1', 'e', execution, 'm', text)
end

local function note(execution, field, fence, message)
  local record = read_record(open_key(execution), field)
  if record and record[1] == tonumber(fence) then
    record[3] = message
    write_record(open_key(execution), field, record)
  end
end

for _, member in ipairs(due) do
  redis.call('ZREM', KEYS[2], member)
  local execution, node, dispatch = string.match(member, '^W|([%x-]+)|([%w_-]+)|(%d+)$')
  if execution then
    note(execution, 't:' .. node, dispatch,
        say(execution, '{"type":"wake","node":"' .. node .. '","dispatch":' .. dispatch .. '}'))
  else
    local expired, run = string.match(member, '^T|([%x-]+)|(%d+)$')
    if expired then
      note(expired, 'T', run, say(expired, '{"type":"time_out","run":' .. run .. '}'))
    else
      quarantine('timers', member, {member}, 'it is no timer that this release knows')
    end
  end
end

local following = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local wait = following[2] and math.max(0, tonumber(following[2]) - time) or -1
return {'PROMOTED', #due, digits(wait)}
