#include "capture/reading/ring_thread.h"

#include <signal.h>

int ring_thread_start(struct ring_thread *ring, unsigned slots, void *(*run)(void *),
                      void *context) {
    sigset_t all;
    sigset_t before;
    int failure;

    *ring = (struct ring_thread){.slots = slots};
    (void)pthread_mutex_init(&ring->mutex, NULL);
    (void)pthread_cond_init(&ring->changed, NULL);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    failure = pthread_create(&ring->thread, NULL, run, context);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

void ring_thread_stop(struct ring_thread *ring) {
    (void)pthread_mutex_lock(&ring->mutex);
    ring->stopping = true;
    (void)pthread_cond_broadcast(&ring->changed);
    (void)pthread_mutex_unlock(&ring->mutex);
}

void ring_thread_join(struct ring_thread *ring) {
    (void)pthread_join(ring->thread, NULL);
    (void)pthread_mutex_destroy(&ring->mutex);
    (void)pthread_cond_destroy(&ring->changed);
}

static unsigned fill_level(const struct ring_thread *ring) {
    return (unsigned)(ring->filled - ring->emptied);
}

bool ring_thread_wait_free(struct ring_thread *ring, unsigned *slot) {
    bool stopping;

    (void)pthread_mutex_lock(&ring->mutex);
    if (fill_level(ring) == ring->slots) {
        while (fill_level(ring) > ring->slots / 2 && !ring->stopping) {
            (void)pthread_cond_wait(&ring->changed, &ring->mutex);
        }
    }
    *slot = (unsigned)(ring->filled % ring->slots);
    stopping = ring->stopping;
    (void)pthread_mutex_unlock(&ring->mutex);
    return !stopping;
}

unsigned ring_thread_wait_filled(struct ring_thread *ring) {
    unsigned slot;

    (void)pthread_mutex_lock(&ring->mutex);
    if (fill_level(ring) == 0) {
        while (fill_level(ring) < ring->slots / 2 && ring->emptied == ring->due) {
            (void)pthread_cond_wait(&ring->changed, &ring->mutex);
        }
    }
    slot = (unsigned)(ring->emptied % ring->slots);
    (void)pthread_mutex_unlock(&ring->mutex);
    return slot;
}

void ring_thread_fill(struct ring_thread *ring, bool at_once) {
    (void)pthread_mutex_lock(&ring->mutex);
    ring->filled++;
    if (at_once) {
        ring->due = ring->filled;
    }
    if (at_once || fill_level(ring) >= ring->slots / 2) {
        (void)pthread_cond_signal(&ring->changed);
    }
    (void)pthread_mutex_unlock(&ring->mutex);
}

void ring_thread_empty(struct ring_thread *ring) {
    (void)pthread_mutex_lock(&ring->mutex);
    ring->emptied++;
    if (ring->due < ring->emptied) {
        ring->due = ring->emptied;
    }
    if (fill_level(ring) <= ring->slots / 2) {
        (void)pthread_cond_signal(&ring->changed);
    }
    (void)pthread_mutex_unlock(&ring->mutex);
}
