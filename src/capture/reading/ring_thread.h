/*
 * A thread, and a ring of slots through which what it makes goes in order to who started it.
 *
 * What is in a slot is the caller's: the thread fills slot 0, 1, … round the ring, the other side
 * empties them in the same order, and neither touches a slot while it is the other's. The number of
 * slots bounds how far the thread may run ahead.
 *
 * Going to sleep and being woken costs more than a slot's work may take. So who has to wait waits
 * for half of the ring: the thread until half is free, the other side until half is filled, unless
 * the thread says that what it has filled is wanted at once.
 */
#ifndef TCPGLOSS_SRC_CAPTURE_READING_RING_THREAD_H
#define TCPGLOSS_SRC_CAPTURE_READING_RING_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct ring_thread {
    pthread_t thread;
    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t changed;
    unsigned slots;
    uint64_t filled; /* slots handed over so far, and given back */
    uint64_t emptied;
    uint64_t due; /* slots before this one are wanted at once; never less than `emptied` */
    bool stopping;
};

/*
 * Starts the thread, which runs `run` with `context` and takes no signals. Returns 0, or the number
 * of an error (errno.h); then there is nothing to stop. The struct must stay where it is.
 */
int ring_thread_start(struct ring_thread *ring, unsigned slots, void *(*run)(void *),
                      void *context);

/* By who started it: the thread gets no further slot. Then waits for its end. */
void ring_thread_stop(struct ring_thread *ring);
void ring_thread_join(struct ring_thread *ring);

/* In the thread: the slot to fill next, once it is free; false if the thread is being stopped. Then
 * hands it over, with all before it `at_once` if the next may be long in coming, or none comes. */
bool ring_thread_wait_free(struct ring_thread *ring, unsigned *slot);
void ring_thread_fill(struct ring_thread *ring, bool at_once);

/* By who started it: the slot to empty next, once it is filled. Then gives it back. */
unsigned ring_thread_wait_filled(struct ring_thread *ring);
void ring_thread_empty(struct ring_thread *ring);

#endif
