// The interpreters that the Python extension has for the workspace, if it is installed.
import * as vscode from "vscode";

interface PythonExtension {
  environments?: {
    getActiveEnvironmentPath?(resource?: vscode.Uri): { path?: unknown };
    onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

/** How long the Python extension may take to start, in milliseconds: help with patterns should not wait for long. */
const PATIENCE = 5_000;

export async function interpreters(): Promise<string[]> {
  const environments = (await python())?.environments;
  if (environments?.getActiveEnvironmentPath === undefined) return [];
  const resources = vscode.workspace.workspaceFolders?.map(({ uri }) => uri) ?? [undefined];
  const paths = resources.map((resource) => environments.getActiveEnvironmentPath?.(resource)?.path);
  return [...new Set(paths.filter((one): one is string => typeof one === "string" && one !== ""))];
}

/** Tells when another interpreter is chosen. */
export async function onChange(listener: () => void): Promise<vscode.Disposable | undefined> {
  return (await python())?.environments?.onDidChangeActiveEnvironmentPath?.(listener);
}

async function python(): Promise<PythonExtension | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  if (extension === undefined) return undefined;
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE));
  return Promise.race([Promise.resolve(extension.activate()).catch(() => undefined), late]);
}
