-- Says how a dispatch ended: appends the completion, closes the task, drops the lease.
--
-- KEYS  1 inc  2 o:<execution>  3 deadlines  4 c:<lane>
-- ARGV  1 incarnation  2 execution  3 node  4 dispatch, then the fields of the message
-- reply {'SENT'}, or {'DOUBLE'} when this dispatch was reported by its worker before
--
-- The record stays, marked, until the decision is applied. A record that the reaper marked takes its worker's own report
-- once; of both messages the first in the lane wins. Without a record of this dispatch the message is sent all the same:
-- the store was lost, or the dispatch is over. The decider judges, and writes down what comes late.
local execution, node, dispatch = ARGV[2], ARGV[3], tonumber(ARGV[4])
local record = read_record(KEYS[2], 'd:' .. node)
local is_awaited = record and record[DISPATCH] == dispatch

if is_awaited and record[STAGE] == 'D' then
  return {'DOUBLE'}
end
go_on_without_memory()
redis.call('ZREM', KEYS[3], task_member(execution, node, dispatch))
local message = redis.call('XADD', KEYS[4], '*', unpack(ARGV, 5))
if is_awaited then
  if record[STAGE] == 'Q' then
    drop_entry(record[QUEUE], record[ENTRY])
  end
  record[STAGE], record[MESSAGE] = 'D', message
  write_record(KEYS[2], 'd:' .. node, record)
end
return {'SENT'}
