import { tellAll } from "./tell-all";

console.log(tellAll());
