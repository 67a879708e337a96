// SPDX-License-Identifier: GPL-3.0-or-later
// Machine payments on Tempo: the official client pays the sandbox, and nothing pays twice, too little or for others.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Mppx, tempo } from "mppx/client";
import { privateKeyToAccount, generatePrivateKey } from "viem/accounts";
import { startSandbox } from "./harness.mjs";

const realFetch = globalThis.fetch;
let sandbox, account, raw;
before(async () => {
  sandbox = await startSandbox(["--control", "--mpp"]);
  // The library asks the public node; here that is the sandbox's own chain.
  globalThis.fetch = (input, init) => {
    const url = String(input?.url ?? input);
    return url.includes("rpc.moderato.tempo.xyz") ? realFetch(`${sandbox.url}/rpc/42431`, init ?? { method: "POST", body: input.body, duplex: "half" }) : realFetch(input, init);
  };
  account = privateKeyToAccount(generatePrivateKey());
});
after(async () => {
  globalThis.fetch = realFetch;
  await sandbox?.stop();
});

const rpc = async (method, params = []) => (await sandbox.send("POST", "/rpc/42431", { json: { jsonrpc: "2.0", id: 1, method, params } })).body;
const balance = async (address) => BigInt((await rpc("eth_call", [{ to: "0x20c0000000000000000000000000000000000000", data: `0x70a08231${"0".repeat(24)}${address.slice(2)}` }, "latest"])).result);
const pay = (authorization, path = "/tiers/v1/prototype") => sandbox.send("POST", path, { headers: { Authorization: authorization } });
const kind = (answer) => answer.body.type.split("/").pop();
const decode = (header) => JSON.parse(Buffer.from(header.split(" ")[1], "base64url"));
const encode = (credential) => `Payment ${Buffer.from(JSON.stringify(credential)).toString("base64url")}`;

test("the faucet gives at once", async () => {
  assert.equal(await balance(account.address), 0n);
  const { result } = await rpc("tempo_fundAddress", [account.address]);
  assert.match(result[0], /^0x[0-9a-f]{64}$/);
  assert.equal(await balance(account.address), 1_000_000_000_000n);
  assert.match((await rpc("tempo_fundAddress", ["nobody"])).error.message, /needs an address/);
});

test("the official client subscribes", async () => {
  const mppx = Mppx.create({ polyfill: false, methods: [tempo({ account })], fetch: async (input, init) => {
    const header = new Headers(init?.headers).get("authorization");
    if (header) raw = header;
    return realFetch(input, init);
  } });
  const answer = await mppx.fetch(`${sandbox.url}/tiers/v1/prototype`, { method: "POST" });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("x-run402-settlement-rail"), "mpp");
  const receipt = JSON.parse(Buffer.from(answer.headers.get("payment-receipt"), "base64url"));
  assert.equal(receipt.status, "success");
  assert.equal((await answer.json()).wallet, account.address.toLowerCase());
  assert.equal(await balance(account.address), 1_000_000_000_000n - 100_000n);
  const onChain = await rpc("eth_getTransactionReceipt", [receipt.reference]);
  assert.equal(onChain.result.from, account.address.toLowerCase());
});

test("the same credential does not pay again", async () => {
  const again = await pay(raw);
  assert.equal(again.status, 402);
  assert.equal(kind(again), "verification-failed");
  assert.equal(await balance(account.address), 1_000_000_000_000n - 100_000n);
  const credential = decode(raw);
  credential.payload = { type: "hash", hash: (await rpc("eth_getLogs", [{ fromBlock: "earliest" }])).result.at(-1).transactionHash };
  assert.equal(kind(await pay(encode(credential))), "verification-failed");
});

test("a challenge pays only its own price and only while it is good", async () => {
  const { headers } = await sandbox.send("POST", "/tiers/v1/prototype");
  const challenge = Object.fromEntries([...headers.get("www-authenticate").matchAll(/(\w+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
  const hash = `0x${"ab".repeat(32)}`;
  await sandbox.control("tempo_transfer", { hash, token: "", from: account.address, to: JSON.parse(Buffer.from(challenge.request, "base64url")).recipient, amount: "100000" });
  const credential = (changes = {}, source = account.address) => encode({ challenge: { ...challenge, ...changes }, payload: { type: "hash", hash }, source: `did:pkh:eip155:42431:${source}` });
  assert.equal(kind(await pay(credential(), "/tiers/v1/hobby")), "invalid-challenge");
  for (const changes of [{ realm: "x" }, { expires: "2099-01-01T00:00:00.000Z" }, { id: `${challenge.id}A` }, { intent: "session" }])
    assert.equal(kind(await pay(credential(changes))), "invalid-challenge");
  assert.equal(kind(await pay(credential({}, "0x1111111111111111111111111111111111111111"))), "verification-failed"); // someone else's transfer
  await sandbox.send("POST", "/sandbox/v1/clock", { json: { advance: "301s" } });
  assert.equal(kind(await pay(credential())), "payment-expired");
});

test("broken credentials and transactions are told, and cost nothing", async () => {
  const had = await balance(account.address);
  for (const text of ["Payment", "Payment ", "Payment !!!", "Payment e30", `Payment ${Buffer.from("[]").toString("base64url")}`, `Payment ${"A".repeat(5000)}`])
    assert.ok(["malformed-credential", "payment-required"].includes((await pay(text)).body.type?.split("/").pop() ?? "payment-required"), text);
  for (const bytes of ["", "0x", "0x76", "0x76c0", "0x76ff", "0x76f8ff00", "zz", `0x76${"c1".repeat(2000)}`])
    assert.ok((await rpc("eth_sendRawTransaction", [bytes])).error, bytes);
  const { payload } = decode(raw);
  const tampered = `${payload.signature.slice(0, -6)}000000`;
  assert.ok((await rpc("eth_sendRawTransaction", [tampered])).error);
  assert.ok((await rpc("eth_sendRawTransaction", [payload.signature])).error); // known
  assert.equal(await balance(account.address), had);
});
