-- Lists, a page at a time, the executions of which anything is live, each with the version that readers are shown.
--
-- KEYS  1 inc
-- ARGV  1 incarnation  2 where to go on, '0' for the beginning  3 how many keys to look at, about
-- reply {'LISTED', where to go on, '0' when that was all, {execution, version, or 0 when readers see nothing of it, …}}
--
-- What is there from the first to the last page is listed; some of it more than once.
local page = redis.call('SCAN', ARGV[2], 'MATCH', prefix .. '[xo]:*', 'COUNT', ARGV[3])
local live = {}

local function is_id(text)
  return #text == 36 and string.match(text, '^%x+%-%x+%-%x+%-%x+%-%x+$')
end

for _, key in ipairs(page[2]) do
  local kind, execution = string.sub(key, #prefix + 1, #prefix + 1), string.sub(key, #prefix + 3)
  local view = prefix .. 'x:' .. execution
  if is_id(execution) and (kind == 'x' or redis.call('EXISTS', view) == 0) then
    local version = redis.pcall('HGET', view, 'v')
    live[#live + 1] = execution
    live[#live + 1] = type(version) == 'string' and tonumber(version) and version or '0'
  end
end
return {'LISTED', page[1], live}
