//! Help, version, and what is said to wrong words.

use super::pattern_test;
use insta_cmd::assert_cmd_snapshot;

#[test]
fn help() {
    assert_cmd_snapshot!(pattern_test().arg("--help"));
    assert_cmd_snapshot!(pattern_test().args(["match", "-h"]));
    assert_cmd_snapshot!(pattern_test().args(["match", "--help"]));
}

#[test]
fn wrong_words() {
    assert_cmd_snapshot!(pattern_test().arg("macth"));
    assert_cmd_snapshot!(pattern_test().args(["match", "--strickt"]));
    assert_cmd_snapshot!(pattern_test().args(["match", "--format", "xml"]));
    assert_cmd_snapshot!(pattern_test().args(["match", "--event-format", "xml"]));
    assert_cmd_snapshot!(pattern_test().args(["match", "-q", "-v"]));
}
