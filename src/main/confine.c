#include "main/confine.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/capture/message.h"
#include "tcpgloss/capture/sandbox.h"

/* The sanitizers need at their end what the filter forbids: they trace the process for leaks. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

/* Something of the sandbox is missing: an error if it was to be strict, else a warning. */
static bool tolerate(const struct settings *settings, const struct error *missing,
                     struct error *error) {
    if (settings->sandbox == SANDBOX_STRICT) {
        *error = *missing;
        return false;
    }
    message_print("tcpgloss: WARNING: %s", missing->message);
    return true;
}

/* Rotation needs someone who may create files there: root without any capability, if nobody
 * cannot. */
static bool keep_creating(const struct settings *settings, struct identity *identity, int directory,
                          struct error *error) {
    struct error missing;

    if (directory < 0 || !identity->changes || identity_can_create(identity, directory)) {
        return true;
    }
    error_set(&missing, STATUS_RUNTIME,
              "%s cannot create files there; stays root, without capabilities (-Z USER)",
              identity->name);
    if (settings->user != NULL) {
        *error = missing;
        return error_set(error, STATUS_RUNTIME, "user %s cannot create files where %s is",
                         identity->name, settings->write_file);
    }
    return tolerate(settings, &missing, error) && identity_find("root", identity, error);
}

/* The time zone is read now, while its file can be: glibc looks again unless TZ is set. */
static void load_time_zone(void) {
    (void)setenv("TZ", ":/etc/localtime", 0);
    tzset();
}

bool confine(const struct settings *settings, struct identity *identity, int directory,
             struct error *error) {
    const struct sandbox_settings sandbox = {.directory = directory};
    struct error missing;

    if (!keep_creating(settings, identity, directory, error)) {
        return false;
    }
    if (settings->sandbox == SANDBOX_OFF) {
        return !identity->changes || privileges_drop(identity, error);
    }
    load_time_zone();
    if (!privileges_drop(identity, error)) {
        return false;
    }
    return SANITIZED || sandbox_enter(&sandbox, &missing) || tolerate(settings, &missing, error);
}
