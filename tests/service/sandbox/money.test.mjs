// SPDX-License-Identifier: GPL-3.0-or-later
// Money (payments.md, contract.md §3.20): the chains' JSON-RPC, every reason for refusing a payment, prepaid credit,
// the card checkout and the history all of them leave.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createHmac } from "node:crypto";
import { inflateSync } from "node:zlib";
import { startSandbox, Wallet } from "./harness.mjs";

const usdc = { 8453: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", 84532: "0x036CbD53842c5426634e7929541eC2318f3dCF7e" };
let sandbox;
before(async () => { sandbox = await startSandbox(); });
after(() => sandbox?.stop());

async function rpc(method, params = [], chain = 84532) {
  const { body } = await sandbox.send("POST", `/rpc/${chain}`, { json: { jsonrpc: "2.0", id: 7, method, params } });
  assert.equal(body.id, 7);
  return body.error ?? body.result;
}
const padded = (address) => `0x${address.slice(2).toLowerCase().padStart(64, "0")}`;
const onChain = async (wallet, chain = 84532) => Number(await rpc("eth_call", [{ to: usdc[chain], data: `0x70a08231${padded(wallet.address).slice(2)}` }, "latest"], chain));
const credit = async (wallet) => (await sandbox.send("GET", `/billing/v1/accounts/${wallet.address}`)).body.available_usd_micros;
const history = async (wallet) => (await sandbox.send("GET", `/billing/v1/accounts/${wallet.address}/history`)).body.entries;
async function funded(micros = 1000000) {
  const wallet = new Wallet();
  const done = await sandbox.send("POST", "/faucet/v1/admin", { headers: { "X-Admin-Key": await sandbox.adminKey() }, json: { address: wallet.address, amount: (micros / 1e6).toFixed(6) } });
  assert.equal(done.status, 200, done.text);
  return { wallet, hash: done.body.transaction_hash };
}
const adjust = async (wallet, kind, amount_usd_micros) => sandbox.send("POST", `/billing/v1/admin/accounts/${wallet.address}/${kind}`, { headers: { "X-Admin-Key": await sandbox.adminKey() }, json: { amount_usd_micros, reason: "test" } });
const decoded = (answer, header) => JSON.parse(Buffer.from(answer.headers.get(header), "base64"));
const image = { prompt: "a red fox" };
const seen = ({ status, body }) => [status, body?.error];

test("both chains answer what wallets ask", async () => {
  for (const [chain, name] of [[8453, "USD Coin"], [84532, "USDC"]]) {
    assert.equal(Number(await rpc("eth_chainId", [], chain)), chain);
    assert.equal(await rpc("net_version", [], chain), String(chain));
    assert.ok(Number(await rpc("eth_blockNumber", [], chain)) > 1e6);
    assert.equal(await rpc("eth_getBalance", [new Wallet().address, "latest"], chain), "0x0");
    const text = async (selector) => {
      const bytes = Buffer.from((await rpc("eth_call", [{ to: usdc[chain], data: selector }, "latest"], chain)).slice(2), "hex");
      return bytes.subarray(64, 64 + Number(bytes.readBigUInt64BE(56))).toString();
    };
    assert.equal(await text("0x95d89b41"), "USDC");
    assert.equal(await text("0x06fdde03"), name);
    assert.equal(Number(await rpc("eth_call", [{ to: usdc[chain], data: "0x313ce567" }], chain)), 6);
    assert.equal(await rpc("eth_call", [{ to: new Wallet().address, data: "0x313ce567" }], chain), "0x");
    assert.equal((await rpc("eth_call", [{ to: usdc[chain], data: "0x12345678" }], chain)).code, 3);
    assert.equal((await rpc("eth_sendRawTransaction", ["0x00"], chain)).code, -32601);
  }
  const batch = await sandbox.send("POST", "/rpc/84532", { json: [{ jsonrpc: "2.0", id: 1, method: "eth_chainId" }, { id: 2 }, 5] });
  assert.deepEqual(batch.body.map((a) => a.result ?? a.error.code), ["0x14a34", -32600, -32600]);
  assert.equal((await sandbox.send("POST", "/rpc/84532", { body: "{" })).body.error.code, -32700);
});

test("a payment moves tokens and leaves a receipt and Transfer logs", async () => {
  const { wallet, hash } = await funded(250000);
  assert.equal((await rpc("eth_getTransactionReceipt", [hash])).status, "0x1");
  const before = await rpc("eth_blockNumber");
  const paid = await sandbox.paid(wallet, "/tiers/v1/prototype");
  assert.deepEqual([paid.status, paid.headers.get("x-run402-settlement-rail")], [201, "x402"]);
  const settled = decoded(paid, "payment-response");
  assert.deepEqual([settled.success, settled.network, settled.payer.toLowerCase()], [true, "eip155:84532", wallet.lower]);
  assert.equal(await onChain(wallet), 150000);
  const receipt = await rpc("eth_getTransactionReceipt", [settled.transaction]);
  assert.deepEqual([receipt.status, receipt.to, receipt.logs.length, Number(receipt.logs[0].data)], ["0x1", usdc[84532].toLowerCase(), 1, 100000]);
  assert.deepEqual(receipt.logs[0].topics.slice(0, 2), [receipt.logs[0].topics[0], padded(wallet.address)]);
  const logs = (topics, more = {}) => rpc("eth_getLogs", [{ address: usdc[84532], fromBlock: before, toBlock: "latest", topics, ...more }]);
  const event = receipt.logs[0].topics[0];
  assert.deepEqual(await logs([event, padded(wallet.address)]), receipt.logs);
  assert.deepEqual((await logs([event, null, padded(wallet.address)], { fromBlock: "earliest" })).map((l) => [l.transactionHash, Number(l.data)]), [[hash, 250000]]);
  assert.deepEqual(await logs([event, padded(new Wallet().address)]), []);
  assert.deepEqual(await logs([padded(wallet.address)]), [], "another event");
  // EIP-3009's event names the nonce of the transfer that it made; a list asks for several events at once.
  const used = "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5";
  const both = await logs([[event, used], padded(wallet.address)]);
  assert.deepEqual(both.map((l) => [l.topics[0], l.transactionHash]), [[event, settled.transaction], [used, settled.transaction]]);
  assert.match(both[1].topics[2], /^0x[0-9a-f]{64}$/);
  assert.deepEqual(await logs([used, padded(wallet.address), both[1].topics[2]]), [both[1]]);
  assert.deepEqual(await logs([used, padded(new Wallet().address)]), []);
  const block = await rpc("eth_getBlockByNumber", [receipt.blockNumber, false]);
  assert.equal(block.number, receipt.blockNumber);
  assert.ok(Math.abs(Number(block.timestamp) - Date.now() / 1000) < 60);
  assert.equal(await rpc("eth_getBlockByNumber", ["0xffffffffff", false]), null, "a block that is yet to come");
  assert.equal(await rpc("eth_getTransactionReceipt", [`0x${"0".repeat(64)}`]), null);
  assert.equal(await rpc("eth_getTransactionReceipt", [settled.transaction], 8453), null, "each chain has its own");
});

test("every reason for refusing a payment, in the facilitator's words, and nothing is charged", async () => {
  const { wallet } = await funded(1000000);
  const { accepts } = await sandbox.challenge("/generate-image/v1");
  const [main, testnet] = accepts;
  assert.deepEqual([main.network, testnet.network, testnet.amount], ["eip155:8453", "eip155:84532", "30000"]);
  const attempt = async (header) => {
    const answer = await sandbox.send("POST", "/generate-image/v1", { headers: { "PAYMENT-SIGNATURE": header }, json: image });
    return [answer.status, answer.headers.get("payment-required") ? decoded(answer, "payment-required").error : undefined];
  };
  const now = Math.floor(Date.now() / 1000);
  const stranger = new Wallet();
  const cases = [
    [wallet.pay(testnet, { from: stranger.address }), "invalid_exact_evm_payload_signature"],
    [wallet.pay(testnet, { to: stranger.address }), "invalid_exact_evm_payload_recipient_mismatch"],
    [wallet.pay(testnet, { validBefore: String(now + 3) }), "invalid_exact_evm_payload_authorization_valid_before"],
    [wallet.pay(testnet, { validAfter: String(now + 60) }), "invalid_exact_evm_payload_authorization_valid_after"],
    [stranger.pay(testnet), "insufficient_funds"],
    [wallet.pay(main), "insufficient_funds"],
    [wallet.pay(testnet, { value: "29999" }), "invalid_exact_evm_payload_authorization_value"],
    [wallet.pay({ ...testnet, amount: "1" }), "No matching payment requirements"],
    [wallet.pay({ ...testnet, scheme: "upto" }), "No matching payment requirements"],
    [wallet.pay({ ...testnet, network: "eip155:1" }), "No matching payment requirements"],
  ];
  for (const [header, reason] of cases) assert.deepEqual(await attempt(header), [402, reason]);
  for (const garbage of ["x", "e30=", Buffer.from("null").toString("base64"), "A".repeat(12000)]) assert.equal((await attempt(garbage))[0], 402);
  assert.equal(await onChain(wallet), 1000000);
});

test("an authorization pays once, alone or in a race, on either rail", async () => {
  const { wallet } = await funded(1000000);
  const { accepts } = await sandbox.challenge("/generate-image/v1");
  const header = wallet.pay(accepts[1]);
  const send = (h = header) => sandbox.send("POST", "/generate-image/v1", { headers: { "PAYMENT-SIGNATURE": h }, json: image });
  const race = await Promise.all(Array.from({ length: 6 }, () => send()));
  assert.equal(race.filter((a) => a.status === 200).length, 1, race.map((a) => a.status).join());
  assert.ok(race.every((a) => [200, 402, 409].includes(a.status)));
  assert.equal(await onChain(wallet), 970000);
  await adjust(wallet, "credit", 100000);
  assert.ok([402, 409].includes((await send()).status), "not from prepaid credit either");
  assert.equal(await credit(wallet), 100000);
});

test("prepaid credit pays first, only for its owner, and says what is left", async () => {
  const { wallet } = await funded(100000);
  await adjust(wallet, "credit", 50000);
  const first = await sandbox.paid(wallet, "/generate-image/v1", image);
  assert.deepEqual([first.status, first.headers.get("x-run402-settlement-rail"), first.headers.get("x-run402-allowance-remaining"), first.headers.get("payment-response")], [200, "allowance", "20000", null]);
  assert.equal(Buffer.from(first.body.image, "base64").subarray(1, 4).toString(), "PNG");
  assert.equal(await onChain(wallet), 100000);
  const second = await sandbox.paid(wallet, "/generate-image/v1", image);
  assert.deepEqual([second.headers.get("x-run402-settlement-rail"), await onChain(wallet), await credit(wallet)], ["x402", 70000, 20000]);
  await adjust(wallet, "credit", 80000);
  const thief = new Wallet();
  const { accepts } = await sandbox.challenge("/generate-image/v1");
  assert.equal((await sandbox.send("POST", "/generate-image/v1", { headers: { "PAYMENT-SIGNATURE": thief.pay(accepts[1], { from: wallet.address }) }, json: image })).status, 402);
  const refused = await sandbox.paid(wallet, "/generate-image/v1", { prompt: "" });
  assert.deepEqual([refused.status, await credit(wallet)], [400, 100000], "an error costs nothing");
  const entries = await history(wallet);
  assert.deepEqual(entries.map((e) => [e.kind, e.direction, e.amount_usd_micros, e.balance_after_available]), [
    ["admin_credit", "credit", 80000, 100000], ["purchase_debit", "debit", 30000, 20000], ["admin_credit", "credit", 50000, 50000]]);
  assert.deepEqual([entries[1].reference_type, entries[1].reference_id, entries[1].metadata], ["charge", "image", { sku: "image" }]);
  const over = await adjust(wallet, "debit", 100001);
  assert.deepEqual([over.status, over.body.error], [402, "Insufficient balance: available=100000, requested=100001"]);
});

test("subscribe, renew, upgrade with refund: the history tells all", async () => {
  const { wallet } = await funded(6000000);
  const actions = [];
  for (const tier of ["prototype", "prototype", "hobby"]) {
    const answer = await sandbox.paid(wallet, `/tiers/v1/${tier}`);
    actions.push([answer.status, answer.body.action, answer.body.previous_tier]);
  }
  assert.deepEqual(actions, [[201, "subscribe", null], [200, "renew", "prototype"], [200, "upgrade", "prototype"]]);
  const entries = await history(wallet);
  assert.deepEqual(new Set(entries.map((e) => e.kind)), new Set(["tier_subscribe", "tier_renew", "tier_upgrade", "tier_upgrade_refund"]));
  const refund = entries.find((e) => e.kind === "tier_upgrade_refund");
  assert.ok(refund.amount_usd_micros > 99000 && refund.amount_usd_micros <= 100000, String(refund.amount_usd_micros));
  assert.equal(await credit(wallet), refund.amount_usd_micros);
  assert.equal((await sandbox.send("GET", `/billing/v1/accounts/${wallet.address}/history?limit=1`)).body.entries.length, 1);
  assert.equal((await sandbox.send("GET", "/billing/v1/accounts/nonsense")).body.error, "Invalid wallet address");
});

const checkout = async (fields) => sandbox.send("POST", "/billing/v1/checkouts", { json: fields });
const form = (url, body) => sandbox.send("POST", url, { headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(body).toString() });

test("the card checkout: page, decline, pay once, cancel", async () => {
  const wallet = new Wallet();
  const made = await checkout({ wallet: wallet.address, amount_usd_micros: 5000000, email: "me@example.org", success_url: "http://localhost:1/ok", cancel_url: "http://localhost:1/no" });
  assert.equal(made.status, 200, made.text);
  const path = new URL(made.body.checkout_url).pathname;
  const page = await sandbox.send("GET", path);
  for (const part of ["$5.00", wallet.lower, "me@example.org", 'id="pay"', 'id="cancel"', "4242 4242 4242 4242"]) assert.ok(page.text.includes(part), part);
  assert.ok(!/(src|href)="https?:/.test(page.text));
  for (const [card, problem] of [["4000 0000 0000 0002", "declined"], ["4000 0000 0000 9995", "insufficient funds"], ["4242 4242 4242 4241", "invalid"], ["5555 5555 5555 4444", "never a card of your own"], ["", "invalid"], ["<script>", "invalid"]]) {
    const answer = await form(`${path}/pay`, { card });
    assert.deepEqual([answer.status, answer.text.includes(problem)], [402, true], card);
    assert.ok(!answer.text.includes("5555 5555"), "a card that may be real is not sent back");
  }
  assert.equal(await credit(wallet), 0);
  const cancelled = await sandbox.send("POST", `${path}/cancel`);
  assert.deepEqual([cancelled.status, cancelled.headers.get("location")], [303, "http://localhost:1/no"]);
  const paid = await Promise.all([1, 2, 3].map(() => form(`${path}/pay`, { card: "4242424242424242" })));
  assert.deepEqual(paid.map((a) => [a.status, a.headers.get("location")]), Array(3).fill([303, "http://localhost:1/ok"]));
  assert.equal(await credit(wallet), 5000000, "credited once");
  const [entry] = await history(wallet);
  assert.deepEqual([entry.kind, entry.reference_type, entry.reference_id, entry.metadata], ["stripe_topup", "topup", made.body.topup_id, { topup_id: made.body.topup_id }]);
  assert.ok((await sandbox.send("GET", path)).text.includes("Paid"));
  assert.equal((await sandbox.send("GET", "/sandbox/checkout/00000000-0000-4000-8000-000000000000")).status, 404);
});

test("a late webhook: paid first, credited a little later", async () => {
  const wallet = new Wallet();
  const { body } = await checkout({ wallet: wallet.address, amount_usd_micros: 1000000 });
  const path = new URL(body.checkout_url).pathname;
  assert.equal((await form(`${path}/pay`, { card: "4000000000000077" })).status, 303);
  assert.equal(await credit(wallet), 0);
  assert.ok((await sandbox.send("GET", `${path}/done`)).text.includes("Payment received"));
  const until = Date.now() + 20000;
  while ((await credit(wallet)) === 0 && Date.now() < until) await new Promise((done) => setTimeout(done, 200));
  assert.equal(await credit(wallet), 1000000);
  assert.ok((await sandbox.send("GET", `${path}/done`)).text.includes("Paid"));
});

test("what a checkout refuses", async () => {
  const wallet = new Wallet().address;
  for (const amount of [0, -1, "5", null, undefined]) assert.deepEqual((await checkout({ wallet, amount_usd_micros: amount })).body.error, "amount_usd_micros must be a positive number");
  for (const wrong of [undefined, "", "abc"]) assert.equal((await checkout({ wallet: wrong, amount_usd_micros: 1e6 })).body.error, "wallet is required (0x-prefixed address)");
  const script = await checkout({ wallet, amount_usd_micros: 1e6, success_url: "javascript:alert(1)" });
  const done = await form(`${new URL(script.body.checkout_url).pathname}/pay`, { card: "4242424242424242" });
  assert.ok(!done.headers.get("location").startsWith("javascript"));
  assert.equal((await sandbox.send("POST", "/webhooks/v1/stripe", { json: {} })).body.error, "Missing stripe-signature header");
  assert.equal((await sandbox.send("POST", "/webhooks/v1/stripe", { json: {}, headers: { "stripe-signature": "t=1,v1=00" } })).body.error, "Webhook signature verification failed");
});

/** Size, texts and pixels of a PNG with 8 bit RGB and unfiltered rows. */
function picture(base64) {
  const png = Buffer.from(base64, "base64");
  const made = { texts: [] };
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const [type, data] = [png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at))];
    if (type === "IHDR") Object.assign(made, { width: data.readUInt32BE(0), height: data.readUInt32BE(4) });
    if (type === "tEXt") made.texts.push(data.toString("latin1").replace("\0", "="));
    if (type === "IDAT") made.rows = inflateSync(data);
  }
  made.pixel = (x, y) => [...made.rows.subarray(y * (made.width * 3 + 1) + 1 + x * 3, y * (made.width * 3 + 1) + 4 + x * 3)].join();
  return made;
}

