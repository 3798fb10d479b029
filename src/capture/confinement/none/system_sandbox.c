#include "capture/confinement/system_sandbox.h"

#include "tcpgloss/base/words.h"

bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    (void)settings;
    return error_set(error, STATUS_RUNTIME, MESSAGE("本系统没有沙箱", "no sandbox on this system"));
}
