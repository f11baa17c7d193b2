-- Reads what is live of an execution, and who runs what. Who only asks whether to start does not run.
--
-- KEYS  1 inc  2 x:<execution>  3 o:<execution>
-- ARGV  1 incarnation
-- reply {'NONE'}
--       {'LIVE', version, the fields of x:<execution>, {node, dispatch, worker, started, …}}
local version = redis.call('HGET', KEYS[2], 'v')
if not version then
  return {'NONE'}
end
local running = {}
local open = redis.call('HGETALL', KEYS[3])
for i = 1, #open, 2 do
  -- Of 10,000 records most are queued; those are told apart without decoding them.
  if string.sub(open[i], 1, 2) == 'd:' and not string.find(open[i + 1], '^%[%d+,"Q"') then
    local record = decode(open[i + 1])
    if record and record[HOLDER] ~= '' and not is_asking(record) then
      running[#running + 1] = string.sub(open[i], 3)
      running[#running + 1] = digits(record[DISPATCH])
      running[#running + 1] = record[HOLDER]
      running[#running + 1] = digits(record[STARTED])
    end
  end
end
return {'LIVE', version, redis.call('HGETALL', KEYS[2]), running}
