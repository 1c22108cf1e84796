import { Panel } from "./panel";

Panel.define();
