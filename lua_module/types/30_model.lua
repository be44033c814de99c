---------------------------------------------------------------------- models

---@class liqmap.class
---@field x number leverage
---@field share number fraction of the weight that opens
---@field half_life liqmap.duration after which half of the positions are closed without a liquidation

---The assumptions of a map. Every field may be left out.
---@class liqmap.model
---@field margin? liqmap.rules
---@field position? number quote notional of a typical position; default 10000
---@field reference_price? number the price that converts tiers in coins to quote currency
---@field frame? liqmap.duration width of the frames at which the model was fitted; default 1 min
---@field leverage? liqmap.class[] shares sum to 1
---@field volume_power? 0.5|1 the weight that opens grows with this power of the volume of a frame; default 0.5
---@field exposure? number fraction of the open interest that feeds would report if all positions were liquidated; default 0.0155
---@field adaptive? boolean|{ half_life?: liqmap.duration, weight?: number } the map learns the exposure of each side from observed liquidations; default false; true: half_life "3 d", weight 0.7

---A named model with all its keys.
---@param name? string default "default"
---@return liqmap.model|nil model
---@return string? message
---@return liqmap.code? code
function liqmap.model(name) end

-- generated: rows model_entry
---A named model.
---@class liqmap.model_entry
---@field name string as model() takes it
---@field description string
---@field model table the model with all its defaults
-- end of generated

---The named models with all their keys.
---@return liqmap.model_entry[]
function liqmap.models() end

---The model, validated, with the defaults of missing keys.
---@param model liqmap.model|string
---@return liqmap.model|nil model
---@return string? message
---@return liqmap.code? code
function liqmap.check_model(model) end
