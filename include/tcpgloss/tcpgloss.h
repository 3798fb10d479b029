/*
 * libtcpgloss: says what the two ends of each TCP connection do, packet by packet, from packets
 * that its caller has in memory. C17 (gcc or clang); it knows no libpcap and opens nothing.
 *
 *     frame ─▶ decode ─▶ track ─▶ number ─▶ gloss ─▶ record ─▶ sinks
 *              packet    verdict  packet    notes
 *
 * The usual way is a struct pipeline (views/pipeline.h), which leads each frame through all stages
 * and hands what comes of it to sinks:
 *
 *     struct tracker_settings track = {.max_flows = 65536, .msl = 30 * INT64_C(1000000000)};
 *     siphash_key_fill(track.hash_key);
 *     pipeline.tracker = tracker_create(&track, &error);
 *     pipeline.relative = relative_seq_create(track.hash_key, track.max_flows, &error);
 *     pipeline.gloss.level = NOTES_STEP;
 *     memset(pipeline.gloss.selected, true, sizeof pipeline.gloss.selected);
 *     pipeline.sinks[pipeline.sink_count++] = sink;
 *
 *     pipeline_begin(&pipeline, "mine", "EN10MB", LINK_EN10MB, 65535);
 *     for each packet: pipeline_frames(&pipeline, &frame, 1);
 *     pipeline_finish(&pipeline);
 *
 * A sink is one of the library's (text_sink.h, json_sink.h, summary_sink.h, …), which writes to a
 * struct stream, or the caller's own: a struct that begins with a struct sink, whose write() gets
 * each record (record.h) with the packet, the state changes and the notes as values. note_write()
 * puts a note into words. Each stage can also be called by itself: decode_frame(),
 * tracker_segment(), relative_seq_number(), gloss_verdict(), printer_print().
 *
 * Memory: what a create function returns is released with its destroy function; a record and all it
 * points to is valid only during the call. Packets are hostile: any bytes, of any length, are
 * taken. Nothing is shared between two pipelines, so each thread may have one of its own.
 *
 * Before 1.0 a public struct may change from version to version; the number in the soname changes
 * with it. Fill settings by name and leave the rest zero. Every name begins with its module's:
 * decode_, tracker_, gloss_, text_, …
 */
#ifndef TCPGLOSS_TCPGLOSS_H
#define TCPGLOSS_TCPGLOSS_H

#include "tcpgloss/base/nearest.h"
#include "tcpgloss/base/siphash.h"
#include "tcpgloss/base/text.h"
#include "tcpgloss/base/words.h"
#include "tcpgloss/base/wrap.h"
#include "tcpgloss/decode/decode.h"
#include "tcpgloss/decode/link.h"
#include "tcpgloss/decode/packet.h"
#include "tcpgloss/decode/tcp_options.h"
#include "tcpgloss/gloss/catalogue.h"
#include "tcpgloss/gloss/gloss.h"
#include "tcpgloss/gloss/glossary.h"
#include "tcpgloss/gloss/note.h"
#include "tcpgloss/gloss/note_text.h"
#include "tcpgloss/print/printer.h"
#include "tcpgloss/print/printer_settings.h"
#include "tcpgloss/print/relative_seq.h"
#include "tcpgloss/print/tcpdump_release.h"
#include "tcpgloss/track/flow_fields.h"
#include "tcpgloss/track/tracker.h"
#include "tcpgloss/track/verdict.h"
#include "tcpgloss/views/graph_sink.h"
#include "tcpgloss/views/html_sink.h"
#include "tcpgloss/views/json_sink.h"
#include "tcpgloss/views/ladder_sink.h"
#include "tcpgloss/views/mermaid_sink.h"
#include "tcpgloss/views/pcapng_sink.h"
#include "tcpgloss/views/pipeline.h"
#include "tcpgloss/views/record.h"
#include "tcpgloss/views/sink.h"
#include "tcpgloss/views/summary_sink.h"
#include "tcpgloss/views/svg_sink.h"
#include "tcpgloss/views/text_sink.h"

#endif
