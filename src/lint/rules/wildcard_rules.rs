//! More rules with wildcards than a bus may have.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "wildcard-rules",
    severity: Severity::Note,
    about: "more rules with wildcards than a bus may have",
    why: "A bus may have 30 rules with wildcards, a quota that is not raised. Rules \
          of one bus are counted over all templates that are checked together; a bus that a template \
          names by a resource or a parameter, within that template.",
    fires: &[Example::Template(
        ".yaml",
        r##"Resources:
  R0: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*0"}]}}}}
  R1: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*1"}]}}}}
  R2: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*2"}]}}}}
  R3: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*3"}]}}}}
  R4: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*4"}]}}}}
  R5: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*5"}]}}}}
  R6: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*6"}]}}}}
  R7: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*7"}]}}}}
  R8: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*8"}]}}}}
  R9: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*9"}]}}}}
  R10: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*10"}]}}}}
  R11: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*11"}]}}}}
  R12: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*12"}]}}}}
  R13: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*13"}]}}}}
  R14: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*14"}]}}}}
  R15: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*15"}]}}}}
  R16: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*16"}]}}}}
  R17: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*17"}]}}}}
  R18: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*18"}]}}}}
  R19: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*19"}]}}}}
  R20: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*20"}]}}}}
  R21: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*21"}]}}}}
  R22: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*22"}]}}}}
  R23: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*23"}]}}}}
  R24: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*24"}]}}}}
  R25: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*25"}]}}}}
  R26: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*26"}]}}}}
  R27: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*27"}]}}}}
  R28: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*28"}]}}}}
  R29: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*29"}]}}}}
  R30: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*30"}]}}}}
"##,
    )],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  R0: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*0"}]}}}}
  R1: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [shop], detail: {key: [{wildcard: "a*1"}]}}}}
"##,
        ),
        Example::Pattern(r##"{"source": ["shop"], "detail": {"key": [{"wildcard": "a*b"}]}}"##),
    ],
    look: Check::Apart,
};
