import { requestJson } from "../shared/http";
import type { ProductCard, Shop } from "../shared/protocol";

/** The picture of the start page. */
export type Scene = "mountains" | "shapes";

/** The shop as its owner described it; tagline, "" for none, and promises are lines of the shop's settings. */
export interface ShopFront extends Shop {
  categories?: { name: string; count: number }[];
  tagline: string;
  scene: Scene;
  promises: string[];
}

export interface Variant {
  variant_id: string;
  price: string;
  stock: number;
  size?: string;
  colour?: string;
  compare_at_price?: string | null;
}

export interface Product {
  product_id: string;
  title: string;
  category: string;
  brand: string;
  description: string;
  currency: string;
  variants: Variant[];
  attributes: Record<string, string>;
  image?: string;
  url?: string;
}

const PAGE = 100;

export async function loadShop(): Promise<ShopFront> {
  return requestJson<ShopFront>("/v1/shop");
}

export async function loadProduct(productId: string): Promise<Product> {
  return requestJson<Product>(`/v1/products/${encodeURIComponent(productId)}`);
}

/** What a list shows of a product: the cheapest variant that can be bought. */
export function cardOf(product: Product): ProductCard {
  const { product_id, title, brand, category, currency, image = "", url = "" } = product;
  const buyable = product.variants.filter((variant) => variant.stock > 0);
  const listed = buyable.length ? buyable : product.variants;
  const cheapest = listed.reduce((best, variant) => (Number(variant.price) < Number(best.price) ? variant : best));
  const { price, variant_id, compare_at_price } = cheapest;
  const card = { product_id, title, brand, category, currency, image, url, price, variant_id };
  return { ...card, compare_at_price: compare_at_price ?? "", in_stock: buyable.length > 0 };
}

/** The whole catalogue, a page at a time, so that the first products stand there at once. */
export async function* loadProducts(): AsyncGenerator<ProductCard[]> {
  for (let offset = 0; ; offset += PAGE) {
    const url = `/v1/products?limit=${PAGE}&offset=${offset}`;
    const { products } = await requestJson<{ products: Product[] }>(url);
    yield products.map(cardOf);
    if (products.length < PAGE) return;
  }
}

/** One of each category in turn, so that a start page shows what there is. */
export function mixed(cards: ProductCard[]): ProductCard[] {
  const turns = new Map<string, number>();
  const placed = cards.map((card) => {
    const turn = turns.get(card.category ?? "") ?? 0;
    turns.set(card.category ?? "", turn + 1);
    return { card, turn };
  });
  return placed.sort((a, b) => a.turn - b.turn).map(({ card }) => card);
}

/** "sleeping bags" as a heading. */
export function titleOf(category: string): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}
