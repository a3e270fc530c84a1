#!/usr/bin/env python3
"""Writes aws-events.txt: what events of AWS services look like.

    make_events.py [--db db.json.gz] [--extra extra-events.txt] [--check catalogue.txt] [-o aws-events.txt]

Without --db the package is fetched with npm: @aws-cdk/aws-service-spec (Apache-2.0), file db.json.gz,
a dump of the schema registry "aws.events". What the dump has wrong or leaves open is corrected below
(CORRECT, each with its reason); what it lacks comes from extra-events.txt.

Kinds: string number boolean object, strings/numbers/booleans/objects = an array of these,
"map" = an object whose keys are data, "any" = not known or of several kinds.
"!" after a kind: the registry calls the field required (and no sample event seen lacks it).
"""
import argparse, collections, gzip, json, os, re, subprocess, sys, tempfile

PACKAGE = "@aws-cdk/aws-service-spec@0.1.216"

# (source, detail-type, path): kind. Reasons: D = AWS's user guide shows this kind, C = catalogue.txt
# (the fixtures there) says so, M = sample events show both kinds, X = keys are data of the one example
# that the schema was inferred from.
CP = "CodePipeline %s Execution State Change"
CORRECT = {
    ("aws.ecs", "ECS Task State Change", "detail.attachments.details"): "objects",             # D C
    ("aws.codepipeline", CP % "Action", "detail.output-artifacts"): "objects",                 # D
    ("aws.codepipeline", CP % "Action", "detail.input-artifacts"): "objects",                  # D
    ("aws.codepipeline", CP % "Action", "detail.type.version"): "any",                         # M
    ("aws.codepipeline", CP % "Action", "detail.version"): "any",                              # M
    ("aws.codepipeline", CP % "Pipeline", "detail.version"): "any",                            # M
    ("aws.codepipeline", CP % "Stage", "detail.version"): "any",                               # M
    ("aws.emr", "EMR Instance Group State Change", "detail.requestedInstanceCount"): "any",    # M (docs: string)
    ("aws.emr", "EMR Instance Group State Change", "detail.runningInstanceCount"): "any",      # M (docs: string)
    ("aws.gamelift", "GameLift Matchmaking Event", "detail.gameSessionInfo.port"): "any",      # M (docs: number)
    ("aws.guardduty", "GuardDuty Finding",
     "detail.service.action.awsApiCallAction.remoteIpDetails.organization.asn"): "any",        # M
    ("aws.securityhub", "Security Hub Findings - Imported", "detail.findings"): "objects",     # D C
    ("aws.securityhub", "Security Hub Findings - Custom Action", "detail.findings"): "objects",  # D C
    ("aws.ec2", "AWS API Call via CloudTrail", "detail.requestParameters.disableApiTermination"): "any",  # M
    ("aws.macie", "Macie Alert", "detail.summary.Timestamps"): "map",                          # X
    ("aws.macie", "Macie Alert", "detail.summary.Object"): "map",                              # X
    ("aws.macie", "Macie Alert", "detail.summary.Themes"): "map",                              # X
    ("aws.macie", "Macie Alert", "detail.summary.ACL"): "map",                                 # X
    ("aws.trustedadvisor", "Trusted Advisor Check Item Refresh Notification",
     "detail.check-item-detail"): "map",                                                       # X
    ("aws.kms", "AWS API Call via CloudTrail", "detail.requestParameters.encryptionContext"): "map",  # X
}
for name in ("Endpoint", "HyperParameter Tuning Job", "Training Job", "Transform Job"):
    CORRECT["aws.sagemaker", f"SageMaker {name} State Change", "detail.Tags"] = "any"          # M
for path in ("CreationTime", "LastModifiedTime", "TrainingStartTime", "TrainingEndTime"):
    CORRECT["aws.sagemaker", "SageMaker Training Job State Change", f"detail.{path}"] = "any"  # M (docs: string)
for path in ("CreationTime", "TransformStartTime", "TransformEndTime"):
    CORRECT["aws.sagemaker", "SageMaker Transform Job State Change", f"detail.{path}"] = "any"  # M (docs: string)

