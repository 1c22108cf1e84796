import { expect, test } from "vitest";
import { httpAddress } from "../shared/address";

test.each([
  ["/product/P0001", "https://shop.example/product/P0001"],
  ["images/P0001.svg", "https://shop.example/images/P0001.svg"],
  ["https://parcel.example/1", "https://parcel.example/1"],
  ["javascript:alert(1)", "#"],
  [" JaVaScRiPt:alert(1)", "#"],
  ["data:text/html,x", "#"],
  ["http://", "#"],
])("%s leads to %s", (url, address) => {
  expect(httpAddress(url, "https://shop.example/")).toBe(address);
});
