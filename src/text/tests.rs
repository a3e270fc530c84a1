use super::*;

#[test]
fn widths_have_no_limit() {
    assert_eq!(spaces(70_000).len(), 70_000);
    assert_eq!(right("x", 70_000).len(), 70_000);
    assert_eq!(left("x", 70_000).len(), 70_000);
}
