const { App, CfnResource, Stack, Validations } = require("aws-cdk-lib");
const { CfnRule, Rule } = require("aws-cdk-lib/aws-events");
const { EventPatternValidator } = require("pattern-test/cdk");

const app = new App();
Validations.of(app).addPlugins(new EventPatternValidator());
const stack = new Stack(app, "Shop");
// Never matches: GuardDuty sends a number.
new Rule(stack, "Quoted", {
  eventPattern: { source: ["aws.guardduty"], detailType: ["GuardDuty Finding"], detail: { severity: ["7"] } },
});
// Refused by the service, which AWS's own validator says.
new CfnRule(stack, "Refused", { eventPattern: { source: "shop" } });
app.synth();
