/** Sensors Analytics (神策): its records become events or located refusals. */
export { decodeSensors, decodeSensorsStream } from "./decode-sensors";
export { openSensorsBody } from "./open-body";
export { SENSORS_IDENTITIES, type SensorsIdentity, type SensorsOptions } from "./options";
