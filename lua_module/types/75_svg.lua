---------------------------------------------------------------------- charts

---A chart of a map as SVG text: notional by liquidation price, stacked by leverage and cumulative, with its largest
---clusters. By position, or by name in a table.
---@param step? number of price; nil: as of levels, but never too small to see
---@param within? number fraction around the reference price; default 0.15; 0: all
---@param title? string UTF-8, at most 1000 bytes; nil: one that says what it is
---@param width? integer pixels, 320 to 4000; default 1200
---@param height? integer pixels, 200 to 4000; default 675
---@param theme? liqmap.theme
---@return string|nil svg
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { step?: number, within?: number, title?: string, width?: integer, height?: integer, theme?: liqmap.theme }): string|nil, string?, liqmap.code?
function map:svg(step, within, title, width, height, theme) end

---A chart of map:cascade_path() as SVG text: the price over time beside the result of map:cascade(), and the
---liquidations of each step.
---@param shock number signed fraction
---@param impact liqmap.impact|string
---@param options? liqmap.path_options|string
---@param title? string UTF-8, at most 1000 bytes; nil: one that says what it is
---@param width? integer pixels, 320 to 4000; default 1200
---@param height? integer pixels, 200 to 4000; default 675
---@param theme? liqmap.theme
---@return string|nil svg
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { shock: number, impact: liqmap.impact|string, options?: liqmap.path_options|string, title?: string, width?: integer, height?: integer, theme?: liqmap.theme }): string|nil, string?, liqmap.code?
function map:cascade_svg(shock, impact, options, title, width, height, theme) end

---@alias liqmap.theme "auto"|"light"|"dark"

---@class liqmap.tape_chart
---@field model? table|string
---@field every? number seconds between columns; nil: a round interval
---@field step? number of price; nil: as of levels
---@field since? number seconds; columns lie at since <= time <= until
---@field until? number
---@field low? number of prices; without low and high: 5 % beyond the prices traded
---@field high? number
---@field open_interest? number nil: the gauge
---@field title? string UTF-8, at most 1000 bytes; nil: one that says what it is
---@field width? integer pixels, 320 to 4000; default 1200
---@field height? integer pixels, 200 to 4000; default 675
---@field theme? liqmap.theme

---A chart of a heatmap as SVG text: outstanding notional over time and price, the traded price, and the last column
---beside it.
---@param options? liqmap.tape_chart
---@return string|nil svg
---@return string? message
---@return liqmap.code? code
function tape:svg(options) end
