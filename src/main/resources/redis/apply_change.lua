-- Applies what one committed decision changed, and acknowledges the messages that led to it.
--
-- KEYS  1 inc  2 x:<execution>  3 o:<execution>  4 gone:<execution>  5 deadlines  6 timers
-- ARGV  1 incarnation  2 execution  3 mode: delta, first, restore or end  4 base version  5 version
--       6 1 for the last call of this change, else 0  7 life of a tombstone in s  8 lanes
--       9 the sender's time  10 how many tasks  11 timers  12 nodes  13 receipts  14 grants follow
--       tasks     node, dispatch, queue, queue deadline, timeout, body, config
--       grants    node, dispatch, worker, nonce, lease, decided at, queue, timeout
--       timers    node ('' for the execution's timeout), dispatch or run, at
--       nodes     node, what readers see ('' for nothing), dispatch that may stay out (0 none), timer that may stay (0 none)
--       receipts  lane, id
-- reply {'APPLIED'}
--       {'STALE'}  this version or a newer one was applied, or the execution ended: only the receipts are acknowledged
--       {'GAP'}    a version between is missing, or the open records are, or what is there was not restored yet in this
--                  incarnation: what readers see is dropped, nothing else is done
--
-- A wide change comes in several calls, each with a part of everything, so that none holds Redis up for long; receipts
-- come with the last, which also raises the version. Until then readers may see nodes of the next version. A sequence
-- that stops in between does no harm: what it sent is journaled and is not sent twice, and since the version was not
-- raised, the next change finds a gap and the execution is re-driven.
-- The version is published as a hint on v:<execution>, with its last call.
-- Points in time are the sender's, and are kept as Redis' own: where the two clocks disagree, what is due in a second is
-- due in a second all the same.
-- mode delta: stands on the base version and nothing else. mode end: closes all that is open and leaves a tombstone.
-- mode first: the change starts the execution, so it needs nothing to stand on. mode restore: the nodes are all nodes of
-- the execution, so that everything else that is open is taken back.
local execution, mode = ARGV[2], ARGV[3]
local base, version, is_last = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6] == '1'
local lanes = tonumber(ARGV[8])
local ahead = now() - tonumber(ARGV[9])
local tasks, timers, nodes, receipts = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local grants = tonumber(ARGV[14])
local view, open = KEYS[2], KEYS[3]
local restoring = mode == 'restore'
local at = 14

-- The way here takes time too, and is no difference between clocks.
if math.abs(ahead) < 2000 then
  ahead = 0
end

local function next_argument()
  at = at + 1
  return ARGV[at]
end

local function acknowledge_receipts()
  at = #ARGV - 2 * receipts
  for _ = 1, receipts do
    local lane, id = prefix .. 'c:' .. next_argument(), next_argument()
    redis.call('XACK', lane, MESSAGES, id)
    redis.call('XDEL', lane, id)
  end
end

local stone = tonumber(redis.call('GET', KEYS[4]))
local standing = redis.call('HMGET', view, 'v', 'i')
local current = tonumber(standing[1])
if (stone and stone >= version) or (current and current > version)
    or (current == version and (mode == 'delta' or mode == 'first')) then
  acknowledge_receipts()
  return {'STALE'}
end
-- What another incarnation left has to be restored first: its points in time may be those of a clock that went back, and a
-- restore that comes after this change would be stale.
-- The timeout is open as long as the execution runs: without it the open records were lost, and what they said must not
-- look complete again when the next ones are written.
local fits = current == base and standing[2] == ARGV[1] and redis.call('HEXISTS', open, 'T') == 1
if mode == 'first' then
  fits = fits or not (current or stone)
end
if (mode == 'delta' or mode == 'first') and not fits then
  redis.call('UNLINK', view)
  return {'GAP'}
end

if current or mode == 'end' then
  go_on_without_memory()
end

-- Takes back tasks and timers, in bulk: an end may find thousands.
local unqueued, ended_deadlines, ended_timers, closed = {}, {}, {}, {}

