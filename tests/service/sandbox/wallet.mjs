// SPDX-License-Identifier: GPL-3.0-or-later
// A wallet for tests: Keccak-256, secp256k1, SIWX headers (payments.md §2) and x402 payments (§1.3, §1.4). Written for
// clarity, without any package, so that these tests run wherever Node.js does. Never use it for real money.
import { randomBytes } from "node:crypto";

// --- Keccak-256 over 64-bit lanes
const mask64 = (1n << 64n) - 1n;
const rotl = (x, n) => (n === 0n ? x : ((x << n) | (x >> (64n - n))) & mask64);
const roundConstants = (() => {
  let lfsr = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j++) {
      if (lfsr & 1) constant |= 1n << ((1n << BigInt(j)) - 1n);
      lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0);
    }
    return constant;
  });
})();

function keccakF(a) {
  for (const constant of roundConstants) {
    const c = [0, 1, 2, 3, 4].map((x) => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20]);
    for (let i = 0; i < 25; i++) a[i] ^= c[(i + 4) % 5] ^ rotl(c[(i + 1) % 5], 1n);
    let [x, y, moved] = [1, 0, a[1]];
    for (let t = 0; t < 24; t++) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      const at = x + 5 * y;
      [a[at], moved] = [rotl(moved, BigInt((((t + 1) * (t + 2)) / 2) % 64)), a[at]];
    }
    for (let row = 0; row < 25; row += 5) {
      const b = a.slice(row, row + 5);
      for (let i = 0; i < 5; i++) a[row + i] = b[i] ^ (~b[(i + 1) % 5] & mask64 & b[(i + 2) % 5]);
    }
    a[0] ^= constant;
  }
}

export function keccak256(bytes) {
  const rate = 136;
  const padded = Buffer.alloc((Math.floor(bytes.length / rate) + 1) * rate);
  Buffer.from(bytes).copy(padded);
  padded[bytes.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  const state = new Array(25).fill(0n);
  for (let at = 0; at < padded.length; at += rate) {
    for (let i = 0; i < rate / 8; i++) state[i] ^= padded.readBigUInt64LE(at + i * 8);
    keccakF(state);
  }
  const out = Buffer.alloc(32);
  for (let i = 0; i < 4; i++) out.writeBigUInt64LE(state[i], i * 8);
  return out;
}

// --- secp256k1
const p = 2n ** 256n - 2n ** 32n - 977n;
const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const g = [0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n, 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n];
const mod = (a, m) => ((a % m) + m) % m;
function inverse(a, m) {
  let [r0, r1, s0, s1] = [mod(a, m), m, 1n, 0n];
  while (r1) [r0, r1, s0, s1] = [r1, r0 % r1, s1, s0 - (r0 / r1) * s1];
  return mod(s0, m);
}
function add(a, b) {
  if (!a || !b) return a ?? b;
  if (a[0] === b[0] && a[1] !== b[1]) return null;
  const slope = a[0] === b[0] ? mod(3n * a[0] * a[0] * inverse(2n * a[1], p), p) : mod((b[1] - a[1]) * inverse(b[0] - a[0], p), p);
  const x = mod(slope * slope - a[0] - b[0], p);
  return [x, mod(slope * (a[0] - x) - a[1], p)];
}
function multiply(k) {
  let result = null;
  for (let point = g; k; k >>= 1n, point = add(point, point)) if (k & 1n) result = add(result, point);
  return result;
}
const hex32 = (value) => value.toString(16).padStart(64, "0");
const random = () => mod(BigInt(`0x${randomBytes(40).toString("hex")}`), n - 1n) + 1n;

const word = (value) => Buffer.from(typeof value === "string" ? value.replace(/^0x/, "").padStart(64, "0") : hex32(BigInt(value)), "hex");
const hashed = (text) => keccak256(Buffer.from(text));

export class Wallet {
  #key = random();
  constructor() {
    const [x, y] = multiply(this.#key);
    const plain = keccak256(Buffer.from(hex32(x) + hex32(y), "hex")).subarray(12).toString("hex");
    const sum = hashed(plain).toString("hex");
    this.address = `0x${[...plain].map((c, i) => (parseInt(sum[i], 16) >= 8 ? c.toUpperCase() : c)).join("")}`;
    this.lower = this.address.toLowerCase();
  }

  sign(digest) {
    const k = random();
    const point = multiply(k);
    const r = mod(point[0], n);
    let s = mod(inverse(k, n) * (BigInt(`0x${digest.toString("hex")}`) + r * this.#key), n);
    let odd = Number(point[1] & 1n);
    if (s > n / 2n) [s, odd] = [n - s, 1 - odd];
    return `0x${hex32(r)}${hex32(s)}${(27 + odd).toString(16)}`;
  }

  /** A SIGN-IN-WITH-X header for an address; `changes` replaces fields after signing, `now` is the time of signing. */
  signIn(url, changes = {}, now = Date.now()) {
    const { hostname } = new URL(url);
    const issued = now - 3000;
    const fields = {
      domain: hostname, address: this.address, statement: "Sign in to Run402", uri: url, version: "1", chainId: "eip155:84532",
      type: "eip191", nonce: randomBytes(16).toString("hex"), issuedAt: new Date(issued).toISOString(),
      expirationTime: new Date(issued + 300000).toISOString(),
    };
    const text = `${fields.domain} wants you to sign in with your Ethereum account:\n${fields.address}\n\n${fields.statement}\n\nURI: ${fields.uri}\n` +
      `Version: 1\nChain ID: 84532\nNonce: ${fields.nonce}\nIssued At: ${fields.issuedAt}\nExpiration Time: ${fields.expirationTime}`;
    fields.signature = this.sign(keccak256(Buffer.from(`\x19Ethereum Signed Message:\n${Buffer.byteLength(text)}${text}`)));
    return Buffer.from(JSON.stringify({ ...fields, ...changes })).toString("base64");
  }

  /** A PAYMENT-SIGNATURE header for one of the alternatives of a challenge; `changes` alters the authorization before it is signed. */
  pay(accepted, changes = {}, envelope = {}) {
    const now = Math.floor(Date.now() / 1000);
    const authorization = {
      from: this.address, to: accepted.payTo, value: accepted.amount, validAfter: String(now - 600),
      validBefore: String(now + accepted.maxTimeoutSeconds), nonce: `0x${randomBytes(32).toString("hex")}`, ...changes,
    };
    const domain = keccak256(Buffer.concat([hashed("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      hashed(accepted.extra.name), hashed(accepted.extra.version), word(Number(accepted.network.split(":")[1])), word(accepted.asset)]));
    const struct = keccak256(Buffer.concat([
      hashed("TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"),
      word(authorization.from), word(authorization.to), ...["value", "validAfter", "validBefore"].map((k) => Buffer.from(hex32(BigInt(authorization[k])), "hex")),
      word(authorization.nonce)]));
    const signature = this.sign(keccak256(Buffer.concat([Buffer.from([0x19, 1]), domain, struct])));
    return Buffer.from(JSON.stringify({ x402Version: 2, payload: { authorization, signature }, accepted, ...envelope })).toString("base64");
  }
}
