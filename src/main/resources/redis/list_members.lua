-- Lists the living members of a role with their facts.
--
-- KEYS  1 wf:{members}:<role>  2 wf:{members}:<role>:facts
-- reply {'MEMBERS', member, facts, …}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {'MEMBERS'}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.0f', now), '+inf')) do
  reply[#reply + 1] = member
  reply[#reply + 1] = redis.call('HGET', KEYS[2], member) or '{}'
end
return reply
