# A CSV of trades with a header, whatever its columns are called, to: time, price, qty, is_buy ("" where not known).
BEGIN { FS = OFS = "," }

function column(names,    list, count, i) {
    count = split(names, list, " ")
    for (i = 1; i <= count; i++)
        if (list[i] in place)
            return place[list[i]]
    return 0
}

function stop(message) {
    print "demo: " message > "/dev/stderr"
    failed = 1
    exit 1
}

{ sub(/\r$/, ""); gsub(/"/, "") }

NR == 1 {
    for (i = 1; i <= NF; i++)
        place[tolower($i)] = i
    time = column("ts ts_ms ts_us time timestamp transact_time created_time")
    price = column("price px")
    qty = column("qty size amount quantity sz")
    side = column("is_buy taker_side side")
    maker = column("is_buyer_maker isbuyermaker")
    if (!time || !price || !qty)
        stop("the first line must name a time, a price and a qty; it says: " $0)
    next
}

{
    taker = side ? tolower($side) : maker ? ($maker ~ /^[tT]/ ? "sell" : "buy") : ""
    if (taker ~ /^(buy|b|true|t|1)$/)
        taker = "t"
    else if (taker ~ /^(sell|s|a|false|f|0)$/)
        taker = "f"
    else if (taker != "")
        stop("line " NR ": the side is neither buy nor sell: " taker)
    print $time, $price, $qty, taker
}
