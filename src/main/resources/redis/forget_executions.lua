-- Removes what is live of executions that do not run, and leaves no tombstone.
--
-- KEYS  1 inc  2 deadlines  3 timers
-- ARGV  1 incarnation  2… the executions
-- reply {'DONE'}
go_on_without_memory()

local function forget(execution, field, record)
  local kind, node = string.sub(field, 1, 2), string.sub(field, 3)
  if kind == 'd:' then
    if record[STAGE] == 'Q' then
      drop_entry(record[QUEUE], record[ENTRY])
      forget_unread(record[QUEUE])
    end
    redis.call('ZREM', KEYS[2], task_member(execution, node, record[DISPATCH]))
  elseif kind == 't:' then
    redis.call('ZREM', KEYS[3], 'W|' .. execution .. '|' .. node .. '|' .. digits(record[1]))
  else
    redis.call('ZREM', KEYS[3], 'T|' .. execution .. '|' .. digits(record[1]))
  end
end

for i = 2, #ARGV do
  local execution = ARGV[i]
  local records = redis.pcall('HGETALL', open_key(execution))
  for at = 1, #records, 2 do
    local record = decode(records[at + 1])
    if record then
      forget(execution, records[at], record)
    end
  end
  redis.call('UNLINK', open_key(execution), prefix .. 'x:' .. execution)
end
return {'DONE'}
