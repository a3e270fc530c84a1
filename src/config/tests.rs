use super::*;

#[test]
fn the_nearest_file_upwards_is_read_and_its_paths_moved() {
    let folder = std::env::temp_dir().join(format!("pattern-test-config-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("deep/er")).unwrap();
    std::fs::write(
        folder.join(FILE_NAME),
        "mode = \"strict\"\n[paths]\npatterns = [\"rules\"]\nsuites = [\"tests\"]\n\
         [check]\nbaseline = \"known.json\"\n",
    )
    .unwrap();
    let config = Config::find(&folder.join("deep/er")).unwrap();
    assert_eq!(config.paths.patterns, [folder.join("rules")]);
    assert_eq!(config.check.baseline, Some(folder.join("known.json")));
    assert_eq!(config.mode, Some(Mode::Strict));
    let config = Config::find(&folder).unwrap();
    assert_eq!(config.paths.patterns, [PathBuf::from("rules")]);
    assert_eq!(config.paths.fixtures, [PathBuf::from("fixtures")]);
    assert_eq!(config.paths.suites, Some(vec![PathBuf::from("tests")]));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_of_any_size_is_read_up_to_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    std::fs::File::create(&file)
        .and_then(|file| file.set_len(LARGEST + 1))
        .unwrap();
    let error = Config::find(folder.path()).unwrap_err();
    assert_eq!(
        error.message,
        "larger than 1 MiB, the most that is read whole"
    );
}

fn refused(text: &str) -> (String, String, Option<String>) {
    let problem = Config::parse(text).map(drop).unwrap_err();
    let place = problem.span.map_or("", |span| span.of(text));
    (problem.message, place.to_owned(), problem.help)
}

#[test]
fn a_key_that_does_not_exist_is_an_error_with_a_place_and_a_suggestion() {
    for (text, message, place, help) in [
        (
            "[paths]\npattern = []\n",
            "[paths] has no key `pattern`",
            "pattern",
            "did you mean `patterns`?",
        ),
        (
            "modus = \"strict\"\n",
            "the file has no key `modus`",
            "modus",
            "the keys here are",
        ),
        (
            "[verify]\nzz = 1\nmin-covrage = 80\n",
            "[verify] has no key `zz`",
            "zz",
            "the keys here are `min-coverage`, `min-score`",
        ),
        (
            "[check]\nper-file-ignore = {}\n",
            "[check] has no key `per-file-ignore`",
            "per-file-ignore",
            "did you mean `per-file-ignores`?",
        ),
        (
            "[verfy]\n",
            "the file has no key `verfy`",
            "verfy",
            "did you mean `verify`?",
        ),
    ] {
        let (found, at, suggested) = refused(text);
        assert_eq!((&*found, &*at), (message, place), "{text}");
        assert!(suggested.is_some_and(|s| s.starts_with(help)), "{text}");
    }
}

#[test]
fn a_value_of_the_wrong_type_is_an_error_with_a_place() {
    assert_eq!(refused("mode = \"loose\"\n").1, "\"loose\"");
    assert_eq!(refused("[paths]\npatterns = 1\n").1, "1");
    assert_eq!(refused("paths = 3\n").1, "3");
    assert!(!refused("mode = \n").0.is_empty());
}
