-- Says how a dispatch ended: appends the completion, closes the task, drops the lease.
--
-- KEYS  1 inc  2 x:<execution>  3 o:<execution>  4 gone:<execution>  5 deadlines  6 c:<lane>
-- ARGV  1 incarnation  2 execution  3 node  4 dispatch, then the fields of the message
-- reply {'SENT'}, or {'DOUBLE'} when this dispatch was reported by its worker before or is known to be decided
--
-- The record stays, marked, until the decision is applied. Without one (the store was lost) the message is sent all the
-- same: the decider judges by the dispatch. A record that the reaper marked takes its worker's own report once; of both
-- messages the first in the lane wins.
local execution, node, dispatch = ARGV[2], ARGV[3], tonumber(ARGV[4])
local record = read_record(KEYS[3], 'd:' .. node)

local function send()
  go_on_without_memory()
  redis.call('ZREM', KEYS[5], task_member(execution, node, dispatch))
  return redis.call('XADD', KEYS[6], '*', unpack(ARGV, 5))
end

-- What readers see is written after the commit, so what it says is decided is decided.
local function is_decided()
  if redis.call('EXISTS', KEYS[4]) > 0 then
    return true
  end
  local state, _, out, held = string.match(redis.call('HGET', KEYS[2], 'n:' .. node) or '', '^(%u)|(%d+)|(%d+)|(%d)$')
  out = tonumber(out)
  return out and (out > dispatch or (out == dispatch and (state ~= 'Q' or held == '1')))
end

if record and record[DISPATCH] > dispatch then
  return {'DOUBLE'}
end
if not record or record[DISPATCH] < dispatch then
  if is_decided() then
    return {'DOUBLE'}
  end
  send()
  return {'SENT'}
end
if record[STAGE] == 'D' then
  return {'DOUBLE'}
end
record[MESSAGE] = send()
if record[STAGE] == 'Q' then
  drop_entry(record[QUEUE], record[ENTRY])
end
record[STAGE] = 'D'
write_record(KEYS[3], 'd:' .. node, record)
return {'SENT'}
