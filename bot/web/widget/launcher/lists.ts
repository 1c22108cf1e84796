import { tokenOf } from "../kept";

/** Which products; see docs/recommend.md. Without a product beside which they stand they are for the visitor. */
export interface Wanted {
  similarTo?: string;
  boughtWith?: string;
  k?: number;
  category?: string;
  price_max?: number;
  exclude?: string[];
  /** Where on the page they are shown, in a word of its own. */
  place?: string;
}

/** A product as `GET /v1/products/{id}` gives it, with true `reasons` and the variant that fits. */
export interface Recommended {
  product_id: string;
  variant_id: string;
  reasons: string[];
  [field: string]: unknown;
}

export interface RecommendedList {
  products: Recommended[];
  source: string;
  model: string;
  degraded: boolean;
}

/** Rejects where the gateway does not answer, or refuses. */
export async function recommended(origin: string, shop: string, wanted: Wanted): Promise<RecommendedList> {
  const { similarTo, boughtWith, exclude = [], ...rest } = wanted;
  const token = tokenOf(shop);
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  if (exclude.length) query.set("exclude", exclude.join(","));
  const response = await fetch(`${origin}${pathOf(similarTo, boughtWith, Boolean(token))}?${query}`, {
    headers: token ? { Authorization: `Bearer ${token}` } : {},
  });
  if (!response.ok) throw new Error(`No suggestions: ${response.status}`);
  return (await response.json()) as RecommendedList;
}

function pathOf(similarTo: string | undefined, boughtWith: string | undefined, known: boolean): string {
  if (similarTo) return `/v1/products/${encodeURIComponent(similarTo)}/similar`;
  if (boughtWith) return `/v1/products/${encodeURIComponent(boughtWith)}/bought-together`;
  return known ? "/v1/recommendations" : "/v1/trending";
}
