-- Lets one of the processes that met a lost store rebuild it, while the others wait; who leads and says nothing for the
-- time of its lease is replaced, and the next goes on where it got.
--
-- KEYS  1 inc  2 rebuild
-- ARGV  1 incarnation  2 the incarnations of all shards  3 who asks  4 lease
--       5 the last execution of those that it has put back so far, or ''  6 1 when that was all
-- reply {'LEADS', the execution after which to go on, or ''}, {'FOLLOWS'} or {'REBUILT'}
local found = redis.call('HMGET', KEYS[2], 'of', 'by', 'until', 'after')
local is_begun = found[1] == ARGV[2]
local by, ends, after = found[2], tonumber(found[3]), found[4]

if is_begun and by == '' then
  return {'REBUILT'}
elseif is_begun and by ~= ARGV[3] and ends > now() then
  return {'FOLLOWS'}
end
go_on_without_memory()
if ARGV[6] == '1' then
  redis.call('HSET', KEYS[2], 'of', ARGV[2], 'by', '', 'until', '0', 'after', '')
  return {'REBUILT'}
end
if ARGV[5] ~= '' or not is_begun then
  after = ARGV[5]
end
redis.call('HSET', KEYS[2], 'of', ARGV[2], 'by', ARGV[3], 'until', digits(now() + tonumber(ARGV[4])), 'after', after)
return {'LEADS', after}
