import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drawLift } from "./draw-lift";
import { type LeadFile, type LeadFileDescription, readLeadFile } from "./lead-file";
import { makeList } from "./make-list";
import { shippedLeads } from "./shipped-leads";
import { tellList } from "./tell-list";

const root = new URL("../../", import.meta.url);
const beside = new URL("../shared/data/scoring/leads_xeducation.csv", root);
const described = new URL("xeducation.json", import.meta.url);

/** The file that was named with its description, the one beside the repository, or what is shipped. */
function choose([file, description]: readonly string[]): LeadFile {
  if (file === "shipped") return shippedLeads();
  if (file !== undefined && description !== undefined) return read(file, description);
  if (file !== undefined) throw new RangeError("name a file of leads and the JSON that describes it, or: shipped");
  return existsSync(beside) ? read(beside, described) : shippedLeads();
}

const read = (file: string | URL, description: string | URL): LeadFile =>
  readLeadFile(readFileSync(file, "utf8"), JSON.parse(readFileSync(description, "utf8")) as LeadFileDescription);

const made = makeList(choose(process.argv.slice(2)), { now: Date.now(), seed: "example" });
for (const line of tellList(made)) console.log(line);
const folder = new URL(".tributary/call-list/", root);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("lift.svg", folder), drawLift(made));
console.log(`\nthe lift curve as a picture: ${fileURLToPath(new URL("lift.svg", folder))}`);
