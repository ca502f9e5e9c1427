"""The catalogue of what can go wrong with the file, and the test that provokes each."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SAVING, DAMAGE, CONCURRENCY, COPIES = (
    f"tests/storage/test_{name}.py::test_" for name in ("saving", "damage", "concurrency", "copies")
)
CLI, VERBS, STREAMS = (
    f"tests/cli/test_{name}.py::test_" for name in ("main", "every_verb", "streams")
)
BESIDE = "tests/storage/test_beside.py::test_"
BRING = "tests/cli/test_bring.py::test_"
REPLICAS, CARE = (f"tests/session/test_{name}.py::test_" for name in ("replicas", "care"))
LEAVING, EDGES = (f"tests/tui/test_{name}.py::test_" for name in ("leaving", "edges"))
TERMINAL = "tests/test_terminal_safety.py::test_"

CATALOGUE: dict[str, str] = {
    "1": SAVING + "any_call_may_be_the_last",
    "2": SAVING + "a_write_may_be_torn",
    "3": SAVING + "any_call_may_fail",
    "4": SAVING + "a_full_disk",
    "5": SAVING + "a_read_only_disk",
    "6": SAVING + "no_permission",
    "7": SAVING + "no_descriptor_left",
    "8": SAVING + "killed_at_random",
    # A power cut itself needs loop-mounted disks that are copied while they are written: minutes
    # and root, so it belongs into a nightly run. What it depends on, the order of the calls, is
    # tested with every commit.
    "9": SAVING + "the_order_of_a_save",
    "10": SAVING + "a_directory_that_vanishes",
    "11": DAMAGE + "a_cut_at_any_offset",
    "12": DAMAGE + "another_encoding",
    "13": DAMAGE + "one_bad_value",
    "14": DAMAGE + "a_key_that_stands_twice",
    "15": DAMAGE + "a_wrong_type_in_any_field",
    "16": DAMAGE + "something_else",
    "17": DAMAGE + "a_newer_schema",
    "18": DAMAGE + "what_a_later_version_wrote",
    "19": DAMAGE + "a_huge_file",
    "20": DAMAGE + "no_file_at_all",
    "21": DAMAGE + "a_link_to_another_disk",
    "22": DAMAGE + "hostile_salvage",
    "23": DAMAGE + "an_old_version_put_back",
    "24": CONCURRENCY + "two_programs_mark_a_thousand_times_each",
    "25": CONCURRENCY + "marks_are_made_while_a_thread_saves",
    "26": CONCURRENCY + "an_editor_saves_while_we_do",
    "27": CONCURRENCY + "an_editor_halfway",
    "28": CONCURRENCY + "a_program_that_stands_still",
    "29": CONCURRENCY + "two_machines_converge",
    "30": CONCURRENCY + "a_clock_that_jumps",
    "31": CONCURRENCY + "around_a_switch_of_the_clocks",
    "32": CLI + "every_locale_gets_an_answer",
    "33": CLI + "an_unknown_home_names_the_way_out",
    "34": CLI + "a_mark_is_saved_before_it_is_printed",
    "35": CLI + "without_a_terminal_it_answers_with_the_status",
    "36": TERMINAL + "odd_terminals",
    "37": LEAVING + "no_mark_is_lost_on_leaving",
    "38": LEAVING + "no_mark_is_lost_on_leaving",
    "39": TERMINAL + "nothing_hostile_reaches_the_terminal",
    "40": TERMINAL + "nothing_hostile_reaches_the_terminal",
    "41": TERMINAL + "profile_names_are_never_paths",
    "42": SAVING + "permissions_that_the_user_set",
    "43": SAVING + "a_planted_link",
    "44": VERBS + "no_verb_loses_an_event",
    "45": EDGES + "an_older_file_is_settled_as_the_interface_opens",
    "46": BESIDE + "conflict_names_of_every_engine",
    "47": CARE + "forgetting_survives_a_machine_that_did_not_hear_of_it",
    "48": REPLICAS + "two_machines_over_twenty_thousand_histories",
    "49": EDGES + "a_remark_that_arrives_while_one_is_written",
    "50": SAVING + "a_refused_nicety",
    "50a": COPIES + "a_mirror_that_cannot_be_read",
    "50b": STREAMS + "every_verb_with_every_stream",
    "51": REPLICAS + "a_clock_a_day_ahead",
    "52": BRING + "git_with_the_driver",
}
"""Row of the catalogue to the foremost of its tests."""


def test_every_row_has_a_test() -> None:
    """The table has each row of the catalogue."""
    assert list(CATALOGUE) == [*map(str, range(1, 51)), "50a", "50b", "51", "52"]


@pytest.mark.parametrize("row", CATALOGUE)
def test_the_test_exists(row: str) -> None:
    """The test that the table names for a row is there; those of the file name their row."""
    path, name = CATALOGUE[row].split("::")
    file = HERE.parent.parent / path
    functions = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name
    ]
    assert len(functions) == 1
    if file.parent == HERE or row not in map(str, range(1, 44)):
        assert f"Row {row}:" in (ast.get_docstring(functions[0]) or "")
