// A Graph API that knows one number of WhatsApp: it tells what it was told to send, and calls as Meta does, signed.

import { createHmac } from "node:crypto";
import { createServer } from "node:http";

export const NUMBER = "1055";
export const ACCOUNT = "2077";
export const SECRET = "0123456789abcdef0123456789abcdef";

const template = (name, language, body) => ({ name, language, category: "UTILITY", status: "APPROVED", components: [{ type: "BODY", text: body }] });

/** Starts it: `base` for the channel's settings, `sent` what left, `refuse` an error for the next message. */
export async function graph() {
  const it = { sent: [], read: [], refuse: null, templates: [template("we_are_open", "en_US", "Hello {{1}}, we are open again.")] };
  const answers = (path, method, body) => {
    if (path === `/${NUMBER}`) return { id: NUMBER, display_phone_number: "+57 601 5550101", verified_name: "Clínica Sol", quality_rating: "GREEN", status: "CONNECTED" };
    if (path === `/${ACCOUNT}/subscribed_apps`) return method === "POST" ? { success: true } : { data: [{ whatsapp_business_api_data: { name: "Lobby" } }] };
    if (path === `/${ACCOUNT}/message_templates`) return { data: it.templates };
    if (path === `/${NUMBER}/whatsapp_business_profile`) return { data: [{ about: "Shoes" }] };
    if (path === `/${NUMBER}/media`) return { id: `media-${it.sent.length}` };
    if (path !== `/${NUMBER}/messages` || method !== "POST") return null;
    if (body.status === "read") { it.read.push(body); return { success: true }; }
    if (it.refuse) { const error = it.refuse; it.refuse = null; return { error }; }
    it.sent.push(body);
    return { messaging_product: "whatsapp", contacts: [{ wa_id: body.to }], messages: [{ id: `wamid.out.${it.sent.length}` }] };
  };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const path = new URL(request.url, "http://x").pathname.replace(/^\/v\d+\.\d+/, "");
    const written = Buffer.concat(parts).toString();
    const json = request.headers["content-type"]?.includes("json") ? JSON.parse(written || "{}") : {};
    const answer = answers(path, request.method, json);
    response.statusCode = answer === null ? 404 : answer.error ? 400 : 200;
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answer ?? { error: { code: 100, message: `no ${path}` } }));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.unref();
  it.base = `http://127.0.0.1:${server.address().port}`;
  it.settings = { phone_number_id: NUMBER, waba_id: ACCOUNT, access_token: "EAAG", app_secret: SECRET, api_base: it.base };
  return it;
}

let n = 0;
/** A call of Meta's with a text of somebody's, said so many seconds `ago`, to the address of a channel; answers its status. */
export async function says(hook, { from, name, text, user, secret = SECRET, ago = 0 }) {
  n += 1;
  const message = { from, id: `wamid.in.${n}.${Date.now()}`, timestamp: String(Math.floor(Date.now() / 1000) - ago), type: "text", text: { body: text } };
  if (user) message.from_user_id = user;
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "576015550101", phone_number_id: NUMBER },
    contacts: [{ profile: { name }, wa_id: from, ...(user && { user_id: user }) }],
    messages: [message],
  };
  const body = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: ACCOUNT, changes: [{ field: "messages", value }] }] });
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const answer = await fetch(hook, { method: "POST", body, headers: { "Content-Type": "application/json", "X-Hub-Signature-256": signature } });
  return answer.status;
}

/** A JWT as a shop's own server signs it (HS256). */
export function token(secret, claims) {
  const part = (it) => Buffer.from(JSON.stringify(it)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
