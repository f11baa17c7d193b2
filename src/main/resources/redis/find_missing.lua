-- Tells which executions have no provable reason to wait: no task queued or leased, no timer, no message on its way.
--
-- KEYS  1 inc  2 deadlines  3 timers
-- ARGV  1 incarnation  2 lanes  3 how many open records of an execution are looked at, taken at random
--       then the executions
-- reply {'MISSING', those of which something is missing}
--
-- Each record is checked against what it stands for, so that one lost key (a stream, a sorted set) shows.
local lanes, sample = tonumber(ARGV[2]), tonumber(ARGV[3])
local reply = {'MISSING'}

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

local function has_reason(execution)
  if redis.call('EXISTS', prefix .. 'x:' .. execution) == 0 then
    return false
  end
  local fields = redis.call('HRANDFIELD', open_key(execution), sample, 'WITHVALUES')
  local of_nodes = 0
  for i = 1, #fields, 2 do
    local record = decode(fields[i + 1])
    if not record or not is_kept(execution, fields[i], record) then
      return false
    end
    if fields[i] ~= 'T' then
      of_nodes = of_nodes + 1
    end
  end
  return of_nodes > 0
end

for i = 4, #ARGV do
  if not has_reason(ARGV[i]) then
    reply[#reply + 1] = ARGV[i]
  end
end
return reply
