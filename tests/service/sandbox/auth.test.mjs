// SPDX-License-Identifier: GPL-3.0-or-later
// App users over HTTP (contract.md §3.10): passwords, sessions, the stand-in for Google with PKCE.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { startSandbox } from "./harness.mjs";

let sandbox, project;
before(async () => {
  sandbox = await startSandbox();
  project = await sandbox.project(await sandbox.customer());
});
after(() => sandbox?.stop());

const back = "http://localhost:3000/cb";
const token = (grant, body, of = project) => of.auth("POST", `token?grant_type=${grant}`, body);
const said = ({ status, body }) => [status, body?.error];
const path = (url) => url.replace(sandbox.url, "");
const fragment = (answer) => Object.fromEntries(new URLSearchParams(new URL(answer.headers.get("location")).hash.slice(1)));

async function start(fields = {}, headers = {}, of = project) {
  const answer = await of.auth("POST", "oauth/google/start", { redirect_url: back, ...fields }, headers);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.authorization_url;
}

/** Opens the consent page, picks the account with this email (typed in when it is not listed), follows to the app. */
async function choose(url, email, name = "") {
  const page = await sandbox.send("GET", path(url));
  assert.equal(page.status, 200);
  const query = new URL(url).searchParams;
  const fields = new URLSearchParams({ state: query.get("state"), nonce: query.get("nonce"), email, name });
  const chosen = await sandbox.send("GET", `/sandbox/google/done?${fields}`);
  assert.equal(chosen.status, 302);
  return sandbox.send("GET", chosen.headers.get("location"));
}

test("sign-up keeps one account per address, whatever its letter case", async () => {
  const made = await project.auth("POST", "signup", { email: "  Ada@Example.COM ", password: "pässwörd" });
  assert.deepEqual([made.status, Object.keys(made.body), made.body.email], [201, ["id", "email", "created_at"], "ada@example.com"]);
  assert.equal(made.headers.get("cache-control"), "no-store");
  assert.deepEqual(said(await project.auth("POST", "signup", { email: "ada@example.com", password: "x" })), [409, "User already exists"]);
  assert.deepEqual(said(await project.auth("POST", "signup", { email: "ada@example.com" })), [400, "email and password required"]);
  assert.equal((await token("password", { email: "ADA@example.com", password: "pässwörd" })).status, 200);
  assert.deepEqual(said(await token("password", { email: "ada@example.com", password: "passwörd" })), [401, "Invalid credentials"]);
  assert.deepEqual(said(await token("password", { email: "nobody@example.com", password: "x" })), [401, "Invalid credentials"]);
  assert.equal((await token("anything", { email: "ada@example.com", password: "pässwörd" })).status, 200, "unknown grants count as password");
});

test("refresh tokens rotate; a used one is refused, also when both race", async () => {
  const first = await project.user("rita@example.com");
  assert.match(first.refresh_token, /^[0-9a-f-]{36}$/);
  const second = (await token("refresh_token", { refresh_token: first.refresh_token })).body;
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.deepEqual(said(await token("refresh_token", { refresh_token: first.refresh_token })), [401, "Refresh token already used"]);
  const race = await Promise.all(Array.from({ length: 8 }, () => token("refresh_token", { refresh_token: second.refresh_token })));
  assert.deepEqual(race.map((a) => a.status).sort(), [200, 401, 401, 401, 401, 401, 401, 401]);
  assert.deepEqual(said(await token("refresh_token", {})), [400, "refresh_token required"]);
  for (const wrong of ["nonsense", "00000000-0000-4000-8000-000000000000"]) assert.deepEqual(said(await token("refresh_token", { refresh_token: wrong })), [401, "Invalid refresh token"]);
  const other = await sandbox.project(project.wallet);
  const live = race.find((a) => a.status === 200).body.refresh_token;
  assert.equal((await token("refresh_token", { refresh_token: live }, other)).status, 401, "not with another project's key");
  assert.equal((await project.auth("POST", "logout", { refresh_token: live })).status, 200);
  assert.deepEqual(said(await token("refresh_token", { refresh_token: live })), [401, "Refresh token already used"]);
});

test("the user route tells who a token belongs to and refuses every other token", async () => {
  const user = await project.user("uma@example.com");
  const me = (bearer) => project.auth("GET", "user", undefined, bearer ? { Authorization: `Bearer ${bearer}` } : {});
  const { body } = await me(user.access_token);
  assert.deepEqual([body.id, body.email, body.identities], [user.id, "uma@example.com", []]);
  assert.deepEqual(said(await me()), [401, "Missing Bearer token"]);
  assert.deepEqual(said(await me(project.anon)), [401, "Not an authenticated user token"]);
  assert.deepEqual(said(await me(project.service)), [401, "Not an authenticated user token"]);
  assert.deepEqual(said(await me(`${user.access_token}x`)), [401, "Invalid token"]);
  const other = await sandbox.project(project.wallet);
  assert.deepEqual(said(await me((await other.user("x@example.com")).access_token)), [401, "Token was issued for a different project"]);
  const [head, claims, signature] = user.access_token.split(".");
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  assert.deepEqual(said(await me(`${none}.${claims}.`)), [401, "Invalid token"]);
  const raised = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, "base64url")), role: "service_role" })).toString("base64url");
  assert.deepEqual(said(await me(`${head}.${raised}.${signature}`)), [401, "Invalid token"]);
});