# Fields that sample events of AWS's documents or real events lack although the registry calls them required.
NOT_REQUIRED = """
aws.autoscaling | * | detail.Destination
aws.autoscaling | * | detail.Origin
aws.autoscaling | * | detail.Description
aws.autoscaling | * | detail.NotificationMetadata
aws.batch | Batch Job State Change | detail.attempts.*
aws.batch | Batch Job State Change | detail.container.*
aws.cloudwatch | * | detail.configuration.metrics.*
aws.cloudwatch | * | detail.state.reasonData
aws.cloudwatch | * | detail.previousState.*
aws.codebuild | * | detail.additional-information.*
aws.codecommit | CodeCommit Pull Request State Change | detail.revisionId
aws.codecommit | CodeCommit Repository State Change | detail.callerUserArn
aws.codepipeline | CodePipeline Action Execution State Change | detail.input-artifacts
aws.codepipeline | CodePipeline Action Execution State Change | detail.output-artifacts
aws.codepipeline | CodePipeline Stage Execution State Change | detail.stage
aws.connect | Amazon Connect Contact Event | detail.agentInfo
aws.ec2 | EBS Snapshot Notification | detail.EndTime
aws.ec2 | EBS Snapshot Notification | detail.StartTime
aws.ec2 | EBS Snapshot Notification | detail.source
aws.ecs | ECS Task State Change | *
aws.guardduty | GuardDuty Finding | detail.service.*
aws.guardduty | GuardDuty Finding | detail.resource.*
aws.health | AWS Health Event | detail.communicationId
aws.health | AWS Health Event | detail.eventRegion
aws.health | AWS Health Event | detail.eventScopeCode
aws.health | AWS Health Event | detail.lastUpdatedTime
aws.health | AWS Health Event | detail.statusCode
aws.health | AWS Health Event | detail.affectedAccount
aws.rds | * | detail.EventID
aws.s3 | Object Deleted | detail.object.etag
aws.s3 | Object Deleted | detail.source-ip-address
aws.sagemaker | * | *
aws.states | Step Functions Execution Status Change | *
* | AWS API Call via CloudTrail | *
* | AWS Service Event via CloudTrail | *
* | AWS Console Sign In via CloudTrail | *
"""

# The same event under another spelling that documents and public rules use.
ALSO = {
    ("aws.iotanalytics", "IoT Analytics DataSet Lifecycle Notification"): ["IoT Analytics Dataset Lifecycle Notification"],
}


def fetch():
    folder = tempfile.mkdtemp()
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (tgz,) = [f for f in os.listdir(folder) if f.endswith(".tgz")]
    subprocess.run(["tar", "xzf", tgz], cwd=folder, check=True)
    return os.path.join(folder, "package", "db.json.gz")


def matches(pattern, text):
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text) is not None


def not_required():
    rows = [tuple(line.split(" | ")) for line in NOT_REQUIRED.strip().splitlines()]
    return lambda *key: any(all(matches(p, k) for p, k in zip(row, key)) for row in rows)


LISTS = {"string": "strings", "number": "numbers", "integer": "numbers", "boolean": "booleans"}


def spec(path):
    """{(source, detail-type): {path: (kind, required)}} of the registry dump."""
    data = json.load(gzip.open(path))["schema"]
    types = {t["$id"]: t["properties"] for t in data["eventTypeDefinition"]["entities"]}
    events = {}

    def put(out, path, type_, required, above):
        kind, element = type_["type"], type_.get("element", {})
        inner = None
        if kind in ("string", "number", "boolean"):
            word = kind
        elif kind == "integer":
            word = "number"
        elif kind == "map":
            word = "map"
        elif kind == "ref":
            word, inner = "object", type_["reference"]["$ref"]
        elif kind == "array" and element["type"] == "ref":
            word, inner = "objects", element["reference"]["$ref"]
        elif kind == "array" and element["type"] == "map":
            word = "objects"
        elif kind == "array":
            word = LISTS.get(element["type"], "any")
        elif kind == "union" and all(t["type"] == "ref" for t in type_["types"]):
            word = "object"
        else:
            word = "any"  # json, unions
        old = out.get(path)
        out[path] = (word if old is None or old[0] == word else "any", required and (old is None or old[1]))
        if inner and inner not in above:
            inside(out, path, inner, above + (inner,))

    def inside(out, path, ref, above=()):
        for name, property_ in types[ref].items():
            put(out, f"{path}.{name}", property_["type"], bool(property_.get("required")), above)

    for event in data["event"]["entities"]:
        out = events.setdefault((event["source"], event["detailType"]), {})
        inside(out, "detail", event["rootProperty"]["$ref"])
    return events, len(data["event"]["entities"])


