// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody who only claims a gift never sees a form: the browser makes an account of its own, so
// that the database can tell whose claim is whose and nobody else can take it back.
import { current, signUp, urlBase64 } from "./session.js";

export async function becomeGuest() {
  if (current()) return;
  const random = () => urlBase64(crypto.getRandomValues(new Uint8Array(24)));
  const [email, password] = [`guest-${random().toLowerCase()}@guests.invalid`, random()];
  await signUp(email, password);
}

export const isGuest = () => Boolean(current()?.email?.endsWith("@guests.invalid"));
