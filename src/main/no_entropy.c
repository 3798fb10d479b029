/*
 * getentropy() of the program that counts what it does (tuning.cmake), in the place of the C
 * library's: with the same key, flows stand in the same order, so that the same source gives the
 * same counts, and with them the same release.
 */
#include <string.h>
#include <unistd.h>

int getentropy(void *buffer, size_t length) {
    memset(buffer, 0, length);
    return 0;
}
