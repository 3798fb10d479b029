#include "views/human_numbers.h"

void human_put_grouped(struct text *text, uint64_t value) {
    uint64_t divisor = 1;

    while (value / divisor >= 1000) {
        divisor *= 1000;
    }
    text_put_u64(text, value / divisor);
    while (divisor > 1) {
        value %= divisor;
        divisor /= 1000;
        text_put_char(text, ' ');
        text_put_padded(text, value / divisor, 3);
    }
}

void human_put_duration(struct text *text, int64_t nanoseconds) {
    uint64_t duration = nanoseconds > 0 ? (uint64_t)nanoseconds : 0;
    uint64_t milliseconds = duration / 1000000;

    if (milliseconds < 1000) {
        text_put_u64(text, milliseconds);
        text_put_char(text, '.');
        text_put_padded(text, duration / 1000 % 1000, 3);
        text_put_string(text, " ms");
    } else if (milliseconds % 1000 == 0) {
        text_put_u64(text, milliseconds / 1000);
        text_put_string(text, " s");
    } else {
        text_put_u64(text, milliseconds / 1000);
        text_put_char(text, '.');
        text_put_padded(text, milliseconds % 1000, 3);
        text_put_string(text, " s");
    }
}

void human_put_seconds(struct text *text, int64_t nanoseconds) {
    uint64_t microseconds = nanoseconds > 0 ? (uint64_t)nanoseconds / 1000 : 0;

    text_put_u64(text, microseconds / 1000000);
    text_put_char(text, '.');
    text_put_padded(text, microseconds % 1000000, 6);
}

void human_put_percent(struct text *text, int thousandths) {
    text_put_u64(text, (uint64_t)(thousandths + 5) / 10);
    text_put_string(text, " %");
}

/* Three digits of thousandths: "1.21", "12.1", "654". */
static void put_three_digits(struct text *text, uint64_t thousandths) {
    text_put_u64(text, thousandths / 1000);
    if (thousandths < 1000) {
        text_put_char(text, '.');
        text_put_padded(text, thousandths, 3);
    } else if (thousandths < 10000) {
        text_put_char(text, '.');
        text_put_padded(text, thousandths % 1000 / 10, 2);
    } else if (thousandths < 100000) {
        text_put_char(text, '.');
        text_put_padded(text, thousandths % 1000 / 100, 1);
    }
}

void human_put_short_duration(struct text *text, int64_t nanoseconds) {
    const uint64_t microseconds = nanoseconds > 0 ? (uint64_t)nanoseconds / 1000 : 0;
    const uint64_t hour = 3600;

    if (microseconds < 1000000) {
        put_three_digits(text, microseconds);
        text_put_string(text, " ms");
    } else if (microseconds < 1000000 * hour) {
        put_three_digits(text, microseconds / 1000);
        text_put_string(text, " s");
    } else {
        put_three_digits(text, microseconds / hour / 1000);
        text_put_string(text, " h");
    }
}

void human_put_short_count(struct text *text, uint64_t value) {
    static const char *const units[] = {" k", " M", " G", " T", " P", " E"};
    unsigned unit = 0;

    if (value < 100000) {
        human_put_grouped(text, value);
        return;
    }
    while (value >= 1000000) {
        value /= 1000;
        unit++;
    }
    put_three_digits(text, value);
    text_put_string(text, units[unit]);
}
