// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace run402::test {

/// A small whole starter: a table with a template's rules and a policy of its own, a bootstrap function that writes
/// the settings and refuses a title "bad", a page that names its keys.
inline bool writeNotesStarter(const QString& root)
{
    const auto write = [&](const char* path, const QByteArray& bytes) {
        const QString whole = root + QStringLiteral("/notes/") + QLatin1StringView(path);
        QFile file(whole);
        return QDir().mkpath(QFileInfo(whole).path()) && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    return write("starter.json", R"({"slug":"notes","title":"Notes","summary":"Short notes for two","description":"Notes.",
            "tags":["notes","starter"],"icon":"feather","accent":"#6D3FC9","subdomain":"notes","tables":["settings","notes"],
            "rls":{"template":"public_read_write","tables":[{"table":"notes"}]},
            "functions":[{"name":"bootstrap","file":"functions/bootstrap.js","timeout":10,"memory":128,"schedule":null}],
            "variables":[{"name":"TITLE","label":"Title","type":"text","default":"Our notes","required":true},
                         {"name":"OWNER","label":"Your name","type":"text","default":"Maya","required":true},
                         {"name":"ACCENT","label":"Colour","type":"color","default":"#6D3FC9"}]})")
           && write("schema.sql", "create table settings (key text primary key, value text not null);\n"
                                  "create table notes (id bigint generated always as identity primary key, body text not null);\n"
                                  "alter table settings enable row level security;\n")
           && write("policies.sql", "create policy settings_read on settings for select using (true);\n")
           && write("seed.sql", "insert into notes (body) values ('buy milk'), ('call Noa');\n")
           && write("functions/bootstrap.js", R"(import { db } from '@run402/functions';
export default async (req) => {
  const values = await req.json();
  if (values.TITLE === 'bad') return new Response(JSON.stringify({ ok: false, error: 'TITLE is bad' }), { status: 400 });
  for (const [key, value] of Object.entries(values)) {
    await db.from('settings').delete().eq('key', key);
    await db.from('settings').insert({ key, value: String(value) });
  }
  return new Response(JSON.stringify({ ok: true, title: values.TITLE ?? null }), { headers: { 'content-type': 'application/json' } });
};
)") && write("site/index.html", "<!doctype html><title>Notes</title><script src=config.js></script><h1>Notes</h1>")
           && write("site/config.js", "window.RUN402 = { api: \"__RUN402_API__\", anonKey: \"__RUN402_ANON_KEY__\" };\n");
}

} // namespace run402::test
