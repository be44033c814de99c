---------------------------------------------------------------------- models

---@class liqmap.class
---@field x number leverage
---@field share number of what opens and may be liquidated
---@field half_life liqmap.duration

---What is assumed; every field may be left out.
---@class liqmap.model
---@field margin? liqmap.rules
---@field position? number quote notional of a typical position; default 10000
---@field reference_price? number turns the coin tiers of inverse contracts into quote currency
---@field frame? liqmap.duration width of frames it was fitted at; default 1 min
---@field leverage? liqmap.class[] shares sum to 1
---@field volume_power? 0.5|1 default 0.5
---@field exposure? number share of open interest that is on the ladder; default 0.0155

---A named model, with all its defaults.
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

---All named models.
---@return liqmap.model_entry[]
function liqmap.models() end

---A model with all its defaults.
---@param model liqmap.model|string
---@return liqmap.model|nil model
---@return string? message
---@return liqmap.code? code
function liqmap.check_model(model) end
