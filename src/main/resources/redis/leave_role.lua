-- Says that a member of a role is gone.
--
-- KEYS  1 wf:{members}:<role>  2 wf:{members}:<role>:facts
-- ARGV  1 member
-- reply {'DONE'}
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return {'DONE'}
