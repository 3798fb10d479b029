#include "main/confine.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tcpgloss/base/words.h"
#include "tcpgloss/capture/message.h"
#include "tcpgloss/capture/sandbox.h"

/* Something of the sandbox is missing: an error if it was to be strict, else a warning. */
static bool tolerate(const struct settings *settings, const struct error *missing,
                     struct error *error) {
    if (settings->sandbox == SANDBOX_STRICT) {
        *error = *missing;
        return false;
    }
    message_warn("%s", missing->message);
    return true;
}

/* The time zone is read now, while its file can be: glibc looks again unless TZ is set. */
void confine_prepare(void) {
    (void)setenv("TZ", ":/etc/localtime", 0);
    tzset();
}

bool confine_file_opener(const struct settings *settings, const struct identity *identity,
                         int directory, struct identity *opener, struct error *error) {
    const struct identity unchanged = {.user = getuid(), .group = getgid()};
    struct error missing;

    *opener = *identity;
    if (!identity->changes || identity_can_create(identity, directory)) {
        return true;
    }
    if (settings->user != NULL) {
        return error_set(error, STATUS_RUNTIME,
                         MESSAGE("用户 %s 不能在 %s 所在的目录创建文件",
                                 "user %s cannot create files where %s is"),
                         identity->name, settings->write_file);
    }
    *opener = unchanged;
    error_set(
        &missing, STATUS_RUNTIME,
        MESSAGE(
            "%s 不能在 %s 所在的目录创建文件；打开它们的进程仍是 root，但没有 capability (-Z USER)",
            "%s cannot create files where %s is; what opens them stays root, without "
            "capabilities (-Z USER)"),
        identity->name, settings->write_file);
    return tolerate(settings, &missing, error);
}

static bool tell_root(const struct settings *settings, const struct identity *identity,
                      struct error *error) {
    struct error missing;

    if (geteuid() != 0 || (identity->changes && identity->user != 0)) {
        return true;
    }
    if (identity->changes) {
        error_set(&missing, STATUS_RUNTIME,
                  MESSAGE("仍是 root，但没有 capability (-Z USER)",
                          "stays root, without capabilities (-Z USER)"));
    } else {
        error_set(&missing, STATUS_RUNTIME,
                  MESSAGE("在这里不能切换为 %s；仍是 root，但没有 capability",
                          "cannot become %s here; stays root, without capabilities"),
                  identity->name);
    }
    return tolerate(settings, &missing, error);
}

bool confine(const struct settings *settings, const struct identity *identity,
             const struct sandbox_settings *sandbox, struct error *error) {
    struct error missing;

    if (!tell_root(settings, identity, error)) {
        return false;
    }
    if (settings->sandbox == SANDBOX_OFF) {
        return !identity->changes || privileges_drop(identity, error);
    }
    return privileges_drop(identity, error) &&
           (sandbox_enter(sandbox, &missing) || tolerate(settings, &missing, error));
}
