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

---Opens a file as a function that returns its chunks, and nil at the end, or nil, message, code. Files that gzip, zip,
---zstd, lz4, bzip2 or xz compressed are recognised by their first bytes and unpacked by the tool of this name; an archive
---that ends too early is an error, and so is a zip archive of several files.
---@param path string
---@return (fun(): string?, string?, string?)|nil next_chunk
---@return string? message
---@return liqmap.code? code
function liqmap.chunks(path) end

---The tape of a file, compressed or not, and the report of what was read.
---@param path string
---@param layout string|table a name of layouts(), or a layout document as a table or JSON text
---@param options? liqmap.tape_options as of tape(); `symbol` also chooses the rows of a file with many symbols
---@return liqmap.tape|nil tape
---@return liqmap.feed_report|string report or message
---@return liqmap.code? code
function liqmap.feed_file(path, layout, options) end

---Rows of a kind, in order of the file: a list for each column that is known in any of them.
---@class liqmap.batch
---@field kind "trade"|"candle"|"gauge"|"liquidation"
---@field rows integer number of rows; a list may have holes
---@field line? integer[] of the file, from 1
---@field market? string[] symbol as the file names it, EXCHANGE:SYMBOL where it names exchanges
---@field id? string[] of the exchange; several columns are separated by a blank
---@field ts? number[] seconds since 1970; of a candle its start
---@field price? number[] of trades and liquidations
---@field qty? number[] contracts, of trades and liquidations; quote currency of those without a price
---@field is_buy? boolean[] the taker bought
---@field side? liqmap.side[] of the liquidated position
---@field name? string[] of a gauge
---@field value? number[] of a gauge
---@field duration? number[] seconds, of a candle
---@field open? number[]
---@field high? number[]
---@field low? number[]
---@field close? number[]
---@field volume? number[] contracts, of a candle
---@field taker_buy_volume? number[] contracts, of a candle
---@field copy? string with the option `copy`, in place of the columns

---@class liqmap.rows_options
---@field symbol? string the market to read, "*" for all of a file; in a file that names no symbol, the market of its rows
---@field batch? integer rows that are read at once, from 1 to 1048576; default 8192
---@field make_ids? boolean trades and liquidations without an id get one: price, quantity, side, and their number among equal rows
---@field columns? string[] the columns of the batches, besides kind and rows; default all
---@field copy? string batches hold text for PostgreSQL's COPY; its first column is this text
---@field contract? string as of tape()
---@field contract_size? number as of tape()
---@field candle? number|string as of tape()

---The rows of a file as an iterator of batches, and its report, which is complete after the last batch. Quantities are in
---contracts of the options, as a tape would count them. The iterator raises an error of a row; rows that it gave before
---stand only if it reaches the end.
---@param source string|fun(): string?, string?, string? the path of a file, compressed or not, or a function that returns the chunks of its content
---@param layout string|table a name of layouts(), or a layout document as a table or JSON text
---@param options? liqmap.rows_options
---@return (fun(): liqmap.batch?)|nil next_batch
---@return liqmap.feed_report|string report or message
---@return liqmap.code? code
function liqmap.rows(source, layout, options) end
