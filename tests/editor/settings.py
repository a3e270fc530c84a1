"""What docs/editors.md tells people to write, and the entries for SchemaStore: that they can be read, and agree with the project."""

import fnmatch
import json
import pathlib
import re
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/editors.md").read_text()
CATALOG = json.loads((ROOT / "editors/schemastore/catalog.json").read_text())
MANIFEST = json.loads((ROOT / "editors/vscode/package.json").read_text())


def snippet(name):
    """The code below `<!-- name -->`."""
    found = re.search(rf"<!-- {re.escape(name)} -->\n\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"no snippet {name!r}"
    return found[1]


def suite_endings():
    """The names of suites, as the program has them; JSON Lines have no schema."""
    text = (ROOT / "src/discover/mod.rs").read_text()
    function = re.search(r"fn is_suite_name\(.*?\n}", text, re.DOTALL)[0]
    return {ending for ending in re.findall(r'"(\.suite\.\w+)"', function) if ending != ".suite.jsonl"}


class Page(unittest.TestCase):
    def test_helix_starts_the_server_for_each_language(self):
        settings = tomllib.loads(snippet("helix"))
        server = settings["language-server"]["pattern-test"]
        self.assertEqual([server["command"], *server["args"]], ["pattern-test", "lsp"])
        for language in settings["language"]:
            self.assertEqual(language["language-servers"][-1], "pattern-test")

    def test_zed_has_a_server_of_that_name(self):
        settings = json.loads(snippet("zed"))
        extension = tomllib.loads((ROOT / "editors/zed/extension.toml").read_text())
        self.assertEqual(set(settings["lsp"]), set(extension["language_servers"]))
        self.assertEqual(settings["lsp"]["pattern-test"]["binary"]["arguments"], ["lsp"])

    def test_the_commands_are_those_that_the_extension_knows(self):
        told = re.findall(r"^\| `(pattern-test\.\w+)` \|", PAGE, re.MULTILINE)
        protocol = (ROOT / "editors/vscode/src/protocol.ts").read_text()
        known = re.findall(r'^  \w+: "(pattern-test\.\w+)",$', protocol, re.MULTILINE)
        self.assertEqual(sorted(told), sorted(known))

    def test_versions(self):
        version = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]
        zed = ROOT / "editors/zed"
        self.assertEqual(tomllib.loads((zed / "extension.toml").read_text())["version"], version)
        self.assertEqual(tomllib.loads((zed / "Cargo.toml").read_text())["package"]["version"], version)
        self.assertIn(f"pattern-test-{version}.vsix", PAGE)


class SchemaStore(unittest.TestCase):
    def test_each_entry_names_a_schema_that_there_is(self):
        for entry in CATALOG:
            path = re.fullmatch(r"https://raw\.githubusercontent\.com/[\w-]+/pattern-test/main/(.*)", entry["url"])
            self.assertTrue(path, entry["url"])
            schema = json.loads((ROOT / path[1]).read_text())
            self.assertIn("$schema", schema)
            self.assertEqual(set(entry), {"name", "description", "fileMatch", "url"})

    def test_the_globs_are_the_names_that_the_program_takes(self):
        suite, config = CATALOG
        self.assertEqual({glob.removeprefix("*") for glob in suite["fileMatch"]}, suite_endings())
        name = re.search(r'pub const FILE_NAME: &str = "(.*)"', (ROOT / "src/config/mod.rs").read_text())
        self.assertEqual(config["fileMatch"], [name[1]])

    def test_the_globs_meet_files_of_the_project(self):
        names = [path.name for folder in ("patterns", "tests", "fixtures") for path in (ROOT / folder).rglob("*")]
        names.append("pattern-test.toml")
        for entry in CATALOG:
            matched = [name for name in names for glob in entry["fileMatch"] if fnmatch.fnmatch(name, glob)]
            self.assertTrue(matched, entry["name"])

    def test_vs_code_has_the_same_globs_for_suites(self):
        contributed = MANIFEST["contributes"]["jsonValidation"] + MANIFEST["contributes"]["yamlValidation"]
        globs = []
        for entry in contributed:
            globs += [entry["fileMatch"]] if isinstance(entry["fileMatch"], str) else entry["fileMatch"]
        self.assertEqual(sorted(globs), sorted(CATALOG[0]["fileMatch"]))


if __name__ == "__main__":
    unittest.main()
