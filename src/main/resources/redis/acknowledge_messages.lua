-- Acknowledges messages and deletes them.
--
-- KEYS  1 inc
-- ARGV  1 incarnation, then lane, id of each
-- reply {'DONE'}
for i = 2, #ARGV, 2 do
  local lane = prefix .. 'c:' .. ARGV[i]
  redis.call('XACK', lane, MESSAGES, ARGV[i + 1])
  redis.call('XDEL', lane, ARGV[i + 1])
end
return {'DONE'}
