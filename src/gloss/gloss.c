/*
 * From a verdict to notes: for each finding its rule, then phases, warnings and steps. A plain data
 * packet, without findings or changes, costs a look at its first byte.
 */
#include "tcpgloss/gloss/gloss.h"

#include "gloss/note_arguments.h"
#include "gloss/note_of_finding.h"
#include "gloss/offload.h"
#include "gloss/payload/recognize.h"
#include "gloss/payload/request_response.h"

/* Settings and notes under construction, with what they are made from. */
struct note_builder {
    const struct gloss_settings *settings;
    struct note_context context;
    struct notes *notes;
    unsigned places[NOTE_STEP + 1]; /* by kind: of findings whose notes are wanted, 1 << place */
    unsigned told;                  /* of enum telling, by these notes */
    bool finds;                     /* there are such findings, or */
    bool opens;                     /* a handshake begins */
    struct rule rules[VERDICT_FINDINGS_MAX]; /* of the verdict's findings, by their place */
};

/* A note at the end of the notes; null if its id is not to be written. The kind is that of the id
 * in this phrase. */
static struct note *add_note(struct note_builder *builder, enum note_id id, enum phrase phrase,
                             enum note_kind kind) {
    struct notes *notes = builder->notes;
    struct note *note;

    if (!builder->settings->selected[id] || notes->count == NOTES_MAX) {
        return NULL;
    }
    note = &notes->items[notes->count++];
    note->id = id;
    note->kind = kind;
    note->phrase = phrase;
    note->argument_count = 0;
    return note;
}

/* The same, of an id that no rule has given; null also if its level is not wanted. */
static struct note *add_other(struct note_builder *builder, enum note_id id, enum phrase phrase) {
    const enum note_level level = catalogue_wording(id, phrase)->level;

    return level <= builder->settings->level ? add_note(builder, id, phrase, note_kind_of(level))
                                             : NULL;
}

/* --- Content ---------------------------------------------------------------------------------- */

static void add_request(struct note_builder *builder, const struct content *content) {
    const bool tls = content->kind == CONTENT_TLS_CLIENT_HELLO;
    struct note *note =
        add_other(builder, NOTE_DATA_REQUEST, tls ? PHRASE_REQUEST_TLS : PHRASE_USUAL);

    if (note == NULL) {
        return;
    }
    if (!tls) {
        note_add_text(note, ARGUMENT_METHOD, content->text);
        note_add_text(note, ARGUMENT_TARGET, content->target);
    }
    if (content->server_name.length > 0) {
        note_add_text(note, ARGUMENT_SERVER_NAME, content->server_name);
    }
    if (content->alpn.length > 0) {
        note_add_text(note, ARGUMENT_ALPN, content->alpn);
    }
}

static void add_spoken(struct note_builder *builder, enum note_id id, enum phrase phrase,
                       const struct content *content) {
    struct note *note = add_other(builder, id, phrase);

    if (note != NULL) {
        note_add_who(note, builder->context.verdict->from);
        if (content->text.length > 0) {
            note_add_text(note, ARGUMENT_TEXT, content->text);
        }
    }
}

static void gloss_payload(struct note_builder *builder) {
    const struct packet *packet = builder->context.packet;
    const struct verdict *verdict = builder->context.verdict;
    const bool client = verdict->from == ENDPOINT_CLIENT;
    struct content content;
    uint32_t forgetful = 0;
    bool first = false;

    for (unsigned i = 0; i < verdict->finding_count; i++) {
        const enum finding_kind kind = verdict->findings[i].kind;

        if (finding_repeats(kind)) {
            return; /* seen before, or only there to draw an ACK */
        }
        first |= kind == FINDING_FIRST_DATA;
    }
    content_recognise(packet->tcp.payload, &content);
    switch (dialogue_hear(verdict->gloss_memory != NULL ? verdict->gloss_memory : &forgetful,
                          verdict->from, &content, first)) {
    case TURN_REQUEST:
        add_request(builder, &content);
        break;
    case TURN_RESPONSE:
        add_spoken(builder, NOTE_DATA_RESPONSE, client ? PHRASE_RESPONSE_CLIENT : PHRASE_USUAL,
                   &content);
        break;
    case TURN_ALERT:
        add_spoken(builder, NOTE_DATA_ALERT, PHRASE_USUAL, &content);
        break;
    case TURN_GREETING:
        add_spoken(builder, client ? NOTE_DATA_REQUEST : NOTE_DATA_RESPONSE,
                   client ? PHRASE_REQUEST_SSH : PHRASE_RESPONSE_SSH, &content);
        break;
    case TURN_NONE:
        if (first) {
            add_spoken(builder, client ? NOTE_DATA_CLIENT : NOTE_DATA_SERVER, PHRASE_USUAL,
                       &content);
        }
        break;
    }
}

/* The phases that a segment's content begins: at most one. */
static void gloss_content(struct note_builder *builder) {
    const struct packet *packet = builder->context.packet;

    if (packet != NULL && packet->tcp.payload_length != 0) {
        gloss_payload(builder);
    }
}

