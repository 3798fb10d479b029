/*
 * SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): a keyed hash whose
 * collisions cannot be made by someone who does not know the key.
 *
 * Hash tables are keyed by what is in packets, so whoever sends packets could fill one bucket if
 * the hash were known. One compression round and three finalisation rounds are what hash tables
 * need (the paper's 2-4 is meant as a MAC).
 */
#ifndef TCPGLOSS_BASE_SIPHASH_H
#define TCPGLOSS_BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

#include "tcpgloss/base/export.h"

/* Little-endian words, as in the paper: the same on every machine. */
TCPGLOSS_API uint64_t siphash(const uint64_t key[2], const void *data, size_t length);

/* A random key from the kernel; a fixed one if the kernel has none to give. */
TCPGLOSS_API void siphash_key_fill(uint64_t key[2]);

#endif
