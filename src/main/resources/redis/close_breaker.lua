-- Closes a breaker because somebody says so; what waits for it comes on a ramp all the same.
--
-- KEYS  1 wf:{breakers}:names  2 wf:{breakers}:b:<name>
-- ARGV  1 name
-- reply {'CLOSED'}; {'DONE'} when it was closed and its failures are forgotten; {'NONE'} when nobody knows it
local breaker = read(KEYS[2])
if not breaker then
  return {'NONE'}
elseif breaker.s == 'C' then
  if breaker.e == 0 then
    forget(KEYS[2], ARGV[1])
  else
    write(KEYS[2], {f = 0})
  end
  return {'DONE'}
end
close(KEYS[2], ARGV[1], breaker)
return {'CLOSED'}