/* --- Findings --------------------------------------------------------------------------------- */

/* The first segment of a flow that is larger than the MSS is explained at the level of steps. */
static bool is_first_large(const struct verdict *verdict, enum finding_kind kind) {
    return kind == FINDING_OFFLOAD_LARGE && verdict->gloss_memory != NULL &&
           dialogue_tell_once(verdict->gloss_memory, SAID_LARGE);
}

static void find_rules(struct note_builder *builder, const struct packet *packet,
                       const struct verdict *verdict) {
    const enum note_level level = builder->settings->level;
    const unsigned flags = packet != NULL ? packet->tcp.flags : 0;

    builder->places[NOTE_PHASE] = builder->places[NOTE_WARNING] = builder->places[NOTE_STEP] = 0;
    builder->told = TELL_NONE;
    builder->finds = builder->opens = false;
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        const enum finding_kind kind = verdict->findings[i].kind;
        struct rule *rule = &builder->rules[i];

        if (kind == FINDING_FIRST_DATA) {
            continue; /* what the data are is told in its place */
        }
        *rule = rule_for(&verdict->findings[i], verdict, flags);
        if (is_first_large(verdict, kind)) {
            rule->level = NOTES_STEP;
        }
        if (rule->level <= level) {
            builder->places[note_kind_of((enum note_level)rule->level)] |= 1u << i;
            builder->told |= rule->told;
            builder->finds = true;
        }
        if (kind == FINDING_SYN) {
            builder->finds = builder->opens = true;
        }
    }
}

/* The note of the finding at `place`. */
static inline void gloss_finding(struct note_builder *builder, unsigned place,
                                 enum note_kind kind) {
    const struct note_context *context = &builder->context;
    const struct rule *rule = &builder->rules[place];
    struct note *note = add_note(builder, rule->id, rule->phrase, kind);

    if (note == NULL) {
        return;
    }
    if (kind == NOTE_STEP && context->packet != NULL && (rule->told & TELL_NEGOTIATED) == 0) {
        note_add_segment(note, context, (rule->fields & (FILLS_LENGTH | FILLS_WINDOW)) == 0);
    }
    if (!note_add_finding(note, context, &context->verdict->findings[place], rule)) {
        builder->notes->count--;
    }
}

/* The notes of the findings at `places`, in their order. */
static void gloss_findings(struct note_builder *builder, unsigned places, enum note_kind kind) {
    for (; places != 0; places &= places - 1) {
        gloss_finding(builder, (unsigned)__builtin_ctz(places), kind);
    }
}

static void gloss_phases(struct note_builder *builder) {
    const struct verdict *verdict = builder->context.verdict;
    bool content_told = false;
    bool crosses = false; /* a SYN that meets another opens nothing new */

    if (builder->places[NOTE_PHASE] == 0 && !builder->opens) {
        gloss_content(builder);
        return;
    }
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        if (!finding_is_opening(finding->kind) && !content_told) {
            gloss_content(builder);
            content_told = true;
        }
        crosses = crosses || finding->kind == FINDING_SIMULTANEOUS_OPEN;
        if (finding->kind == FINDING_SYN && !crosses) {
            (void)add_other(builder, NOTE_HANDSHAKE, PHRASE_USUAL);
        }
        if ((builder->places[NOTE_PHASE] >> i & 1) != 0) {
            gloss_finding(builder, i, NOTE_PHASE);
        }
    }
    if (!content_told) {
        gloss_content(builder);
    }
}

/* Said once for each flow: the snapshot length has cut a packet's data. */
static void gloss_cut(struct note_builder *builder) {
    const struct packet *packet = builder->context.packet;
    const struct verdict *verdict = builder->context.verdict;
    struct note *note;

    if (packet->tcp.payload.length >= packet->tcp.payload_length || verdict->gloss_memory == NULL ||
        !dialogue_tell_once(verdict->gloss_memory, SAID_INCOMPLETE)) {
        return;
    }
    note = add_other(builder, NOTE_CAPTURE_INCOMPLETE, PHRASE_USUAL);
    if (note != NULL) {
        note_add_number(note, ARGUMENT_COUNT, packet->frame.captured);
        note_add_number(note, ARGUMENT_LENGTH, packet->frame.length);
    }
}

static void gloss_incomplete(struct note_builder *builder) {
    const struct packet *packet = builder->context.packet;

    if (packet != NULL && packet->frame.captured < packet->frame.length) {
        gloss_cut(builder);
    }
}

static void gloss_segment_itself(struct note_builder *builder, enum note_id id) {
    const struct packet *packet = builder->context.packet;
    struct note *note = add_other(builder, id, PHRASE_USUAL);

    if (note != NULL && packet != NULL) {
        note_add_segment(note, &builder->context, true);
    }
}