test("the consent page offers people, a form and a way out; it is not framed, cached or fed by others", async () => {
  const url = await start({ login_hint: 'new@example.org"><script>' });
  const page = await sandbox.send("GET", path(url));
  assert.match(page.headers.get("content-type"), /^text\/html/);
  assert.deepEqual([page.headers.get("cache-control"), page.headers.get("x-frame-options")], ["no-store", "DENY"]);
  for (const part of ["ada@example.com", "ben@example.com", "carla@example.com", 'id="another"', 'id="cancel"', "localhost:3000"]) assert.ok(page.text.includes(part), part);
  assert.ok(!page.text.includes('"><script>'), "the hint is escaped");
  assert.ok(!/(src|href)="https?:/.test(page.text), "nothing is loaded from elsewhere");
  assert.equal((await sandbox.send("GET", "/sandbox/google?state=unknown")).status, 400);
});

test("signing in with a known account, again, and with a new one", async () => {
  const session = async (email, name) => {
    const code = fragment(await choose(await start({ client_state: "s 1" }), email, name));
    assert.equal(code.state, "s 1");
    return (await token("authorization_code", { code: code.code })).body;
  };
  const first = await session("ben@example.com", "Ben Okafor");
  assert.deepEqual([first.provider, first.user.email, first.user.display_name, first.token_type, first.expires_in], ["google", "ben@example.com", "Ben Okafor", "bearer", 3600]);
  assert.ok(first.user.email_verified_at);
  assert.equal((await session("BEN@example.com")).user.id, first.user.id, "the same person the next time");
  const fresh = await session("fresh@example.org", "Fresh Face");
  assert.notEqual(fresh.user.id, first.user.id);
  const listed = await sandbox.send("GET", path(await start()));
  assert.ok(listed.text.includes("fresh@example.org"), "who signed in before is offered");
  const me = await project.auth("GET", "user", undefined, { Authorization: `Bearer ${fresh.access_token}` });
  assert.deepEqual(me.body.identities.map((i) => [i.provider, i.provider_email]), [["google", "fresh@example.org"]]);
  assert.deepEqual(said(await token("password", { email: "fresh@example.org", password: "x" })), [401, "This account uses social login. Sign in with Google instead."]);
});

test("PKCE: the right verifier and only that, once", async () => {
  const verifier = randomBytes(32).toString("base64url");
  const s256 = createHash("sha256").update(verifier).digest("base64url");
  const used = "Invalid, expired, or already used authorization code";
  const code = async (fields) => fragment(await choose(await start(fields), "ada2@example.com")).code;
  const good = await code({ code_challenge: s256, code_challenge_method: "S256" });
  assert.equal((await token("authorization_code", { code: good, code_verifier: verifier })).status, 200);
  assert.deepEqual(said(await token("authorization_code", { code: good, code_verifier: verifier })), [401, used]);
  for (const wrong of [undefined, "", "wrong", s256, `${verifier}=`]) {
    const burnt = await code({ code_challenge: s256 });
    assert.deepEqual(said(await token("authorization_code", { code: burnt, code_verifier: wrong })), [401, used]);
    assert.deepEqual(said(await token("authorization_code", { code: burnt, code_verifier: verifier })), [401, used], "a wrong try burns the code");
  }
  const plain = await code({ code_challenge: verifier, code_challenge_method: "plain" });
  assert.equal((await token("authorization_code", { code: plain, code_verifier: verifier })).status, 200);
  assert.equal((await token("authorization_code", { code: await code({}) })).status, 200, "without a challenge no verifier is needed");
  const other = await sandbox.project(project.wallet);
  assert.deepEqual(said(await token("authorization_code", { code: await code({}) }, other)), [401, "Authorization code was issued for a different project"]);
  assert.deepEqual(said(await token("authorization_code", {})), [400, "code required"]);
});

test("an address with a password must be linked by its owner", async () => {
  const owner = await project.user("linda@example.com");
  assert.deepEqual(fragment(await choose(await start({ client_state: "x" }), "linda@example.com")), { error: "account_exists_requires_link", state: "x" });
  const bearer = { Authorization: `Bearer ${owner.access_token}` };
  const linked = fragment(await choose(await start({ intent: "link" }, bearer), "linda@example.com"));
  assert.equal((await token("authorization_code", { code: linked.code })).body.user.id, owner.id);
  assert.ok(fragment(await choose(await start(), "linda@example.com")).code, "now plain sign-in works");
  const thief = await project.user("thief@example.com");
  assert.deepEqual(fragment(await choose(await start({ intent: "link" }, { Authorization: `Bearer ${thief.access_token}` }), "linda@example.com")), { error: "identity_already_linked" });
  const refused = (headers) => project.auth("POST", "oauth/google/start", { redirect_url: back, intent: "link" }, headers);
  assert.deepEqual(said(await refused({})), [401, "Intent 'link' requires a Bearer token"]);
  assert.deepEqual(said(await refused({ Authorization: "Bearer x" })), [401, "Invalid Bearer token"]);
  assert.deepEqual(said(await refused({ Authorization: `Bearer ${project.anon}` })), [401, "Invalid user token for linking"]);
});

test("only addresses of the project may get a code", async () => {
  const site = await sandbox.signed(project.wallet, "POST", "/deploy/v1", { project_id: project.id, files: [{ file: "index.html", data: "hi" }], subdomain: "my-auth-app" });
  assert.equal(site.status, 200, site.text);
  const port = new URL(sandbox.url).port;
  const allowed = ["http://localhost/x", "http://localhost:5173/a?b=c", "http://127.0.0.1:1/", "https://my-auth-app.run402.com/cb", `http://my-auth-app.localhost:${port}/cb`];
  for (const url of allowed) assert.equal((await project.auth("POST", "oauth/google/start", { redirect_url: url })).status, 200, url);
  const refused = ["https://localhost/x", "http://localhost.evil.com/", "http://evil.com/localhost", "http://user@localhost/", "https://other.run402.com/", "https://my-auth-app.run402.com.evil.com/",
    "http://my-auth-app.run402.com/", "https://x.sites.run402.com/", "http://[::1]/", "javascript:alert(1)", "myapp://cb", "//localhost/", "http://localhost:1\\@evil.com/", "http://127.0.0.2/", "https://run402.com/", "http:localhost"];
  for (const url of refused) assert.deepEqual(said(await project.auth("POST", "oauth/google/start", { redirect_url: url })), [400, "redirect_url is not an allowed origin for this project"], url);
  assert.deepEqual(said(await project.auth("POST", "oauth/google/start", {})), [400, "redirect_url required"]);
  assert.deepEqual(said(await project.auth("POST", "oauth/google/start", { redirect_url: back, mode: "frame" })), [400, "mode must be 'popup' or 'redirect'"]);
  assert.deepEqual(said(await project.auth("POST", "oauth/google/start", { redirect_url: back, intent: "x" })), [400, "intent must be 'signin' or 'link'"]);
});

test("a state works once; cancelling and forging end on a page, not in the app", async () => {
  const url = await start();
  const state = new URL(url).searchParams.get("state");
  assert.ok(fragment(await choose(url, "once@example.com")).code);
  const again = await sandbox.send("GET", `/auth/v1/oauth/google/callback?state=${state}&code=stub.e30`);
  assert.deepEqual([again.status, again.text.includes("invalid_or_expired_state")], [400, true]);
  const cancelled = await sandbox.send("GET", `/sandbox/google/cancel?state=${state}`);
  const page = await sandbox.send("GET", cancelled.headers.get("location"));
  assert.deepEqual([page.status, page.text.includes("access_denied")], [400, true]);
  const missing = await sandbox.send("GET", "/auth/v1/oauth/google/callback");
  assert.deepEqual([missing.status, missing.text.includes("missing_params")], [400, true]);
  const forged = new URL(await start({ client_state: "c" })).searchParams.get("state");
  const claims = Buffer.from(JSON.stringify({ sub: "1", email: "a@b.c", nonce: "wrong" })).toString("base64url");
  assert.deepEqual(fragment(await sandbox.send("GET", `/auth/v1/oauth/google/callback?state=${forged}&code=stub.${claims}`)), { error: "id_token_invalid", state: "c" });
  const broken = new URL(await start()).searchParams.get("state");
  assert.deepEqual(fragment(await sandbox.send("GET", `/auth/v1/oauth/google/callback?state=${broken}&code=other`)), { error: "token_exchange_failed" });
});

test("a popup posts the code to the app's origin and to no other", async () => {
  const answer = await choose(await start({ mode: "popup", client_state: "</script>" }), "pop@example.com");
  assert.equal(answer.status, 200);
  const [, message, origin] = /postMessage\((.*), (".*?")\);/.exec(answer.text);
  assert.equal(JSON.parse(origin), "http://localhost:3000");
  const { type, code, state } = JSON.parse(message);
  assert.deepEqual([type, state], ["run402:oauth:callback", "</script>"]);
  assert.equal((await token("authorization_code", { code })).status, 200);
});

test("passwords lie in the database as Argon2id, never as they were typed", async () => {
  const password = `typed-${randomBytes(12).toString("hex")}`;
  await project.user("kdf@example.com", password);
  const [postgres] = execFileSync("pgrep", ["-P", String(sandbox.server.pid), "-x", "postgres"]).toString().trim().split("\n");
  const options = readFileSync(`/proc/${postgres}/cmdline`, "utf8").split("\0");
  const files = (text) => {
    try {
      return execFileSync("grep", ["-rlaF", text, options[options.indexOf("-D") + 1]]).toString().trim().split("\n");
    } catch (error) {
      assert.equal(error.status, 1, "searched and not found");
      return [];
    }
  };
  assert.ok(files("kdf@example.com").length > 0 && files("$argon2id$v=19$m=").length > 0);
  assert.deepEqual(files(password), []);
});
