"""Writes a comparison as the one comment of a pull request: comment.py REPORT CHANGED.

The comment is found again by its first line, and updated in place. Where nothing has changed none is created, and one
that is there says so. That a token may not write comments is said, and no failure: so it is in pull requests of forks.
"""

import json
import os
import sys
import urllib.error
import urllib.request

# GitHub's limit is 65,536 characters.
LARGEST = 60_000


def say(level: str, text: str) -> None:
    print(f"::{level} title=pattern-test::{text}")


def call(method: str, path: str, body: "dict | None" = None) -> "dict | list":
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    request = urllib.request.Request(
        f"{api}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['TOKEN']}",
            "Content-Type": "application/json",
            "User-Agent": "pattern-test",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def existing(number: str, marker: str) -> "list[dict]":
    """The comments that begin with the marker."""
    found, page = [], 1
    while True:
        comments = call("GET", f"issues/{number}/comments?per_page=100&page={page}")
        found += [comment for comment in comments if (comment.get("body") or "").startswith(marker)]
        if len(comments) < 100:
            return found
        page += 1


def cut(text: str) -> str:
    """As much as a comment holds, by whole sections."""
    if len(text) <= LARGEST:
        return text
    head = text[:LARGEST]
    # An event that is cut in the middle would swallow what follows.
    end = head.rfind("\n<details>") if "\n<details>" in head else head.rfind("\n")
    return head[:end] + "\n\nThe rest is in the summary of the job.\n"


def main() -> None:
    report, changed = sys.argv[1], sys.argv[2]
    number = os.environ["PULL_NUMBER"]
    directory = os.path.normpath(os.environ.get("DIRECTORY") or ".").replace("--", "- -")
    marker = f"<!-- pattern-test compare: {directory} -->"
    with open(report, encoding="utf-8") as file:
        text = file.read()
    body = f"{marker}\n{cut(text)}"
    try:
        comments = existing(number, marker)
        # Somebody else's comment that begins the same can perhaps not be changed.
        for comment in comments:
            try:
                if comment["body"] != body:
                    call("PATCH", f"issues/comments/{comment['id']}", {"body": body})
                print(f"comment: {comment['html_url']}")
                return
            except urllib.error.HTTPError as error:
                if error.code not in (403, 404):
                    raise
        if changed == "0":
            return
        print(f"comment: {call('POST', f'issues/{number}/comments', {'body': body})['html_url']}")
    except urllib.error.HTTPError as error:
        why = "the token may not: the job needs the permission `pull-requests: write`, and pull requests of forks do not get it"
        say("warning", f"no comment was written, {why if error.code in (401, 403, 404) else error}; the comparison is in the job's summary")
    except (urllib.error.URLError, TimeoutError, ValueError, KeyError) as error:
        say("warning", f"no comment was written, {error}; the comparison is in the job's summary")


if __name__ == "__main__":
    main()
