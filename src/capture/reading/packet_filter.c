#include "capture/reading/packet_filter.h"

#include "tcpgloss/base/words.h"

#include "capture/pcap_message.h"

bool packet_filter_compile(struct packet_filter *filter, pcap_t *pcap, const char *expression,
                           bool optimize, bpf_u_int32 netmask, struct error *error) {
    if (pcap_compile(pcap, &filter->program, expression != NULL ? expression : "", optimize,
                     netmask) != 0) {
        return error_set(error, STATUS_USAGE, MESSAGE("过滤表达式：%s", "%s"),
                         pcap_message(pcap_geterr(pcap)));
    }
    filter->compiled = true;
    return true;
}

void packet_filter_free(struct packet_filter *filter) {
    if (filter->compiled) {
        pcap_freecode(&filter->program);
        filter->compiled = false;
    }
}

static void put_instruction(const struct bpf_insn *instruction, unsigned number, unsigned style,
                            struct text *text) {
    switch (style) {
    case 1:
        text_put_string(text, bpf_image(instruction, (int)number));
        break;
    case 2:
        text_printf(text, "{ 0x%x, %u, %u, 0x%08x },", instruction->code, instruction->jt,
                    instruction->jf, instruction->k);
        break;
    default:
        text_printf(text, "%u %u %u %u", instruction->code, instruction->jt, instruction->jf,
                    instruction->k);
        break;
    }
    text_put_char(text, '\n');
}

void packet_filter_put(const struct packet_filter *filter, unsigned style, struct text *text) {
    const struct bpf_program *program = &filter->program;

    if (style > 2) {
        text_put_u32(text, program->bf_len);
        text_put_char(text, '\n');
    }
    for (unsigned i = 0; i < program->bf_len; i++) {
        put_instruction(&program->bf_insns[i], i, style, text);
    }
}
