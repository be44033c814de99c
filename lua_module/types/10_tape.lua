---------------------------------------------------------------------- tape

---The options of a tape. Every field may be left out.
---@class liqmap.tape_options
---@field frame? liqmap.duration width of a frame, 1 s to 1 day; default 1 min
---@field precision? integer bits of a price cell, 8 to 20; default 12, 1.2 to 2.4 bp
---@field contract? "linear"|"inverse" default "linear"
---@field contract_size? number coins (linear) or quote currency (inverse) per unit of qty; default 1
---@field unit? number quote currency per count; default 1e-6
---@field symbol? string free text of up to 31 bytes; default ""
---@field quote? string code of the quote currency, 1 to 15 letters and digits; default: what the symbol says, if it does
---@field candle? liqmap.duration duration of candles that have no `duration`; default the frame

---A record of what happened in a market, in frames of time.
---@class liqmap.tape: userdata
---@operator add(liqmap.tape): liqmap.tape
local tape = {}

---An empty tape.
---@param options? liqmap.tape_options|string a table or JSON text
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function liqmap.tape(options) end

---Adds a trade.
---@param ts number seconds
---@param price number quote currency per coin
---@param qty number contracts (by default base coins)
---@param is_buy? boolean the taker bought; nil: not known, counts half as bought and half as sold
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
function tape:trade(ts, price, qty, is_buy) end

---@class liqmap.trade_columns
---@field ts number[]
---@field price number[]
---@field qty number[]
---@field is_buy? (boolean|nil)[] nil where the taker is not known

---Adds many trades and returns their number. The trades are columns, or a string of rows of four little-endian doubles:
---ts, price, qty, taker (1 bought, 0 sold, anything else not known). A bad row ends the call: the rows before it are
---kept, and their number is the fourth result.
---@param trades liqmap.trade_columns|string
---@return integer|nil added
---@return string? message begins with the number of the bad row
---@return liqmap.code? code
---@return integer? before rows that were added before the bad one
function tape:trades(trades) end

-- generated: rows feed_report
---What was read from a file.
---@class liqmap.feed_report
---@field lines integer lines of text, the header included
---@field trades integer
---@field candles integer
---@field gauges integer samples of gauges
---@field liquidations integer observed liquidations
---@field repeated integer rows left out because their id was read before
---@field skipped integer rows of which nothing was used: the sum of the counts that follow
---@field other_symbols integer rows of other symbols
---@field not_selected integer rows that the conditions of the layout leave out
---@field voided integer trades that the exchange voided: price and quantity are 0
---@field empty integer rows without a time, price, quantity or side, and liquidations of 0
---@field zero_open_interest integer samples of open_interest that are 0 in a file that has others above 0; a map takes them for no value
---@field acknowledgements integer messages without rows, such as the answer to a subscription; not in skipped
-- end of generated

---Adds all rows of a text: whole lines of CSV, with or without a header, or values of JSON; or of a function that returns
---its chunks, cut anywhere, and nil at the end. If one row is bad, nothing is added, and the message begins with the number
---of the line. By position, or by name in a table.
---@param content string|fun(): string?, string?, string? a function may return nil, message, code for an error
---@param layout string|table a name of layouts(), or a layout document as a table or JSON text
---@param symbol? string of a file with many symbols, the one to read; it does not become the label of the tape
---@return liqmap.feed_report|nil report
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { content: string|fun(): string?, layout: string|table, symbol?: string }): liqmap.feed_report|nil, string?, liqmap.code?
function tape:feed(content, layout, symbol) end

---@class liqmap.candle
---@field ts number start
---@field open number
---@field high number
---@field low number
---@field close number
---@field volume number contracts
---@field taker_buy_volume? number nil: half of the volume
---@field duration? number seconds; default the tape's option `candle`

---Adds a candle, whose volume is spread evenly in price from low to high. By name, or by position.
---@param candle liqmap.candle
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
---@overload fun(self, ts: number, open: number, high: number, low: number, close: number, volume: number, taker_buy_volume?: number, duration?: number): liqmap.tape|nil, string?, liqmap.code?
function tape:candle(candle) end

---Adds a sample of a named stream. "open_interest" (coins; quote currency for inverse contracts) gives maps their
---sizes.
---@param ts number
---@param name string
---@param value number
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
function tape:gauge(ts, name, value) end

---Adds an observed liquidation, of which only maps of adaptive models learn. If price is nil, qty is in quote currency.
---@param ts number
---@param price number|nil nil: not known, and qty is in quote currency
---@param qty number
---@param side liqmap.side of the position that was liquidated
---@return liqmap.tape|nil self
---@return string? message
---@return liqmap.code? code
function tape:liquidation(ts, price, qty, side) end

---The exact union of two tapes; both stay unchanged. `t + u` does the same, but raises an error where merge() returns
---nil.
---@param other liqmap.tape
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function tape:merge(other) end

---A tape of the frames that start in [since, until). By position, or by name in a table.
---@param since? number
---@param until_? number
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
---@overload fun(self, part: table): liqmap.tape|nil, string?, liqmap.code?
function tape:slice(since, until_) end

