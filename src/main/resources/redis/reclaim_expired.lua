-- Turns leases that ran out, and tasks that nobody took in time, into completions.
--
-- KEYS  1 inc  2 deadlines
-- ARGV  1 incarnation  2 lanes  3 limit, then the queues that some living worker serves
-- reply {'RECLAIMED', how many, ms until the next runs out or -1 when none is left}
local lanes, limit, time = tonumber(ARGV[2]), tonumber(ARGV[3]), now()
local served = {}
for i = 4, #ARGV do
  served[ARGV[i]] = true
end

-- Instants in messages are microseconds.
local function lost(record)
  return '{"type":"lost"},"report":{"worker":' .. cjson.encode(record[HOLDER])
      .. ',"startedAt":' .. digits(record[STARTED]) .. '000,"endedAt":' .. digits(time) .. '000}'
end

local function queue_timed_out(record)
  return '{"type":"queue_timed_out","served":' .. tostring(served[record[QUEUE]] or false) .. '},"report":{}'
end

local function reclaim(execution, node, dispatch)
  local field = 'd:' .. node
  local record = read_record(open_key(execution), field)
  local waits = record and record[DISPATCH] == tonumber(dispatch) and (record[STAGE] == 'Q' or record[STAGE] == 'L')
  if not waits then
    return
  end
  local ending = record[STAGE] == 'L' and lost(record) or queue_timed_out(record)
  if record[STAGE] == 'Q' then
    drop_entry(record[QUEUE], record[ENTRY])
    forget_unread(record[QUEUE])
  end
  record[STAGE] = 'X'
  record[MESSAGE] = redis.call('XADD', lane_key(execution, lanes), '*', 'v', '1', 'e', execution, 'm',
      '{"type":"complete","node":"' .. node .. '","dispatch":' .. dispatch .. ',"outcome":' .. ending .. '}')
  write_record(open_key(execution), field, record)
end

local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', digits(time), 'LIMIT', 0, limit)
for _, member in ipairs(due) do
  redis.call('ZREM', KEYS[2], member)
  local execution, node, dispatch = string.match(member, '^([%x-]+)|([%w_-]+)|(%d+)$')
  if execution then
    reclaim(execution, node, dispatch)
  else
    quarantine('deadlines', member, {member}, 'it is no task that this release knows')
  end
end

local following = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
local wait = following[2] and math.max(0, tonumber(following[2]) - time) or -1
return {'RECLAIMED', #due, digits(wait)}
