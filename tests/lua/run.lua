-- Runs the specs under the Lua that runs this file: lua5.4 tests/lua/run.lua tests/lua
require "busted.runner" { standalone = false }
