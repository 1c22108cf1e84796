import { ShopApp } from "./app/shop-app";

ShopApp.define();
