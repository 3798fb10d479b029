#include "capture/confinement/system_sandbox.h"

bool system_sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    (void)settings;
    return error_set(error, STATUS_RUNTIME, "no sandbox on this system");
}
