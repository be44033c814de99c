---------------------------------------------------------------------- maps for other programs

---A map as JSON text in a layout that other programs read; docs/export.md has the layouts. By position, or by name in a
---table.
---@param layout? "liqmap"|"coinglass"|"coinglass-aggregated" default liqmap
---@param step? number of price; nil: as of levels
---@return string|nil json
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { layout?: string, step?: number }): string|nil, string?, liqmap.code?
function map:export(layout, step) end

---The heatmap of a tape as JSON text in a layout that other programs read.
---@param options? { layout?: "liqmap"|"coinglass-heatmap"|"coinglass-heatmap-v3", model?: table|string, every?: number, step?: number, since?: number, until?: number, low?: number, high?: number, open_interest?: number }
---@return string|nil json
---@return string? message
---@return liqmap.code? code
function tape:export(options) end
