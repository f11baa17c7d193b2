-- Tells where the open work of some nodes of an execution is. Reads only; as many records as it is asked for.
--
-- KEYS  1 inc  2 o:<execution>  3 deadlines  4 timers
-- ARGV  1 incarnation  2 execution  3 lanes, then the nodes
-- reply {'FOUND', now, {row, …}}, where a row is one of
--       {'Q', node, dispatch, queue, entry, queue deadline}        waits in its queue
--       {'L', node, dispatch, worker, started, deadline, lease's end or ''}
--       {'R', node, dispatch, worker or '', message, stage}        reported, not decided
--       {'T', node or '' for the execution's timeout, fence, at, '' or the message that it became}
--
-- What has lost what it stands for (its entry, its message, its place among the timers) has no row.
local execution, lanes, time = ARGV[2], tonumber(ARGV[3]), now()
local lane = lane_key(execution, lanes)
local rows = {}

local function add(...)
  rows[#rows + 1] = {...}
end

local function add_task(node, record)
  local dispatch = digits(record[DISPATCH])
  if record[STAGE] == 'Q' then
    if is_there(queue_key(record[QUEUE]), record[ENTRY]) then
      add('Q', node, dispatch, record[QUEUE], record[ENTRY], digits(record[DEADLINE]))
    end
  elseif record[STAGE] == 'L' then
    local ends = redis.call('ZSCORE', KEYS[3], task_member(execution, node, record[DISPATCH]))
    add('L', node, dispatch, record[HOLDER], digits(record[STARTED]), digits(record[STARTED] + record[TIMEOUT]),
        ends and digits(tonumber(ends)) or '')
  elseif is_there(lane, record[MESSAGE]) then
    add('R', node, dispatch, record[HOLDER], record[MESSAGE], record[STAGE])
  end
end

local function add_timer(node, member, record)
  local fired = record[3] ~= ''
  if fired and is_there(lane, record[3]) or not fired and redis.call('ZSCORE', KEYS[4], member) then
    add('T', node, digits(record[1]), digits(record[2]), record[3])
  end
end

local fields = {'T'}
for i = 4, #ARGV do
  fields[#fields + 1] = 'd:' .. ARGV[i]
  fields[#fields + 1] = 't:' .. ARGV[i]
end
local records = redis.call('HMGET', KEYS[2], unpack(fields))
for i, text in ipairs(records) do
  if text then
    local kind, node, record = string.sub(fields[i], 1, 1), string.sub(fields[i], 3), cjson.decode(text)
    if kind == 'd' then
      add_task(node, record)
    elseif kind == 't' then
      add_timer(node, 'W|' .. execution .. '|' .. node .. '|' .. digits(record[1]), record)
    else
      add_timer('', 'T|' .. execution .. '|' .. digits(record[1]), record)
    end
  end
end
return {'FOUND', digits(time), rows}
