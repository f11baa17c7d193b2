-- Reads the oldest entries of quarantine.
--
-- KEYS  1 inc
-- ARGV  1 incarnation  2 how many at the most
-- reply {'QUARANTINED', {id, {s, …, i, …, w, …, x, …, n, …, b, …}}, …}
local reply = {'QUARANTINED'}
for _, entry in ipairs(redis.call('XRANGE', prefix .. 'quarantine', '-', '+', 'COUNT', ARGV[2])) do
  reply[#reply + 1] = entry
end
return reply
