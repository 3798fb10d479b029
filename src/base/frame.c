#include "tcpgloss/base/frame.h"

int64_t frame_time(const struct frame *frame) {
    enum { NANOSECONDS_A_SECOND = 1000000000 };
    int64_t time;

    if (__builtin_mul_overflow(frame->seconds, NANOSECONDS_A_SECOND, &time) ||
        __builtin_add_overflow(time, frame->nanoseconds, &time)) {
        time = frame->seconds < 0 ? INT64_MIN : INT64_MAX;
    }
    if (time > FRAME_TIME_MAX) {
        return FRAME_TIME_MAX;
    }
    return time < -FRAME_TIME_MAX ? -FRAME_TIME_MAX : time;
}