test("a picture is drawn from its prompt, has the asked shape, and says that it is the sandbox's", async () => {
  const { wallet } = await funded(1000000);
  const draw = async (prompt, aspect) => (await sandbox.paid(wallet, "/generate-image/v1", { prompt, aspect })).body;
  const [fox, again, hen] = [await draw("a red fox"), await draw("a red fox"), await draw("a hen")];
  assert.equal(fox.image, again.image);
  assert.notEqual(fox.image, hen.image);
  for (const [aspect, shape] of [["square", 1], ["landscape", 16 / 9], ["portrait", 9 / 16]]) {
    const { aspect: told, content_type, image: data } = await draw("x", aspect);
    const { width, height, texts, pixel } = picture(data);
    assert.deepEqual([told, content_type, texts], [aspect, "image/png", ["Software=Run402 sandbox"]]);
    assert.ok(Math.abs(width / height - shape) < 0.02, `${width}×${height}`);
    const dot = Math.max(1, Math.floor(Math.min(width, height) / 150));
    const corner = Array.from({ length: 7 }, (_, row) => Array.from({ length: 5 }, (_, column) =>
      (pixel((column + 4) * dot, height - (10 - row) * dot) === "255,255,255" ? "#" : " ")).join(""));
    assert.deepEqual(corner, [" ####", "#    ", "#    ", " ### ", "    #", "    #", "#### "], "the S of SANDBOX");
  }
});

