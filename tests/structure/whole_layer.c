/* Links a whole layer with those below it; that it links is the test. */
int main(void) {
    return 0;
}
