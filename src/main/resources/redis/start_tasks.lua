-- Gives a worker tasks for its free slots, with a lease on each. A started task's entry leaves the stream: from then on
-- its lease is all there is of it.
--
-- KEYS  1 inc  2 deadlines  3 queues
-- ARGV  1 incarnation  2 worker  3 free slots  4 lease  5 grace  6 how many queues  7 how many offered entries follow
--       queues    names, to be served in this order, in turn
--       offered   queue, id of each entry that a blocking read has brought
-- reply {'TAKEN', how many were put into quarantine, {queue, id, version, key, body, config, …}}
--
-- WIPED also when the server was restarted or replaced and nobody has found out, or what it came back with is not swept
-- yet: it may hold tasks of executions that went on, or were cancelled, since.
--
-- Dropped are doubles and tasks that are not open (any more): a task starts only when its record says that just this
-- entry waits. What is no double but nobody's goes into quarantine. Offered entries without a slot go back to the end of
-- their queue.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w*)') or ''
if redis.call('GET', prefix .. 'ready') ~= run .. '|' .. ARGV[1] then
  return {'WIPED'}
end

local holder, slots, lease, grace = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local queues, offered = tonumber(ARGV[6]), tonumber(ARGV[7])
local MOST_LOOKED_AT = 2000
local taken, quarantined, looked_at, used = {}, 0, 0, 0
local time = now()
go_on_without_memory()

local function strange(queue, id, fields, why, execution)
  quarantine('q:' .. queue, id, fields, why, execution)
  quarantined = quarantined + 1
end

local function give_back(record, field, key, queue, fields)
  record[ENTRY] = redis.call('XADD', queue_key(queue), '*', unpack(fields))
  write_record(key, field, record)
end

local function start(record, field, key, queue, id, task)
  used = used + 1
  record[STAGE], record[HOLDER], record[STARTED], record[LEASE] = 'L', holder, time, lease
  write_record(key, field, record)
  redis.call('ZADD', KEYS[2], digits(lease_end(record, time, lease, grace)), string.match(task.k, '^(.*)|%d+$'))
  for _, part in ipairs({queue, id, task.v or '', task.k, task.b or '', task.c or ''}) do
    taken[#taken + 1] = part
  end
end

local function consider(queue, id, fields)
  looked_at = looked_at + 1
  redis.call('XDEL', queue_key(queue), id)
  local task = {}
  for i = 1, #fields - 1, 2 do
    task[fields[i]] = fields[i + 1]
  end
  local execution, node, dispatch = string.match(task.k or '', '^([%x-]+)|([%w_-]+)|(%d+)|%d+$')
  if not execution then
    return strange(queue, id, fields, 'it has no key of a task')
  end
  local key, field = open_key(execution), 'd:' .. node
  local record = read_record(key, field)
  if record and record[DISPATCH] == tonumber(dispatch) and record[STAGE] == 'Q' and record[ENTRY] == id then
    if used < slots then
      start(record, field, key, queue, id, task)
    else
      give_back(record, field, key, queue, fields)
    end
  elseif redis.call('EXISTS', key, prefix .. 'x:' .. execution, prefix .. 'gone:' .. execution) == 0 then
    strange(queue, id, fields, 'nothing is known of its execution', execution)
  elseif task.v ~= '1' and task.v ~= '2' then
    strange(queue, id, fields, 'its version is not known, and nobody waits for it', execution)
  end
end

-- In this script entries are deleted as they are read, so they need not become pending.
local function read_some(queue, count)
  local key = queue_key(queue)
  local reply = redis.pcall('XREADGROUP', 'GROUP', TASKS, WORKER, 'COUNT', count, 'NOACK', 'STREAMS', key, '>')
  if reply and reply.err then
    if not string.find(reply.err, 'NOGROUP') then
      return reply
    end
    redis.call('XGROUP', 'CREATE', key, TASKS, '0', 'MKSTREAM')
    reply = redis.call('XREADGROUP', 'GROUP', TASKS, WORKER, 'COUNT', count, 'NOACK', 'STREAMS', key, '>')
  end
  return reply and reply[1][2] or {}
end

for i = 8 + queues, 7 + queues + 2 * offered, 2 do
  local queue, id = ARGV[i], ARGV[i + 1]
  redis.call('XACK', queue_key(queue), TASKS, id)
  local entries = redis.call('XRANGE', queue_key(queue), id, id)
  if entries[1] then
    consider(queue, id, entries[1][2])
  end
end

local drained, has_more = {}, queues > 0
if has_more then
  redis.call('SADD', KEYS[3], unpack(ARGV, 8, 7 + queues))
end
while has_more and used < slots and looked_at < MOST_LOOKED_AT do
  has_more = false
  for i = 1, queues do
    local queue, room = ARGV[7 + i], slots - used
    if room > 0 and not drained[queue] then
      local share = math.max(1, math.floor(room / (queues - i + 1)))
      local entries = read_some(queue, share)
      if entries.err then
        return entries
      end
      drained[queue] = #entries < share
      has_more = has_more or not drained[queue]
      for _, entry in ipairs(entries) do
        consider(queue, entry[1], entry[2])
      end
    end
  end
end
return {'TAKEN', quarantined, taken}
