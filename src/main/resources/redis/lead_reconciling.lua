-- Lets one of several processes look for executions that are lost; another when it has not asked for the time of its lease.
--
-- KEYS  1 inc  2 reconciler
-- ARGV  1 incarnation  2 who asks  3 lease
-- reply {'LEADS'} or {'FOLLOWS'}
local leader = redis.call('GET', KEYS[2])
if leader and leader ~= ARGV[2] then
  return {'FOLLOWS'}
end
go_on_without_memory()
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return {'LEADS'}
