-- Gives entries that a worker read and did not start within the time back to the end of their queues.
--
-- KEYS  1 inc  2 queues
-- ARGV  1 incarnation  2 how long they may be pending  3 limit
-- reply {'RETURNED', how many}
--
-- Started tasks are not pending any more, so what is pending so long was read by a worker that died before the start. If
-- it only was slow (or the clock jumped), its start finds that another entry waits, and does nothing.
local limit, count = tonumber(ARGV[3]), 0

local function give_back(queue, id)
  local entry = redis.call('XRANGE', queue_key(queue), id, id)[1]
  drop_entry(queue, id)
  local fields = entry and entry[2] or {}
  local task = {}
  for i = 1, #fields - 1, 2 do
    task[fields[i]] = fields[i + 1]
  end
  local execution, node = string.match(task.k or '', '^([%x-]+)|([%w_-]+)|')
  local record = execution and read_record(open_key(execution), 'd:' .. node)
  if record and record[STAGE] == 'Q' and record[ENTRY] == id then
    record[ENTRY] = redis.call('XADD', queue_key(queue), '*', unpack(fields))
    write_record(open_key(execution), 'd:' .. node, record)
    count = count + 1
  end
end

for _, queue in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  if limit > 0 then
    local pending = redis.pcall('XPENDING', queue_key(queue), TASKS, 'IDLE', ARGV[2], '-', '+', limit)
    if pending.err then
      redis.call('SREM', KEYS[2], queue)
    else
      limit = limit - #pending
      for _, entry in ipairs(pending) do
        give_back(queue, entry[1])
      end
    end
  end
end
return {'RETURNED', count}
