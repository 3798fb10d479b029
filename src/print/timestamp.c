#include "print/timestamp.h"

#include <string.h>
#include <time.h>

#include "tcpgloss/base/format.h"

#include "print/changes.h"

enum { SECONDS_A_DAY = 86400, NANOSECONDS = 1000000000 };

/* What the system's calendar has, in UTC: its years are of 32 bits. */
static const int64_t calendar_first = -67768040609740800;
static const int64_t calendar_last = 67768036191676799;

/* For a time that is not shown in any style, or null. tcpdump used to read the seconds as 32 bits,
 * signed. */
static const char *bad_time(const struct printer_settings *settings, int64_t seconds) {
    if (!changes_made(settings, CHANGE_TIME_UNSIGNED)) {
        return ((uint64_t)seconds & 0x80000000) != 0 ? "[Error converting time]" : NULL;
    }
    if (seconds >= 0) {
        return NULL;
    }
    return changes_made(settings, CHANGE_TIME_OVERFLOW) ? "[timestamp overflow]"
                                                        : "[timestamp < 1970-01-01 00:00:00 UTC]";
}

/* For one that the calendar does not have. */
static const char *beyond_calendar(const struct printer_settings *settings) {
    return changes_made(settings, CHANGE_TIME_UNCONVERTED)
               ? "[localtime() or gmtime() couldn't convert the date and time]"
               : "[Error converting time]";
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
    if ((uint32_t)fraction < bound) {
        return settings->nanoseconds ? format_nine(to, (uint32_t)fraction)
                                     : format_six(to, (uint32_t)fraction);
    }
    to = format_u32(to, (uint32_t)fraction);
    if (changes_made(settings, CHANGE_FRACTION_CHECKED)) {
        to = format_string(to, settings->nanoseconds ? " (invalid ns)" : " (invalid us)");
    }
    return to;
}

/* Local time changes its text once a second; between, it is kept. */
static bool keep_clock(struct timestamp *timestamp, const struct printer_settings *settings,
                       int64_t seconds, const struct frame *frame) {
    time_t when = (time_t)seconds;
    struct tm tm;

    timestamp->has_clock = localtime_r(&when, &tm) != NULL;
    if (timestamp->has_clock) {
        timestamp->clock_length =
            (unsigned)strftime(timestamp->clock, sizeof timestamp->clock,
                               settings->time == TIME_DATE ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S", &tm);
        timestamp->clock_second = frame->seconds;
    }
    return timestamp->has_clock;
}

/* Which texts stand alone, without a fraction. */
static bool has_fraction(const struct printer_settings *settings, bool has_failed) {
    return !has_failed || changes_made(settings, CHANGE_TIME_UNCONVERTED);
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
    bool has_failed;
    const char *text;

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
    text = bad_time(settings, elapsed);
    if (text != NULL) {
        return format_string(to, text);
    }
    has_failed = elapsed < calendar_first || elapsed > calendar_last;
    to = has_failed ? format_string(to, beyond_calendar(settings)) : format_duration(to, elapsed);
    return has_fraction(settings, has_failed) ? format_fraction(to, settings, elapsed_fraction)
                                              : to;
}

static char *format_epoch(char *to, const struct printer_settings *settings, int64_t seconds) {
    return changes_made(settings, CHANGE_EPOCH_WHOLE) ? format_u64(to, (uint64_t)seconds)
                                                      : format_u32(to, (uint32_t)seconds);
}

/* Apart, so that a second that is kept needs no room for its variables. */
__attribute__((noinline)) static char *format_anew(char *to, struct timestamp *timestamp,
                                                   const struct printer_settings *settings,
                                                   const struct frame *frame) {
    const enum time_style style = settings->time;
    const int64_t seconds = seconds_of(settings, frame);
    const int64_t fraction = settings->nanoseconds ? frame->nanoseconds : frame->nanoseconds / 1000;
    const char *text;

    if (style == TIME_NONE) {
        return to;
    }
    text = bad_time(settings, seconds);
    if (style == TIME_SINCE_LAST || style == TIME_SINCE_FIRST) {
        to = format_since_reference(to, timestamp, settings, seconds, fraction);
    } else if (text != NULL) {
        to = format_string(to, text);
    } else if (style == TIME_EPOCH) {
        to = format_fraction(format_epoch(to, settings, seconds), settings, fraction);
    } else if (keep_clock(timestamp, settings, seconds, frame)) {
        to = format_bytes(to, timestamp->clock, timestamp->clock_length);
        to = format_fraction(to, settings, fraction);
    } else {
        to = format_string(to, beyond_calendar(settings));
        if (has_fraction(settings, true)) {
            to = format_fraction(to, settings, fraction);
        }
    }
    *to++ = ' ';
    return to;
}

char *timestamp_format(char *to, struct timestamp *timestamp,
                       const struct printer_settings *settings, const struct frame *frame) {
    if (!timestamp->has_clock || timestamp->clock_second != frame->seconds ||
        (uint64_t)frame->nanoseconds >= NANOSECONDS) {
        return format_anew(to, timestamp, settings, frame);
    }
    /* Copied whole, since a copy of fixed size takes a few instructions. */
    memcpy(to, timestamp->clock, sizeof timestamp->clock);
    to += timestamp->clock_length;
    *to++ = '.';
    to = settings->nanoseconds ? format_nine(to, (uint32_t)frame->nanoseconds)
                               : format_six(to, (uint32_t)frame->nanoseconds / 1000);
    *to++ = ' ';
    return to;
}
