-- Tells which executions have no provable reason to wait: no task queued or leased, no timer, no message on its way.
--
-- KEYS  1 inc  2 deadlines  3 timers
-- ARGV  1 incarnation  2 lanes  3 how many records to look at, about; then the look ends
--       4 where to go on with the open records of the first execution, 0 for the beginning, then the executions
-- reply {'MISSING', how many executions were looked at, where to go on with the next one, those of which something is
--       missing}
--
-- Each record is checked against what it stands for, so that one lost key (a stream, a sorted set) shows. Records that
-- are there from the first to the last call about an execution are all looked at.
local lanes, budget = tonumber(ARGV[2]), tonumber(ARGV[3])
local COUNT = 100

local function is_task_kept(execution, node, record)
  if record[STAGE] == 'Q' or record[STAGE] == 'L' then
    return redis.call('ZSCORE', KEYS[2], task_member(execution, node, record[DISPATCH]))
        and (record[STAGE] == 'L' or is_there(queue_key(record[QUEUE]), record[ENTRY]))
  end
  return is_there(lane_key(execution, lanes), record[MESSAGE])
end

local function is_timer_kept(execution, member, record)
  return record[3] ~= '' and is_there(lane_key(execution, lanes), record[3]) or redis.call('ZSCORE', KEYS[3], member)
end

local function is_kept(execution, field, record)
  local kind, node = string.sub(field, 1, 2), string.sub(field, 3)
  if kind == 'd:' then
    return is_task_kept(execution, node, record)
  elseif kind == 't:' then
    return is_timer_kept(execution, 'W|' .. execution .. '|' .. node .. '|' .. digits(record[1]), record)
  end
  return is_timer_kept(execution, 'T|' .. execution .. '|' .. digits(record[1]), record)
end

-- The timeout is open as long as the execution runs.
local function has_node_open(execution)
  local key = open_key(execution)
  return redis.call('HEXISTS', key, 'T') == 1 and redis.call('HLEN', key) > 1
end

-- Answers whether all that was looked at is kept, and where to go on: '0' when that was all.
local function look(execution, cursor)
  if cursor == '0' and not (redis.call('EXISTS', prefix .. 'x:' .. execution) == 1 and has_node_open(execution)) then
    return false, '0'
  end
  repeat
    local page = redis.call('HSCAN', open_key(execution), cursor, 'COUNT', COUNT)
    local fields = page[2]
    cursor = page[1]
    for i = 1, #fields, 2 do
      local record = decode(fields[i + 1])
      if not record or not is_kept(execution, fields[i], record) then
        return false, '0'
      end
    end
    budget = budget - 1 - #fields / 2
  until cursor == '0' or budget <= 0
  return true, cursor
end

local looked_at, cursor, missing = 0, ARGV[4], {}
for i = 5, #ARGV do
  local kept
  kept, cursor = look(ARGV[i], cursor)
  if cursor ~= '0' then
    break
  end
  looked_at = looked_at + 1
  if not kept then
    missing[#missing + 1] = ARGV[i]
  end
  budget = budget - 1
  if budget <= 0 then
    break
  end
end
return {'MISSING', looked_at, cursor, missing}
