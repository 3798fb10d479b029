#include "views/graph/axis.h"

int64_t axis_place(const struct axis *axis, int64_t value) {
    const int64_t range = axis->high - axis->low;
    int64_t place;

    value = value < axis->low ? axis->low : value > axis->high ? axis->high : value;
    /* In floating point: a product of nanoseconds and pixels may not fit. */
    place = (int64_t)((double)(value - axis->low) / (double)range * (double)axis->length);
    return axis->upwards ? axis->origin - place : axis->origin + place;
}

int64_t axis_step(const struct axis *axis, int64_t most) {
    const int64_t range = axis->high - axis->low;
    int64_t step = 1;

    for (;;) {
        if (range / step <= most) {
            return step;
        }
        if (range / (2 * step) <= most) {
            return 2 * step;
        }
        if (range / (5 * step) <= most) {
            return 5 * step;
        }
        step *= 10;
    }
}

void axis_put_time(struct text *text, int64_t value, int64_t step) {
    static const struct {
        int64_t size;
        unsigned digits;
        const char *name;
    } units[] = {{1000000000, 9, " s"}, {1000000, 6, " ms"}, {1000, 3, " µs"}, {1, 0, " ns"}};
    size_t i = 0;
    int64_t decimals;
    unsigned digits;

    /* The largest unit in which a step has at most two decimals. */
    while (units[i].size > 100 * step) {
        i++;
    }
    decimals = value % units[i].size;
    digits = units[i].digits;
    text_put_u64(text, (uint64_t)(value / units[i].size));
    if (decimals != 0) {
        while (decimals % 10 == 0) {
            decimals /= 10;
            digits--;
        }
        text_put_char(text, '.');
        text_put_padded(text, (uint64_t)decimals, digits);
    }
    text_put_string(text, units[i].name);
}
