// The two stories, and one example for each operator.
import storyA from "../../patterns/ecs-command-not-found-stringified.json?raw";
import storyB from "../../patterns/ecs-run-test-failed.json?raw";
import eventA from "../../fixtures/ecs/batch-command-not-found.json?raw";
import eventB from "../../fixtures/ecs/run-test-hub-fails.json?raw";

export interface Example {
  name: string;
  pattern: string;
  event: string;
}

const shop = (detail: object) => ({
  version: "0",
  id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "Order Placed",
  source: "shop",
  account: "123456789012",
  time: "2026-11-02T10:00:00Z",
  region: "eu-west-1",
  resources: [],
  detail,
});

const small = (name: string, detail: string, event: object): Example => ({
  name,
  pattern: `{\n  "source": ["shop"],\n  "detail": {\n${detail.replace(/^/gm, "    ")}\n  }\n}\n`,
  event: `${JSON.stringify(shop(event), undefined, 2)}\n`,
});

/** The same with short arrays on one line. */
const tight = (pattern: string) => pattern.replace(/\[\s+("[^"]*"|\d+)\s+\]/g, "[$1]");

export const EXAMPLES: readonly Example[] = [
  { name: "Story: fired for a container that did not fail", pattern: tight(storyB), event: eventB },
  { name: "Story: never fires, a number in quotes", pattern: tight(storyA), event: eventA },
  small("A value, or one of several", '"status": ["paid", "shipped", null]', { status: "paid" }),
  small("prefix", '"sku": [{"prefix": "tea-"}]', { sku: "tea-green" }),
  small("suffix", '"file": [{"suffix": ".pdf"}]', { file: "invoice.PDF" }),
  small("prefix, ignoring case", '"sku": [{"prefix": {"equals-ignore-case": "TEA-"}}]', { sku: "tea-green" }),
  small("equals-ignore-case", '"country": [{"equals-ignore-case": "de"}]', { country: "DE" }),
  small("wildcard", '"path": [{"wildcard": "/orders/*/items/*"}]', { path: "/orders/7/items/2" }),
  small("numeric", '"total": [{"numeric": [">", 0, "<=", 100]}]', { total: 100.5 }),
  small("anything-but", '"status": [{"anything-but": ["draft", "test"]}]', { status: "draft" }),
  small("anything-but prefix", '"sku": [{"anything-but": {"prefix": "test-"}}]', { sku: "test-1" }),
  small("exists", '"coupon": [{"exists": false}]', { coupon: null }),
  small("cidr", '"address": [{"cidr": "10.0.0.0/24"}]', { address: "10.0.1.7" }),
  small("$or", '"$or": [\n  {"total": [{"numeric": [">", 100]}]},\n  {"customer": {"tier": ["gold"]}}\n]', {
    total: 40,
    customer: { tier: "gold" },
  }),
  small("An array of objects, where the modes differ", '"items": {\n  "sku": ["tea"],\n  "count": [{"numeric": [">", 10]}]\n}', {
    items: [
      { sku: "tea", count: 1 },
      { sku: "cups", count: 12 },
    ],
  }),
];
