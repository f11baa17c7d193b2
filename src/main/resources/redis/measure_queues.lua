-- Tells how many tasks wait in each queue, and for how long the first of them has.
--
-- KEYS  1 inc  2 queues
-- ARGV  1 incarnation  2 how many queues at the most, the first by name
-- reply {'MEASURED', {queue, how many wait, milliseconds that the first has waited, …}}
--
-- Queues are those that a worker has ever read: their number is in the hands of operators, not of definitions.
local most, time = tonumber(ARGV[2]), now()
local names, measured = redis.call('SMEMBERS', KEYS[2]), {}
table.sort(names)

for i = 1, math.min(#names, most) do
  local key = queue_key(names[i])
  local first = redis.call('XRANGE', key, '-', '+', 'COUNT', 1)[1]
  local age = first and math.max(0, time - tonumber(string.match(first[1], '^%d+'))) or 0
  for _, part in ipairs({names[i], digits(redis.call('XLEN', key)), digits(age)}) do
    measured[#measured + 1] = part
  end
end
return {'MEASURED', measured}
