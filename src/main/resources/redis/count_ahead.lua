-- Counts how many tasks stand before some entries of a queue, in one part of the queue. Reads only.
--
-- KEYS  1 inc  2 q:<queue>
-- ARGV  1 incarnation  2 the entry after which the part begins, '' for the first part  3 how many entries at the most
--       then the entries looked for, oldest first
-- reply {'COUNTED', how many were passed, the last of them or '' when no entry looked for is left, {entry, how many of this part stand before it, …}}
--
-- A stream knows no positions, so counting reads: the bodies too, of which a part has about 1 MiB at the most.
local from, most = ARGV[2], tonumber(ARGV[3])
local STEP, MOST_BYTES = 50, 1048576
local wanted, left, passed, bytes = {}, #ARGV - 3, 0, 0
local found = {}
for i = 4, #ARGV do
  wanted[ARGV[i]] = true
end

local function milliseconds(id)
  return tonumber(string.match(id, '^%d+'))
end

local newest = left > 0 and milliseconds(ARGV[#ARGV]) or 0
while left > 0 and passed < most and bytes < MOST_BYTES do
  local entries = redis.call('XRANGE', KEYS[2], from == '' and '-' or '(' .. from, '+', 'COUNT', math.min(STEP, most - passed))
  for _, entry in ipairs(entries) do
    from = entry[1]
    if wanted[from] then
      found[#found + 1], found[#found + 2] = from, digits(passed)
      left = left - 1
    end
    passed = passed + 1
    for _, part in ipairs(entry[2]) do
      bytes = bytes + #part
    end
  end
  if #entries == 0 or milliseconds(from) > newest then
    left = 0
  end
end
return {'COUNTED', passed, left > 0 and from or '', found}
