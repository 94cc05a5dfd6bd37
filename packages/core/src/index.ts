/** Tributary core: the mathematics of persons, pure. */
export * from "./model/index";
