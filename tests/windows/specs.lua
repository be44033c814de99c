-- Runs specs under a Lua without modules in C, which busted needs:      lua specs.lua LISTING FILE ...
--
-- The specs need describe, it, the assertions of luassert (which is Lua alone), and lfs.dir, which is replaced by LISTING: a
-- file with the paths of all files. Prints what fails, then the counts in the words of busted.
package.path = "./?.lua;" .. package.path
-- The environment of specs. The code of the documentation sees the plain globals.
local environment = setmetatable({assert = require "luassert"}, {__index = _G})

local paths = {}
for path in io.lines(table.remove(arg, 1)) do
  paths[#paths + 1] = path
end

package.preload.lfs = function()
  return {
    dir = function(folder)
      return coroutine.wrap(function()
        for _, path in ipairs(paths) do
          local name = path:match("^" .. folder:gsub("%p", "%%%0") .. "/([^/]*)$")
          if name then
            coroutine.yield(name)
          end
        end
      end)
    end,
  }
end

local names, successes, failures = {}, 0, 0

function environment.describe(name, body)
  names[#names + 1] = name
  body()
  names[#names] = nil
end

function environment.it(name, body)
  local ok, problem = xpcall(body, function(problem)
    return type(problem) == "table" and tostring(problem.message or problem) or debug.traceback(tostring(problem), 2)
  end)
  if ok then
    successes = successes + 1
  else
    failures = failures + 1
    print(table.concat(names, " ") .. " " .. name .. ": " .. tostring(problem))
  end
end

for _, file in ipairs(arg) do
  collectgarbage()
  assert(loadfile(file, "t", environment))()
end
print(successes .. " successes / " .. failures .. " failures")
os.exit(failures == 0)
