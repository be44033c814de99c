---------------------------------------------------------------------- accounts under cross margin

---A position that an account holds. The rules are a part of it: a venue may keep those of the day it was opened.
---@class liqmap.account_holding
---@field symbol? string free text of up to 31 bytes
---@field side liqmap.side
---@field qty number contracts of contract_size of the rules, above 0
---@field mark number the price now
---@field rules liqmap.rules
---@field isolated? boolean it has collateral of its own; default false
---@field entry? number for rules on entry, and isolated positions; nil: the mark
---@field leverage? number isolated: collateral = value at entry / leverage; cross: only repeated in the result
---@field collateral? number isolated: margin currency, at entry, added to value / leverage
---@field liquidation_price? number|"never" as a list states it; nil: not listed

---@class liqmap.account
---@field positions liqmap.account_holding[]
---@field equity? number margin currency, at the marks, without isolated margin; nil: solved from the listed prices

-- generated: rows account_position
-- end of generated

-- generated: rows account_margin
-- end of generated

---The positions of an account under cross margin: where each dies with the others at their marks, and where all die as
---all marks move together. Without equity, it is solved from a listed price and checked on the others. By name.
---@param account liqmap.account
---@return liqmap.account_position[]|nil rows
---@return string? message
---@return liqmap.code? code
function liqmap.cross_account(account) end

---The state of an account under cross margin: equity, margin, and the joint moves of all marks that liquidate it. By
---name.
---@param account liqmap.account
---@return liqmap.account_margin|nil margin
---@return string? message
---@return liqmap.code? code
function liqmap.account_margin(account) end
