-- Keeps the bytes of a task that was started and cannot be read. How its dispatch ends is reported beside this.
--
-- KEYS  1 inc
-- ARGV  1 incarnation  2 queue  3 id  4 why  5 execution, then its fields
-- reply {'DONE'}
quarantine('q:' .. ARGV[2], ARGV[3], {unpack(ARGV, 6)}, ARGV[4], ARGV[5])
return {'DONE'}
