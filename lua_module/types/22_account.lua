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
---A position of an account under cross margin.
---@class liqmap.account_position
---@field symbol? string as given
---@field side liqmap.side as given
---@field qty number contracts: as given
---@field mark number quote per base coin: as given
---@field leverage? number as given
---@field isolated boolean as given
---@field status string price, never or liquidatable; unknown where the equity of the account is unknown
---@field liquidation_price? number quote per base coin: with the other positions at their marks; known where status is price
---@field distance_pct? number percent: of the liquidation price from the mark, signed
---@field maintenance_margin number margin currency: the requirement at the mark, fee and fixed amount included
---@field price_down? number quote per base coin: where the account dies as all marks fall together; unknown if it does not, and for isolated positions
---@field price_up? number quote per base coin: where the account dies as all marks rise together; unknown if it does not, and for isolated positions
---@field listed_price? number quote per base coin: the liquidation price as given
---@field listed? string agrees or differs: the listed price with the computed one, within 1e-4
---@field difference? number fraction: of the computed price from the listed one
---@field likely? string why they differ: isolated or rate; unknown if neither explains it
---@field implied_rate? number the flat maintenance rate at which the listed price would agree
---@field gives_equity boolean the equity was solved from this listed price
---@field counted_price? number quote per base coin: for a map: the listed price, else the computed one; unknown for never
---@field stale_days? integer days: from the last day of the table of the rules to their as_of; known where above 180
-- end of generated

-- generated: rows account_margin
---The state of an account under cross margin.
---@class liqmap.account_margin
---@field equity? number margin currency: at the marks, without isolated margin
---@field status string price, never or liquidatable, when all marks move together; unknown if no listed price gives the equity
---@field maintenance_margin number margin currency: of all cross positions, at their marks
---@field margin_available? number margin currency: equity less maintenance margin
---@field notional number margin currency: of all cross positions, at their marks
---@field u_down? number fraction: the joint fall of all marks at which the account dies, 0 to -1; unknown if none does
---@field u_up? number fraction: the joint rise of all marks at which the account dies; unknown if none does
---@field held integer number of positions, isolated ones too
---@field isolated integer number of isolated positions
---@field listed integer number of positions with a listed price, or listed as never liquidated
---@field agrees integer number of them that agree with the computed price within 1e-4
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
