/* Writes docs/tcpgloss.1, whose list of options is the table that the command line is read by. */
#include <stdio.h>

#include "option_table.h"

static const char head[] =
    ".\\\" Made from the table of options: cmake --build ... --target docs\n"
    ".Dd November 21, 2026\n"
    ".Dt TCPGLOSS 1\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm tcpgloss\n"
    ".Nd print packets as tcpdump does, with TCP explained between the lines\n"
    ".Sh SYNOPSIS\n"
    ".Nm\n"
    ".Op options\n"
    ".Op Ar expression\n"
    ".Sh DESCRIPTION\n"
    ".Nm\n"
    "reads packets from a capture file or a device and prints them in the text of\n"
    ".Xr tcpdump 1 ,\n"
    "byte for byte.\n"
    "Between the lines it writes notes in Chinese and English that say what the two ends of each\n"
    "TCP connection do, in the states of RFC 9293.\n"
    "A note begins with\n"
    ".Sq # :\n"
    ".Bl -tag -width \"#!\"\n"
    ".It #\n"
    "a phase: handshake, request, teardown\n"
    ".It ##\n"
    "a step: flags, arithmetic, changes of state\n"
    ".It #!\n"
    "a warning: something outside the normal course\n"
    ".It #?\n"
    "an explanation\n"
    ".El\n"
    ".Pp\n"
    "The\n"
    ".Ar expression\n"
    "chooses packets as in\n"
    ".Xr pcap-filter 7 .\n"
    ".Pp\n"
    "The options are:\n";

static const char tail[] = ".Sh ENVIRONMENT\n"
                           ".Bl -tag -width TCPGLOSS_LANG\n"
                           ".It Ev TCPGLOSS_LANG\n"
                           "The language: zh, en or both.\n"
                           ".It Ev LC_ALL , LC_MESSAGES , LANG\n"
                           "The language of help and errors, if nothing else says it.\n"
                           ".It Ev NO_COLOR\n"
                           "No colour, unless\n"
                           ".Fl -color\n"
                           "says otherwise.\n"
                           ".El\n"
                           ".Sh EXIT STATUS\n"
                           ".Bl -tag -width \"128 + n\"\n"
                           ".It 0\n"
                           "done, or stopped by ^C while capturing live\n"
                           ".It 1\n"
                           "device, permission or sandbox\n"
                           ".It 2\n"
                           "usage or filter expression\n"
                           ".It 3\n"
                           "the input is damaged or cut short; what is whole was printed\n"
                           ".It 4\n"
                           "output failed\n"
                           ".It 128 + n\n"
                           "ended by signal n\n"
                           ".El\n"
                           ".Sh EXAMPLES\n"
                           ".Dl tcpgloss -nn -r x.pcap\n"
                           ".Dl sudo tcpgloss -i any tcp port 80\n"
                           ".Dl tcpgloss --describe time-wait\n"
                           ".Sh SEE ALSO\n"
                           ".Xr tcpdump 1 ,\n"
                           ".Xr pcap-filter 7\n";

static void write_row(const struct option_row *row) {
    (void)printf(".It");
    if (row->letter != 0) {
        (void)printf(" Fl %c", row->letter);
    }
    if (row->name != NULL) {
        (void)printf("%s Fl -%s", row->letter != 0 ? " ," : "", row->name);
    }
    if (row->argument != NULL) {
        (void)printf(" Ar %s", row->argument);
    }
    (void)printf("\n%s\n", row->en);
}

int main(void) {
    (void)fputs(head, stdout);
    for (unsigned group = 0; group < GROUP_COUNT; group++) {
        (void)printf(".Ss %s\n.Bl -tag -width Ds\n", option_headings[group].en);
        for (size_t i = 0; i < option_table_length; i++) {
            if (option_table[i].group == group && option_table[i].kind != OPTION_REFUSED) {
                write_row(&option_table[i]);
            }
        }
        (void)printf(".El\n");
    }
    (void)fputs(tail, stdout);
    return 0;
}
