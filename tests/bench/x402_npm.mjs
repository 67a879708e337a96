// SPDX-License-Identifier: GPL-3.0-or-later
// What npm's client takes for one 402, header text in to header text out: @x402/core with @x402/evm for x402, viem's Tempo
// transactions for MPP (its own header code is a few lines here). No network is asked. Prints "name median" per line, in
// microseconds. Usage: node x402_npm.mjs HEADERS (bench-x402 --headers).
import { readFileSync } from "node:fs";
import { x402Client, x402HTTPClient } from "@x402/core/client";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { encodeFunctionData, keccak256, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { Account, Transaction } from "viem/tempo";

const warmUp = 200, rounds = 1500;
const key = `0x${"44".repeat(32)}`;
const [offer, challenge] = readFileSync(process.argv[2], "utf8").trim().split("\n");

const account = privateKeyToAccount(key);
const client = new x402Client((version, accepts) => accepts.find((a) => a.network === "eip155:84532"));
client.register("eip155:84532", new ExactEvmScheme(account));
const http = new x402HTTPClient(client);

async function x402() {
  const required = http.getPaymentRequiredResponse((name) => (name.toLowerCase() === "payment-required" ? offer : undefined), {});
  const payload = await http.createPaymentPayload(required);
  return Object.values(http.encodePaymentSignatureHeader(payload))[0];
}

const tempo = Account.fromSecp256k1(key);
const abi = [{ type: "function", name: "transferWithMemo", stateMutability: "nonpayable", outputs: [],
  inputs: [{ name: "to", type: "address" }, { name: "amount", type: "uint256" }, { name: "memo", type: "bytes32" }] }];
let round = 0;

async function mpp() {
  const fields = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
  const asked = JSON.parse(Buffer.from(fields.request, "base64url").toString());
  const memo = `0xef1ed71201${keccak256(stringToBytes(fields.realm)).slice(2, 22)}${"00".repeat(10)}${keccak256(stringToBytes(fields.id)).slice(2, 16)}`;
  const data = encodeFunctionData({ abi, functionName: "transferWithMemo", args: [asked.recipient, BigInt(asked.amount), memo] });
  const signature = await tempo.signTransaction({
    type: "tempo", chainId: asked.methodDetails.chainId, calls: [{ to: asked.currency, data, value: 0n }], gas: 55000n,
    maxFeePerGas: 24000000000n, maxPriorityFeePerGas: 0n, nonceKey: 2n ** 256n - 1n, nonce: 0,
    validBefore: 1781514438 + (round++ % 20), feeToken: asked.currency,
  }, { serializer: Transaction.serialize });
  const credential = { challenge: fields, payload: { type: "transaction", signature }, source: `did:pkh:eip155:42431:${tempo.address}` };
  return `Payment ${Buffer.from(JSON.stringify(credential)).toString("base64url")}`;
}

for (const [name, work] of [["x402", x402], ["mpp", mpp]]) {
  const times = [];
  for (let i = 0; i < warmUp + rounds; i++) {
    const start = process.hrtime.bigint();
    const header = await work();
    const end = process.hrtime.bigint();
    if (header.length < 300) throw new Error(`${name}: no header`);
    if (i >= warmUp) times.push(Number(end - start) / 1000);
  }
  times.sort((a, b) => a - b);
  console.log(name, times[Math.floor(times.length / 2)].toFixed(2));
}
