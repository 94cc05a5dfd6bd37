/** Laws and arbitraries for definitions: what a host runs against its own. */
export { arbitraryCondition } from "./arbitrary-condition";
export { changeLaws } from "./change-laws";
export { arbitraryFactEvents, arbitraryMoments } from "./fact-arbitraries";
export { factLaws } from "./fact-laws";
export { rescanFacts } from "./rescan-facts";
