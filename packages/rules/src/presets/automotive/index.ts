/** A carmaker's blueprint that works on the first day. */
export { automotive, automotiveDefinition } from "./automotive";
