import { expect, test, vi } from "vitest";
import { inWords, mostOf } from "../console/recommendations/figures";
import type { Figure, Row } from "../console/recommendations/protocol";
import { recommendationsAddress, routeOf } from "../console/route";

test("an address gives back the days that it was made of", () => {
  const days = { since: "2026-11-01", until: "2026-11-30" };
  expect(routeOf(recommendationsAddress(days.since, days.until))).toEqual({ page: "recommendations", ...days });
  expect(routeOf("#/recommendations")).toEqual({ page: "recommendations", since: "", until: "" });
});

test("rates have three digits, differences their sign and points", () => {
  expect(["0.1201", "0.0363", "0.00712", "1"].map((rate) => inWords(Number(rate), "click_through", "EUR"))).toEqual([
    "12.0 %", "3.63 %", "0.712 %", "100 %",
  ]);
  expect(inWords(0.036, "purchase", "EUR", true)).toBe("+3.60 pt");
  expect(inWords(-0.0011, "purchase", "EUR", true)).toBe("−0.11 pt");
  vi.stubGlobal("navigator", { language: "en-GB" });
  expect(inWords(-0.66, "revenue", "EUR", true)).toBe("−€0.66");
  expect(inWords(1.2, "revenue", "EUR", true)).toBe("+€1.20");
});

test("rows are drawn to the highest end of their intervals", () => {
  const row = (high: number | null): Row => ({ click_through: { value: high, low: high, high } as Figure }) as Row;
  expect(mostOf([row(0.2), row(null), row(0.3)], "click_through")).toBe(0.3);
  expect(mostOf([row(null)], "click_through")).toBeGreaterThan(0);
});
