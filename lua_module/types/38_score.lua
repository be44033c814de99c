---------------------------------------------------------------------- scores

---What a score fits and reports. docs/sql.md has the meaning of each key.
---@class liqmap.score_options
---@field bar? number|string width of a bar, a whole multiple of the frame; default "30 min"
---@field train_until? number|string bars that end by then are fitted, those after are scored; default: the middle of the bars
---@field refit? number|string time between fits of a training part that grows; default 0: one fit
---@field warm_up? number|string time from the first trade that is neither fitted nor scored; default "7 d"
---@field folds? integer 2 or more: days are left out in turn, for development; default 0
---@field ridge? number default 0: chosen on the training part
---@field protocol? string "2026": a ridge of 2
---@field unit? number quote currency per unit of liquidations; default 10000
---@field null? string|string[] "N0", "N1", "N2", "N3", "small"; default all
---@field draws? integer of the bootstrap; default 400
---@field seed? integer default 1
---@field open_interest? number coins (quote currency for inverse contracts) in place of the gauge

-- generated: rows score_row
-- end of generated

---What the forecasts of each model add to what the price path says about the observed liquidations, against nulls of
---growing strength: a row for each figure, the nulls first. Fitted on bars until `train_until`, reported on those after.
---Arguments by name.
---@param arguments? { models?: liqmap.model|string|(liqmap.model|string)[], options?: liqmap.score_options|string, columns?: boolean }
---@return liqmap.score_row[]|nil rows
---@return string? message
---@return liqmap.code? code
function tape:score(arguments) end
