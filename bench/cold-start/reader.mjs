// What a cloud function bundles that takes events in and reads persons through a blueprint.
export { parseEvent, resolve } from "@tributary/core";
export { automotive, foldAll, mergeTracks, readPerson } from "@tributary/rules";
