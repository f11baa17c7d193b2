-- Extends the leases that a worker still holds.
--
-- KEYS  1 inc  2 deadlines
-- ARGV  1 incarnation  2 worker  3 lease  4 grace, then execution, node, dispatch of each
-- reply {'BEATEN', a word for each: HELD, CANCEL or LOST}
--
-- A task that is queued again while its worker goes on was lost with the store and re-driven: the worker keeps it.
-- An execution of which nothing at all is known was lost too, and is about to be re-driven: HELD.
local holder, lease, grace = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = now()
local reply = {'BEATEN'}
go_on_without_memory()

local function keep(execution, node, record)
  record[LEASE] = lease
  write_record(open_key(execution), 'd:' .. node, record)
  redis.call('ZADD', KEYS[2], digits(lease_end(record, time, lease, grace)), task_member(execution, node, record[DISPATCH]))
  return 'HELD'
end

local function beat(execution, node, dispatch)
  local record = read_record(open_key(execution), 'd:' .. node)
  if not record then
    local known = redis.call('EXISTS', open_key(execution), prefix .. 'x:' .. execution, prefix .. 'gone:' .. execution)
    return known > 0 and 'CANCEL' or 'HELD'
  elseif record[DISPATCH] ~= dispatch then
    return 'LOST'
  elseif record[STAGE] == 'Q' then
    drop_entry(record[QUEUE], record[ENTRY])
    record[STAGE], record[HOLDER], record[STARTED] = 'L', holder, time
    return keep(execution, node, record)
  elseif record[STAGE] == 'L' and record[HOLDER] == holder then
    return keep(execution, node, record)
  end
  return 'LOST'
end

for i = 5, #ARGV, 3 do
  reply[#reply + 1] = beat(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]))
end
return reply
