/* Writes bars of text for psql and terminals. */
#include <string.h>

#include "base/host.h"
#include "base/number.h"
#include "liqmap/chart.h"

#define MAX_WIDTH 200

/* The last, partly filled character: one to seven eighths of a block from the left. */
static const char *const eighths[] = {
    "", "\xe2\x96\x8f", "\xe2\x96\x8e", "\xe2\x96\x8d", "\xe2\x96\x8c", "\xe2\x96\x8b", "\xe2\x96\x8a", "\xe2\x96\x89"};
static const char full_block[] = "\xe2\x96\x88";

static char *append(char *end, const char *piece)
{
    size_t length = strlen(piece);
    memcpy(end, piece, length + 1);
    return end + length;
}

lm_status lm_bar(lm_host *host, double value, double max, int width, bool unicode, char text[1024])
{
    if (width < 1 || width > MAX_WIDTH)
        return lm_fail(host, LM_E_RANGE, NULL, "the width of a bar must be from 1 to %d, not %d", MAX_WIDTH, width);
    if (!(max >= 0) || !lm_finite(max))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of a full bar must be finite and 0 or more");
    double part = value > 0 && max > 0 ? value / max : 0;
    int filled = (int)((part < 1 ? part : 1) * width * 8 + 0.5);
    char *end = append(text, "");
    for (int i = 0; i < filled / 8; i++)
        end = append(end, unicode ? full_block : "#");
    if (unicode)
        append(end, eighths[filled % 8]);
    else
        append(end, filled % 8 >= 4 ? "#" : "");
    return LM_OK;
}
