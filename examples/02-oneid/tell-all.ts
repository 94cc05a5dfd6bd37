import { recycledPhone } from "./recycled-phone";
import { showroomTablet } from "./showroom-tablet";
import { usedCar } from "./used-car";

/** The three stories as one Markdown text: what the example prints, and what its README shows. */
export const tellAll = (): string => [...showroomTablet(), ...recycledPhone(), ...usedCar()].join("\n\n");
