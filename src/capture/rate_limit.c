#include "capture/rate_limit.h"

#include <time.h>

static const int64_t whole = 1000000000; /* one time, and a second in nanoseconds */

static int64_t now(void) {
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * whole + time.tv_nsec;
}

struct rate_limit rate_limit_start(unsigned at_once, unsigned a_second) {
    return (struct rate_limit){
        .at_once = at_once, .a_second = a_second, .left = at_once * whole, .counted = now()};
}

static void refill(struct rate_limit *limit) {
    const int64_t time = now();
    const int64_t full = (limit->at_once * whole - limit->left) / limit->a_second;

    /* From then on nothing is added. */
    if (time - limit->counted >= full) {
        limit->left = limit->at_once * whole;
    } else {
        limit->left += (time - limit->counted) * limit->a_second;
    }
    limit->counted = time;
}

bool rate_limit_take(struct rate_limit *limit) {
    refill(limit);
    if (limit->left < whole) {
        return false;
    }
    limit->left -= whole;
    return true;
}

void rate_limit_charge(struct rate_limit *limit, int64_t parts) {
    limit->left -= parts;
}

void rate_limit_wait(struct rate_limit *limit) {
    while (!rate_limit_take(limit)) {
        const struct timespec pause = {.tv_nsec =
                                           (long)((whole - limit->left) / limit->a_second) + 1};

        (void)nanosleep(&pause, NULL);
    }
}