---The tape in wider frames (a whole multiple of its own) and larger cells (fewer bits of precision): the bytes of a
---tape of the same trades with these options.
---@param frame? liqmap.duration nil: unchanged
---@param precision? integer nil: unchanged
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
---@overload fun(self, options: { frame?: liqmap.duration, precision?: integer }): liqmap.tape|nil, string?, liqmap.code?
function tape:coarsen(frame, precision) end

---The tape with another symbol and, if it is given, another quote: the bytes of a tape that was built with these options.
---A quote that was given before stays where the argument is left out.
---@param symbol string at most 31 bytes
---@param quote? string 1 to 15 letters and digits
---@return liqmap.tape|nil tape
---@return string? message
---@return liqmap.code? code
function tape:label(symbol, quote) end

-- generated: rows frame
---A frame of a tape.
---@class liqmap.frame
---@field ts number seconds since 1970: start of the frame
---@field rows integer trades and candles
---@field low? number quote per base coin: lowest price traded
---@field high? number quote per base coin: highest price traded
---@field close? number quote per base coin: price of the last trade
---@field notional number quote: traded
---@field taker_buy_notional number quote: bought by takers
---@field cells integer price cells with volume
---@field liquidated_long number quote: observed liquidations of longs
---@field liquidated_short number quote: observed liquidations of shorts
-- end of generated

---Iterates over the frames: for ts, frame in tape:frames() do
---@return fun(): number?, liqmap.frame?
function tape:frames() end

-- generated: rows price_volume
---Volume traded in one price cell of one frame.
---@class liqmap.price_volume
---@field ts number seconds since 1970: start of the frame
---@field price_low number quote per base coin: lower bound of the cell, part of it
---@field price_high number quote per base coin: upper bound of the cell
---@field notional number quote: traded in the cell
-- end of generated

---Iterates over price cells, frame by frame, ascending in price: for ts, volume in tape:volume_profile() do
---@return fun(): number?, liqmap.price_volume?
function tape:volume_profile() end

-- generated: rows gauge
---A gauge in one frame.
---@class liqmap.gauge
---@field ts number seconds since 1970: start of the frame
---@field name string of the gauge
---@field samples integer in the frame
---@field min number least sample
---@field max number greatest sample
---@field last number latest sample
-- end of generated

---Iterates over gauges, frame by frame, ascending by name: for ts, gauge in tape:gauges() do
---@return fun(): number?, liqmap.gauge?
function tape:gauges() end

-- generated: rows tape_info
---What a tape holds.
---@class liqmap.tape_info
---@field frame number seconds: width of a frame
---@field precision? integer bits: of a price cell; unknown, like the next four columns, until something has a price
---@field contract? string linear or inverse
---@field contract_size? number base coins (linear) or quote (inverse): per unit of qty
---@field unit? number quote: notional per count
---@field symbol? string free text
---@field frames integer number of frames
---@field since? number seconds since 1970: start of the first frame
---@field until? number seconds since 1970: end of the last frame
---@field rows integer trades and candles
---@field cells integer counts of volume stored, one for each frame and price cell
---@field notional number quote: of all trades and candles
---@field taker_buy_notional number quote: bought by takers
---@field liquidated_long number quote: observed liquidations of longs, with or without a price
---@field liquidated_short number quote: observed liquidations of shorts, with or without a price
---@field gauge_samples integer samples of all gauges
---@field gauges string[] names of the gauges, in byte order
---@field quote? string code of the quote currency: as given, else as the symbol says
-- end of generated

---The options and totals of the tape.
---@return liqmap.tape_info|nil info
---@return string? message
---@return liqmap.code? code
function tape:info() end

---The stored bytes: equal tapes give equal bytes, here and in SQL.
---@return string|nil bytes
---@return string? message
---@return liqmap.code? code
function tape:encode() end

---The outstanding positions as of a time, by a replay of the tape under a model. By position, or by name in a table.
---@param model? liqmap.model|string a table, JSON text or a name of models(); nil: the default
---@param as_of? number seconds: only frames that end by this time count; nil: all frames
---@param open_interest? number nil: the gauge "open_interest", without which the map has shares and no sizes
---@return liqmap.map|nil map
---@return string? message
---@return liqmap.code? code
---@overload fun(self, arguments: { model?: liqmap.model|string, as_of?: number, open_interest?: number }): liqmap.map|nil, string?, liqmap.code?
function tape:map(model, as_of, open_interest) end

---An impact model estimated from the tape, by a robust regression of the returns of its frames on their signed flow.
---The field `estimate` has its 90 % interval: low, high (nil: no upper bound), n, r2, sigma, volume, frame.
---@param options? { kind?: "linear"|"sqrt" }|string
---@return liqmap.impact|nil impact with the field `estimate` of type liqmap.estimate
---@return string? message
---@return liqmap.code? code
function tape:impact(options) end

---Frees the memory now; without close() the garbage collector frees it.
function tape:close() end
