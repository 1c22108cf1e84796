/** What the staff API says about what recommendations brought in. Times are Unix seconds, rates shares. */

/** All null where there is too little to tell. */
export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
}

export type Metric = "click_through" | "add_to_cart" | "purchase" | "revenue";

export type Figures = Record<Metric, Figure>;

export interface Row extends Figures {
  name: string;
  impressions: number;
  shoppers: number;
  clicked: number;
  carted: number;
  bought: number;
  sales: number;
}

/** An arm less the one that it is compared with. */
export interface Difference extends Figures {
  arm: string;
  against: string;
}

export interface Trial {
  name: string;
  arms: Row[];
  differences: Difference[];
  sample_ratio: {
    counts: Record<string, number>;
    expected: Record<string, number>;
    p: number;
    alarming: boolean;
  } | null;
  /** People who were in two arms. */
  both: number;
}

export interface Exploration {
  lists: number;
  explored: number;
  effective: number;
  shown: Figure;
  ips: Figure;
  snips: Figure;
}

export interface RecommendationReport {
  since: number;
  until: number;
  total: Row;
  left_out: number;
  unfinished: number;
  unpriced: number;
  models: Row[];
  sources: Row[];
  places: Row[];
  trials: Trial[];
  exploration: Exploration | null;
  currency: string;
}
