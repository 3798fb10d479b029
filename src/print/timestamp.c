#include "print/timestamp.h"

#include <string.h>
#include <time.h>

#include "tcpgloss/base/format.h"

#include "print/changes.h"

enum { SECONDS_A_DAY = 86400 };

static const char bad_time[] = "[Error converting time]";

/* tcpdump used to read the seconds as 32 bits, signed. */
static bool time_is_bad(const struct printer_settings *settings, int64_t seconds) {
    return !changes_made(settings, CHANGE_TIME_UNSIGNED) && ((uint64_t)seconds & 0x80000000) != 0;
}

/* So did libpcap, until the release that came with the same tcpdump. */
static int64_t seconds_of(const struct printer_settings *settings, const struct frame *frame) {
    bool wrapped = frame->seconds < 0 && frame->seconds >= INT32_MIN &&
                   changes_made(settings, CHANGE_TIME_UNSIGNED);

    return wrapped ? frame->seconds + (INT64_C(1) << 32) : frame->seconds;
}

static char *format_fraction(char *to, const struct printer_settings *settings, int64_t fraction) {
    uint32_t bound = settings->nanoseconds ? 1000000000 : 1000000;

    *to++ = '.';
    to = format_padded(to, (uint32_t)fraction, settings->nanoseconds ? 9 : 6);
    if ((uint32_t)fraction >= bound && changes_made(settings, CHANGE_FRACTION_CHECKED)) {
        to = format_string(to, settings->nanoseconds ? " (invalid ns)" : " (invalid us)");
    }
    return to;
}

__attribute__((cold, noinline)) static void format_local_time(struct timestamp *timestamp,
                                                              int64_t seconds, bool with_date) {
    static const char failure[] = "[localtime() or gmtime() couldn't convert the date and time]";
    time_t when = (time_t)seconds;
    struct tm tm;

    if (localtime_r(&when, &tm) != NULL) {
        timestamp->cached_length =
            (unsigned)strftime(timestamp->cached, sizeof timestamp->cached,
                               with_date ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S", &tm);
    } else {
        timestamp->cached_length = sizeof failure - 1;
        memcpy(timestamp->cached, failure, timestamp->cached_length);
    }
    timestamp->cached_second = seconds;
    timestamp->has_cached = true;
}

/* Local time changes its text once a second; between, the text is kept. Copied whole, since a copy
 * of fixed size takes a few instructions. */
static char *format_cached(char *to, struct timestamp *timestamp,
                           const struct printer_settings *settings, int64_t seconds) {
    if (!timestamp->has_cached || timestamp->cached_second != seconds) {
        format_local_time(timestamp, seconds, settings->time == TIME_DATE);
    }
    memcpy(to, timestamp->cached, sizeof timestamp->cached);
    return to + timestamp->cached_length;
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

static char *format_since_reference(char *to, struct timestamp *timestamp,
                                    const struct printer_settings *settings, int64_t seconds,
                                    int64_t fraction) {
    int64_t elapsed;
    int64_t elapsed_fraction;
    bool negative;

    if (!timestamp->has_reference) {
        timestamp->has_reference = seconds != 0 || fraction != 0;
        timestamp->reference_seconds = seconds;
        timestamp->reference_fraction = fraction;
    }
    negative = seconds == timestamp->reference_seconds ? fraction < timestamp->reference_fraction
                                                       : seconds < timestamp->reference_seconds;
    elapsed = negative ? difference(timestamp->reference_seconds, seconds)
                       : difference(seconds, timestamp->reference_seconds);
    elapsed_fraction = negative ? difference(timestamp->reference_fraction, fraction)
                                : difference(fraction, timestamp->reference_fraction);
    if (elapsed_fraction < 0) {
        elapsed = difference(elapsed, 1);
        elapsed_fraction += settings->nanoseconds ? 1000000000 : 1000000;
    }
    if (settings->time == TIME_SINCE_LAST) {
        timestamp->has_reference = seconds != 0 || fraction != 0;
        timestamp->reference_seconds = seconds;
        timestamp->reference_fraction = fraction;
    }
    *to++ = negative ? '-' : ' ';
    if (time_is_bad(settings, elapsed)) {
        return format_string(to, bad_time);
    }
    return format_fraction(format_duration(to, elapsed), settings, elapsed_fraction);
}

char *timestamp_format(char *to, struct timestamp *timestamp,
                       const struct printer_settings *settings, const struct frame *frame) {
    enum time_style style = settings->time;
    int64_t seconds = seconds_of(settings, frame);
    int64_t fraction = settings->nanoseconds ? frame->nanoseconds : frame->nanoseconds / 1000;

    if (style == TIME_NONE) {
        return to;
    }
    if (style == TIME_SINCE_LAST || style == TIME_SINCE_FIRST) {
        to = format_since_reference(to, timestamp, settings, seconds, fraction);
    } else if (time_is_bad(settings, seconds)) {
        to = format_string(to, bad_time);
    } else {
        to = style == TIME_EPOCH ? format_u32(to, (uint32_t)seconds)
                                 : format_cached(to, timestamp, settings, seconds);
        to = format_fraction(to, settings, fraction);
    }
    *to++ = ' ';
    return to;
}
