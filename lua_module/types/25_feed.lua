---------------------------------------------------------------------- layouts of files

---@class liqmap.layout
---@field name string as tape:feed takes it
---@field title string
---@field streams string what is in it, such as "trades, liquidations"
---@field contract? "linear"|"inverse" nil: as the tape says
---@field source string
---@field traps string what is taken care of, and what cannot be

---The layouts of files that are built in.
---@return liqmap.layout[]
function liqmap.layouts() end
