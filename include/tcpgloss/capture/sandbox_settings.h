/*
 * What a process of this program is there for, and what it needs open for that.
 */
#ifndef TCPGLOSS_CAPTURE_SANDBOX_SETTINGS_H
#define TCPGLOSS_CAPTURE_SANDBOX_SETTINGS_H

/* What the process is there for: it keeps what that takes. All roles may also read what is open,
 * wait, take memory that cannot be executed, and end. */
enum sandbox_role {
    ROLE_READER,      /* reads packets: writes to `outputs`, asks over `sockets`, has threads */
    ROLE_FILE_OPENER, /* creates files in `directory` and hands them over `sockets` */
    ROLE_RESOLVER,    /* looks up names: reads the system's files, asks name servers */
    ROLE_KERNEL,      /* asks the kernel over `sockets`; lists `directory`, which is /proc */
};

enum { SANDBOX_DESCRIPTORS_MAX = 16 };

struct descriptor_set {
    int numbers[SANDBOX_DESCRIPTORS_MAX];
    unsigned count;
};

void descriptor_set_add(struct descriptor_set *set, int descriptor);

struct sandbox_settings {
    enum sandbox_role role;
    struct descriptor_set outputs; /* nothing else can be written to or cut */
    struct descriptor_set sockets; /* connected; nothing else can be sent to */
    int directory;                 /* of a file opener, and of who asks the kernel */
};

#endif
