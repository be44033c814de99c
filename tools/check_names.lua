-- Checks that the names of the catalog and of the row tables are used where they must be:      lua5.4 tools/check_names.lua
--
-- Every SQL function is called by a test in tests/sql/, and every column of a row table is in docs/glossary.md.
package.path = arg[0]:match("^(.*)/") .. "/?.lua;" .. package.path
local tables = require "tables"
local failures = require "failures"
local fail = failures.add

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end

-- ---- functions

local tests = read "tests/sql/cases_functions.sql"
local files = assert(io.popen("LC_ALL=C ls tests/sql/sql/*.sql"))
for path in files:lines() do
  tests = tests .. "\n" .. read(path)
end
files:close()

-- Functions behind a type, a cast, an operator or an aggregate are called through it.
local called = 0
for _, f in ipairs(tables.functions) do
  if not f.part then
    called = called + 1
    if not tests:find("%f[%w_]" .. f.name .. "%(") then
      fail("no test in tests/sql calls %s()", f.name)
    end
  end
end
if called == 0 then
  fail("the catalog has no function")
end

-- ---- columns

-- The glossary has rules for long_..., short_..., ..._least, ..._most, ..._size and ..._notional. It may write other
-- names with blanks: "open interest" is open_interest.
local glossary = read "docs/glossary.md"
local function in_glossary(name)
  return glossary:find("%f[%w_]" .. name .. "%f[^%w_]") or glossary:find("%f[%w_]" .. name:gsub("_", " ") .. "%f[^%w_]")
end

local function stem_of(name)
  name = name:gsub("^long_", ""):gsub("^short_", ""):gsub("_least$", ""):gsub("_most$", "")
  return in_glossary(name) and name or (name:gsub("_size$", ""):gsub("_notional$", ""))
end

local said = {}
for _, row in ipairs(tables.order) do
  for _, column in ipairs(row.columns) do
    if not said[column.name] and not in_glossary(column.name) and not in_glossary(stem_of(column.name)) then
      said[column.name] = true
      fail("docs/glossary.md does not have %s, a column of the row table %s", column.name, row.name)
    end
  end
end

failures.exit()
