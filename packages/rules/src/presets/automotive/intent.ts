import { DEFAULT_INTENT_MATRIX } from "@tributary/core/scoring";
import type { IntentDefinition } from "../../blueprint/definition";

/** The lead concentration matrix, and which events of the catalogue are its actions. */
export const automotiveIntent: IntentDefinition = {
  matrix: DEFAULT_INTENT_MATRIX,
  actions: {
    click: { events: "linkClicked" },
    follow: { events: ["officialAccountFollowed", "wecomContactAdded"] },
    view: { events: "vehicleViewed" },
    save: { events: "vehicleSaved" },
    configure: { events: "configuratorSaved" },
    download: { events: "priceListDownloaded" },
    read: { events: "articleRead" },
    join: { events: "memberJoined" },
    coupon: { events: "couponClaimed" },
    lead: { events: "leadSubmitted" },
    visit: { events: "storeVisited" },
    bookTestDrive: { events: "testDriveBooked" },
    testDrive: { events: "testDriveCompleted" },
    quote: { events: "quoteRequested" },
    share: { events: "articleShared" },
    refer: { events: "friendReferred" },
    unsubscribe: { events: ["unsubscribed", "officialAccountUnfollowed"] },
    removeContact: { events: "wecomContactRemoved" },
    complain: { events: "complaintFiled" },
    missCall: { events: "callMissed" },
  },
};