test("without --control the secrets everybody knows open nothing", async () => {
  const { wallet } = await funded(1000000);
  await sandbox.paid(wallet, "/tiers/v1/prototype");
  const project = await sandbox.project(wallet);
  for (const key of ["contract-admin-key", "", "null"]) {
    assert.equal((await sandbox.send("POST", "/faucet/v1/admin", { headers: { "X-Admin-Key": key }, json: { address: wallet.address } })).status, 403);
  }
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ role: "service_role", project_id: project.id, iss: "agentdb", iat: 1 })}`;
  const forged = `${text}.${createHmac("sha256", "contract-test-secret-0123456789abcdef").update(text).digest("base64url")}`;
  assert.deepEqual(seen(await sandbox.send("GET", `${project.admin}/usage`, { headers: { Authorization: `Bearer ${forged}` } })), [401, "Invalid token"]);
  assert.deepEqual(seen(await sandbox.send("GET", "/auth/v1/providers", { headers: { apikey: forged } })), [401, "Invalid apikey"]);
  const body = JSON.stringify({ id: "evt_1", type: "checkout.session.completed", data: { object: {} } });
  const now = Math.floor(Date.now() / 1000);
  const signature = `t=${now},v1=${createHmac("sha256", "whsec_contract").update(`${now}.${body}`).digest("hex")}`;
  assert.deepEqual(seen(await sandbox.send("POST", "/webhooks/v1/stripe", { headers: { "stripe-signature": signature, "Content-Type": "application/json" }, body })), [400, "Webhook signature verification failed"]);
});
