import { createServer, type Socket } from "node:net";
import { AdapterError } from "@tributary/core/model";
import { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { attempt } from "./failure";
import { postgresStore } from "./postgres-store";

/** A port where somebody takes the call and never says a word. */
async function silence(): Promise<{ readonly port: number; readonly end: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as { readonly port: number }).port, end };
}

describe("attempt", () => {
  const failing = async (error: Error): Promise<unknown> => {
    const failure: unknown = await attempt(() => Promise.reject(error)).catch((thrown: unknown) => thrown);
    return failure instanceof AdapterError && [failure.code, failure.retryable, failure.cause === error];
  };

  it.each([
    ["Connection terminated unexpectedly", ["unavailable", true, true]],
    ["timeout exceeded when trying to connect", ["unavailable", true, true]],
    ["Cannot use a pool after calling end on the pool", ["rejected", false, true]],
    ["something else", ["rejected", false, true]],
  ])("says what pg means by %j, which comes without a code", async (message, meaning) => {
    expect(await failing(new Error(message))).toEqual(meaning);
  });

  it("knows a statement's refusal by its code, whatever its words", async () => {
    const refused = Object.assign(new Error("timeout exceeded when trying to connect"), { code: "42601" });
    expect(await failing(refused)).toEqual(["rejected", false, true]);
  });
});

describe("postgresStore", () => {
  it("may be tried again where no connection of the pool came free in time", async () => {
    const { port, end } = await silence();
    const pool = new Pool({ host: "127.0.0.1", port, max: 1, connectionTimeoutMillis: 200 });
    pool.on("error", () => {});
    const tries = await Promise.allSettled([1, 2, 3].map(() => postgresStore({ pool })));
    const reasons = tries.flatMap((one) => (one.status === "rejected" ? [one.reason as AdapterError] : []));
    expect(reasons.map(({ code, retryable }) => [code, retryable])).toEqual(Array(3).fill(["unavailable", true]));
    expect(reasons.map(({ cause }) => String(cause))).toContain("Error: timeout exceeded when trying to connect");
    await pool.end();
    end();
  });
});
