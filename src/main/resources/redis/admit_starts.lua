-- Lets tasks start: whatever the shard holds of executions that went on, or ended, is put right.
--
-- KEYS  1 inc  2 server  3 ready
-- ARGV  1 incarnation
-- reply {'DONE'}
--
-- It holds for this incarnation, on the run of the server on which that was given, and for no other.
local run = string.match(redis.call('GET', KEYS[2]) or '', '^[^|]*')
redis.call('SET', KEYS[3], run .. '|' .. ARGV[1])
return {'DONE'}
