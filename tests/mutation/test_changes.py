import unittest

import changes


def texts(source):
    return sorted(changes.apply(source, change) for change in changes.changes_of(source))


class Changes(unittest.TestCase):
    def test_bound_is_moved_and_turned_round(self):
        self.assertEqual(texts("a < b;"), ["a <= b;", "a >= b;"])

    def test_condition_is_negated_whole(self):
        self.assertIn("if (!(f(a) && b)) {", texts("if (f(a) && b) {"))

    def test_constant_is_one_off_and_keeps_its_form(self):
        self.assertEqual(texts("x = 0x10U;"), ["x = 0x11U;", "x = 0xfU;"])

    def test_zero_does_not_fall_below_itself(self):
        self.assertEqual(texts("x = 0;"), ["x = 1;"])

    def test_sign_of_a_number_is_no_operator(self):
        self.assertEqual([text for text in texts("return -n;") if "+" in text], [])
        self.assertEqual(texts("m - n;"), ["m + n;"])

    def test_comment_string_directive_and_assertion_stay(self):
        self.assertEqual(texts('/* a < 1 */ f("a < 1", \'<\'); // 1\n#if A < 1\nassert(a < 1 && f(2));'), [])

    def test_arrow_shift_and_step_are_no_operators_here(self):
        self.assertEqual(texts("a->b++ << c;"), [])


if __name__ == "__main__":
    unittest.main()
