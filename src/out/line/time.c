/* The time stamp. */
#include <string.h>
#include <time.h>

#include "line.h"
#include "printer.h"

enum { SECONDS_A_DAY = 86400 };

/* tcpdump reads the seconds as 32 bits, signed. */
static bool time_is_bad(int64_t seconds) {
    return ((uint64_t)seconds & 0x80000000) != 0;
}

static void put_fraction(struct line *line, int64_t fraction) {
    text_put_char(line->text, '.');
    text_put_padded(line->text, (uint32_t)fraction, line->settings->nanoseconds ? 9 : 6);
}

/* Local time changes its text once a second; between, the text is kept. */
static void put_local_time(struct line *line, int64_t seconds, bool with_date) {
    struct line_clock *clock = &line->printer->clock;

    if (!clock->has_cached || clock->cached_second != seconds) {
        time_t when = (time_t)seconds;
        struct tm tm;

        if (localtime_r(&when, &tm) != NULL) {
            clock->cached_length =
                (unsigned)strftime(clock->cached, sizeof clock->cached,
                                   with_date ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S", &tm);
        } else {
            static const char failure[] =
                "[localtime() or gmtime() couldn't convert the date and time]";

            clock->cached_length = sizeof failure - 1;
            memcpy(clock->cached, failure, clock->cached_length);
        }
        clock->cached_second = seconds;
        clock->has_cached = true;
    }
    text_put(line->text, clock->cached, clock->cached_length);
}

static void put_duration(struct line *line, int64_t seconds) {
    uint32_t of_day = (uint32_t)((seconds % SECONDS_A_DAY + SECONDS_A_DAY) % SECONDS_A_DAY);

    text_put_padded(line->text, of_day / 3600, 2);
    text_put_char(line->text, ':');
    text_put_padded(line->text, of_day / 60 % 60, 2);
    text_put_char(line->text, ':');
    text_put_padded(line->text, of_day % 60, 2);
}

/* Times from a damaged file may be so far apart that the difference wraps. */
static int64_t difference(int64_t a, int64_t b) {
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

static void put_since_reference(struct line *line, int64_t seconds, int64_t fraction) {
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
    text_put_char(line->text, negative ? '-' : ' ');
    if (time_is_bad(elapsed)) {
        text_put_string(line->text, "[Error converting time]");
    } else {
        put_duration(line, elapsed);
        put_fraction(line, elapsed_fraction);
    }
    if (line->settings->time == TIME_SINCE_LAST) {
        clock->has_reference = seconds != 0 || fraction != 0;
        clock->reference_seconds = seconds;
        clock->reference_fraction = fraction;
    }
}

void line_put_time(struct line *line) {
    const struct frame *frame = line->frame;
    enum time_style style = line->settings->time;
    int64_t fraction = line->settings->nanoseconds ? frame->nanoseconds : frame->nanoseconds / 1000;

    if (style == TIME_NONE) {
        return;
    }
    if (style == TIME_SINCE_LAST || style == TIME_SINCE_FIRST) {
        put_since_reference(line, frame->seconds, fraction);
    } else if (time_is_bad(frame->seconds)) {
        text_put_string(line->text, "[Error converting time]");
    } else {
        if (style == TIME_EPOCH) {
            text_put_u32(line->text, (uint32_t)frame->seconds);
        } else {
            put_local_time(line, frame->seconds, style == TIME_DATE);
        }
        put_fraction(line, fraction);
    }
    text_put_char(line->text, ' ');
}
