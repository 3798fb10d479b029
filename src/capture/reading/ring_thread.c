#include "capture/reading/ring_thread.h"

#include <signal.h>

int worker_start(struct worker *worker, unsigned slots, void *(*run)(void *), void *context) {
    sigset_t all;
    sigset_t before;
    int failure;

    *worker = (struct worker){.slots = slots};
    (void)pthread_mutex_init(&worker->mutex, NULL);
    (void)pthread_cond_init(&worker->changed, NULL);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    failure = pthread_create(&worker->thread, NULL, run, context);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

void worker_stop(struct worker *worker) {
    (void)pthread_mutex_lock(&worker->mutex);
    worker->stopping = true;
    (void)pthread_cond_broadcast(&worker->changed);
    (void)pthread_mutex_unlock(&worker->mutex);
}

void worker_join(struct worker *worker) {
    (void)pthread_join(worker->thread, NULL);
    (void)pthread_mutex_destroy(&worker->mutex);
    (void)pthread_cond_destroy(&worker->changed);
}

static unsigned fill_level(const struct worker *worker) {
    return (unsigned)(worker->filled - worker->emptied);
}

bool worker_wait_free(struct worker *worker, unsigned *slot) {
    bool stopping;

    (void)pthread_mutex_lock(&worker->mutex);
    if (fill_level(worker) == worker->slots) {
        while (fill_level(worker) > worker->slots / 2 && !worker->stopping) {
            (void)pthread_cond_wait(&worker->changed, &worker->mutex);
        }
    }
    *slot = (unsigned)(worker->filled % worker->slots);
    stopping = worker->stopping;
    (void)pthread_mutex_unlock(&worker->mutex);
    return !stopping;
}

unsigned worker_wait_filled(struct worker *worker) {
    unsigned slot;

    (void)pthread_mutex_lock(&worker->mutex);
    if (fill_level(worker) == 0) {
        while (fill_level(worker) < worker->slots / 2 && worker->emptied == worker->due) {
            (void)pthread_cond_wait(&worker->changed, &worker->mutex);
        }
    }
    slot = (unsigned)(worker->emptied % worker->slots);
    (void)pthread_mutex_unlock(&worker->mutex);
    return slot;
}

void worker_fill(struct worker *worker, bool at_once) {
    (void)pthread_mutex_lock(&worker->mutex);
    worker->filled++;
    if (at_once) {
        worker->due = worker->filled;
    }
    if (at_once || fill_level(worker) >= worker->slots / 2) {
        (void)pthread_cond_signal(&worker->changed);
    }
    (void)pthread_mutex_unlock(&worker->mutex);
}

void worker_empty(struct worker *worker) {
    (void)pthread_mutex_lock(&worker->mutex);
    worker->emptied++;
    if (worker->due < worker->emptied) {
        worker->due = worker->emptied;
    }
    if (fill_level(worker) <= worker->slots / 2) {
        (void)pthread_cond_signal(&worker->changed);
    }
    (void)pthread_mutex_unlock(&worker->mutex);
}
