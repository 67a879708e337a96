// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in: password and Google, tokens renewed before they run out.
import { ApiError, call } from "./lib.js";

const place = `session:${location.host}`;
const listeners = [];
let session = null;
try { session = JSON.parse(localStorage.getItem(place)); } catch { /* unreadable: signed out */ }

export const current = () => session?.user ?? null;
export const onChange = (listener) => listeners.push(listener);

function keep(answer) {
  session = answer && { access: answer.access_token, refresh: answer.refresh_token, until: Date.now() + (answer.expires_in - 60) * 1000, user: answer.user };
  if (session) localStorage.setItem(place, JSON.stringify(session));
  else localStorage.removeItem(place);
  for (const listener of listeners) listener(current());
}

let renewing = null;
/** A valid access token, or undefined when nobody is signed in. */
export async function token() {
  if (!session) return undefined;
  if (Date.now() < session.until) return session.access;
  renewing ??= call("POST", "/auth/v1/token?grant_type=refresh_token", { body: { refresh_token: session.refresh } })
    .then(keep)
    .catch((problem) => {
      if (problem.status !== 401) throw problem;
      keep(null);
      throw new ApiError("You have been signed out. Please sign in again.", 401);
    })
    .finally(() => { renewing = null; });
  await renewing;
  return session?.access;
}

export const signIn = (email, password) => call("POST", "/auth/v1/token?grant_type=password", { body: { email, password } })
  .catch((problem) => {
    throw problem.status === 401 && problem.message === "Invalid credentials" ? new ApiError("E-mail and password do not belong together.", 401) : problem;
  }).then(keep);

export async function signUp(email, password) {
  try {
    await call("POST", "/auth/v1/signup", { body: { email, password } });
  } catch (problem) {
    if (problem.status !== 409) throw problem; // the account exists: the password decides
  }
  await signIn(email, password);
}

export function signOut() {
  const refresh = session?.refresh;
  keep(null);
  if (refresh) call("POST", "/auth/v1/logout", { body: { refresh_token: refresh } }).catch(() => {});
}

// ---- Google -----------------------------------------------------------------------------------

export const urlBase64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

export async function googleOffered() {
  if (!crypto.subtle) return false;
  const { oauth } = await call("GET", "/auth/v1/providers");
  return oauth.some((provider) => provider.provider === "google" && provider.enabled);
}

export async function google() {
  const verifier = urlBase64(crypto.getRandomValues(new Uint8Array(32)));
  const challenge = urlBase64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const { authorization_url: address } = await call("POST", "/auth/v1/oauth/google/start", {
    body: { redirect_url: `${location.origin}/`, mode: "redirect", code_challenge: challenge, code_challenge_method: "S256" },
  });
  localStorage.setItem(`${place}:pkce`, verifier);
  location.href = address;
}

/** Finishes a sign-in that came back in the address. Gives a sentence when it failed. */
export async function finishGoogle() {
  const answer = new URLSearchParams(location.hash.slice(1));
  const [code, error] = [answer.get("code"), answer.get("error")];
  if (!code && !error) return null;
  const verifier = localStorage.getItem(`${place}:pkce`);
  localStorage.removeItem(`${place}:pkce`);
  history.replaceState(null, "", location.pathname);
  if (error === "account_exists_requires_link") return "There is already an account with this e-mail. Use its password.";
  if (error) return "Google did not complete the sign-in. Please try again.";
  try {
    keep(await call("POST", "/auth/v1/token?grant_type=authorization_code", { body: { code, code_verifier: verifier } }));
    return null;
  } catch (problem) {
    return problem.message;
  }
}
