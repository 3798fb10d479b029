/* The time stamp. */
#include <string.h>
#include <time.h>

#include "tcpgloss/base/format.h"

#include "line.h"
#include "printer.h"

enum { SECONDS_A_DAY = 86400 };

static const char bad_time[] = "[Error converting time]";

/* tcpdump reads the seconds as 32 bits, signed. */
static bool time_is_bad(int64_t seconds) {
    return ((uint64_t)seconds & 0x80000000) != 0;
}

/* What any style writes: the text of a second, and a sign, a fraction and a space. */
enum { TIME_ROOM = sizeof((struct line_clock *)NULL)->cached + 1 + 1 + FORMAT_U64_ROOM + 1 };

static char *format_fraction(char *to, const struct line *line, int64_t fraction) {
    *to++ = '.';
    return format_padded(to, (uint32_t)fraction, line->settings->nanoseconds ? 9 : 6);
}

__attribute__((cold, noinline)) static void format_local_time(struct line_clock *clock,
                                                              int64_t seconds, bool with_date) {
    static const char failure[] = "[localtime() or gmtime() couldn't convert the date and time]";
    time_t when = (time_t)seconds;
    struct tm tm;

    if (localtime_r(&when, &tm) != NULL) {
        clock->cached_length = (unsigned)strftime(
            clock->cached, sizeof clock->cached, with_date ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S", &tm);
    } else {
        clock->cached_length = sizeof failure - 1;
        memcpy(clock->cached, failure, clock->cached_length);
    }
    clock->cached_second = seconds;
    clock->has_cached = true;
}

/* Local time changes its text once a second; between, the text is kept. Copied whole, since a copy
 * of fixed size takes a few instructions. */
static char *format_cached(char *to, const struct line *line, int64_t seconds) {
    struct line_clock *clock = &line->printer->clock;

    if (!clock->has_cached || clock->cached_second != seconds) {
        format_local_time(clock, seconds, line->settings->time == TIME_DATE);
    }
    memcpy(to, clock->cached, sizeof clock->cached);
    return to + clock->cached_length;
}

static char *format_duration(char *to, int64_t seconds) {
    uint32_t of_day = (uint32_t)((seconds % SECONDS_A_DAY + SECONDS_A_DAY) % SECONDS_A_DAY);

    to = format_padded(to, of_day / 3600, 2);
    *to++ = ':';
    to = format_padded(to, of_day / 60 % 60, 2);
    *to++ = ':';
    return format_padded(to, of_day % 60, 2);
}

/* Times from a damaged file may be so far apart that the difference wraps. */
static int64_t difference(int64_t a, int64_t b) {
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

static char *format_since_reference(char *to, const struct line *line, int64_t seconds,
                                    int64_t fraction) {
    struct line_clock *clock = &line->printer->clock;
    int64_t elapsed;
    int64_t elapsed_fraction;
    bool negative;

    if (!clock->has_reference) {
        clock->has_reference = seconds != 0 || fraction != 0;
        clock->reference_seconds = seconds;
        clock->reference_fraction = fraction;
    }
    negative = seconds == clock->reference_seconds ? fraction < clock->reference_fraction
                                                   : seconds < clock->reference_seconds;
    elapsed = negative ? difference(clock->reference_seconds, seconds)
                       : difference(seconds, clock->reference_seconds);
    elapsed_fraction = negative ? difference(clock->reference_fraction, fraction)
                                : difference(fraction, clock->reference_fraction);
    if (elapsed_fraction < 0) {
        elapsed = difference(elapsed, 1);
        elapsed_fraction += line->settings->nanoseconds ? 1000000000 : 1000000;
    }
    if (line->settings->time == TIME_SINCE_LAST) {
        clock->has_reference = seconds != 0 || fraction != 0;
        clock->reference_seconds = seconds;
        clock->reference_fraction = fraction;
    }
    *to++ = negative ? '-' : ' ';
    if (time_is_bad(elapsed)) {
        return format_string(to, bad_time);
    }
    return format_fraction(format_duration(to, elapsed), line, elapsed_fraction);
}

static char *format_time(char *to, const struct line *line) {
    const struct frame *frame = line->frame;
    enum time_style style = line->settings->time;
    int64_t fraction = line->settings->nanoseconds ? frame->nanoseconds : frame->nanoseconds / 1000;

    if (style == TIME_SINCE_LAST || style == TIME_SINCE_FIRST) {
        return format_since_reference(to, line, frame->seconds, fraction);
    }
    if (time_is_bad(frame->seconds)) {
        return format_string(to, bad_time);
    }
    to = style == TIME_EPOCH ? format_u32(to, (uint32_t)frame->seconds)
                             : format_cached(to, line, frame->seconds);
    return format_fraction(to, line, fraction);
}

void line_put_time(struct line *line) {
    char *to;

    if (line->settings->time == TIME_NONE) {
        return;
    }
    to = text_begin(line->text, TIME_ROOM);
    if (to != NULL) {
        to = format_time(to, line);
        *to++ = ' ';
        text_end(line->text, to);
    }
}
