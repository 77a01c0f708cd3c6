"""Pictures: what is drawn where, and the sentence that says the same."""

from graders.records.evidence import Calls, Entries, Plane, Step
from graders.reports.feedback_page.pictures import view
from graders.reports.feedback_page.pictures.numbers import exact, short

AXIS = (-4.0, 0.0, 4.0)


def plane(error):
    """The right function is x + y; the answer has ``error`` of both on top."""
    right = tuple(tuple(x + y for x in AXIS) for y in AXIS)
    got = tuple(tuple(None if error(x, y) is None else x + y + error(x, y) for x in AXIS) for y in AXIS)
    return Plane(("x", "y"), AXIS, got, right, ((0.0, 0.0, True), (4.0, -4.0, False)), (4.0, 4.0))


def signs(error):
    squares = view(plane(error)).squares
    return ["".join(square.sign or "." for square in squares[row : row + 3]) for row in (6, 3, 0)]


def test_a_plane_has_x_to_the_right_and_y_upwards():
    assert signs(lambda x, y: x) == ["−.+", "−.+", "−.+"]
    assert signs(lambda x, y: y) == ["+++", "...", "−−−"]
    assert signs(lambda x, y: None if x < 0 else 0) == ["×..", "×..", "×.."]


def test_the_sentence_counts_and_places_are_within_the_square():
    found = view(plane(lambda x, y: x))
    assert found.sentence == (
        "Of 9 points of a grid, x and y from −4 to 4, the result is wrong at 6: too large (+) at 3, too small (−) at 3."
    )
    (left, below, right_there), (right, top, _) = found.points
    assert (left, below, right_there) == (186.0, 186.0, True) and right == 286.0 and top == 286.0
    assert found.at == (286.0, 86.0)
    assert view(plane(lambda x, y: 0)) is None
    strengths = {square.strength for square in found.squares}
    assert strengths == {0.0, 1.0}


def entries(got, expected, **more):
    shape = (len(expected),)
    return Entries(0, 2, shape, (len(got),), got, expected, **more)


def test_bars_start_at_zero_and_flag_what_differs():
    found = view(entries((1.0, -1.0), (1.0, 2.0)))
    assert [(bar.label, bar.expected, bar.got, bar.wrong) for bar in found.bars] == [
        ("[0]", "1", "1", False), ("[1]", "2", "−1", True),
    ]  # fmt: skip
    heights = [found.zero - bar.expected_top for bar in found.bars] + [found.zero - found.bars[1].got_top]
    assert heights == [50.0, 100.0, -50.0]
    assert found.sentence == "1 of 2 entries of the first output differ."


def test_of_many_entries_those_around_the_first_that_differs_are_drawn():
    expected = tuple(map(float, range(40)))
    got = (*expected[:30], -1.0, *expected[31:])
    found = view(Entries(0, 1, (4, 10), (4, 10), got, expected))
    assert [bar.label for bar in found.bars if bar.wrong] == ["[3, 0]"] and len(found.bars) == 8
    assert found.sentence == "1 of 40 entries of the output differ."
    assert view(entries((1.0,), (1.0,))) is None


def test_shapes_that_differ_are_drawn_as_grids():
    found = view(Entries(1, 2, (2,), (3, 2), (0.0,) * 6, (0.0,) * 2))
    assert (found.expected, found.got) == ((1, 2), (3, 2))
    assert found.sentence == "The shape of the second output must be (2,); it is (3, 2)."
    assert view(Entries(0, 1, (50,), (2,), (0.0,) * 2, (0.0,) * 50)) is None


def test_on_a_curve_the_flat_part_is_shaded_if_that_is_the_point():
    curve = tuple((x / 2, max(-1.0, min(1.0, x / 2))) for x in range(-12, 13))
    near = view(entries((0.9,), (0.5,), function="tanh", along=(0.5,), curve=curve))
    assert near.flat == () and near.sentence == "The line is tanh; a circle is what is right, a cross what came."
    far = view(entries((0.9,), (1.0,), function="tanh", along=(5.0,), curve=curve))
    assert len(far.flat) == 2 and far.flat[1][0] < far.points[0][0] < far.flat[1][1]
    assert far.sentence.endswith("In the shaded part the function hardly changes any more.")


def test_calls_end_with_the_first_that_goes_another_way():
    steps = (Step(1, (1, 2), (1, 2), 2, 2), Step(1, (2, 4), (2, 4), 2, 3))
    found = view(Calls("accumulator", "state", 1, steps))
    assert [(row.call, row.expected, row.got, row.expected_state, row.state, row.wrong) for row in found.rows] == [
        ("accumulator(1)", "[1, 2]", "[1, 2]", "2", "2", False),
        ("accumulator(1)", "[2, 4]", "[2, 4]", "3", "2", True),
    ]
    assert found.sentence == "The second of these calls is the first that is wrong."
    assert len(found.expected) == 3 and found.expected[2][1] < found.got[2][1]
    one = view(Calls("accumulator", "state", 5, steps[1:]))
    assert one.sentence == "This call is wrong."


def test_what_can_not_be_seen_is_not_drawn():
    assert view(entries((100.0, 1.001), (100.0, 1.0))) is None
    curve = tuple((x / 2, x / 2) for x in range(-12, 13))
    assert view(entries((0.51,), (0.5,), function="tanh", along=(0.5,), curve=curve)) is None
    assert view(entries((1.01,), (0.5,), function="tanh", along=(0.5,), curve=curve)).kind == "curve"
    right = (Step(1, (1, 2), (1, 2), 2, 2), Step(1, (4, 2), (2, 4), 3, 3))
    assert view(Calls("f", "s", 2, right[1:])) is None
    found = view(Calls("f", "s", 1, right))
    assert (found.got, len(found.rows)) == ((), 2)


def test_numbers_are_short_but_whole_ones_exact_where_they_count():
    assert [short(n) for n in (0.123456, -2.0, 2147483648, None)] == ["0.123", "−2", "2.15e9", "no number"]
    assert [exact(n) for n in (2147483648, -1.0, 0.1234, None)] == ["2147483648", "−1", "0.123", "no number"]
