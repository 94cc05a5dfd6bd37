// What a cloud function that uses everything would bundle.
export * as core from "@tributary/core";
export * as rules from "@tributary/rules";
