// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/functiontemplates.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("run402::FunctionTemplates", text);
}

const char* const helloCode = R"(// Answers GET and POST.
export default async (req) => {
  const url = new URL(req.url);
  const name = url.searchParams.get('name') ?? 'world';
  console.log('hello', name);
  return Response.json({ hello: name });
};
)";

const char* const restCode = R"(import { db, getUser } from '@run402/functions';

// A door to one table: reads for everybody, writes for people who are signed in.
// db uses the service key, so the checks here are the only ones.
const table = 'todos';

export default async (req) => {
  if (req.method === 'GET') {
    return Response.json(await db.from(table).select('*').limit(100));
  }
  const user = await getUser(req);
  if (!user) return Response.json({ error: 'sign in first' }, { status: 401 });
  if (req.method === 'POST') {
    const row = await req.json();
    return Response.json(await db.from(table).insert({ ...row, user_id: user.id }), { status: 201 });
  }
  return Response.json({ error: 'method not allowed' }, { status: 405 });
};
)";

const char* const jobCode = R"(import { db } from '@run402/functions';

// Work that something outside starts: Run402 has no timer of its own.
// Call it from a cron service with the JOB_TOKEN in the body.
export default async (req) => {
  const { token } = await req.json().catch(() => ({}));
  if (!process.env.JOB_TOKEN || token !== process.env.JOB_TOKEN) {
    return Response.json({ error: 'wrong token' }, { status: 403 });
  }
  const started = Date.now();
  const rows = await db.sql('select now() as at');
  console.log(JSON.stringify({ job: 'done', rows: rows.length, ms: Date.now() - started }));
  return Response.json({ done: true });
};
)";

const char* const webhookCode = R"(import { timingSafeEqual } from 'node:crypto';

// Run402 passes only authorization, content-type and apikey on, and only JSON bodies:
// signature headers never arrive, so the sender proves itself with a secret in the address.
const same = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export default async (req) => {
  const given = new URL(req.url).searchParams.get('secret') ?? '';
  const wanted = process.env.WEBHOOK_SECRET ?? '';
  if (!wanted || !same(given, wanted)) {
    console.warn('WARN webhook with a wrong secret');
    return Response.json({ error: 'wrong secret' }, { status: 401 });
  }
  const event = await req.json();
  console.log(JSON.stringify({ event: event.type ?? 'unknown' }));
  return Response.json({ received: true });
};
)";

const char* const bootstrapCode = R"(import { db } from '@run402/functions';

// Runs once after a fork of this app, with the variables the person filled in.
export default async (req) => {
  const { OWNER_EMAIL } = await req.json();
  if (!OWNER_EMAIL) {
    return Response.json({ error: 'OWNER_EMAIL is required' }, { status: 400 });
  }
  await db.sql(`create table if not exists settings (key text primary key, value text)`);
  await db.from('settings').insert({ key: 'owner_email', value: OWNER_EMAIL });
  return Response.json({ ready: true });
};
)";

} // namespace

QList<FunctionTemplate> functionTemplates()
{
    return {
        {u"hello"_s, u"square-function"_s, tr("Hello"), tr("The smallest function that answers."), u"hello"_s, QString::fromLatin1(helloCode), {}},
        {u"rest"_s, u"database"_s, tr("Table with rules"), tr("Reads and writes a table; writing needs a signed-in user."), u"todos"_s, QString::fromLatin1(restCode),
         u"{\n  \"task\": \"Water the plants\"\n}"_s},
        {u"job"_s, u"clock"_s, tr("Job without cron"), tr("Work that an outside timer starts with a token."), u"nightly"_s, QString::fromLatin1(jobCode),
         u"{\n  \"token\": \"\"\n}"_s},
        {u"webhook"_s, u"plug"_s, tr("Webhook with a secret"), tr("Takes events from another service."), u"webhook"_s, QString::fromLatin1(webhookCode),
         u"{\n  \"type\": \"test\"\n}"_s},
        {u"bootstrap"_s, u"git-fork"_s, tr("Bootstrap"), tr("Runs once in every fork of this app."), u"bootstrap"_s, QString::fromLatin1(bootstrapCode),
         u"{\n  \"OWNER_EMAIL\": \"me@example.com\"\n}"_s},
    };
}

QString functionNameProblem(const QString& name)
{
    static const QRegularExpression allowed(u"^[a-z0-9][a-z0-9-]{0,62}$"_s);
    if (name.isEmpty())
        return tr("Give it a name.");
    return allowed.match(name).hasMatch() ? QString() : tr("Small letters, digits and -, up to 63, beginning with a letter or digit.");
}

QStringList bundledPackages()
{
    return {u"stripe"_s, u"openai"_s, u"@anthropic-ai/sdk"_s, u"resend"_s, u"zod"_s, u"uuid"_s, u"jsonwebtoken"_s, u"bcryptjs"_s, u"cheerio"_s, u"csv-parse"_s};
}

} // namespace run402
