-- Prints a file with its generated parts made anew:      lua5.4 tools/generate.lua FILE
-- tools/reference says how such a part looks.
local path = assert(arg[1], "usage: generate.lua FILE")
local folder = arg[0]:match("^(.*)/")
package.path = folder .. "/generate/?.lua;" .. folder .. "/?.lua;" .. package.path

local out, begun, generators = {}, nil, {}
local number = 0
for line in io.lines(path) do
  number = number + 1
  local name, rest = line:match("^[<!#/*%-%s]*generated: (%w+)%s*(.-)%s*%-*>?$")
  if line:match("^[<!#/*%-%s]*end of generated") then
    assert(begun, ("%s:%d: the end of a generated part that does not begin"):format(path, number))
    begun = nil
  end
  if not begun then
    out[#out + 1] = line
  end
  if name then
    assert(not begun, ("%s:%d: a generated part within another"):format(path, number))
    begun = number
    local arguments = {}
    for argument in rest:gmatch("%S+") do
      arguments[#arguments + 1] = argument
    end
    generators[name] = require(name)
    for _, made in ipairs(generators[name].lines(arguments)) do
      out[#out + 1] = made
    end
  end
end
assert(not begun, ("%s:%d: this generated part has no end"):format(path, begun or 0))
-- A generator may say what no part of the file has asked for.
for _, generator in pairs(generators) do
  if generator.finish then
    generator.finish(path)
  end
end
io.write(table.concat(out, "\n"), "\n")