/* The step of a FIN leads: its words have a place for all that is shown of a segment. */
static void gloss_step_findings(struct note_builder *builder) {
    const struct finding *fin = builder->context.fin;
    const unsigned places = builder->places[NOTE_STEP];
    const unsigned leads = fin != NULL ? 1u << (fin - builder->context.verdict->findings) : 0;

    gloss_findings(builder, places & leads, NOTE_STEP);
    gloss_findings(builder, places & ~leads, NOTE_STEP);
}

/* What its receiver ignores brings no data and acknowledges nothing. */
static bool is_ignored(const struct verdict *verdict) {
    for (unsigned i = 0; i < verdict->finding_count; i++) {
        if (verdict->findings[i].kind == FINDING_SEGMENT_IGNORED) {
            return true;
        }
    }
    return false;
}

static void gloss_steps(struct note_builder *builder) {
    const struct packet *packet = builder->context.packet;
    const struct verdict *verdict = builder->context.verdict;
    const bool shows_changes = (builder->told & TELL_CHANGES) != 0;

    if (verdict->change_count > 0 && !shows_changes) {
        gloss_segment_itself(builder, NOTE_STATE_CHANGED);
    } else if (packet != NULL && !shows_changes && builder->settings->level == NOTES_ALL &&
               !is_ignored(verdict)) {
        const bool pure_ack =
            packet->tcp.payload_length == 0 &&
            (packet->tcp.flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) == TCP_ACK;

        gloss_segment_itself(builder, pure_ack ? NOTE_DATA_ACK : NOTE_DATA_SEGMENT);
    }
    gloss_step_findings(builder);
    if (builder->settings->verbose && packet != NULL && offload_left_checksum(packet)) {
        (void)add_other(builder, NOTE_OFFLOAD_CHECKSUM, PHRASE_USUAL);
    }
}

/* Whether neither the packet, which may be null, nor the verdict has anything to tell of. */
static bool is_silent(const struct gloss_settings *settings, const struct packet *packet,
                      const struct verdict *verdict) {
    return verdict->finding_count == 0 && verdict->change_count == 0 &&
           settings->level < NOTES_ALL && !settings->verbose &&
           (packet == NULL ||
            (packet->tcp.payload_length == 0 && packet->frame.captured >= packet->frame.length));
}

/* Whether only what the packet carries can be worth a note. */
static bool is_plain(const struct note_builder *builder, const struct verdict *verdict) {
    return !builder->finds && verdict->change_count == 0 && builder->settings->level < NOTES_ALL &&
           !builder->settings->verbose;
}

static void gloss_plain(struct note_builder *builder) {
    if (builder->settings->level >= NOTES_PHASE) {
        gloss_content(builder);
    }
    gloss_incomplete(builder);
}

/* Apart from gloss_packet(), whose own variables are few. */
__attribute__((noinline)) static void gloss_fully(struct note_builder *builder) {
    if (builder->settings->level >= NOTES_PHASE) {
        gloss_phases(builder);
    }
    gloss_incomplete(builder);
    gloss_findings(builder, builder->places[NOTE_WARNING], NOTE_WARNING);
    if (builder->settings->level >= NOTES_STEP) {
        gloss_steps(builder);
    }
}

/* It is not a part of gloss_verdict(), which most packets pass through, so that these need no room
 * for its variables. */
__attribute__((noinline)) static void
gloss_packet(const struct gloss_settings *settings, const struct tracker *tracker,
             const struct packet *packet, const struct verdict *verdict, struct notes *notes) {
    struct note_builder builder;

    builder.settings = settings;
    builder.notes = notes;
    find_rules(&builder, packet, verdict);
    if (is_plain(&builder, verdict)) {
        builder.context = (struct note_context){.packet = packet, .verdict = verdict};
        gloss_plain(&builder);
    } else {
        builder.context = note_context_make(tracker, packet, verdict);
        gloss_fully(&builder);
    }
}

void gloss_verdict(const struct gloss_settings *settings, const struct tracker *tracker,
                   const struct packet *packet, const struct verdict *verdict,
                   struct notes *notes) {
    notes->packet = packet;
    notes->verdict = verdict;
    notes->mark_assumed = settings->verbose;
    notes->count = 0;
    if (verdict == NULL || settings->level == NOTES_NONE) {
        return;
    }
    if (packet != NULL && !packet->has_tcp) {
        packet = NULL; /* an ICMP error has no segment to tell of */
    }
    if (!is_silent(settings, packet, verdict)) {
        gloss_packet(settings, tracker, packet, verdict, notes);
    }
}

void gloss_dropped(const struct gloss_settings *settings, uint64_t count, struct notes *notes) {
    struct note_builder builder = {.settings = settings, .notes = notes};
    struct note *note;

    notes->packet = NULL;
    notes->verdict = NULL;
    notes->count = 0;
    note = add_other(&builder, NOTE_CAPTURE_DROPPED, PHRASE_USUAL);
    if (note != NULL) {
        note_add_number(note, ARGUMENT_COUNT, count);
    }
}
