// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tourfiles.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>

#include <cmath>

namespace run402::tourfiles {

namespace {

const char* const schema = R"(create table guestbook (
  id bigint generated always as identity primary key,
  name text not null,
  message text not null,
  rating int,
  details jsonb,
  created_at timestamptz default now()
);
insert into guestbook (name, message, rating, details) values
  ('Tal', 'Lemon ricotta pasta on a Tuesday', 5, '{"course": "dinner", "minutes": 25}'),
  ('Maya', 'The babka disappeared in an hour', 5, '{"course": "baking", "minutes": 150}'),
  ('Noa', 'Green shakshuka, twice a week', 4, null);
select * from guestbook order by id;)";

/// A page that writes through the anon key as soon as it opens, then shows what is there.
QByteArray pageHtml(const QString& heading, const QString& api, const QString& anonKey)
{
    return QStringLiteral(R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Guestbook</title>
<link rel="stylesheet" href="style.css"></head>
<body><main><h1>%3</h1><p id="state">Writing…</p><ul id="list"></ul></main>
<script>window.RUN402 = { api: '%1', key: '%2' };</script><script src="app.js"></script></body></html>
)").arg(api, anonKey, heading).toUtf8();
}

const char* const pageScript = R"(const { api, key } = window.RUN402;
const headers = { apikey: key, 'Content-Type': 'application/json' };
async function main() {
  const written = await fetch(`${api}/rest/v1/guestbook`, {
    method: 'POST', headers: { ...headers, Prefer: 'return=representation' },
    body: JSON.stringify({ name: 'Visitor', message: 'Hello from the page', rating: 5 }),
  });
  if (!written.ok) throw new Error(`writing failed: ${written.status}`);
  const rows = await fetch(`${api}/rest/v1/guestbook?select=name,message&order=id.desc`, { headers }).then((r) => r.json());
  document.getElementById('state').textContent = `${rows.length} entries`;
  document.getElementById('list').replaceChildren(...rows.map((row) => {
    const item = document.createElement('li');
    item.textContent = `${row.name}: ${row.message}`;
    return item;
  }));
  console.log(`${rows.length} entries shown`);
}
main().catch((error) => { document.getElementById('state').textContent = error.message; console.error(error.message); });
)";

const char* const pageStyle = R"(body { margin: 0; background: #fbf7ef; color: #2b2118; font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 3rem 1.5rem; }
h1 { font-size: 2rem; letter-spacing: -0.5px; margin: 0 0 0.5rem; }
#state { color: #6e5c49; }
ul { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
li { background: #fff; border: 1px solid #eadfcb; border-radius: 12px; padding: 0.9rem 1.1rem; }
)";

const char* const thanks = R"(// Thanks a guest, and says how long dinner takes.
const minutes = { starter: 15, dinner: 40, baking: 90 };

export default async (req) => {
  const guest = req.method === 'POST' ? await req.json() : {};
  const course = guest.course ?? 'dinner';
  console.log(JSON.stringify({ level: 'info', event: 'thanked', guest: guest.name, course }));
  if (!(course in minutes)) console.warn(`unknown course ${course}`);
  return Response.json({
    thanks: `Thank you, ${guest.name ?? 'guest'}`,
    ready_in_minutes: minutes[course] ?? null,
    mail: process.env.MAIL_KEY ? 'sent' : 'not set up',
  });
};
)";

const char* const menu = R"({
  "week": 47,
  "dishes": [
    { "day": "Monday", "name": "Lemon ricotta pasta", "minutes": 25 },
    { "day": "Tuesday", "name": "Green shakshuka", "minutes": 30 },
    { "day": "Friday", "name": "Chocolate babka", "minutes": 150 }
  ]
}
)";

bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// A plate on a table, as a photograph would stand there.
QImage dish()
{
    QImage image(960, 640, QImage::Format_RGB32);
    QPainter p(&image);
    p.setRenderHint(QPainter::Antialiasing);
    QLinearGradient table(0, 0, 960, 640);
    table.setColorAt(0, QColor(0xb9, 0x7a, 0x4a));
    table.setColorAt(1, QColor(0x7a, 0x48, 0x28));
    p.fillRect(image.rect(), table);
    p.setPen(Qt::NoPen);
    p.setBrush(QColor(0, 0, 0, 50));
    p.drawEllipse(QPointF(492, 340), 268, 262);
    p.setBrush(QColor(0xf6, 0xf1, 0xe8));
    p.drawEllipse(QPointF(480, 320), 264, 258);
    p.setBrush(QColor(0xe9, 0xdf, 0xcf));
    p.drawEllipse(QPointF(480, 320), 196, 192);
    p.setBrush(QColor(0xd8, 0x4b, 0x2f));
    p.drawEllipse(QPointF(480, 320), 176, 172);
    for (const QPointF& egg : {QPointF(420, 270), QPointF(545, 300), QPointF(460, 390)}) {
        p.setBrush(QColor(0xff, 0xfb, 0xf2));
        p.drawEllipse(egg, 52, 46);
        p.setBrush(QColor(0xf4, 0xb4, 0x2c));
        p.drawEllipse(egg, 21, 21);
    }
    p.setBrush(QColor(0x4c, 0x8a, 0x3a));
    for (int i = 0; i < 26; ++i) {
        const QPointF at(480 + 150 * std::cos(i * 2.4) * (i % 5 + 1) / 5.0, 320 + 145 * std::sin(i * 2.4) * (i % 5 + 1) / 5.0);
        p.drawEllipse(at, 9, 5);
    }
    return image;
}

} // namespace

QString schemaSql()
{
    return QString::fromLatin1(schema);
}

QString functionCode()
{
    return QString::fromLatin1(thanks);
}

QString pageGreeting()
{
    return QStringLiteral("Hello from the page");
}

bool writeSite(const QString& folder, const QString& heading, const QString& api, const QString& anonKey)
{
    return QDir().mkpath(folder) && writeFile(folder + QStringLiteral("/index.html"), pageHtml(heading, api, anonKey))
           && writeFile(folder + QStringLiteral("/app.js"), pageScript) && writeFile(folder + QStringLiteral("/style.css"), pageStyle);
}

bool writeUploads(const QString& folder)
{
    return QDir().mkpath(folder) && dish().save(folder + QStringLiteral("/green-shakshuka.png"))
           && writeFile(folder + QStringLiteral("/menu.json"), menu);
}

} // namespace run402::tourfiles
