-- Takes an unreadable message out of its lane, so that it does not stick, and keeps its beginning for people.
--
-- KEYS  1 inc  2 quarantine
-- ARGV  1 incarnation  2 lane  3 id  4 what was read of it
-- reply {'DONE'}
redis.call('LPUSH', KEYS[2], ARGV[4])
redis.call('LTRIM', KEYS[2], 0, 999)
redis.call('XACK', prefix .. 'c:' .. ARGV[2], MESSAGES, ARGV[3])
redis.call('XDEL', prefix .. 'c:' .. ARGV[2], ARGV[3])
return {'DONE'}
