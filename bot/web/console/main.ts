import { ConsoleApp } from "./app/console-app";

ConsoleApp.define();
