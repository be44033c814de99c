---------------------------------------------------------------------- layouts of files

-- generated: rows layout
---A built-in format of files.
---@class liqmap.layout
---@field name string as feed_tape() and t:feed() take it
---@field title? string what the file is
---@field streams? string what the file holds, such as "trades, gauges"
---@field contract? string linear or inverse; unknown: as the tape says
---@field source? string where the format is described
---@field traps? string known problems of such files: those handled, and those that cannot be
-- end of generated

---The built-in layouts of files.
---@return liqmap.layout[]
function liqmap.layouts() end
