-- Gives tasks that were taken and not started back to the end of their queues. The time away does not count as waiting.
--
-- KEYS  1 inc  2 deadlines
-- ARGV  1 incarnation  2 worker, then execution, node, dispatch, body, config of each
-- reply {'DONE', how many}
local count, time = 0, now()
for i = 3, #ARGV, 5 do
  local execution, node, dispatch = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  local key, field = open_key(execution), 'd:' .. node
  local record = read_record(key, field)
  if record and record[DISPATCH] == dispatch and record[STAGE] == 'L' and record[HOLDER] == ARGV[2] then
    local name = task_member(execution, node, dispatch)
    redis.call('ZREM', KEYS[2], name)
    record[DEADLINE] = record[DEADLINE] + time - record[STARTED]
    record[STAGE], record[HOLDER], record[STARTED] = 'Q', '', 0
    record[ENTRY] = redis.call('XADD', queue_key(record[QUEUE]), '*', 'v', task_version(ARGV[i + 3]),
        'k', name .. '|' .. digits(record[TIMEOUT]), 'b', ARGV[i + 3], 'c', ARGV[i + 4])
    write_record(key, field, record)
    redis.call('ZADD', KEYS[2], digits(record[DEADLINE]), name)
    count = count + 1
  end
end
return {'DONE', count}
