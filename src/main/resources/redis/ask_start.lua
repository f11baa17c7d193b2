-- Asks for the start of a task that may be started once. The answer is what apply_change wrote down of the decision; until
-- there is one, one message with the question is in the lane.
--
-- KEYS  1 inc  2 o:<execution>  3 deadlines  4 c:<lane>
-- ARGV  1 incarnation  2 execution  3 node  4 dispatch  5 worker  6 nonce  7 lease, then the fields of the message
-- reply {'GRANTED'}  the start of this very nonce is journaled, and its lease has not run out
--       {'REFUSED'}  another start is, or the worker does not hold the task any more
--       {'ASKED'}    it is not decided yet
--
-- An execution of which nothing at all is known was lost, and is about to be re-driven: ask again.
local execution, node, dispatch = ARGV[2], ARGV[3], tonumber(ARGV[4])
local holder, nonce, lease = ARGV[5], ARGV[6], tonumber(ARGV[7])
local record = read_record(KEYS[2], 'd:' .. node)

if not record then
  local known = redis.call('EXISTS', KEYS[2], prefix .. 'x:' .. execution, prefix .. 'gone:' .. execution)
  return {known > 0 and 'REFUSED' or 'ASKED'}
elseif record[DISPATCH] ~= dispatch then
  return {'REFUSED'}
elseif (record[START] or '') ~= '' then
  return {record[START] == nonce and record[STAGE] == 'L' and 'GRANTED' or 'REFUSED'}
elseif record[STAGE] ~= 'Q' and (record[STAGE] ~= 'L' or record[HOLDER] ~= holder) then
  return {'REFUSED'}
end
if not is_there(KEYS[4], record[ASKED] or '') then
  go_on_without_memory()
  record[START], record[ASKED] = '', redis.call('XADD', KEYS[4], '*', unpack(ARGV, 8))
  write_record(KEYS[2], 'd:' .. node, record)
  if record[STAGE] == 'L' then
    redis.call('ZADD', KEYS[3], digits(lease_end(record, now(), lease, lease)), task_member(execution, node, dispatch))
  end
end
return {'ASKED'}
