# check_consumer PROGRAM...: each annotates its packets, and needs no libpcap.
expected='# [1] Three-way handshake | 192.0.2.1.12345 > 192.0.2.2.80
## [1] SYN = 1 | seq = 7 | client CLOSED → SYN-SENT
IP 192.0.2.1.12345 > 192.0.2.2.80: Flags [S], seq 7, win 1024, length 0'

check_consumer() {
    for program in "$@"; do
        "$program" >"$program.out"
        head -n 3 "$program.out" >"$program.head"
        printf '%s\n' "$expected" | diff -u - "$program.head"
        grep -qx 'client ESTABLISHED' "$program.out"
        if ldd "$program" | grep pcap; then
            echo "$program needs libpcap"
            exit 1
        fi
    done
}
