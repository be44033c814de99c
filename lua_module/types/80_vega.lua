---------------------------------------------------------------------- Vega-Lite and pages

---A map as a Vega-Lite specification, in JSON text with its data inside: tooltips, zoom along the price, a legend that
---filters. By position, or by name in a table.
---@param step? number of price; nil: as of levels
---@param within? number fraction around the reference price; default 0.15; 0: all
---@param title? string UTF-8, at most 1000 bytes; nil: one that says what it is
---@param width? integer pixels, 100 to 10000; default 1000
---@param height? integer pixels, 100 to 10000; default 500
---@return string|nil spec
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { step?: number, within?: number, title?: string, width?: integer, height?: integer }): string|nil, string?, liqmap.code?
function map:vega(step, within, title, width, height) end

---@class liqmap.tape_vega
---@field model? table|string
---@field every? number seconds between columns; nil: a round interval
---@field step? number of price; nil: as of levels
---@field since? number seconds; columns lie at since <= time <= until
---@field until? number seconds
---@field low? number of prices; without low and high: 5 % beyond the prices traded
---@field high? number of prices
---@field open_interest? number nil: the gauge
---@field title? string UTF-8, at most 1000 bytes; nil: one that says what it is
---@field width? integer pixels, 100 to 10000; default 1000
---@field height? integer pixels, 100 to 10000; default 500

---The heatmap of a tape as a Vega-Lite specification, in JSON text with its data inside: tooltips and zoom.
---@param options? liqmap.tape_vega
---@return string|nil spec
---@return string? message
---@return liqmap.code? code
function tape:vega(options) end

---An HTML file that shows a chart: an SVG without a script, or a Vega-Lite specification with the scripts of Vega. By
---position, or by name in a table.
---@param chart string what svg() or vega() gave
---@param title? string of the page, at most 1000 bytes
---@param scripts? string JavaScript of vega, vega-lite and vega-embed, which becomes part of the page; nil: the page loads them from a public server
---@return string|nil html
---@return string? message
---@return liqmap.code? code
---@overload fun(arguments: { chart: string, title?: string, scripts?: string }): string|nil, string?, liqmap.code?
function liqmap.page(chart, title, scripts) end
