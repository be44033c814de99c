# Builds the core with the address and undefined-behaviour sanitizers, once for all suites that read this file.
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
sanitized=build/sanitized

can_sanitize() {
    echo 'int main(void) { return 0; }' | clang -x c $sanitizers - -o /dev/null 2>/dev/null
}

make_sanitized() {
    make -s CC=clang WERROR=1 CFLAGS="-O1 $sanitizers" BUILD=$sanitized $sanitized/libliqmap.a
}