def correct(events):
    optional = not_required()
    used = set()
    for (source, detail_type), paths in events.items():
        for path in list(paths):
            key = (source, detail_type, path)
            if key in CORRECT:
                used.add(key)
                kind = CORRECT[key]
                if kind in ("map", "any"):
                    for below in [p for p in paths if p.startswith(path + ".")]:
                        del paths[below]
                paths[path] = (kind, paths[path][1])
        for path, (kind, required) in paths.items():
            if required and optional(source, detail_type, path):
                paths[path] = (kind, False)
    for key in CORRECT.keys() - used:
        print("correction without a use:", *key, file=sys.stderr)
    for (source, detail_type), others in ALSO.items():
        for other in others:
            events[source, other] = events[source, detail_type]


def extra(path):
    """{(source, detail-type): {path: (kind, False)}}; headings that follow each other share."""
    events, run, open_ = {}, [], False
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            run, open_ = [], False
        elif line.startswith("  "):
            name, kind = line.strip().rsplit(" ", 1)
            for key in run:
                events[key][name] = (kind, False)
            open_ = False
        else:
            key = tuple(line.strip().split(" | "))
            run = (run if open_ else []) + [key]
            open_ = True
            events.setdefault(key, {})
    return events


def body(paths):
    if not paths:
        return ("detail object",)  # nothing is known, and what follows is not shared
    return tuple(f"{p} {kind}{'!' if required else ''}" for p, (kind, required) in sorted(paths.items()))


def sections(events):
    groups = collections.defaultdict(list)
    for key, paths in events.items():
        groups[key[0], body(paths)].append(key)
    for (_, lines), keys in sorted(groups.items(), key=lambda item: sorted(item[1])[0]):
        yield sorted(keys), lines


HEAD = """\
# What events of AWS services look like: source | detail-type, then paths of the event with what stands
# there. Headings that follow each other share the paths below them. Made by make_events.py; do not edit.
# Kinds: string number boolean object; strings numbers booleans objects: an array of these; map: an object
# whose keys are data; any: unknown or of several kinds. "!": required, as far as is known. The kind is what
# follows the last space: keys can have spaces. "detail object" alone: nothing is known of the detail.
# Source "*": every service. No list here is complete: a path or detail-type may be there all the same.
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--db")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--extra", default=os.path.join(here, "extra-events.txt"))
    parser.add_argument("--check", help="a catalogue.txt of our own: report where its kinds differ")
    parser.add_argument("--no-cloudtrail-bodies", action="store_true",
                        help="leave out what the registry knows of the requestParameters of some services")
    parser.add_argument("-o", default=os.path.join(here, "aws-events.txt"))
    args = parser.parse_args()
    events, count = spec(args.db or fetch())
    correct(events)
    more = extra(args.extra)
    if args.no_cloudtrail_bodies:
        for key, paths in events.items():
            if key[1].endswith("via CloudTrail"):
                paths.clear()
                paths.update(more["*", "AWS API Call via CloudTrail"])
    both = events.keys() & more.keys()
    with open(args.o, "w", encoding="utf8") as out:
        out.write(HEAD)
        out.write(f"\n# From {PACKAGE}, db.json.gz, Apache-2.0: {count} schemas, {len(events)} events.\n")
        for keys, lines in sections(events):
            out.write("\n" + "".join(f"{s} | {d}\n" for s, d in keys) + "".join(f"  {l}\n" for l in lines))
        rest = {k: v for k, v in more.items() if k not in both}
        out.write(f"\n# From AWS's documents, by hand: {len(rest)} events.\n")
        for keys, lines in sections(rest):
            out.write("\n" + "".join(f"{s} | {d}\n" for s, d in keys) + "".join(f"  {l}\n" for l in lines))
    paths = sum(len(p) for p in events.values())
    print(f"{len(events)} events of {len({s for s, _ in events})} sources from the registry, {paths} paths; "
          f"{len(rest)} more from documents; in both: {sorted(both)}")
    if args.check:
        check(args.check, events | rest)


def check(path, events):
    own, run, open_ = {}, [], False
    for line in open(path, encoding="utf8"):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if " | " in text:
            key = tuple(text.split(" | "))
            run = (run if open_ else []) + [key]
            open_ = True
            own.setdefault(key, {})
        else:
            name, kind = text.rsplit(" ", 1)
            open_ = False
            for key in run:
                own[key][name] = kind
    missing = differs = 0
    for key, paths in own.items():
        for name, kind in paths.items():
            there = events.get(key, {}).get(name)
            if there is None:
                missing += 1
            elif there[0] not in (kind, "any") and not (there[0] == "map" and kind == "object"):
                differs += 1
                print("differs from", path, ":", *key, name, "own", kind, "here", there[0])
    print(f"{path}: {len(own)} events, {sum(k in events for k in own)} here too; "
          f"paths only there {missing}, of another kind {differs}")


if __name__ == "__main__":
    main()
