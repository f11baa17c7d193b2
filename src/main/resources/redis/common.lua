-- Stands before every script that touches a shard. Scripts move; the domain decides.
--
-- KEYS[1]  wf:{s}:inc, the incarnation of the shard
-- ARGV[1]  the incarnation that the caller knows; when Redis holds another, or none, nothing is done
-- reply    always a list whose first element is a word; {'WIPED'} for the above
--
-- Every key of a shard starts with what stands before "inc" in KEYS[1], so keys that depend on a record
-- (q:<queue>, c:<lane>, o:<execution>) are built here and share the hash tag.
--
-- o:<execution> holds what is open of an execution. All scripts but apply_change touch only fields that are there, so
-- nothing comes back to life after an end.
--   d:<node>  [dispatch, stage, queue, entry, queue deadline, timeout, worker, started, lease, message, start, asked]
--             stage Q queued, L leased, D its worker reported, X the reaper reported (its worker still may, once)
--             start and asked are of tasks that may be started once, and may be missing: whose start is journaled (the
--             nonce of its claim), and the message that asks for it
--   t:<node>  [dispatch, at, message]    a timer; message is '' until it fires
--   T         [run, at, message]         the execution's own timeout
-- Points in time are milliseconds since 1970; timeout, lease and grace are milliseconds; lives of keys are seconds.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {'WIPED'}
end

local TASKS, WORKER = 'workers', 'w'
local MESSAGES = 'orchestrators'
local DISPATCH, STAGE, QUEUE, ENTRY, DEADLINE, TIMEOUT, HOLDER, STARTED, LEASE, MESSAGE = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
local START, ASKED = 11, 12
local prefix = string.sub(KEYS[1], 1, -4)

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function digits(number)
  return string.format('%.0f', number)
end

local function open_key(execution)
  return prefix .. 'o:' .. execution
end

local function queue_key(queue)
  return prefix .. 'q:' .. queue
end

local function lane_key(execution, lanes)
  return prefix .. 'c:' .. digits(tonumber(string.sub(execution, -4), 16) % lanes)
end

-- A record that somebody damaged counts as none: the reconciler finds its task missing and has it sent again.
local function decode(text)
  local is_json, record = pcall(cjson.decode, text)
  return is_json and type(record) == 'table' and type(record[1]) == 'number' and record or nil
end

local function read_record(key, field)
  local text = redis.call('HGET', key, field)
  return text and decode(text)
end

local function write_record(key, field, record)
  redis.call('HSET', key, field, cjson.encode(record))
end

local function task_member(execution, node, dispatch)
  return execution .. '|' .. node .. '|' .. digits(dispatch)
end

-- A task whose worker has asked for its start and has no answer: the attempt's time does not run yet.
local function is_asking(record)
  return (record[ASKED] or '') ~= '' and (record[START] or '') == ''
end

-- A lease ends no later than the grace after the attempt's own deadline.
local function lease_end(record, time, lease, grace)
  if is_asking(record) then
    return time + lease
  end
  return math.min(time + lease, record[STARTED] + record[TIMEOUT] + grace)
end

-- Older workers must not run a task that may be started once, so it has a version of its own.
local function task_version(body)
  return string.sub(body, 1, 12) == '{"once":true' and '2' or '1'
end

local function drop_entry(queue, entry)
  redis.call('XACK', queue_key(queue), TASKS, entry)
  redis.call('XDEL', queue_key(queue), entry)
end

-- Users name queues: one that is empty and that no worker has ever read is forgotten.
local function forget_unread(queue)
  local key = queue_key(queue)
  if redis.call('EXISTS', key) == 1 and redis.call('XLEN', key) == 0 and #redis.call('XINFO', 'GROUPS', key) == 0 then
    redis.call('DEL', key)
  end
end

-- When memory is used up, Redis refuses a script's first write if it needs some, and lets the following pass. What was
-- begun must be able to end and free what it holds, so such scripts begin with a write that needs none.
local function go_on_without_memory()
  redis.call('ZREM', prefix .. 'deadlines', '')
end

local MOST_QUARANTINED, MOST_BYTES, MOST_BYTES_OF_ONE = 1000, 33554432, 1048576

-- Takes the oldest out of quarantine, or the one with this id.
local function release(id)
  local entry = redis.call('XRANGE', prefix .. 'quarantine', id or '-', id or '+', 'COUNT', 1)[1]
  if entry then
    redis.call('XDEL', prefix .. 'quarantine', entry[1])
    redis.call('DECRBY', prefix .. 'quarantine:bytes', #(entry[2][12] or ''))
  end
  if redis.call('XLEN', prefix .. 'quarantine') == 0 then
    redis.call('DEL', prefix .. 'quarantine', prefix .. 'quarantine:bytes')
  end
  return entry
end

-- Keeps what nobody understands, until it is fetched for people; of too much the oldest goes. An entry of quarantine has
-- s source (q:<queue>, c:<lane>, timers, deadlines), i id there, w why, x execution or '', n bytes, b what came of it: its
-- fields as RESP writes an array, up to a bound.
local function quarantine(source, id, fields, why, execution)
  local parts, size, kept = {'*' .. #fields .. '\r\n'}, 0, 0
  for _, field in ipairs(fields) do
    parts[#parts + 1] = '$' .. #field .. '\r\n'
    parts[#parts + 1] = string.sub(field, 1, math.max(0, MOST_BYTES_OF_ONE - kept))
    parts[#parts + 1] = '\r\n'
    kept = kept + #parts[#parts - 1]
    size = size + #parts[#parts - 2] + #field + 2
  end
  local content = string.sub(table.concat(parts), 1, MOST_BYTES_OF_ONE)
  local key = prefix .. 'quarantine'
  redis.call('XADD', key, '*', 's', source, 'i', id, 'w', why, 'x', execution or '', 'n', digits(size + #parts[1]),
      'b', content)
  local bytes = redis.call('INCRBY', key .. ':bytes', #content)
  while bytes > MOST_BYTES or redis.call('XLEN', key) > MOST_QUARANTINED do
    release()
    bytes = tonumber(redis.call('GET', key .. ':bytes')) or 0
  end
end

local function is_there(stream, id)
  return id ~= '' and #redis.call('XRANGE', stream, id, id) > 0
end
