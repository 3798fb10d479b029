#include "tcpgloss/capture/sandbox.h"

#include "capture/confinement/system_sandbox.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
    __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

bool sandbox_enter(const struct sandbox_settings *settings, struct error *error) {
    return SANITIZED || system_sandbox_enter(settings, error);
}
