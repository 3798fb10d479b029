/* Built where tests look for bugs: that it compiles is the test. */
#ifdef NDEBUG
#error "assertions are left out of this build"
#endif

int main(void) {
    return 0;
}
