-- Takes entries out of quarantine that are kept elsewhere now.
--
-- KEYS  1 inc
-- ARGV  1 incarnation, then their ids
-- reply {'DONE'}
for i = 2, #ARGV do
  release(ARGV[i])
end
return {'DONE'}
