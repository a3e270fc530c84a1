//! The files in `fixtures/forms`.

use super::*;

/// Each file, the forms of its events, and their number.
#[test]
fn bundled_files() {
    let files: [(&str, &[Form], usize); 16] = [
        ("array.json", &[Array, Event], 2),
        ("concatenated.json", &[Concatenated, Event], 3),
        ("describe-tasks.json", &[DescribeTasks, Event], 1),
        ("events.ndjson", &[Lines, Event], 2),
        ("filter-log-events.json", &[LogEvents, Event], 2),
        ("firehose.json", &[Concatenated, Event], 2),
        ("lambda-python.log", &[Python, Event], 2),
        ("put-events-entries.json", &[PutEvents, Event], 2),
        ("put-events-list.json", &[PutEvents, Event], 2),
        ("sns-lambda.json", &[Sns, Event], 1),
        ("sns-notification.json", &[Sns, Event], 1),
        ("sqs-lambda.json", &[Sqs, Event], 2),
        ("sqs-receive-message.json", &[Sqs, Event], 2),
        ("string-backslashes.txt", &[Text, Event], 1),
        ("string-quoted-backslashes.txt", &[Text, Event], 1),
        ("string.json", &[Text, Event], 1),
    ];
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/forms");
    let mut present: Vec<_> = std::fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    present.sort();
    assert_eq!(
        present,
        files.iter().map(|(name, _, _)| *name).collect::<Vec<_>>(),
        "every file has its line here"
    );
    for (name, forms, count) in files {
        let bytes = std::fs::read(directory.join(name)).unwrap();
        let input = decode(&bytes).unwrap();
        let intake = auto(input);
        assert_eq!(intake.problems, [], "{name}");
        assert_eq!(intake.found.len(), count, "{name}");
        for found in &intake.found {
            assert_eq!(found.forms, forms, "{name}");
            let event = value(&found.text);
            for member in ["id", "account", "source", "time", "region", "detail-type"] {
                assert!(event[member].is_string(), "{name}: {member}");
            }
            assert!(event["detail"].is_object(), "{name}");
        }
        // Naming the form changes nothing.
        assert_eq!(named(forms[0], input), intake, "{name}");
    }
}
