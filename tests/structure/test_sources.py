"""Each rule of sources.py is found broken on a little tree made for it, and whole on one that keeps it."""
import unittest

import sources

WHOLE = {
    "include/tcpgloss/track/tracker.h": '#include "tcpgloss/base/text.h"\nTCPGLOSS_API void tracker_run(struct tracker *t);\n',
    "include/tcpgloss/base/text.h": "struct text { int length; };\nint text_length(const struct text *text);\n",
    "src/base/text.c": '#include "tcpgloss/base/text.h"\nint text_length(const struct text *text) { return text->length; }\n',
    "src/track/table/flow.h": "struct flow { int state; };\nstatic inline int flow_state(struct flow *f) { return f->state; }\n",
    "src/track/tracker.c": '#include "tcpgloss/track/tracker.h"\n#include "track/table/flow.h"\n'
                           "struct tracker { struct flow flow; };\nvoid tracker_run(struct tracker *t) { (void)t; }\n",
}


def with_file(path, text):
    return WHOLE | {path: text}


class Sources(unittest.TestCase):
    def test_whole_tree_breaks_no_rule(self):
        self.assertEqual(sources.circles(WHOLE), [])
        self.assertEqual(sources.double_tags(WHOLE), {})
        self.assertEqual(sources.strays(WHOLE), {})

    def test_circle_through_a_source_is_found(self):
        tree = with_file("src/track/table/flow.c", '#include "tcpgloss/track/tracker.h"\n')
        self.assertEqual(sources.circles(tree), [["track/flow", "track/tracker"]])

    def test_circle_of_three_headers_is_found(self):
        tree = WHOLE | {"src/print/a.h": '#include "print/b.h"\n', "src/print/b.h": '#include "print/c.h"\n',
                        "src/print/c.h": '#include "print/a.h"\n'}
        self.assertEqual(sources.circles(tree), [["print/a", "print/b", "print/c"]])

    def test_include_in_a_list_counts(self):
        tree = WHOLE | {"include/tcpgloss/track/flags.def": '#include "track/table/flow.h"\n',
                        "src/track/table/flow.h": '#include "tcpgloss/track/flags.def"\n'}
        self.assertEqual(sources.circles(tree), [["track/flags", "track/flow"]])

    def test_header_and_its_source_are_no_circle(self):
        tree = with_file("src/track/table/flow.c", '#include "track/table/flow.h"\n')
        self.assertEqual(sources.circles(tree), [])

    def test_tag_defined_twice_is_found(self):
        tree = with_file("src/print/flow.c", "static struct flow { int x; } one;\n")
        self.assertEqual(sources.double_tags(tree), {"flow": ["src/track/table/flow.h", "src/print/flow.c"]})

    def test_tag_in_a_comment_is_not_taken_for_one(self):
        tree = with_file("src/print/flow.c", "/* struct flow { is elsewhere } */\nstruct flow *f;\n")
        self.assertEqual(sources.double_tags(tree), {})

    def test_function_defined_in_another_file_is_found(self):
        tree = with_file("src/track/table/flow.h", "int flow_age(\n    const struct flow *flow);\n")
        self.assertEqual(sources.strays(tree), {"src/track/table/flow.h": ["flow_age"]})

    def test_function_with_an_attribute_is_found(self):
        tree = with_file("src/track/table/flow.h", "__attribute__((format(printf, 1, 2))) void flow_say(const char *, ...);\n")
        self.assertEqual(sources.strays(tree), {"src/track/table/flow.h": ["flow_say"]})


if __name__ == "__main__":
    unittest.main()
