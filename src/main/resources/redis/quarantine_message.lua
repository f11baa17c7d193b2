-- Takes an unreadable message out of its lane, so that it does not stick, and keeps its bytes for people. If it was the
-- report of a dispatch, that dispatch failed.
--
-- KEYS  1 inc
-- ARGV  1 incarnation  2 lane  3 id  4 why  5 the execution that it names, or ''
-- reply {'DONE'}
--
-- Whose report it was is known by the record that waits for just this message. A timer's record needs nothing: the
-- reconciler finds it without a timer.
local lane, id, why, execution = prefix .. 'c:' .. ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local function fail_whose_report_it_was()
  local open = redis.call('HGETALL', open_key(execution))
  for i = 1, #open, 2 do
    local is_task = string.sub(open[i], 1, 2) == 'd:' and string.find(open[i + 1], '"' .. id .. '"', 1, true)
    local record = is_task and decode(open[i + 1])
    if record and record[MESSAGE] == id then
      record[MESSAGE] = redis.call('XADD', lane, '*', 'v', '1', 'e', execution, 'm',
          '{"type":"complete","node":"' .. string.sub(open[i], 3) .. '","dispatch":' .. digits(record[DISPATCH])
          .. ',"outcome":{"type":"failed","category":"RETRYABLE","code":"REPORT_UNREADABLE","message":'
          .. cjson.encode('The report of how the task ended is in quarantine: ' .. why) .. '},"report":{}}')
      write_record(open_key(execution), open[i], record)
    end
  end
end

local entry = redis.call('XRANGE', lane, id, id)[1]
if entry then
  quarantine('c:' .. ARGV[2], id, entry[2], why, execution)
  redis.call('XACK', lane, MESSAGES, id)
  redis.call('XDEL', lane, id)
  if execution ~= '' then
    fail_whose_report_it_was()
  end
end
return {'DONE'}
