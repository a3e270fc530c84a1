import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from "aws-cdk-lib";

export interface EventPatternValidatorOptions {
  /** The least severity that makes the synthesis fail. By default `warning`. */
  failOn?: "error" | "warning" | "note" | "never" | undefined;
  /** Rules that are not applied, by their codes. */
  ignore?: readonly string[] | undefined;
  /** Events that show what fields there are, and of what type. */
  events?: readonly (string | object)[] | undefined;
}

/** Checks the event patterns of all stacks at `cdk synth`: `Validations.of(app).addPlugins(…)`. */
export class EventPatternValidator implements IPolicyValidationPlugin {
  constructor(options?: EventPatternValidatorOptions);
  readonly name: string;
  readonly version: string;
  validate(context: Pick<IPolicyValidationContext, "templatePaths">): PolicyValidationPluginReport;
}
