-- Runs every Lua block of the documentation unchanged.
local support = require "tests.lua.support"

local function blocks_of(path)
  local blocks, lines = {}, nil
  local number = 0
  for line in support.read(path):gmatch("([^\n]*)\n") do
    number = number + 1
    if line == "```lua" then
      lines = {from = number + 1}
    elseif line == "```" and lines then
      table.insert(blocks, {from = lines.from, text = ("\n"):rep(lines.from - 1) .. table.concat(lines, "\n")})
      lines = nil
    elseif lines then
      table.insert(lines, line)
    end
  end
  return blocks
end

describe("documentation", function()
  for _, path in ipairs {"docs/lua.md", "README.md"} do
    local file = io.open(path)
    for _, block in ipairs(file and blocks_of(path) or {}) do
      it(("%s:%d"):format(path, block.from), function()
        local globals = setmetatable({print = function() end}, {__index = _G})
        local load_in = setfenv and function(text, name)
          return setfenv(assert(loadstring(text, name)), globals)
        end or function(text, name)
          return assert(load(text, name, "t", globals))
        end
        load_in(block.text, "@" .. path)()
      end)
    end
    if file then
      file:close()
    end
  end
end)