local function close_task(node, record)
  if record[STAGE] == 'Q' then
    local ids = unqueued[record[QUEUE]] or {}
    unqueued[record[QUEUE]] = ids
    ids[#ids + 1] = record[ENTRY]
  end
  ended_deadlines[#ended_deadlines + 1] = task_member(execution, node, record[DISPATCH])
  closed[#closed + 1] = 'd:' .. node
end

local function timer_member(node, fence)
  if node == '' then
    return 'T|' .. execution .. '|' .. digits(fence)
  end
  return 'W|' .. execution .. '|' .. node .. '|' .. digits(fence)
end

local function timer_field(node)
  return node == '' and 'T' or 't:' .. node
end

local function close_timer(node, record)
  ended_timers[#ended_timers + 1] = timer_member(node, record[1])
  closed[#closed + 1] = timer_field(node)
end

local function close(field, record)
  if not record then
    closed[#closed + 1] = field
  else
    (string.sub(field, 1, 1) == 'd' and close_task or close_timer)(string.sub(field, 3), record)
  end
end

-- unpack overflows near 8,000 items
local function in_bulk(items, call)
  for from = 1, #items, 1000 do
    call(unpack(items, from, math.min(from + 999, #items)))
  end
end

local function flush_closed()
  for queue, ids in pairs(unqueued) do
    in_bulk(ids, function(...) redis.call('XACK', queue_key(queue), TASKS, ...) end)
    in_bulk(ids, function(...) redis.call('XDEL', queue_key(queue), ...) end)
    forget_unread(queue)
  end
  in_bulk(ended_deadlines, function(...) redis.call('ZREM', KEYS[5], ...) end)
  in_bulk(ended_timers, function(...) redis.call('ZREM', KEYS[6], ...) end)
  in_bulk(closed, function(...) redis.call('HDEL', open, ...) end)
end

if mode == 'end' then
  local records = redis.call('HGETALL', open)
  for i = 1, #records, 2 do
    close(records[i], decode(records[i + 1]))
  end
  flush_closed()
  redis.call('UNLINK', view, open)
  redis.call('SET', KEYS[4], digits(version), 'EX', ARGV[7])
  redis.call('PUBLISH', prefix .. 'ended', execution)
  redis.call('PUBLISH', prefix .. 'v:' .. execution, digits(version))
  acknowledge_receipts()
  return {'APPLIED'}
end

local function send_task(node, dispatch, queue, deadline, timeout, body, config)
  local name = task_member(execution, node, dispatch)
  local entry = redis.call('XADD', queue_key(queue), '*', 'v', task_version(body), 'k', name .. '|' .. timeout, 'b', body, 'c', config)
  write_record(open, 'd:' .. node, {dispatch, 'Q', queue, entry, deadline, tonumber(timeout), '', 0, 0, ''})
  redis.call('ZADD', KEYS[5], digits(deadline), name)
end

-- The same dispatch is out already. A restore looks whether what it waits for is really there, and whether a lease ends
-- later than one from now would: then the clock went back.
local function repair_task(node, record)
  if record[STAGE] == 'L' then
    local latest = lease_end(record, now(), record[LEASE], record[LEASE])
    redis.call('ZADD', KEYS[5], 'LT', digits(latest), task_member(execution, node, record[DISPATCH]))
    return true
  elseif record[STAGE] == 'Q' then
    redis.call('ZADD', KEYS[5], 'NX', digits(record[DEADLINE]), task_member(execution, node, record[DISPATCH]))
    return is_there(queue_key(record[QUEUE]), record[ENTRY])
  end
  return is_there(lane_key(execution, lanes), record[MESSAGE])
end

for _ = 1, tasks do
  local node, dispatch, queue, deadline = next_argument(), tonumber(next_argument()), next_argument(), next_argument() + ahead
  local timeout, body, config = next_argument(), next_argument(), next_argument()
  local record = read_record(open, 'd:' .. node)
  local is_out = record and (record[DISPATCH] > dispatch
      or (record[DISPATCH] == dispatch and (not restoring or repair_task(node, record))))
  if not is_out then
    if record then
      if record[STAGE] == 'Q' then
        drop_entry(record[QUEUE], record[ENTRY])
      end
      redis.call('ZREM', KEYS[5], task_member(execution, node, record[DISPATCH]))
    end
    send_task(node, dispatch, queue, deadline, timeout, body, config)
  end
end

-- A start that is journaled belongs to one claim, whoever seems to have the task in a store that was lost or rolled back.
-- The task is not sent: if its worker is gone, nobody may run it, and its lease ends it. One lease from now at the
-- earliest, so that a worker which goes on can beat or report first.
local function grant_start(node, dispatch, worker, nonce, lease, decided, queue, timeout)
  local record, time = read_record(open, 'd:' .. node), now()
  if record and record[DISPATCH] > dispatch then
    return
  elseif record and record[DISPATCH] == dispatch then
    local is_granted, has_ended = record[START] == nonce, record[STAGE] == 'D' or record[STAGE] == 'X'
    if is_granted and record[STAGE] == 'L' then
      if restoring then
        repair_task(node, record)
      end
      return
    elseif has_ended and (not restoring or is_granted and is_there(lane_key(execution, lanes), record[MESSAGE])) then
      return
    end
  end
  if record then
    if record[STAGE] == 'Q' then
      drop_entry(record[QUEUE], record[ENTRY])
    end
    redis.call('ZREM', KEYS[5], task_member(execution, node, record[DISPATCH]))
  end
  record = {dispatch, 'L', queue, '', 0, timeout, worker, math.max(decided, time - timeout), lease, '', nonce, ''}
  write_record(open, 'd:' .. node, record)
  redis.call('ZADD', KEYS[5], digits(lease_end(record, time, lease, lease)), task_member(execution, node, dispatch))
end

for _ = 1, grants do
  local node, dispatch, worker, nonce = next_argument(), tonumber(next_argument()), next_argument(), next_argument()
  local lease, decided, queue = tonumber(next_argument()), next_argument() + ahead, next_argument()
  grant_start(node, dispatch, worker, nonce, lease, decided, queue, tonumber(next_argument()))
end

for _ = 1, timers do
  local node, fence, due = next_argument(), tonumber(next_argument()), next_argument() + ahead
  local record = read_record(open, timer_field(node))
  local is_set = record and (record[1] > fence or (record[1] == fence
      and (not restoring or is_there(lane_key(execution, lanes), record[3]))))
  if not is_set then
    if record then
      redis.call('ZREM', KEYS[6], timer_member(node, record[1]))
    end
    redis.call('ZADD', KEYS[6], digits(due), timer_member(node, fence))
    write_record(open, timer_field(node), {fence, due, ''})
  end
end

-- Shows the nodes, and takes back what they no longer have out. A record begins with its dispatch.
local shown, hidden, fields, starts = {}, {}, {}, {}
for _ = 1, nodes do
  local node, seen = next_argument(), next_argument()
  fields[#fields + 1], starts[#starts + 1] = 'd:' .. node, '[' .. next_argument() .. ','
  fields[#fields + 1], starts[#starts + 1] = 't:' .. node, '[' .. next_argument() .. ','
  if seen == '' then
    hidden[#hidden + 1] = 'n:' .. node
  else
    shown[#shown + 1] = 'n:' .. node
    shown[#shown + 1] = seen
  end
end

for from = 1, #fields, 1000 do
  local records = redis.call('HMGET', open, unpack(fields, from, math.min(from + 999, #fields)))
  for i, text in ipairs(records) do
    local field, start = fields[from + i - 1], starts[from + i - 1]
    if text and string.sub(text, 1, #start) ~= start then
      close(field, decode(text))
    end
  end
end
flush_closed()

if is_last then
  for _, part in ipairs({'v', digits(version), 'i', ARGV[1]}) do
    shown[#shown + 1] = part
  end
  redis.call('DEL', KEYS[4])
end
in_bulk(hidden, function(...) redis.call('HDEL', view, ...) end)
in_bulk(shown, function(...) redis.call('HSET', view, ...) end)
acknowledge_receipts()
if is_last then
  redis.call('PUBLISH', prefix .. 'v:' .. execution, digits(version))
end
return {'APPLIED'}
