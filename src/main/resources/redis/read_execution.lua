-- Reads what is live of an execution, and who runs what.
--
-- KEYS  1 inc  2 x:<execution>  3 o:<execution>
-- ARGV  1 incarnation
-- reply {'NONE'}
--       {'LIVE', version, {node, what readers see, …}, {node, dispatch, worker, started, …}}
local version = redis.call('HGET', KEYS[2], 'v')
if not version then
  return {'NONE'}
end
local nodes, running = {}, {}
local seen = redis.call('HGETALL', KEYS[2])
for i = 1, #seen, 2 do
  if seen[i] ~= 'v' then
    nodes[#nodes + 1] = string.sub(seen[i], 3)
    nodes[#nodes + 1] = seen[i + 1]
  end
end
local open = redis.call('HGETALL', KEYS[3])
for i = 1, #open, 2 do
  if string.sub(open[i], 1, 2) == 'd:' then
    local record = cjson.decode(open[i + 1])
    if record[HOLDER] ~= '' then
      running[#running + 1] = string.sub(open[i], 3)
      running[#running + 1] = digits(record[DISPATCH])
      running[#running + 1] = record[HOLDER]
      running[#running + 1] = digits(record[STARTED])
    end
  end
end
return {'LIVE', version, nodes, running}
